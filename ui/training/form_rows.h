#pragma once
/// The rows of a form: builds sections, fields and choices in a grid, tells when one of them was
/// changed by the user, and shows faults at their fields. Thread rule: GUI thread.

#include <QLabel>
#include <QObject>
#include <map>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/training/path_row.h"
#include "ui/training/train_form.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QVBoxLayout;

namespace descry {

class FormRows final : public QObject {
    Q_OBJECT

  public:
    /// What it makes are children of `body`.
    FormRows(ApplicationContext& context, QWidget* body);

    QGridLayout* section(QVBoxLayout* column, const QString& title);
    void addRow(QGridLayout* grid, TrainField field, QWidget* widget);
    /// The name above, the widget as wide as the form; `control` is what the name belongs to.
    void addBelow(QGridLayout* grid, TrainField field, QWidget* widget, QWidget* control);
    /// As wide as the form; a fault of any of the fields stands below.
    void addWide(QGridLayout* grid, const std::vector<TrainField>& fields, QWidget* widget);
    /// As addBelow, for what has no faults.
    void addNamed(QGridLayout* grid, const QString& name, QWidget* widget);

    QLineEdit* number(TrainField field, const QString& tip);
    PathRow* path(TrainField field, const PathQuestion& question);
    QCheckBox* checkBox(QGridLayout* grid, const QString& text, const QString& tip);
    QComboBox* choice(const QString& name, const QStringList& items);

    QString text(TrainField field) const;
    void setText(TrainField field, const QString& text);
    void setName(TrainField field, const QString& name);
    void show(TrainField field, bool isShown);
    /// Only of numbers that were typed; what is missing yet is said elsewhere.
    void showFaults(const std::vector<FieldFault>& faults);
    /// While values are set, nothing is told.
    void setFilling(bool isFilling) { m_isFilling = isFilling; }

  Q_SIGNALS:
    void chosen();   ///< A choice or a check box has another value, whoever gave it.
    void changed();  ///< By the user.

  private:
    struct Row {
        QLabel* name = nullptr;  ///< None in a wide row.
        QWidget* widget = nullptr;
        QLabel* fault = nullptr;
    };

    QLabel* faultLabel();
    void tell();

    ApplicationContext& m_context;
    QWidget* m_body;
    bool m_isFilling = false;
    std::map<TrainField, Row> m_rows;
    std::map<TrainField, QLineEdit*> m_numbers;
};

}  // namespace descry

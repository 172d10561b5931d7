#pragma once
/// Why a model file does not fit, tensor by tensor: a table that can be narrowed to a kind and to
/// words of the name, and copied as text. Not modal; deletes itself when closed. Thread rule: GUI
/// thread.

#include <QDialog>
#include <QString>
#include <vector>

#include "core/model/weights.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace descry {

class MismatchModel;

class MismatchDialog final : public QDialog {
    Q_OBJECT

  public:
    MismatchDialog(const QString& file,
                   std::vector<TensorMismatch> tensors,
                   QWidget* parent = nullptr);

    /// "12 missing, 3 unexpected, 1 misshapen"; kinds without a tensor are left out.
    static QString summary(const std::vector<TensorMismatch>& tensors);

  private:
    class Filter;

    void addFilters(const std::vector<TensorMismatch>& tensors);
    void addTable();
    void narrow();
    void copyShown() const;

    MismatchModel* m_model;
    Filter* m_shown;
    QComboBox* m_kind;
    QLineEdit* m_words;
    QLabel* m_count;
    QTableView* m_table;
};

}  // namespace descry

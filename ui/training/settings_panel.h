#pragma once
/// The form of a new run: start, held-out split, length, batch, rates, losses, what is kept. It
/// shows faults at their fields and what a step will take; whoever owns it judges and begins.
/// Thread rule: GUI thread.

#include <QLabel>
#include <QWidget>

#include "ui/common/application_context.h"
#include "ui/training/dataset_facts.h"
#include "ui/training/form_rows.h"

class QCheckBox;
class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace descry {

class SettingsPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit SettingsPanel(ApplicationContext& context, QWidget* parent = nullptr);

    /// Of the data set, only what this panel asks for: held-out file and verdicts.
    TrainForm form() const;
    void setForm(const TrainForm& form);
    /// How many images each split has, and the verdicts beside the file.
    void showFacts(const std::optional<DatasetFacts>& facts);
    /// The first fault stands above the button, those of filled fields at the field too.
    void showFaults(const std::vector<FieldFault>& faults);
    void showForecast(const QString& text);
    void setBusy(bool isBusy);
    QPushButton* beginButton() const { return m_begin; }

  Q_SIGNALS:
    void changed();
    void beginRequested();

  private:
    void addStart(QVBoxLayout* column);
    void addHeldOut(QVBoxLayout* column);
    void addLength(QVBoxLayout* column);
    void addBatch(QVBoxLayout* column);
    void addLosses(QVBoxLayout* column);
    void addKept(QVBoxLayout* column);
    void addFooter(QVBoxLayout* column);

    void shapeToChoices();

    ApplicationContext& m_context;
    QWidget* m_body = nullptr;
    FormRows* m_rows = nullptr;
    QComboBox* m_startKind = nullptr;
    PathRow* m_start = nullptr;
    PathRow* m_vocabulary = nullptr;
    PathRow* m_out = nullptr;
    QComboBox* m_heldOut = nullptr;
    QLabel* m_heldOutNote = nullptr;
    PathRow* m_heldOutDataset = nullptr;
    QComboBox* m_unit = nullptr;
    QComboBox* m_distillation = nullptr;
    QCheckBox* m_bfloat16 = nullptr;
    QCheckBox* m_recompute = nullptr;
    QCheckBox* m_checkpoint = nullptr;
    QCheckBox* m_usesPairs = nullptr;
    PathRow* m_pairs = nullptr;
    QString m_ownPairs;  ///< The file of verdicts that was proposed.
    QLabel* m_forecast = nullptr;
    QLabel* m_fault = nullptr;
    QPushButton* m_begin = nullptr;
};

}  // namespace descry

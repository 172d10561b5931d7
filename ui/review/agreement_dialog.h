#pragma once
/// How far two annotators of a review agree: kappa with its interval, what it is made of, and who
/// said what. Not modal; deletes itself when closed. Thread rule: GUI thread; the log is read and
/// the interval drawn in the background. Failure rule: what is not defined, or cannot be read, says
/// why in its place.

#include <QDialog>
#include <filesystem>
#include <memory>
#include <stop_token>

#include "core/review/agreement.h"
#include "ui/common/application_context.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;
class QVBoxLayout;

namespace descry {

class AgreementDialog final : public QDialog {
    Q_OBJECT

  public:
    AgreementDialog(ApplicationContext& context,
                    const std::filesystem::path& log,
                    QWidget* parent = nullptr);
    ~AgreementDialog() override;

  Q_SIGNALS:
    /// What two disagree on is to be decided by a third.
    void adjudicationRequested();

  private:
    void addChoice(QVBoxLayout* column);
    void addNumbers(QVBoxLayout* column);
    void addMatrix(QVBoxLayout* column);
    void addButtons(QVBoxLayout* column);
    void read(const std::filesystem::path& log);
    void take(std::shared_ptr<const CurrentVerdicts> verdicts);
    void compute();
    void showAgreement(const Agreement& agreement);
    void showNothing(const QString& why);

    ApplicationContext& m_context;
    std::shared_ptr<const CurrentVerdicts> m_verdicts;
    std::stop_source m_work;
    QComboBox* m_first = nullptr;
    QComboBox* m_second = nullptr;
    QLabel* m_kappa = nullptr;
    QLabel* m_text = nullptr;
    QTableWidget* m_matrix = nullptr;
    QLabel* m_disputed = nullptr;
    QPushButton* m_adjudicate = nullptr;
};

}  // namespace descry

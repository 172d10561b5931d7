#pragma once
/// The centre while a run is prepared: which data set, what the check found in it. It reads the
/// file as soon as both paths are there, and every image with it. Thread rule: GUI thread; the
/// check runs in the background. Failure rule: what hinders the check stands in the panel.

#include <QLabel>
#include <QWidget>
#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>

#include "ui/common/application_context.h"
#include "ui/common/widgets.h"
#include "ui/training/dataset_facts.h"
#include "ui/training/findings_model.h"
#include "ui/training/path_row.h"
#include "ui/training/state_icon.h"

class QComboBox;
class QProgressBar;
class QTableView;
class QTimer;
class QVBoxLayout;

namespace descry {

/// How far a check is; written off the GUI thread.
struct CheckProgressNow {
    std::atomic<std::int64_t> done{0};
    std::atomic<std::int64_t> total{0};
};

class DatasetPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit DatasetPanel(ApplicationContext& context, QWidget* parent = nullptr);

    QString dataset() const { return m_dataset->path(); }
    QString images() const { return m_images->path(); }
    void setPaths(const QString& dataset, const QString& images);
    /// Of the paths shown; absent while they are checked or cannot be.
    const std::optional<DatasetFacts>& facts() const { return m_facts; }
    bool isChecking() const { return m_isChecking; }
    /// Checks again.
    void check();

  Q_SIGNALS:
    void pathsChanged();
    void factsChanged();

  private:
    void addPaths(QVBoxLayout* column);
    void addFigures(QVBoxLayout* column);
    void addFindings(QVBoxLayout* column);
    void addFindingTools(QVBoxLayout* column);
    QLabel* addFigure(QLayout* row, const QString& meaning);
    void pathChanged();
    void stopCheck();
    void showProgress();
    void take(DatasetFacts facts);
    void takeError(const Error& error);
    void showFacts();
    void fillKinds();
    void applyFilter();
    void copyFindings();

    ApplicationContext& m_context;
    FindingsModel m_findings;
    std::optional<DatasetFacts> m_facts;
    std::stop_source m_checking;
    bool m_isChecking = false;
    std::shared_ptr<CheckProgressNow> m_progressNow;
    QTimer* m_settle;  ///< Paths are typed letter by letter.
    QTimer* m_look;    ///< At the progress of a check.
    PathRow* m_dataset = nullptr;
    PathRow* m_images = nullptr;
    QLabel* m_format = nullptr;
    QLabel* m_train = nullptr;
    QLabel* m_val = nullptr;
    QLabel* m_test = nullptr;
    QLabel* m_people = nullptr;
    QWidget* m_figures = nullptr;
    QLabel* m_verdict = nullptr;
    StateIcon* m_verdictIcon = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_again = nullptr;
    QWidget* m_tools = nullptr;
    QComboBox* m_kind = nullptr;
    QLineEdit* m_words = nullptr;
    QTableView* m_table = nullptr;
};

}  // namespace descry

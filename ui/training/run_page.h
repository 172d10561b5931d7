#pragma once
/// The centre for a run: how it stands and what can be done, its curves live, the comparison with
/// what it started from, its warnings. It shows and asks. Thread rule: GUI thread.

#include <QLabel>
#include <QWidget>

#include "ui/common/application_context.h"
#include "ui/common/curve_plot.h"
#include "ui/common/widgets.h"
#include "ui/training/comparison_view.h"
#include "ui/training/metrics_feed.h"
#include "ui/training/run_state.h"
#include "ui/training/state_icon.h"
#include "ui/training/warnings_view.h"

class QButtonGroup;
class QFrame;
class QLayout;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace descry {

class RunPage final : public QWidget {
    Q_OBJECT

  public:
    explicit RunPage(ApplicationContext& context, QWidget* parent = nullptr);

    /// Another run, or the same one again.
    void showRun(const ShownRun& run);
    void showWarnings(const JobLog& log);

  Q_SIGNALS:
    void pauseRequested();
    void resumeRequested();
    void lessMemoryRequested();  ///< Resume with what is spared next.
    void cancelRequested();
    void compareRequested();
    void compareWithRequested();  ///< With another bundle, to be asked for.
    void stopComparingRequested();
    void useRequested();

  private:
    enum Part { Curves, Compared, Warnings };

    void addHeader(QVBoxLayout* column);
    void addProblem(QVBoxLayout* column);
    void addFigures(QVBoxLayout* column);
    void addParts(QVBoxLayout* column);
    QWidget* makeCurves();
    CurvePlot* plot(const CurvePlot::Words& words, const QString& fileName);
    QLabel* addFigure(QLayout* row, const QString& meaning, const QString& name);
    void showState(const ShownRun& run);
    void showButtons(const ShownRun& run);
    void showProblem(const ShownRun& run);
    void showWhatToSpare(const ShownRun& run);
    void showProgress(const ShownRun& run);
    void showStep();
    void showBest();
    void showMetrics();

    ApplicationContext& m_context;
    MetricsFeed m_metrics;
    std::filesystem::path m_folder;
    bool m_isOpen = false;        ///< The run waits or runs.
    std::int64_t m_toldStep = 0;  ///< By the job or the folder; measurements may be further.
    std::int64_t m_numSteps = 0;
    double m_keptBest = -1;  ///< By the folder; below 0: none.
    std::int64_t m_keptBestStep = 0;
    QLabel* m_name = nullptr;
    StateIcon* m_icon = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_resume = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_use = nullptr;
    QProgressBar* m_bar = nullptr;
    QFrame* m_problem = nullptr;
    QLabel* m_problemText = nullptr;
    QPushButton* m_spare = nullptr;  ///< Of a run that memory ran out for.
    QLabel* m_step = nullptr;
    QLabel* m_best = nullptr;
    QLabel* m_pace = nullptr;
    QLabel* m_left = nullptr;
    QButtonGroup* m_parts = nullptr;
    QStackedWidget* m_stack = nullptr;
    CurvePlot* m_losses = nullptr;
    CurvePlot* m_recall = nullptr;
    CurvePlot* m_rate = nullptr;
    ComparisonView* m_comparison = nullptr;
    WarningsView* m_warnings = nullptr;
};

}  // namespace descry

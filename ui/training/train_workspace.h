#pragma once
/// The Train workspace: runs at the left; in the centre a run's curves, or the data set of a new
/// one; at the right the run's settings, or the form of the new one. Thread rule: GUI thread.
/// Failure rule: problems stand in the page they belong to, or are raised as messages.

#include <QObject>
#include <filesystem>
#include <memory>

#include "ui/common/application_context.h"
#include "ui/common/curve_plot.h"
#include "ui/shell/workspace.h"
#include "ui/training/new_run.h"
#include "ui/training/run_facts.h"
#include "ui/training/run_page.h"
#include "ui/training/runs_model.h"
#include "ui/training/training_runs.h"

class QListView;
class QStackedWidget;

namespace descry {

class TrainWorkspace final : public QObject, public Workspace {
    Q_OBJECT

  public:
    TrainWorkspace(ApplicationContext& context, Trainer trainer);

    WorkspacePlace place() const override { return WorkspacePlace::Train; }
    QString name() const override { return QStringLiteral("train"); }
    QString title() const override { return tr("Train"); }
    QString iconName() const override { return QStringLiteral("train"); }
    QWidget* left() override { return m_left; }
    QWidget* centre() override;
    QWidget* right() override;
    QList<QAction*> actions() override { return m_actions; }
    QList<FixedKey> fixedKeys() const override { return CurvePlot::fixedKeys(); }
    void activated() override;
    void deactivated() override {}
    QVariantMap saveState() const override;
    void restoreState(const QVariantMap& state) override;

    TrainingRuns& runs() { return m_runs; }
    const std::filesystem::path& selected() const { return m_selected; }
    void select(const std::filesystem::path& folder);
    /// The page where a new run is prepared.
    void showNew();

  private:
    void makeLeft();
    void makeActions();
    void connectRun();
    void listChanged();
    void runChanged(const std::filesystem::path& folder);
    void showSelected();
    void showEmpty();
    void askFolder();
    void askBundle();
    void compareWithStart();
    void useBundle();
    void pauseOrResume();

    ApplicationContext& m_context;
    TrainingRuns m_runs;
    NewRun m_new;
    RunsModel m_model;
    std::filesystem::path m_selected;  ///< Empty: none.
    bool m_showsNew = false;
    QWidget* m_left;
    QLabel* m_noRuns = nullptr;
    QListView* m_list = nullptr;
    QStackedWidget* m_centre;
    EmptyState* m_empty;
    RunPage* m_page;
    QStackedWidget* m_right;
    RunFacts* m_facts;
    QList<QAction*> m_actions;
};

}  // namespace descry

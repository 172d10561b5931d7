#include "ui/training/train_workspace.h"

#include <QListView>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <utility>

#include "ui/common/file_manager.h"
#include "ui/common/text.h"

namespace descry {
namespace {

const QString kSelectedKey = QStringLiteral("selected");

}  // namespace

TrainWorkspace::TrainWorkspace(ApplicationContext& context, Trainer trainer)
    : m_context(context),
      m_runs(context, std::move(trainer)),
      m_new(context, m_runs),
      m_model(m_runs),
      m_left(new QWidget),
      m_centre(new QStackedWidget),
      m_empty(
          new EmptyState({tr("Nothing has been trained yet"),
                          tr("Training goes on from a model with pictures and captions of "
                             "people. It runs in the background, can be paused at any time, and "
                             "searching goes on meanwhile."),
                          tr("New run…")},
                         m_centre)),
      m_page(new RunPage(context, m_centre)),
      m_right(new QStackedWidget),
      m_facts(new RunFacts(m_right)) {
    m_centre->addWidget(m_empty);
    m_centre->addWidget(m_page);
    m_centre->addWidget(m_new.data());
    m_right->addWidget(new QWidget(m_right));
    m_right->addWidget(m_facts);
    m_right->addWidget(m_new.settings());
    makeLeft();
    makeActions();
    connectRun();
    connect(m_empty, &EmptyState::actionRequested, this, &TrainWorkspace::showNew);
    connect(&m_runs, &TrainingRuns::listChanged, this, &TrainWorkspace::listChanged);
    connect(&m_runs, &TrainingRuns::runChanged, this, &TrainWorkspace::runChanged);
    connect(&m_runs, &TrainingRuns::begun, this, &TrainWorkspace::select);
    connect(&m_runs, &TrainingRuns::opened, this, &TrainWorkspace::select);
    showEmpty();
}

QWidget* TrainWorkspace::centre() {
    return m_centre;
}

QWidget* TrainWorkspace::right() {
    return m_right;
}

void TrainWorkspace::makeLeft() {
    auto* column = new QVBoxLayout(m_left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpaceS);
    auto* add = pushButton(tr("New run…"), m_left);
    add->setObjectName(QStringLiteral("newRun"));
    addIcon(add, m_context.theme.icon(QStringLiteral("add")));
    connect(add, &QPushButton::clicked, this, &TrainWorkspace::showNew);
    column->addWidget(add);
    column->addSpacing(kSpaceS);
    column->addWidget(lookLabel(tr("Runs"), "heading", m_left));
    m_noRuns = lookLabel(tr("None yet"), "secondary", m_left);
    column->addWidget(m_noRuns);
    m_list = new QListView(m_left);
    m_list->setObjectName(QStringLiteral("runs"));
    m_list->setAccessibleName(tr("Training runs"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new RunDelegate(m_context.theme, m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_list->selectionModel(),
            &QItemSelectionModel::currentChanged,
            this,
            [this](const QModelIndex& current) {
                if (current.isValid()) select(m_model.folderAt(current.row()));
            });
    column->addWidget(m_list, 1);
    column->addStretch();
    auto* open = pushButton(tr("Open a run's folder…"), m_left);
    open->setObjectName(QStringLiteral("openRun"));
    connect(open, &QPushButton::clicked, this, &TrainWorkspace::askFolder);
    column->addWidget(open);
}

void TrainWorkspace::makeActions() {
    const auto add = [this](const QString& text, const QString& hint, const char* key, auto run) {
        auto* action = new QAction(text, this);
        action->setIconText(hint);
        action->setShortcut(QKeySequence(QLatin1String(key)));
        connect(action, &QAction::triggered, this, run);
        m_actions << action;
    };
    add(tr("New run"), tr("new run"), "Ctrl+N", [this] { showNew(); });
    add(tr("Pause or resume the run"), tr("pause, resume"), "Ctrl+P", [this] { pauseOrResume(); });
    add(tr("Open a run's folder"), tr("open run"), "Ctrl+Shift+R", [this] { askFolder(); });
}

void TrainWorkspace::connectRun() {
    connect(m_page, &RunPage::pauseRequested, this, [this] { m_runs.pause(m_selected); });
    connect(m_page, &RunPage::resumeRequested, this, [this] { m_runs.resume(m_selected); });
    connect(m_page, &RunPage::lessMemoryRequested, this, [this] {
        m_runs.resumeWithLessMemory(m_selected);
    });
    connect(m_page, &RunPage::cancelRequested, this, [this] { m_runs.cancel(m_selected); });
    connect(m_page, &RunPage::compareRequested, this, &TrainWorkspace::compareWithStart);
    connect(m_page, &RunPage::compareWithRequested, this, &TrainWorkspace::askBundle);
    connect(m_page, &RunPage::stopComparingRequested, this, [this] {
        m_runs.cancelComparison(m_selected);
    });
    connect(m_page, &RunPage::useRequested, this, &TrainWorkspace::useBundle);
    connect(m_facts, &RunFacts::openFolderRequested, this, [this] {
        showInFileManager(m_selected, m_context.messages);
    });
}

void TrainWorkspace::activated() {
    m_runs.refresh();
}

void TrainWorkspace::showEmpty() {
    m_centre->setCurrentWidget(m_empty);
    m_right->setCurrentIndex(0);
}

void TrainWorkspace::showNew() {
    m_showsNew = true;
    m_list->clearSelection();
    m_list->setCurrentIndex({});
    m_new.prepare();
    m_centre->setCurrentWidget(m_new.data());
    m_right->setCurrentWidget(m_new.settings());
}

void TrainWorkspace::select(const std::filesystem::path& folder) {
    m_selected = folder;
    m_showsNew = false;
    showSelected();
}

void TrainWorkspace::listChanged() {
    m_noRuns->setVisible(m_runs.runs().empty());
    m_list->setVisible(!m_runs.runs().empty());
    if (m_showsNew) return;
    // Without a choice the newest is shown.
    if (m_runs.find(m_selected) == nullptr && !m_runs.runs().empty()) {
        m_selected = m_runs.runs().front().record.folder;
    }
    showSelected();
}

void TrainWorkspace::runChanged(const std::filesystem::path& folder) {
    if (folder == m_selected && !m_showsNew) showSelected();
}

void TrainWorkspace::showSelected() {
    const ShownRun* run = m_runs.find(m_selected);
    if (run == nullptr) {
        showEmpty();
        return;
    }
    const QModelIndex row = m_model.index(m_model.rowOf(m_selected));
    if (m_list->currentIndex() != row) m_list->setCurrentIndex(row);
    m_page->showRun(*run);
    m_page->showWarnings(m_runs.logOf(m_selected));
    m_facts->showRun(*run);
    m_centre->setCurrentWidget(m_page);
    m_right->setCurrentWidget(m_facts);
}

void TrainWorkspace::askFolder() {
    const PathQuestion question{PathQuestion::Kind::Folder, tr("Open a training run"), {}};
    m_context.prompts.askPath(
        *m_centre, question, [this](const std::filesystem::path& folder) { m_runs.open(folder); });
}

void TrainWorkspace::compareWithStart() {
    const ShownRun* run = m_runs.find(m_selected);
    if (run != nullptr) m_runs.compare(m_selected, run->record.startPath);
}

void TrainWorkspace::askBundle() {
    const PathQuestion question{PathQuestion::Kind::Folder, tr("Model to compare with"), {}};
    m_context.prompts.askPath(
        *m_centre, question, [this, folder = m_selected](const std::filesystem::path& bundle) {
            m_runs.compare(folder, bundle);
        });
}

void TrainWorkspace::useBundle() {
    const ShownRun* run = m_runs.find(m_selected);
    if (run == nullptr) return;
    m_context.workbench.adoptBundle(run->record.hasBest ? run->record.best() : run->record.last());
}

void TrainWorkspace::pauseOrResume() {
    const ShownRun* run = m_runs.find(m_selected);
    if (run == nullptr || m_showsNew) return;
    run->isOpen() ? m_runs.pause(m_selected) : m_runs.resume(m_selected);
}

QVariantMap TrainWorkspace::saveState() const {
    return {{kSelectedKey, qtPath(m_selected)}};
}

void TrainWorkspace::restoreState(const QVariantMap& state) {
    const QString path = state.value(kSelectedKey).toString();
    if (path.isEmpty()) return;
    m_selected = toPath(path);
    if (!m_showsNew) showSelected();
}

}  // namespace descry

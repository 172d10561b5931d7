#include "ui/shell/main_window.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/message_area.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/shell/closing.h"
#include "ui/shell/drop_hint.h"
#include "ui/shell/help_dialogs.h"
#include "ui/shell/jobs_area.h"
#include "ui/shell/kiosk.h"
#include "ui/shell/kiosk_page.h"
#include "ui/shell/openings.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/start_page.h"
#include "ui/shell/status_line.h"
#include "ui/shell/top_bar.h"
#include "ui/shell/workspace_view.h"

namespace descry {
namespace {

constexpr QSize kFirstSize(1440, 900);
constexpr QSize kMinSize(960, 600);

const QString kWindowState = QStringLiteral("window");
const QString kGeometry = QStringLiteral("geometry");
const QString kFront = QStringLiteral("front");
const QString kOpenGallery = QStringLiteral("gallery");
const QString kOpenBundle = QStringLiteral("bundle");
const QString kJobsOpen = QStringLiteral("jobsOpen");
const QString kUnusedPicture = QStringLiteral("unusedPicture");

}  // namespace

MainWindow::MainWindow(ApplicationContext& context,
                       std::vector<std::unique_ptr<Workspace>> workspaces,
                       Options options)
    : m_context(context),
      m_workspaces(std::move(workspaces)),
      m_options(std::move(options)),
      m_openings(new Openings(context, m_options.demo, *this)),
      m_topBar(new TopBar(context, this)),
      m_messageArea(new MessageArea(context.messages, context.theme, this)),
      m_pages(new QStackedWidget(this)),
      m_jobs(new JobsArea(context, this)),
      m_statusLine(new StatusLine(context.workbench, this)),
      m_closing(new Closing(context, *this)),
      m_shortcuts(new Shortcuts(context.settings, this)),
      m_dropHint(new DropHint(context.background, *this)) {
    setWindowTitle(QStringLiteral("Descry"));
    setWindowIcon(
        QIcon::fromTheme(QStringLiteral("descry"), context.theme.icon(QStringLiteral("descry"))));
    setAcceptDrops(m_options.mode == WindowMode::Normal);
    setMinimumSize(kMinSize);
    resize(kFirstSize);
    layOut();
    if (m_options.mode == WindowMode::Normal) makeStart();
    addWorkspaces();
    if (m_options.mode == WindowMode::Normal) {
        addOpenActions();
        addMenuActions();
    } else {
        becomeKiosk();
    }
    addShortcuts();
    connectParts();
    applyChoices();
    restoreState();
    // Not on the first button: nothing has been chosen yet.
    m_pages->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_topBar);
    column->addWidget(m_messageArea);
    column->addWidget(m_pages, 1);
    column->addWidget(m_jobs);
    column->addWidget(m_statusLine);
}

void MainWindow::makeStart() {
    const auto demo = m_options.demo ? StartPage::Demo::Present : StartPage::Demo::Absent;
    auto* start = new StartPage(m_context, demo, m_pages);
    Workbench& workbench = m_context.workbench;
    connect(start, &StartPage::galleryRequested, &workbench, &Workbench::openGallery);
    connect(start, &StartPage::folderRequested, m_openings, &Openings::askFolder);
    connect(start, &StartPage::openRequested, m_openings, &Openings::askGallery);
    connect(start, &StartPage::demoRequested, m_openings, &Openings::openDemo);
    connect(start, &StartPage::importRequested, m_openings, &Openings::askCheckpoint);
    m_startPage = start;
    m_pages->insertWidget(0, start);
    m_pages->setCurrentWidget(start);
}

void MainWindow::becomeKiosk() {
    m_context.settings.keepAsTheyAre();
    m_context.workbench.offerReadOnly();
    m_topBar->lock();
    m_jobs->lock();
    m_kiosk = new Kiosk(*this, m_options.idleAfter);
    for (const auto& workspace : m_workspaces) m_kiosk->lock(*workspace);
    connect(m_kiosk, &Kiosk::idle, this, &MainWindow::beginAgain);
    auto* page = new KioskPage(m_context, m_pages);
    const auto describe = [this](const QString& text) {
        showWorkspace(WorkspacePlace::Search);
        if (Workspace* search = currentWorkspace()) search->describe(text);
    };
    connect(page, &KioskPage::queryChosen, this, describe);
    connect(
        page, &KioskPage::ownRequested, this, [this] { showWorkspace(WorkspacePlace::Search); });
    m_startPage = page;
    m_pages->insertWidget(0, page);
    m_pages->setCurrentWidget(page);
}

/// For the next visitor.
void MainWindow::beginAgain() {
    for (const auto& workspace : m_workspaces) workspace->describe({});
    showStart();
}

void MainWindow::addShortcuts() {
    m_shortcuts->addGroup(kWindowState, {tr("Window"), m_switchActions + m_windowActions});
    for (const auto& workspace : m_workspaces) {
        m_shortcuts->addGroup(workspace->name(), {workspace->title(), workspace->actions()});
    }
    connect(m_shortcuts, &Shortcuts::changed, this, &MainWindow::showKeys);
}

void MainWindow::addWorkspaces() {
    std::sort(m_workspaces.begin(), m_workspaces.end(), [](const auto& a, const auto& b) {
        return a->place() < b->place();
    });
    auto* choice = new QActionGroup(this);
    choice->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    for (const auto& workspace : m_workspaces) {
        auto* view = new WorkspaceView(*workspace, m_pages);
        m_pages->addWidget(view);
        m_views.push_back(view);
        const int digit = static_cast<int>(workspace->place());
        auto* action = new QAction(workspace->title(), this);
        action->setObjectName(workspace->name());
        action->setIcon(m_context.theme.icon(workspace->iconName()));
        action->setCheckable(true);
        action->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(digit)));
        action->setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(workspace->title()).arg(digit));
        choice->addAction(action);
        addAction(action);
        m_topBar->addWorkspace(action);
        m_switchActions << action;
        connect(action, &QAction::triggered, this, [this, view] { bringToFront(view); });
    }
}

QAction* MainWindow::addWindowAction(const QString& text,
                                     const QKeySequence& key,
                                     std::function<void()> run) {
    auto* action = new QAction(text, this);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, std::move(run));
    addAction(action);
    m_windowActions << action;
    return action;
}

void MainWindow::addOpenActions() {
    Openings& openings = *m_openings;
    QList<QAction*> ofGalleries{addWindowAction(tr("Open a folder as gallery…"),
                                                QKeySequence(QStringLiteral("Ctrl+Shift+O")),
                                                [&openings] { openings.askFolder(); }),
                                addWindowAction(tr("Open a gallery file…"),
                                                QKeySequence(QStringLiteral("Ctrl+O")),
                                                [&openings] { openings.askGallery(); })};
    if (openings.hasDemo()) {
        ofGalleries << addWindowAction(
            tr("Try the demo"), {}, [&openings] { openings.openDemo(); });
    }
    Workbench& workbench = m_context.workbench;
    QAction* closeGallery = addWindowAction(tr("Close the gallery"),
                                            QKeySequence(QStringLiteral("Ctrl+W")),
                                            [&workbench] { workbench.closeGallery(); });
    const auto followGallery = [&workbench, closeGallery] {
        closeGallery->setEnabled(workbench.gallery().has_value());
    };
    connect(&workbench, &Workbench::galleryChanged, closeGallery, followGallery);
    followGallery();
    m_topBar->setGalleryActions(ofGalleries << closeGallery);
    m_topBar->setBundleActions(
        {addWindowAction(tr("Open a bundle…"), {}, [&openings] { openings.askBundle(); }),
         addWindowAction(tr("Import a model file…"),
                         QKeySequence(QStringLiteral("Ctrl+I")),
                         [&openings] { openings.askCheckpoint(); })});
}

void MainWindow::addMenuActions() {
    QMenu* menu = m_topBar->menu();
    menu->addAction(addWindowAction(
        tr("Settings…"), QKeySequence(QStringLiteral("Ctrl+,")), [this] { showSettings(); }));
    menu->addSeparator();
    menu->addAction(addWindowAction(tr("Left panel"), QKeySequence(Qt::Key_F7), [this] {
        toggleDock(&WorkspaceView::leftDock);
    }));
    menu->addAction(addWindowAction(tr("Right panel"), QKeySequence(Qt::Key_F8), [this] {
        toggleDock(&WorkspaceView::rightDock);
    }));
    QAction* jobs = m_jobs->toggleAction();
    jobs->setShortcut(QKeySequence(QStringLiteral("Ctrl+J")));
    addAction(jobs);
    m_windowActions << jobs;
    menu->addAction(jobs);
    menu->addSeparator();
    menu->addAction(addWindowAction(
        tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), [this] { showShortcuts(); }));
    menu->addAction(addWindowAction(tr("About Descry"), {}, [this] { makeAbout(this)->show(); }));
    menu->addSeparator();
    menu->addAction(
        addWindowAction(tr("Quit"), QKeySequence(QStringLiteral("Ctrl+Q")), [this] { close(); }));
}

void MainWindow::connectParts() {
    Workbench& workbench = m_context.workbench;
    connect(m_topBar, &TopBar::startRequested, this, &MainWindow::showStart);
    connect(m_topBar, &TopBar::galleryRequested, &workbench, &Workbench::openGallery);
    connect(m_topBar, &TopBar::bundleRequested, &workbench, &Workbench::openBundle);
    connect(m_openings, &Openings::pictureGiven, this, &MainWindow::takePicture);
    connect(m_dropHint, &DropHint::dropped, m_openings, &Openings::openPath);
    connect(&workbench, &Workbench::galleryChanged, this, &MainWindow::galleryChanged);
    connect(&workbench, &Workbench::bundleChanged, this, &MainWindow::bundleChanged);
    connect(&m_context.settings, &Settings::choicesChanged, this, &MainWindow::applyChoices);
}

void MainWindow::open(const Launch& launch) {
    if (m_kiosk != nullptr) {
        openGiven(launch);
        if (!launch.demo && !launch.gallery && m_openings->hasDemo()) m_openings->openDemo();
        return;
    }
    const QVariantMap last = m_context.settings.state(kWindowState);
    m_wantedFront = last.value(kFront).toString();
    Launch wanted = launch;
    const auto lastPath = [&](const QString& what) {
        const QString path = last.value(what).toString();
        return path.isEmpty() ? std::nullopt : std::optional(toPath(path));
    };
    if (!wanted.bundle) wanted.bundle = lastPath(kOpenBundle);
    if (!wanted.gallery) wanted.gallery = lastPath(kOpenGallery);
    openGiven(wanted);
}

void MainWindow::openGiven(const Launch& launch) {
    if (launch.demo && m_openings->hasDemo()) {
        m_openings->openDemo();
        return;
    }
    if (launch.bundle) m_context.workbench.openBundle(*launch.bundle);
    if (launch.gallery) m_context.workbench.openGallery(*launch.gallery);
}

void MainWindow::showStart() {
    bringToFront(nullptr);
}

void MainWindow::showWorkspace(WorkspacePlace place) {
    for (WorkspaceView* view : m_views) {
        if (view->workspace().place() == place) bringToFront(view);
    }
}

Workspace* MainWindow::currentWorkspace() const {
    auto* view = qobject_cast<WorkspaceView*>(m_pages->currentWidget());
    return view == nullptr ? nullptr : &view->workspace();
}

QWidget* MainWindow::startPage() const {
    return m_startPage;
}

void MainWindow::raiseWindow() {
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::leave(Workspace& workspace) {
    for (QAction* action : workspace.actions()) removeAction(action);
    workspace.deactivated();
}

void MainWindow::bringToFront(WorkspaceView* view) {
    Workspace* before = currentWorkspace();
    Workspace* now = view == nullptr ? nullptr : &view->workspace();
    for (std::size_t i = 0; i < m_views.size(); ++i) {
        m_switchActions.at(static_cast<qsizetype>(i))->setChecked(m_views[i] == view);
    }
    if (before == now) return;
    if (before != nullptr) leave(*before);
    if (now == nullptr) {
        m_pages->setCurrentWidget(m_startPage);
    } else {
        m_pages->setCurrentWidget(view);
        addActions(now->actions());
        now->activated();
    }
    showKeys();
}

void MainWindow::showKeys() {
    QStringList keys;
    if (Workspace* front = currentWorkspace()) {
        for (const QAction* action : front->actions()) {
            const bool isMinor = action->priority() == QAction::LowPriority;
            if (action->shortcut().isEmpty() || isMinor || !action->isVisible()) continue;
            const QString key = action->shortcut().toString(QKeySequence::NativeText);
            keys << key + QLatin1Char(' ') + action->iconText();
        }
    }
    m_statusLine->setKeys(keys);
}

void MainWindow::galleryChanged() {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) {
        m_context.thumbnails.setGallery({});
        showStart();
        return;
    }
    m_context.settings.noteGallery(qtPath(gallery->file));
    m_context.thumbnails.setGallery(gallery->file);
    const bool staysHere = currentWorkspace() != nullptr || m_kiosk != nullptr;
    if (staysHere || m_views.empty()) return;
    WorkspaceView* front = m_views.front();
    for (WorkspaceView* view : m_views) {
        if (view->workspace().name() == m_wantedFront) front = view;
    }
    bringToFront(front);
}

void MainWindow::bundleChanged() {
    const OpenBundle& open = *m_context.workbench.bundle();
    m_context.settings.noteBundle(qtPath(open.bundle->path()), open.title);
}

void MainWindow::showSettings() {
    auto* dialog = new SettingsDialog(m_context, *m_shortcuts, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showShortcuts() {
    makeShortcutList(m_shortcuts->groups(), this)->show();
}

void MainWindow::toggleDock(QWidget* (WorkspaceView::*dock)() const) {
    const auto* view = qobject_cast<WorkspaceView*>(m_pages->currentWidget());
    if (view == nullptr) return;
    if (QWidget* side = (view->*dock)()) side->setVisible(side->isHidden());
}

void MainWindow::applyChoices() {
    const Choices choices = m_context.settings.choices();
    m_context.theme.setChoice(choices.theme);
    m_context.theme.setMotion(choices.reducesMotion ? Motion::Reduced : Motion::Usual);
    DeviceRequest device;
    device.kind = choices.device;
    device.numThreads = choices.numThreads;
    m_context.workbench.setDevice(device);
    m_context.workbench.setTokenCacheBytes(static_cast<std::uint64_t>(choices.tokenCacheBytes));
    m_context.thumbnails.setBudget(choices.thumbnailBytes);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    const bool mayQuit = m_kiosk == nullptr ? m_closing->mayClose() : m_kiosk->mayQuit();
    if (!mayQuit) {
        event->ignore();
        return;
    }
    storeState();
    event->accept();
}

void MainWindow::restoreState() {
    if (m_kiosk != nullptr) return;
    const QVariantMap window = m_context.settings.state(kWindowState);
    restoreGeometry(window.value(kGeometry).toByteArray());
    if (window.value(kJobsOpen).toBool()) m_jobs->toggleAction()->setChecked(true);
    for (WorkspaceView* view : m_views) {
        const QVariantMap state = m_context.settings.state(view->workspace().name());
        if (!state.isEmpty()) view->restoreState(state);
    }
}

void MainWindow::storeState() {
    const Workbench& workbench = m_context.workbench;
    QVariantMap state{{kGeometry, saveGeometry()}, {kJobsOpen, m_jobs->isListOpen()}};
    if (const Workspace* front = currentWorkspace()) state.insert(kFront, front->name());
    if (workbench.gallery()) state.insert(kOpenGallery, qtPath(workbench.gallery()->file));
    if (workbench.bundle()) state.insert(kOpenBundle, qtPath(workbench.bundle()->bundle->path()));
    m_context.settings.setState(kWindowState, state);
    for (const WorkspaceView* view : m_views) {
        m_context.settings.setState(view->workspace().name(), view->saveState());
    }
}

void MainWindow::takePicture(const std::filesystem::path& file) {
    for (WorkspaceView* view : m_views) {
        if (!view->workspace().takePicture(file)) continue;
        m_context.messages.withdraw(kUnusedPicture);
        bringToFront(view);
        return;
    }
    Message message;
    message.severity = Message::Severity::Warning;
    message.key = kUnusedPicture;
    message.cause = tr("No gallery is open to look for people like the one in “%1”.")
                        .arg(shownPath(file.filename()));
    message.kept = tr("Open a gallery or a folder of pictures, then drop the picture again.");
    m_context.messages.raise(message);
}

}  // namespace descry

#include "ui/shell/main_window.h"

#include <QCloseEvent>
#include <QDialog>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/message_area.h"
#include "ui/common/tab_order.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/shell/closing.h"
#include "ui/shell/drop_hint.h"
#include "ui/shell/help_dialogs.h"
#include "ui/shell/jobs_area.h"
#include "ui/shell/jobs_panel.h"
#include "ui/shell/kiosk.h"
#include "ui/shell/kiosk_page.h"
#include "ui/shell/openings.h"
#include "ui/shell/pages.h"
#include "ui/shell/session.h"
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

const QString kWindow = QStringLiteral("window");
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
      m_pages(new Pages(*this)),
      m_jobs(new JobsArea(context, this)),
      m_statusLine(new StatusLine(context.workbench, context.jobs, this)),
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
    if (m_options.mode == WindowMode::Normal) {
        m_session = new Session(context, *m_pages, *m_jobs, *this);
        m_session->restore();
    }
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
    m_pages->setStart(start);
}

void MainWindow::becomeKiosk() {
    m_context.settings.keepAsTheyAre();
    m_context.workbench.offerReadOnly();
    m_topBar->lock();
    m_jobs->lock();
    addHelp();
    m_kiosk = new Kiosk(*this, m_options.idleAfter);
    m_kiosk->lock(kWindow, actions());
    for (const auto& workspace : m_workspaces) {
        m_kiosk->lock(workspace->name(), workspace->actions());
    }
    connect(m_kiosk, &Kiosk::idle, this, &MainWindow::beginAgain);
    auto* page = new KioskPage(m_context, m_pages);
    const auto describe = [this](const QString& text) {
        showWorkspace(WorkspacePlace::Search);
        if (Workspace* search = currentWorkspace()) search->describe(text);
    };
    connect(page, &KioskPage::queryChosen, this, describe);
    connect(
        page, &KioskPage::ownRequested, this, [this] { showWorkspace(WorkspacePlace::Search); });
    m_pages->setStart(page);
}

/// For the next visitor.
void MainWindow::beginAgain() {
    for (QDialog* dialog : findChildren<QDialog*>()) dialog->close();
    for (WorkspaceView* view : m_pages->views()) {
        view->restoreState({});
        view->workspace().describe({});
    }
    m_messageArea->clear();
    showStart();
}

void MainWindow::addShortcuts() {
    // In a kiosk much of what has keys is not there.
    const auto ofNormal = [this](const QList<FixedKey>& keys) {
        return m_options.mode == WindowMode::Normal ? keys : QList<FixedKey>();
    };
    m_shortcuts->addGroup(kWindow,
                          {tr("Window"),
                           m_pages->switchActions() + m_windowActions,
                           ofNormal(JobsPanel::fixedKeys())});
    for (const auto& workspace : m_workspaces) {
        m_shortcuts->addGroup(
            workspace->name(),
            {workspace->title(), workspace->actions(), ofNormal(workspace->fixedKeys())});
    }
    connect(m_shortcuts, &Shortcuts::changed, this, &MainWindow::showKeys);
}

void MainWindow::addWorkspaces() {
    std::sort(m_workspaces.begin(), m_workspaces.end(), [](const auto& a, const auto& b) {
        return a->place() < b->place();
    });
    for (const auto& workspace : m_workspaces) {
        const QIcon icon = m_context.theme.icon(workspace->iconName());
        m_topBar->addWorkspace(m_pages->add(*workspace, icon));
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

QAction* MainWindow::addHelp() {
    return addWindowAction(
        tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), [this] { showShortcuts(); });
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
    menu->addAction(addHelp());
    menu->addAction(addWindowAction(tr("About Descry"), {}, [this] { makeAbout(this)->show(); }));
    menu->addSeparator();
    menu->addAction(
        addWindowAction(tr("Quit"), QKeySequence(QStringLiteral("Ctrl+Q")), [this] { close(); }));
}

void MainWindow::connectParts() {
    Workbench& workbench = m_context.workbench;
    connect(m_topBar, &TopBar::startRequested, this, &MainWindow::showStart);
    connect(m_topBar, &TopBar::galleryRequested, &workbench, &Workbench::openGallery);
    connect(m_topBar, &TopBar::bundleRequested, &workbench, &Workbench::adoptBundle);
    connect(m_openings, &Openings::pictureGiven, this, &MainWindow::takePicture);
    connect(m_dropHint, &DropHint::dropped, m_openings, &Openings::openPaths);
    connect(&workbench, &Workbench::galleryChanged, this, &MainWindow::galleryChanged);
    connect(&m_context.settings, &Settings::choicesChanged, this, &MainWindow::applyChoices);
    connect(m_pages, &Pages::frontChanged, this, &MainWindow::showKeys);
}

void MainWindow::open(const Launch& launch) {
    if (m_kiosk != nullptr) {
        openGiven(launch);
        if (!launch.demo && !launch.gallery && m_openings->hasDemo()) m_openings->openDemo();
        return;
    }
    m_wantedFront = m_session->front();
    m_session->goOnAdopting();
    openGiven(launch.demo ? launch : m_session->continued(launch));
}

void MainWindow::openGiven(const Launch& launch) {
    if (launch.demo) {
        m_openings->openDemo();
        return;
    }
    if (launch.bundle) m_context.workbench.openBundle(*launch.bundle);
    if (launch.gallery) m_context.workbench.openGallery(*launch.gallery);
}

void MainWindow::showStart() {
    m_pages->showStart();
}

void MainWindow::showWorkspace(WorkspacePlace place) {
    m_pages->show(place);
}

Workspace* MainWindow::currentWorkspace() const {
    const WorkspaceView* front = m_pages->front();
    return front == nullptr ? nullptr : &front->workspace();
}

QWidget* MainWindow::startPage() const {
    return m_pages->start();
}

void MainWindow::raiseWindow() {
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::showKeys() {
    m_statusLine->setKeys(m_pages->keyHints());
}

void MainWindow::galleryChanged() {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) {
        m_context.thumbnails.setGallery({});
        showStart();
        return;
    }
    m_context.thumbnails.setGallery(gallery->file);
    const bool staysHere = m_pages->front() != nullptr || m_kiosk != nullptr;
    if (staysHere || m_pages->views().empty()) return;
    WorkspaceView* front = m_pages->views().front();
    for (WorkspaceView* view : m_pages->views()) {
        if (view->workspace().name() == m_wantedFront) front = view;
    }
    m_pages->bringToFront(front);
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
    const WorkspaceView* view = m_pages->front();
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

bool MainWindow::focusNextPrevChild(bool next) {
    return moveFocus(*this, next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    const bool mayQuit = m_kiosk == nullptr ? m_closing->mayClose() : m_kiosk->mayQuit();
    if (!mayQuit) {
        event->ignore();
        return;
    }
    if (m_session != nullptr) m_session->store();
    event->accept();
}

void MainWindow::takePicture(const std::filesystem::path& file) {
    for (WorkspaceView* view : m_pages->views()) {
        if (!view->workspace().takePicture(file)) continue;
        m_context.messages.withdraw(kUnusedPicture);
        m_pages->bringToFront(view);
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

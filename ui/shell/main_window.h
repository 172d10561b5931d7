#pragma once
/// The window: puts bar, pages and strips together and routes between them; every part does its own
/// work. Thread rule: GUI thread. Failure rule: problems are shown as message bars.

#include <QWidget>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/shell/launch.h"
#include "ui/shell/workspace.h"

namespace descry {

class Closing;
class DropHint;
class JobsArea;
class Kiosk;
class MessageArea;
class Openings;
class Pages;
class Session;
class Shortcuts;
class StatusLine;
class TopBar;
class WorkspaceView;

class MainWindow final : public QWidget {
    Q_OBJECT

  public:
    struct Options {
        WindowMode mode = WindowMode::Normal;
        std::optional<std::filesystem::path> demo{};    ///< launch.h's findDemo.
        std::chrono::seconds idleAfter = kDefaultIdle;  ///< Kiosk.
    };

    /// The workspaces in any order; the switch shows those that are given.
    MainWindow(ApplicationContext& context,
               std::vector<std::unique_ptr<Workspace>> workspaces,
               Options options);
    ~MainWindow() override;

    /// Opens what was asked for, else what was open when the window was last closed. Who asks for
    /// the demo gets that or nothing.
    void open(const Launch& launch);
    /// Opens what was asked for, nothing else.
    void openGiven(const Launch& launch);
    Openings& openings() const { return *m_openings; }
    void showStart();
    void showWorkspace(WorkspacePlace place);
    /// The workspace in front; nullptr on the start page.
    Workspace* currentWorkspace() const;
    QWidget* startPage() const;
    /// To the front, from a minimised state too.
    void raiseWindow();

  protected:
    void closeEvent(QCloseEvent* event) override;
    /// The Tab key.
    bool focusNextPrevChild(bool next) override;

  private:
    void layOut();
    void makeStart();
    void becomeKiosk();
    void beginAgain();
    void addShortcuts();
    void addWorkspaces();
    QAction* addHelp();
    void addOpenActions();
    void addMenuActions();
    QAction* addWindowAction(const QString& text,
                             const QKeySequence& key,
                             std::function<void()> run);
    void connectParts();
    void galleryChanged();
    void showSettings();
    void showShortcuts();
    void showKeys();
    void takePicture(const std::filesystem::path& file);
    void toggleDock(QWidget* (WorkspaceView::*dock)() const);
    void applyChoices();

    ApplicationContext& m_context;
    std::vector<std::unique_ptr<Workspace>> m_workspaces;
    Options m_options;
    Openings* m_openings;
    TopBar* m_topBar;
    MessageArea* m_messageArea;
    Pages* m_pages;
    JobsArea* m_jobs;
    StatusLine* m_statusLine;
    Closing* m_closing;
    Shortcuts* m_shortcuts;
    DropHint* m_dropHint;
    Session* m_session = nullptr;  ///< Of a window that is no kiosk.
    Kiosk* m_kiosk = nullptr;      ///< Of a kiosk alone.
    QList<QAction*> m_windowActions;
    QString m_wantedFront;  ///< The workspace to show when the last gallery is open again.
};

}  // namespace descry

// window_shots PICTURES OUT: PNGs of the window in both themes, with a gallery made of the folder
// PICTURES and a model that is fixed arithmetic, to be looked at. Size and scale are those of Qt's
// platform (QT_SCALE_FACTOR=2 for a dense screen).

#include <QApplication>
#include <QDialog>
#include <cstdio>
#include <future>

#include "tests/ui/ui_fixture.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/shell/main_window.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

/// Stands at a sixth of its work until it is stopped.
class StandingJob final : public Job {
  public:
    std::string title() const override { return "Indexing Hall B"; }
    void run(JobContext& context) override {
        std::promise<void> stopped;
        const std::stop_callback onStop(context.stopToken(), [&] { stopped.set_value(); });
        context.report("indexing", 12430, 80112, "images");
        stopped.get_future().wait();
        context.checkpoint();
    }
};

class NamedDevice final : public FakeRasaModel {
  public:
    DeviceStatus device() const override {
        DeviceStatus status;
        status.name = "CPU";
        status.reason = "no CUDA device";
        return status;
    }
};

class Shots {
  public:
    Shots(fs::path pictures, fs::path out)
        : m_pictures(std::move(pictures)), m_out(std::move(out)) {
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::make_unique<GalleryWorkspace>(m_parts.context));
        MainWindow::Options options;
        options.demo = m_parts.folder;
        m_window = std::make_unique<MainWindow>(m_parts.context, std::move(workspaces), options);
        m_window->show();
    }

    void takeAll() {
        take("start-first");
        m_window->showWorkspace(WorkspacePlace::Gallery);
        take("gallery-none");
        openAll();
        take("gallery");
        m_parts.jobs.submit(std::make_unique<StandingJob>());
        m_parts.workbench.openGallery(m_parts.makeBroken("Car park west.descry"));
        wait([&] { return !m_parts.workbench.isLoadingGallery(); });
        take("gallery-job-and-problem");
        m_window->showStart();
        take("start-later");
        takeDialogs();
    }

  private:
    template <typename Condition>
    static void wait(Condition condition) {
        if (!QTest::qWaitFor(condition, 60'000)) {
            std::fputs("window_shots: waited a minute for nothing\n", stderr);
        }
    }

    void openAll() {
        m_parts.workbench.openBundle(makeBundle(m_parts.folder, "rasa-demo"));
        wait([&] { return m_parts.workbench.bundle().has_value(); });
        const fs::path street = m_parts.folder / "Demo street";
        fs::create_directories(street);
        fs::create_directory_symlink(fs::absolute(m_pictures), street / "cameras");
        std::ofstream(street / "IMG_2041.jpg") << "cut";
        std::ofstream(street / "north gate 14-02.png") << "no picture";
        m_parts.workbench.openFolder(street);
        wait([&] { return m_parts.workbench.gallery().has_value(); });
        wait([&] { return m_parts.jobs.isIdle(); });
        m_parts.workbench.refreshGallery();
        m_parts.settings.noteGallery("/data/cases/harbour/Hall B.descry");
    }

    void takeDialogs() {
        const std::pair<const char*, QKeySequence> keys[] = {
            {"shortcutList", QKeySequence(Qt::Key_F1)},
            {"settingsDialog", QKeySequence(QStringLiteral("Ctrl+,"))}};
        for (const auto& [name, key] : keys) {
            for (QAction* action : m_window->actions()) {
                if (action->shortcut() == key) action->trigger();
            }
            auto* dialog = m_window->findChild<QDialog*>(QLatin1String(name));
            takeBoth(*dialog, name);
            dialog->close();
        }
    }

    void take(const std::string& name) { takeBoth(*m_window, name); }

    void takeBoth(QWidget& widget, const std::string& name) {
        for (const auto choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_parts.theme.setChoice(choice);
            // Thumbnails arrive one by one after the first painting.
            QTest::qWait(400);
            const std::string theme = choice == ThemeChoice::Dark ? "dark" : "light";
            const fs::path file = m_out / (name + "-" + theme + ".png");
            if (!widget.grab().save(qtPath(file))) std::fprintf(stderr, "%s\n", file.c_str());
        }
    }

    fs::path m_pictures;
    fs::path m_out;
    UiParts m_parts{[](const std::shared_ptr<const Bundle>&, const DeviceRequest&) {
        return std::static_pointer_cast<RasaModel>(std::make_shared<NamedDevice>());
    }};
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 3) {
        std::fputs("usage: window_shots PICTURES OUT\n", stderr);
        return 2;
    }
    try {
        fs::create_directories(argv[2]);
        Shots(argv[1], argv[2]).takeAll();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "window_shots: %s\n", error.what());
        return 1;
    }
    return 0;
}

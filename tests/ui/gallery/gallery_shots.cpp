// gallery_shots PICTURES OUT: PNGs of the Gallery workspace in its states and both themes, with a
// gallery made of the folder PICTURES and a model that is fixed arithmetic, to be looked at.

#include <SQLiteCpp/Database.h>

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QListWidget>
#include <QToolButton>
#include <cstdio>

#include "tests/ui/ui_fixture.h"
#include "ui/common/mismatch_dialog.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/gallery/relocate_dialog.h"
#include "ui/gallery/sources_dialog.h"
#include "ui/shell/main_window.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

class Shots {
  public:
    Shots(fs::path pictures, fs::path out)
        : m_pictures(std::move(pictures)), m_out(std::move(out)) {
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::make_unique<GalleryWorkspace>(m_parts.context));
        m_window = std::make_unique<MainWindow>(
            m_parts.context, std::move(workspaces), MainWindow::Options{});
        m_window->resize(1440, 900);
        m_window->show();
        m_window->showWorkspace(WorkspacePlace::Gallery);
    }

    void takeAll() {
        take("none");
        m_parts.workbench.openGallery(m_parts.makeBroken("Car park west.descry"));
        wait([&] { return !m_parts.workbench.isLoadingGallery(); });
        take("not-opened");
        openAll();
        take("overview");
        takeViews();
        takeQuestion();
        takeDialogs();
        takeMissingFolder();
        takeDamaged();
    }

  private:
    template <typename Condition>
    static void wait(Condition condition) {
        if (!QTest::qWaitFor(condition, 60'000)) std::fputs("gallery_shots: waited\n", stderr);
    }

    void click(const char* name) {
        if (auto* button = m_window->findChild<QAbstractButton*>(QLatin1String(name))) {
            button->click();
        }
    }

    void openAll() {
        m_parts.workbench.openBundle(makeBundle(m_parts.folder, "rasa-demo"));
        wait([&] { return m_parts.workbench.bundle().has_value(); });
        m_street = m_parts.folder / "Demo street";
        fs::create_directories(m_street / "cameras");
        for (const auto& entry : fs::directory_iterator(m_pictures)) {
            if (entry.is_regular_file()) fs::copy(entry.path(), m_street / "cameras");
        }
        std::ofstream(m_street / "IMG_2041.jpg") << "cut";
        std::ofstream(m_street / "north gate 14-02.png") << "no picture";
        IndexOptions sources;
        sources.folders = {m_street};
        sources.cacheTokens = TokenFormat::F16;
        sources.pattern = "(?P<person>\\d+)_(?P<camera>c\\d)_";
        m_parts.workbench.openSources("Demo street", sources);
        wait([&] { return m_parts.workbench.gallery().has_value() && m_parts.jobs.isIdle(); });
        const auto gallery = Gallery::open(m_parts.workbench.gallery()->file);
        const ItemId first = gallery->items().page({}, 1).front().id;
        gallery->embeddings().put(std::string(64, 'c'), {.item = first, .values = {1, 2, 3}});
        m_parts.workbench.refreshGallery();
        QTest::qWait(500);
        click("backUp");
    }

    void takeViews() {
        click("viewPictures");
        take("pictures");
        click("viewFailures");
        take("failures");
        click("viewCheck");
        take("check-before");
        fs::remove(m_street / "IMG_2041.jpg");
        fs::remove(fs::directory_iterator(m_street / "cameras")->path());
        click("checkNow");
        QTest::qWait(300);
        wait([&] { return m_parts.jobs.isIdle(); });
        take("check-found");
        click("viewOverview");
    }

    void takeQuestion() {
        m_window->findChild<QListWidget*>("folders")->setCurrentRow(0);
        click("removeFolder");
        take("question");
        click("noticeAction1");
    }

    void takeDialogs() {
        auto* sources = new SourcesDialog(m_parts.context, m_window.get());
        sources->addFolder(m_street);
        sources->setPattern("(?P<person>\\d+)_(?P<camera>c\\d)_(?P<shot>\\d+)");
        sources->show();
        QTest::qWait(1000);
        takeBoth(*sources, "add");
        sources->setPattern("(?P<camera>");
        QTest::qWait(1000);
        takeBoth(*sources, "add-bad-pattern");
        sources->close();
        const Root root = m_parts.workbench.gallery()->roots.front();
        auto* relocate = new RelocateDialog(m_parts.context, root, m_window.get());
        relocate->show();
        relocate->check(m_street / "cameras");
        QTest::qWait(500);
        takeBoth(*relocate, "relocate-wrong");
        relocate->check(m_street);
        QTest::qWait(500);
        takeBoth(*relocate, "relocate-part");
        relocate->close();
        takeMismatch();
    }

    void takeMismatch() {
        const fs::path tiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";
        ImportOptions options;
        options.vocabFile = tiny / "vocab.txt";
        options.config = tiny / "config.json";
        try {
            importCheckpoint(tiny / "albef.pth", m_parts.folder / "never", options);
        } catch (const MismatchError& error) {
            auto* dialog = new MismatchDialog("albef.pth", error.tensors(), m_window.get());
            dialog->show();
            takeBoth(*dialog, "mismatch");
            dialog->close();
        }
    }

    void takeMissingFolder() {
        fs::rename(m_street, m_parts.folder / "elsewhere");
        m_parts.workbench.refreshGallery();
        QTest::qWait(800);
        take("folder-missing");
        fs::rename(m_parts.folder / "elsewhere", m_street);
    }

    void takeDamaged() {
        SQLite::Database(m_parts.workbench.gallery()->file.native(), SQLite::OPEN_READWRITE)
            .exec("UPDATE bundles SET num_embeddings = 2");
        click("viewCheck");
        click("checkNow");
        QTest::qWait(300);
        wait([&] { return m_parts.jobs.isIdle(); });
        take("damaged");
    }

    void take(const std::string& name) { takeBoth(*m_window, name); }

    void takeBoth(QWidget& widget, const std::string& name) {
        for (const auto choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_parts.theme.setChoice(choice);
            // Thumbnails arrive one by one after the first painting.
            QTest::qWait(400);
            const std::string theme = choice == ThemeChoice::Dark ? "dark" : "light";
            widget.grab().save(qtPath(m_out / ("gallery-" + name + "-" + theme + ".png")));
        }
    }

    fs::path m_pictures;
    fs::path m_out;
    fs::path m_street;
    UiParts m_parts;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 3) {
        std::fputs("usage: gallery_shots PICTURES OUT\n", stderr);
        return 2;
    }
    try {
        fs::create_directories(argv[2]);
        Shots(argv[1], argv[2]).takeAll();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "gallery_shots: %s\n", error.what());
        return 1;
    }
    return 0;
}

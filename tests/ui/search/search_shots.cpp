// search_shots GALLERY BUNDLE OUT: PNGs of the Search workspace in both themes, with a gallery and
// a model of one's own, to be looked at.

#include <QApplication>
#include <QStandardPaths>
#include <cstdio>

#include "tests/ui/ui_fixture.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/main_window.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

class Shots {
  public:
    explicit Shots(fs::path out) : m_out(std::move(out)) {
        auto workspace = std::make_unique<SearchWorkspace>(m_parts.context);
        m_workspace = workspace.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::move(workspace));
        m_window = std::make_unique<MainWindow>(
            m_parts.context, std::move(workspaces), MainWindow::Options{});
        m_window->resize(1440, 900);
        m_window->show();
    }

    void takeAll(const fs::path& gallery, const fs::path& bundle) {
        m_parts.workbench.openGallery(gallery);
        wait([&] { return m_workspace->model().rowCount() > 0; });
        take("search-browse");
        m_parts.workbench.openBundle(bundle);
        wait([&] { return m_parts.workbench.bundle().has_value(); });
        search(QStringLiteral("a woman in a red jacket with a backpack"), {});
        take("search-result");
        Filter filter;
        filter.cameras = {{"camera-1", "camera-2"}};
        search(QStringLiteral("a man in a green shirt and black trousers, carrying a shoulder bag "
                              "across his chest and wearing white trainers, walking away from the "
                              "camera"),
               filter);
        m_window->findChild<ResultView*>()->setPictureSize(180);
        take("search-filtered");
        filter.bookmarkedOnly = true;
        search(QStringLiteral("a man in a green shirt"), filter);
        take("search-empty");
    }

  private:
    template <typename Condition>
    static void wait(Condition condition) {
        if (!QTest::qWaitFor(condition, 240'000)) std::fputs("search_shots: waited\n", stderr);
    }

    void search(const QString& text, const Filter& filter) {
        bool ended = false;
        QObject context;
        SearchController& controller = m_workspace->controller();
        QObject::connect(&controller, &SearchController::finished, &context, [&] { ended = true; });
        QObject::connect(&controller, &SearchController::failed, &context, [&] { ended = true; });
        SearchQuery query;
        query.text = text;
        query.filter = filter;
        Q_EMIT m_window->findChild<SearchesPanel*>()->chosen(query);
        wait([&] { return ended; });
    }

    void take(const std::string& name) {
        for (const auto choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_parts.theme.setChoice(choice);
            // Thumbnails arrive one by one after the first painting.
            QTest::qWait(1500);
            const std::string theme = choice == ThemeChoice::Dark ? "dark" : "light";
            m_window->grab().save(qtPath(m_out / (name + "-" + theme + ".png")));
        }
    }

    fs::path m_out;
    UiParts m_parts{[](std::shared_ptr<const Bundle> bundle, const DeviceRequest& device) {
        return std::shared_ptr<RasaModel>(loadRasaModel(std::move(bundle), device));
    }};
    SearchWorkspace* m_workspace = nullptr;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 4) {
        std::fputs("usage: search_shots GALLERY BUNDLE OUT\n", stderr);
        return 2;
    }
    fs::create_directories(argv[3]);
    Shots(argv[3]).takeAll(argv[1], argv[2]);
    return 0;
}

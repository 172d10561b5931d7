// bench_ui: what the window takes, and for how long its thread keeps an event waiting meanwhile, as
// JSON on stdout. The real window with the demo gallery and the demo bundle, offscreen or on a
// display; then a gallery of a million rows. Nothing is asserted: see tests/bench/RESULTS.md.

#include <QAbstractItemModel>
#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "app/descry/trainer.h"
#include "core/base/hash.h"
#include "core/base/random_stream.h"
#include "tests/ui/bench/event_probe.h"
#include "tests/ui/ui_fixture.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/review/review_workspace.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::bench;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kPatienceMs = 600'000;
constexpr int kIdleMs = 3000;
/// Of training alone, before searches come in between.
constexpr int kTrainMs = 20'000;
constexpr int kNumPages = 200;
constexpr int kNumSelections = 20;
/// For what follows a key: painting, reading of details.
constexpr int kSettleMs = 100;
constexpr int kNumDecisions = 200;
/// Between two keys of somebody who is quick.
constexpr int kThinkMs = 150;
constexpr int kRowsPerTransaction = 10'000;
/// Of the rows of the large gallery; thumbnails of all would only fill the disk.
constexpr int kNumThumbnails = 20'000;

const char* const kQueries[] = {
    "a woman in a red jacket with a backpack",
    "a man in a black coat and grey trousers",
    "an elderly man with a hat and brown shoes",
    "a woman in a long blue dress",
    "someone in a striped shirt and jeans",
    "a slim woman with blonde hair in a green skirt",
    "a man carrying a suitcase in a white shirt",
    "a person in a yellow top and dark shorts",
};

json summary(std::vector<double> values) {
    if (values.empty()) return nullptr;
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    return {{"median", at(0.5)}, {"p95", at(0.95)}, {"worst", values.back()}, {"n", values.size()}};
}

/// Peak memory of this process so far, bytes.
long long peakBytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        long long kibibytes = 0;
        if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
    }
    return 0;
}

class Bench {
  public:
    explicit Bench(int numItems) : m_numItems(numItems) {
        QElapsedTimer timer;
        timer.start();
        auto search = std::make_unique<SearchWorkspace>(m_parts.context);
        m_search = search.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::move(search));
        workspaces.push_back(std::make_unique<GalleryWorkspace>(m_parts.context));
        auto train = std::make_unique<TrainWorkspace>(
            m_parts.context, makeTrainer(&loadRasaModel, m_parts.jobs.sharedLane()));
        m_runs = &train->runs();
        workspaces.push_back(std::move(train));
        auto review = std::make_unique<ReviewWorkspace>(m_parts.context, &loadRasaModel);
        m_review = review.get();
        workspaces.push_back(std::move(review));
        m_window = std::make_unique<MainWindow>(
            m_parts.context, std::move(workspaces), MainWindow::Options{.demo = kDemo});
        m_window->resize(1440, 900);
        m_window->show();
        wait([&] { return m_window->isActiveWindow() || m_window->isVisible(); });
        m_window->grab();
        m_report["windowMs"] = timer.elapsed();
    }

    json run() {
        probed("idle", [] { QTest::qWait(kIdleMs); });
        probed("index", [&] { indexDemo(); });
        // Early, so that the peak is that of a large gallery and a model, and of no training.
        if (m_numItems > 0) benchLarge();
        openDemo();
        probed("search", [&] { searchDemo("searchMs"); });
        probed("review", [&] { reviewDemo(); });
        probed("train", [&] { trainOnDemo(); });
        m_report["peakMegabytes"] = peakBytes() / 1'000'000;
        return m_report;
    }

  private:
    static inline const fs::path kDemo = DESCRY_DEMO;

    template <typename Condition>
    static void wait(Condition condition) {
        if (!QTest::qWaitFor(condition, kPatienceMs)) {
            std::fputs("bench_ui: what was waited for did not happen\n", stderr);
            std::exit(1);
        }
    }

    /// Runs a part and adds how long events waited during it.
    template <typename Work>
    void probed(const char* name, const Work& work) {
        std::fprintf(stderr, "%s\n", name);
        EventProbe probe;
        probe.start();
        work();
        m_report["eventMs"][name] = summary(probe.stop());
    }

    void indexDemo() {
        QElapsedTimer timer;
        timer.start();
        openDemo();
        m_report["demoOpenMs"] = timer.elapsed();
        wait([&] { return !m_parts.jobs.isIdle() || indexed() > 0; });
        wait([&] { return m_parts.jobs.isIdle() && indexed() > 0; });
        m_report["demoIndexedMs"] = timer.elapsed();
    }

    void openDemo() {
        Launch launch;
        launch.demo = true;
        m_window->openGiven(launch);
        wait([&] {
            const auto& gallery = m_parts.workbench.gallery();
            return m_parts.workbench.bundle() && gallery && gallery->file != largeFile();
        });
    }

    std::int64_t indexed() const {
        const auto& bundle = m_parts.workbench.bundle();
        const auto& gallery = m_parts.workbench.gallery();
        return bundle && gallery ? gallery->numIndexed(bundle->bundle->fingerprint()) : 0;
    }

    struct SearchTimes {
        std::vector<double> first;
        std::vector<double> all;
    };

    /// Types a description and presses Enter.
    void search(const QString& text, SearchTimes& times) {
        auto* field = m_window->findChild<QueryField*>();
        field->setText(text);
        QObject context;
        QElapsedTimer timer;
        bool isFirstShown = false;
        bool isEnded = false;
        SearchController& controller = m_search->controller();
        QObject::connect(&controller, &SearchController::ranked, &context, [&] {
            isFirstShown = true;
            times.first.push_back(static_cast<double>(timer.elapsed()));
        });
        QObject::connect(
            &controller, &SearchController::finished, &context, [&] { isEnded = true; });
        QObject::connect(&controller, &SearchController::failed, &context, [](const Error& error) {
            std::fprintf(stderr, "bench_ui: %s\n", error.what());
            std::exit(1);
        });
        timer.start();
        QTest::keyClick(field, Qt::Key_Return);
        wait([&] { return isFirstShown && isEnded; });
        times.all.push_back(static_cast<double>(timer.elapsed()));
    }

    void searchDemo(const char* name) {
        SearchTimes times;
        for (const char* const text : kQueries) search(QString::fromLatin1(text), times);
        m_report[name] = {{"firstStage", summary(times.first)}, {"reranked", summary(times.all)}};
    }

    /// Decides pairs by keys: from the press to the next pair painted, with a moment to look at it,
    /// then as fast as the keys come.
    void reviewDemo() {
        SittingPlan plan;
        plan.dataset = m_parts.folder / "dataset.json";
        fs::copy_file(kDemo / "gallery" / "dataset.json", plan.dataset);
        plan.images = kDemo / "gallery";
        plan.annotator = "bench";
        m_window->showWorkspace(WorkspacePlace::Review);
        ReviewDesk& desk = m_review->desk();
        QElapsedTimer timer;
        std::optional<qint64> painted;
        QObject context;
        QObject::connect(
            &desk, &ReviewDesk::shown, &context, [&] { painted = timer.nsecsElapsed(); });
        timer.start();
        m_review->begin(plan);
        wait([&] { return painted.has_value(); });
        std::vector<double> nextMs;
        for (int i = 0; i < kNumDecisions; ++i) {
            QTest::qWait(kThinkMs);
            painted.reset();
            timer.start();
            QTest::keyClick(m_window.get(), Qt::Key_K);
            wait([&] { return painted.has_value(); });
            nextMs.push_back(static_cast<double>(*painted) / 1e6);
        }
        const std::size_t before = desk.queue()->numDecided();
        timer.start();
        for (int i = 0; i < kNumDecisions; ++i) QTest::keyClick(m_window.get(), Qt::Key_R);
        wait([&] { return desk.queue()->numDecided() == before + kNumDecisions; });
        const qint64 burstMs = timer.elapsed();
        wait([&] { return desk.writer()->isIdle(); });
        m_report["review"] = {{"nextPairMs", summary(nextMs)},
                              {"burstKeys", kNumDecisions},
                              {"burstMs", burstMs},
                              {"burstKeptMs", timer.elapsed()}};
        m_window->showWorkspace(WorkspacePlace::Search);
    }

    /// Fine-tunes the demo bundle on the demo gallery, and searches meanwhile.
    void trainOnDemo() {
        TrainRequest request;
        request.out = m_parts.folder / "run";
        request.start.kind = TrainStart::Kind::Bundle;
        request.start.path = kDemo / "bundle";
        request.dataset = kDemo / "gallery" / "dataset.json";
        request.images = kDemo / "gallery";
        request.settings = {{"batch_size_train", 16}, {"schedular", {{"steps", 100'000}}}};
        m_runs->begin(request);
        wait([&] { return !m_runs->runs().empty() && !m_parts.jobs.isIdle(); });
        QTest::qWait(kTrainMs);
        searchDemo("searchBesideTrainingMs");
        m_parts.jobs.cancelAll();
        wait([&] { return m_parts.jobs.isIdle(); });
    }

    void benchLarge() {
        writeLarge();
        QElapsedTimer timer;
        timer.start();
        const long long before = peakBytes();
        probed("openLarge", [&] {
            m_parts.workbench.openGallery(largeFile());
            wait([&] {
                const auto& gallery = m_parts.workbench.gallery();
                return gallery && gallery->file == largeFile() && m_search->model().rowCount() > 0;
            });
        });
        m_report["large"] = {{"items", m_numItems}, {"openMs", timer.elapsed()}};
        wait([&] { return m_search->model().rowCount() == m_numItems; });
        m_report["large"]["listedMs"] = timer.elapsed();
        probed("scrollLarge", [&] { scroll(); });
        probed("selectLarge", [&] { selectAll(); });
        SearchTimes times;
        probed("searchLarge", [&] {
            for (const char* const text : kQueries) search(QString::fromLatin1(text), times);
        });
        m_report["large"]["firstStageMs"] = summary(times.first);
        m_report["large"]["grownMegabytes"] = (peakBytes() - before) / 1'000'000;
        m_report["large"]["peakMegabytes"] = peakBytes() / 1'000'000;
    }

    fs::path largeFile() const { return m_parts.folder / "large.descry"; }

    /// Pages through the first rows, whose thumbnails are there, then far apart.
    void scroll() {
        auto* view = m_window->findChild<ResultView*>();
        view->setFocus();
        for (int page = 0; page < kNumPages; ++page) {
            QTest::keyClick(view, Qt::Key_PageDown);
            QTest::qWait(16);
        }
        QScrollBar& bar = *view->verticalScrollBar();
        for (int step = 0; step <= kNumPages; ++step) {
            bar.setValue(static_cast<int>(std::int64_t{bar.maximum()} * step / kNumPages));
            QTest::qWait(16);
        }
        QTest::keyClick(view, Qt::Key_End);
        QTest::keyClick(view, Qt::Key_Home);
        QTest::qWait(200);
    }

    /// All rows by Ctrl+A, then one again: what the keys take, without the painting that follows.
    void selectAll() {
        auto* view = m_window->findChild<ResultView*>();
        view->setFocus();
        const auto isSelected = [&](int numRows) {
            const QItemSelection selection = view->selectionModel()->selection();
            return selection.size() == 1 && selection.first().height() == numRows;
        };
        std::vector<double> allMs;
        std::vector<double> oneMs;
        for (int i = 0; i < kNumSelections; ++i) {
            allMs.push_back(pressMs(*view, Qt::Key_A, Qt::ControlModifier));
            wait([&] { return isSelected(m_numItems); });
            oneMs.push_back(pressMs(*view, Qt::Key_Right, Qt::NoModifier));
            wait([&] { return isSelected(1); });
        }
        m_report["large"]["selectAllMs"] = summary(allMs);
        m_report["large"]["selectOneMs"] = summary(oneMs);
    }

    static double pressMs(QWidget& widget, Qt::Key key, Qt::KeyboardModifiers modifiers) {
        QElapsedTimer timer;
        timer.start();
        QTest::keyClick(&widget, key, modifiers);
        const double tookMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        QTest::qWait(kSettleMs);
        return tookMs;
    }

    /// A gallery of items that have no file, with vectors of the open bundle's size.
    void writeLarge() const {
        std::fprintf(stderr, "writing %d items\n", m_numItems);
        const auto gallery = Gallery::create(largeFile());
        const Bundle& bundle = *m_parts.workbench.bundle()->bundle;
        const RootId root = gallery->items().addRoot(m_parts.folder);
        const std::vector<std::byte> thumbnail = makeThumbnailOf(120, 64, 128);
        Embedding embedding;
        embedding.values.resize(static_cast<std::size_t>(bundle.config().embedDim));
        RandomStream random(1);
        for (int first = 0; first < m_numItems; first += kRowsPerTransaction) {
            gallery->transaction([&] {
                const int end = std::min(first + kRowsPerTransaction, m_numItems);
                for (int i = first; i < end; ++i) {
                    embedding.item = gallery->items().add(
                        itemOf(root, i), i < kNumThumbnails ? thumbnail : std::vector<std::byte>());
                    for (std::uint16_t& value : embedding.values) {
                        // About 1/16 with either sign.
                        value = static_cast<std::uint16_t>(0x2b00U | random.index(0x200) |
                                                           random.index(2) << 15U);
                    }
                    gallery->embeddings().put(bundle.fingerprint(), embedding);
                }
            });
        }
    }

    static Item itemOf(RootId root, int number) {
        Item item;
        item.root = root;
        item.path = fmt::format("camera{}/{:07}.jpg", number % 50, number);
        item.contentHash = sha256Hex(item.path);
        item.sizeBytes = 1000 + number;
        item.modifiedNs = 1'700'000'000'000'000'000 + number;
        item.width = 64;
        item.height = 128;
        item.metadata.camera = fmt::format("camera {}", number % 50);
        item.metadata.person = fmt::format("{}", number / 4);
        return item;
    }

    int m_numItems;
    UiParts m_parts{&loadRasaModel};
    SearchWorkspace* m_search = nullptr;
    ReviewWorkspace* m_review = nullptr;
    TrainingRuns* m_runs = nullptr;
    std::unique_ptr<MainWindow> m_window;
    json m_report;
};

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const int numItems = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
    if (argc > 2 || (argc == 2 && numItems <= 0 && std::string(argv[1]) != "0")) {
        std::fputs("usage: bench_ui [ITEMS]    rows of the large gallery, 0 for none\n", stderr);
        return 2;
    }
    std::puts(Bench(numItems).run().dump(1).c_str());
    return 0;
}

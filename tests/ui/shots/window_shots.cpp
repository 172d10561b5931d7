// window_shots [--readme] DEMO OUT [LANGUAGE]: PNGs of every workspace and dialog in both themes,
// with the demo (a folder with bundle/ and gallery/) and the real model, to be looked at; with
// --readme the four small pictures of the README alone. Scale and size of the screen are those of
// Qt's platform; packaging/screenshots.sh runs it for all.

#include <webp/encode.h>

#include <QApplication>
#include <QDialog>
#include <QStandardPaths>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/descry/trainer.h"
#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/model/device.h"
#include "tests/ui/standing_job.h"
#include "tests/ui/training/sample_run.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/translations.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/review/review_workspace.h"
#include "ui/search/loupe.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/main_window.h"
#include "ui/shell/openings.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

constexpr int kPatienceMs = 240'000;
/// Thumbnails arrive one by one after the first painting.
constexpr int kSettleMs = 800;
/// Records of the demo's data set that are reviewed: to score all would take minutes.
constexpr int kNumReviewed = 15;
constexpr QSize kUsualSize(1440, 900);

// Of the README's pictures.
constexpr QSize kReadmeSize(1280, 800);
constexpr std::size_t kMaxReadmeBytes = 150'000;
constexpr int kBestQuality = 95;
constexpr int kWorstQuality = 50;

/// Half of a window are photographs: as a PNG it would be several times as large.
std::string encodeWebp(const QImage& picture, int quality) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    std::uint8_t* bytes = nullptr;
    const std::size_t size = WebPEncodeRGB(rgb.constBits(),
                                           rgb.width(),
                                           rgb.height(),
                                           static_cast<int>(rgb.bytesPerLine()),
                                           static_cast<float>(quality),
                                           &bytes);
    const std::unique_ptr<std::uint8_t, decltype(&WebPFree)> owned(bytes, &WebPFree);
    if (size == 0) fail(ErrorCode::Internal, "a picture cannot be encoded");
    return {reinterpret_cast<const char*>(bytes), size};
}

/// As good as its size may be.
void saveSmall(const QImage& picture, const fs::path& file) {
    constexpr int kStep = 5;
    for (int quality = kBestQuality; quality >= kWorstQuality; quality -= kStep) {
        const std::string bytes = encodeWebp(picture, quality);
        if (bytes.size() > kMaxReadmeBytes) continue;
        writeFileAtomically(file, bytes);
        return;
    }
    fail(ErrorCode::Internal, "{}: larger than {} bytes", file.string(), kMaxReadmeBytes);
}

class Shots {
  public:
    Shots(const fs::path& demo, fs::path out) : m_demo(fs::absolute(demo)), m_out(std::move(out)) {
        auto search = std::make_unique<SearchWorkspace>(m_parts.context);
        auto train = std::make_unique<TrainWorkspace>(
            m_parts.context, makeTrainer(&loadRasaModel, m_parts.jobs.sharedLane()));
        m_search = search.get();
        auto review = std::make_unique<ReviewWorkspace>(m_parts.context, &loadRasaModel);
        m_review = review.get();
        m_train = train.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::move(search));
        workspaces.push_back(std::move(train));
        workspaces.push_back(std::move(review));
        workspaces.push_back(std::make_unique<GalleryWorkspace>(m_parts.context));
        MainWindow::Options options;
        options.demo = m_demo;
        m_window = std::make_unique<MainWindow>(m_parts.context, std::move(workspaces), options);
        m_window->resize(kUsualSize);
        m_window->show();
    }

    void takeAll() {
        takeNothingOpen();
        openDemo();
        takeSearch();
        takeReview();
        takeTrain();
        takeGallery();
        takeStartAndProblems();
        takeDialogs();
    }

    /// Four, of a window that fits into a page.
    void takeForReadme() {
        m_window->resize(kReadmeSize);
        openDemo();
        search(QStringLiteral("a woman in a light blue sweater and jeans with a gray backpack"), {});
        selectFirst();
        takeSmall("search");
        openLoupe(QStringLiteral("light"));
        takeSmall("why");
        m_window->showWorkspace(WorkspacePlace::Review);
        SittingPlan plan = makeReview();
        begin(plan);
        beginScored(plan);
        takeSmall("review");
        m_window->showWorkspace(WorkspacePlace::Gallery);
        takeSmall("gallery");
    }

  private:
    template <typename Condition>
    static void wait(const char* what, Condition condition) {
        if (!QTest::qWaitFor(condition, kPatienceMs)) {
            fail(ErrorCode::Internal, "waited {} s for {}", kPatienceMs / 1000, what);
        }
    }

    void takeNothingOpen() {
        take("start-first");
        m_window->showWorkspace(WorkspacePlace::Search);
        take("search-none");
        m_window->showWorkspace(WorkspacePlace::Gallery);
        take("gallery-none");
    }

    void openDemo() {
        m_window->openings().openDemo();
        wait("the demo's model", [&] { return m_parts.workbench.bundle().has_value(); });
        wait("the demo's gallery", [&] { return m_parts.workbench.gallery().has_value(); });
        wait("the index", [&] { return m_parts.jobs.isIdle(); });
        m_parts.workbench.refreshGallery();
        m_window->showWorkspace(WorkspacePlace::Search);
        wait("pictures", [&] { return m_search->model().rowCount() > 0; });
    }

    void takeSearch() {
        take("search-browse");
        search(QStringLiteral("a woman in a red jacket with a backpack"), {});
        take("search-result");
        const Loupe& loupe = openLoupe(QStringLiteral("jacket"));
        take("search-loupe");
        loupe.findChild<QPushButton*>("backToGrid")->click();
        Filter filter;
        filter.cameras = {{"camera-1", "camera-2"}};
        search(QStringLiteral("a man in a green shirt and black trousers, carrying a shoulder bag "
                              "across his chest and wearing white trainers, walking away from the "
                              "camera"),
               filter);
        take("search-filtered");
        filter.bookmarkedOnly = true;
        search(QStringLiteral("a man in a green shirt"), filter);
        take("search-empty");
    }

    void selectFirst() {
        m_window->findChild<ResultView*>("results")->setCurrentIndex(m_search->model().index(0));
    }

    /// The first candidate, with the heat of a word.
    const Loupe& openLoupe(const QString& word) {
        selectFirst();
        for (QAction* action : m_search->actions()) {
            if (action->shortcut() == QKeySequence(Qt::Key_E)) action->trigger();
        }
        const auto& loupe = *m_window->findChild<Loupe*>("loupe");
        wait("the heat", [&] {
            return loupe.pane().reading().state == Reading::State::Ready &&
                   !loupe.pane().picture().image().isNull();
        });
        const QList<ChipWord>& words = loupe.chips().words();
        const auto found = std::find_if(
            words.begin(), words.end(), [&](const ChipWord& one) { return one.text == word; });
        if (found == words.end()) fail(ErrorCode::Internal, "no word \"{}\"", toUtf8(word));
        loupe.chips().pin(static_cast<std::size_t>(found - words.begin()));
        return loupe;
    }

    /// Of the demo's first people.
    SittingPlan makeReview() const {
        nlohmann::json records = readJsonFile(m_demo / "gallery" / "dataset.json");
        records.erase(records.begin() + kNumReviewed, records.end());
        SittingPlan plan;
        plan.dataset = m_parts.folder / "Demo street.json";
        std::ofstream(plan.dataset) << records;
        plan.images = m_demo / "gallery";
        plan.annotator = "Anna";
        return plan;
    }

    /// By the demo's model; what it doubts comes first, and some of it is decided.
    void beginScored(SittingPlan& plan) {
        m_window->findChild<QPushButton*>("scorePairs")->click();
        wait("scores", [&] { return m_parts.jobs.isIdle(); });
        wait("the desk", [&] { return m_review->desk().isShown(); });
        plan.order = QueueOrder::Suspicious;
        begin(plan);
        for (int i = 0; i < 6; ++i) decide(i % 2 == 0 ? Verdict::Weak : Verdict::Reject);
        m_review->desk().toggle(Reason::WrongColour);
    }

    void takeReview() {
        m_window->showWorkspace(WorkspacePlace::Review);
        take("review-none");
        SittingPlan plan = makeReview();
        begin(plan);
        take("review-unscored");
        beginScored(plan);
        take("review");
        decide(Verdict::Reject);
        m_review->desk().goBack();
        wait("the pair before", [&] { return m_review->desk().isShown(); });
        take("review-back");
        const QSize usual = m_window->size();
        m_window->resize(m_window->minimumSize());
        take("review-small");
        m_window->resize(usual);
        plan.isBlind = true;
        plan.order = QueueOrder::ByPerson;
        begin(plan);
        take("review-blind");
        for (int i = 0; i < 8; ++i) decide(i % 4 == 0 ? Verdict::Reject : Verdict::Weak);
        plan.annotator = "Ben";
        begin(plan);
        for (int i = 0; i < 8; ++i) decide(i % 3 == 0 ? Verdict::Reject : Verdict::Weak);
        m_window->findChild<QPushButton*>("agreement")->click();
        QDialog* dialog = nullptr;
        wait("the agreement", [&] {
            dialog = m_window->findChild<QDialog*>("agreementDialog");
            return dialog != nullptr;
        });
        takeBoth(*dialog, "review-agreement");
        dialog->close();
        while (m_review->desk().state() == ReviewDesk::State::Working) decide(Verdict::Weak);
        take("review-done");
    }

    void begin(const SittingPlan& plan) {
        m_review->begin(plan);
        wait("the sitting", [&] { return m_review->desk().isShown(); });
    }

    void decide(Verdict verdict) {
        ReviewDesk& desk = m_review->desk();
        // At the pace of somebody who looks.
        QTest::qWait(200);
        desk.decide(verdict);
        wait("the next pair",
             [&] { return desk.state() != ReviewDesk::State::Working || desk.isShown(); });
    }

    void takeTrain() {
        m_window->showWorkspace(WorkspacePlace::Train);
        take("train-none");
        makeFinishedSample(m_train->runs().folder() / "CUHK-PEDES 3");
        m_train->activated();
        wait("the run", [&] { return !m_train->runs().runs().empty(); });
        take("train");
        m_window->findChild<QToolButton*>("comparisonPart")->click();
        take("train-comparison");
        m_train->showNew();
        take("train-new");
    }

    void takeGallery() {
        m_window->showWorkspace(WorkspacePlace::Gallery);
        take("gallery");
        const fs::path street = m_parts.folder / "Broken street";
        fs::create_directories(street);
        fs::create_directory_symlink(fs::absolute(m_demo / "gallery/imgs/00001"), street / "00001");
        std::ofstream(street / "IMG_2041.jpg") << "cut";
        std::ofstream(street / "north gate 14-02.png") << "no picture";
        m_parts.workbench.openFolder(street);
        wait("the folder", [&] { return m_parts.workbench.gallery().has_value(); });
        wait("its index", [&] { return m_parts.jobs.isIdle(); });
        m_parts.workbench.refreshGallery();
        take("gallery-failures");
    }

    void takeStartAndProblems() {
        m_parts.jobs.submit(std::make_unique<StandingJob>());
        m_parts.workbench.openGallery(m_parts.makeBroken("Car park west.descry"));
        wait("the refusal", [&] { return !m_parts.workbench.isLoadingGallery(); });
        take("gallery-job-and-problem");
        m_parts.settings.noteGallery(QStringLiteral("/data/cases/harbour/Hall B.descry"));
        m_window->showStart();
        take("start-later");
    }

    /// Every dialog that an action of the window shows.
    void takeDialogs() {
        for (QAction* action : m_window->actions()) {
            if (!action->isEnabled() || action->text() == quitText()) continue;
            const auto before = shownDialogs();
            action->trigger();
            for (QDialog* dialog : shownDialogs()) {
                if (before.contains(dialog)) continue;
                takeBoth(*dialog, "dialog-" + dialog->objectName().toStdString());
                dialog->close();
            }
        }
    }

    static QString quitText() { return QCoreApplication::translate("descry::MainWindow", "Quit"); }

    QList<QDialog*> shownDialogs() const {
        QList<QDialog*> shown;
        for (QDialog* dialog : m_window->findChildren<QDialog*>()) {
            if (dialog->isVisible()) shown << dialog;
        }
        return shown;
    }

    void search(const QString& text, const Filter& filter) {
        bool ended = false;
        QObject context;
        SearchController& controller = m_search->controller();
        QObject::connect(&controller, &SearchController::finished, &context, [&] { ended = true; });
        QObject::connect(&controller, &SearchController::failed, &context, [&] { ended = true; });
        SearchQuery query;
        query.text = text;
        query.filter = filter;
        Q_EMIT m_window->findChild<SearchesPanel*>()->chosen(query);
        wait("a search", [&] { return ended; });
    }

    void takeSmall(const std::string& name) {
        saveSmall(grab(*m_window, ThemeChoice::Dark), m_out / (name + ".webp"));
    }

    QImage grab(QWidget& widget, ThemeChoice choice) {
        m_parts.theme.setChoice(choice);
        QTest::qWait(kSettleMs);
        return widget.grab().toImage();
    }

    void take(const std::string& name) { takeBoth(*m_window, name); }

    void takeBoth(QWidget& widget, const std::string& name) {
        for (const auto choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            const QImage picture = grab(widget, choice);
            const std::string theme = choice == ThemeChoice::Dark ? "dark" : "light";
            const fs::path file = m_out / (name + "-" + theme + ".png");
            if (!picture.save(qtPath(file))) {
                fail(ErrorCode::Io, "{}: cannot be written", file.string());
            }
        }
    }

    fs::path m_demo;
    fs::path m_out;
    UiParts m_parts{&loadRasaModel, &findDevice};
    SearchWorkspace* m_search = nullptr;
    TrainWorkspace* m_train = nullptr;
    ReviewWorkspace* m_review = nullptr;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    const QApplication application(argc, argv);
    QStringList arguments = QApplication::arguments().mid(1);
    const bool isForReadme = arguments.removeAll(QStringLiteral("--readme")) > 0;
    if (arguments.size() != 2 && arguments.size() != 3) {
        std::fputs("usage: window_shots [--readme] DEMO OUT [LANGUAGE]\n", stderr);
        return 2;
    }
    try {
        installTranslations(arguments.value(2, QStringLiteral("en")));
        const fs::path out = toPath(arguments[1]);
        fs::create_directories(out);
        Shots shots(toPath(arguments[0]), out);
        isForReadme ? shots.takeForReadme() : shots.takeAll();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "window_shots: %s\n", error.what());
        return 1;
    }
    return 0;
}

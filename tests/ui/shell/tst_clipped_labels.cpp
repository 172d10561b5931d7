// No word of the window is cut, in English and in Chinese, in a large window and in nearly the
// smallest: what shows a text has the room that it needs, or cuts it on purpose, with a tooltip.

#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QToolButton>
#include <QtTest>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/review/review_parts.h"
#include "tests/ui/shell/clipped_texts.h"
#include "tests/ui/standing_job.h"
#include "tests/ui/training/sample_run.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/message_area.h"
#include "ui/common/translations.h"
#include "ui/gallery/gallery_page.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/review/review_workspace.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/main_window.h"
#include "ui/shell/openings.h"
#include "ui/training/dataset_panel.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

constexpr int kLayoutRounds = 4;
constexpr int kPatienceMs = 500;
/// Until a pair is on the screen.
constexpr int kPairMs = kLongWaitMs;
/// Pairs that two people decide, and those that they decide differently.
constexpr int kNumByBoth = 4;
constexpr int kNumDisputed = 2;
constexpr QSize kSizes[] = {{1440, 900}, {980, 620}};
/// Where the runs stand that have ended before their time.
constexpr int kStoppedAt = 2200;
/// Nobody touches the kiosk while it is looked at.
constexpr std::chrono::hours kNeverIdle{1};

/// As training says it.
Error gpuMemoryRanOut(const fs::path& run) {
    return makeError(
        ErrorCode::OutOfMemory,
        "{}: {} ran out after step {} of {}; the last snapshot is whole. Close other programs and "
        "resume, resume with a smaller micro_batch or with recompute_activations, or start a new "
        "run with a smaller batch_size_train",
        run.native(),
        errorWords("GPU memory"),
        kStoppedAt,
        kNumSampleSteps);
}

Error diskIsFull() {
    return makeError(
        ErrorCode::DiskFull,
        "paused at step {} of {}: {}; the last snapshot is whole, mend the cause and resume",
        kStoppedAt,
        kNumSampleSteps,
        makeError(ErrorCode::DiskFull,
                  "{}: cannot be written: {}",
                  "/home/anna/runs/street/snapshot.safetensors",
                  "No space left on device"));
}

void makeEndedRun(const fs::path& folder, RunStatus::State state, std::optional<Error> error) {
    RunStatus status;
    status.state = state;
    status.step = kStoppedAt;
    status.numSteps = kNumSampleSteps;
    status.best = 57.3;
    status.bestStep = 2000;
    status.error = std::move(error);
    makeSampleRun(folder, kStoppedAt, status);
}

/// The window with all workspaces, or with the one that a kiosk has, and what was found cut in it.
struct WholeWindow : UiParts {
    FakeTrainer trainer;
    SearchWorkspace* search = nullptr;
    TrainWorkspace* train = nullptr;
    ReviewWorkspace* review = nullptr;
    std::unique_ptr<MainWindow> window;
    QStringList clipped;

    explicit WholeWindow(WindowMode mode = WindowMode::Normal) {
        auto itsSearch = std::make_unique<SearchWorkspace>(context);
        search = itsSearch.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::move(itsSearch));
        if (mode == WindowMode::Normal) addOthers(workspaces);
        window = std::make_unique<MainWindow>(
            context,
            std::move(workspaces),
            MainWindow::Options{.mode = mode, .demo = std::nullopt, .idleAfter = kNeverIdle});
        window->show();
    }
    void addOthers(std::vector<std::unique_ptr<Workspace>>& workspaces) {
        auto itsTrain = std::make_unique<TrainWorkspace>(context, trainer.trainer());
        auto itsReview = std::make_unique<ReviewWorkspace>(context, loader);
        train = itsTrain.get();
        review = itsReview.get();
        workspaces.push_back(std::move(itsTrain));
        workspaces.push_back(std::move(itsReview));
        workspaces.push_back(std::make_unique<GalleryWorkspace>(context));
    }
    ~WholeWindow() {
        jobs.cancelAll();
        waitFor([this] { return jobs.isIdle(); }, "a job goes on");
    }

    void check(const char* scene) {
        for (const QSize size : kSizes) {
            window->resize(size);
            checkAsItIs(*window,
                        QString("%1, %2×%3").arg(scene).arg(size.width()).arg(size.height()));
        }
    }
    void checkAsItIs(const QWidget& shown, const QString& scene) {
        // Layouts ask each other a few times; what the background tells changes them again.
        for (int i = 0; i < kLayoutRounds; ++i) QCoreApplication::processEvents();
        QStringList found;
        const auto isWhole = [&] { return (found = clippedIn(shown)).isEmpty(); };
        if (QTest::qWaitFor(isWhole, kPatienceMs)) return;
        for (const QString& one : found) clipped << scene + ": " + one;
    }
    void checkWorkspace(WorkspacePlace place, const char* scene) {
        window->showWorkspace(place);
        check(scene);
    }

    void openStreet() {
        workbench.openBundle(makeBundle(folder));
        QTRY_VERIFY(workbench.bundle());
        const auto pictures = makePictures("street", 4);
        std::ofstream(pictures / "IMG_2041.jpg") << "cut";
        workbench.openFolder(pictures);
        QTRY_VERIFY(workbench.gallery());
        QTRY_VERIFY(jobs.isIdle());
        workbench.refreshGallery();
        QTRY_COMPARE(search->model().rowCount(), 4);
    }
    void click(const char* name) const { window->findChild<QAbstractButton*>(name)->click(); }
    void showRun(const std::string& name) const {
        train->select(fs::canonical(train->runs().folder() / name));
        const auto* losses = window->findChild<CurvePlot*>("losses");
        QTRY_VERIFY(!losses->series().empty() && !losses->series().front().points.empty());
    }
    ReviewDesk& desk() const { return review->desk(); }
    void sitDown(const SittingPlan& plan) {
        review->begin(plan);
        QTRY_VERIFY_WITH_TIMEOUT(desk().isShown(), kPairMs);
    }
    /// And waits for the next pair, or the end.
    void decide(Verdict verdict) {
        desk().decide(verdict);
        QTRY_VERIFY_WITH_TIMEOUT(desk().isShown() || desk().state() != ReviewDesk::State::Working,
                                 kPairMs);
    }
    ResultView& results() const { return *window->findChild<ResultView*>("results"); }
    void press(const char* key) { QTest::keySequence(window.get(), QKeySequence(key)); }
    /// Every dialog that an action of the window shows.
    void checkDialogs() {
        const auto shown = [this] {
            QList<QDialog*> dialogs = window->findChildren<QDialog*>();
            dialogs.removeIf([](const QDialog* dialog) { return !dialog->isVisible(); });
            return dialogs;
        };
        const QString quit = QCoreApplication::translate("descry::MainWindow", "Quit");
        for (QAction* action : window->actions()) {
            if (!action->isEnabled() || action->text() == quit) continue;
            action->trigger();
            for (QDialog* dialog : shown()) {
                checkPages(*dialog);
                close(*dialog);
            }
        }
    }
    static void close(QDialog& dialog) {
        dialog.close();
        QCoreApplication::sendPostedEvents(&dialog, QEvent::DeferredDelete);
    }
    void checkPages(QDialog& dialog) {
        checkAsItIs(dialog, dialog.objectName());
        auto* pages = dialog.findChild<QListWidget*>("settingsPages");
        if (pages == nullptr) return;
        for (int i = 0; i < pages->count(); ++i) {
            pages->setCurrentRow(i);
            checkAsItIs(dialog, dialog.objectName() + ", " + pages->item(i)->text());
        }
    }
};

}  // namespace

class tst_ClippedLabels : public QObject {
    Q_OBJECT

  private slots:
    void aCutTextIsNoticed() {
        QWidget window;
        auto* label = new QLabel("a long text in a narrow label", &window);
        auto* button = pushButton("a long text on a narrow button", &window);
        auto* elided = new ElidedLabel("a long text that is cut on purpose", &window);
        auto* wrapped = wrappedLabel("a long text that needs several lines", &window);
        auto* outside = new QLabel("out", &window);
        for (QWidget* widget : std::initializer_list<QWidget*>{label, button, elided, wrapped}) {
            widget->setGeometry(0, 0, 60, 20);
        }
        outside->setGeometry(190, 0, 60, 40);
        window.resize(200, 100);
        window.show();
        QCOMPARE(clippedIn(window).size(), 4);
        label->resize(label->sizeHint());
        button->resize(button->sizeHint());
        wrapped->resize(80, wrapped->heightForWidth(80));
        outside->move(100, 0);
        window.resize(600, 400);
        QCOMPARE(clippedIn(window), QStringList());
    }

    void nothingIsCut_data() { addLanguages(); }

    void nothingIsCut() {
        QFETCH(QString, language);
        installTranslations(language);
        WholeWindow parts;
        parts.check("start");
        parts.checkWorkspace(WorkspacePlace::Search, "search, nothing open");
        parts.checkWorkspace(WorkspacePlace::Train, "train, nothing open");
        parts.checkWorkspace(WorkspacePlace::Review, "review, nothing open");
        parts.checkWorkspace(WorkspacePlace::Gallery, "gallery, nothing open");
        parts.openStreet();
        checkSearch(parts);
        checkNewRun(parts);
        checkRuns(parts);
        checkRunning(parts);
        checkReview(parts);
        checkRelocation(parts);
        checkMismatch(parts);
        checkGallery(parts);
        parts.checkDialogs();
        parts.settings.noteGallery("/data/cases/harbour/Hall B.descry");
        parts.window->showStart();
        parts.check("start, later");
        tell(parts);
    }

    void nothingIsCutInAKiosk_data() { addLanguages(); }

    void nothingIsCutInAKiosk() {
        QFETCH(QString, language);
        installTranslations(language);
        WholeWindow parts(WindowMode::Kiosk);
        parts.check("kiosk, nothing open");
        parts.checkWorkspace(WorkspacePlace::Search, "kiosk, search, nothing open");
        parts.openStreet();
        parts.check("kiosk, all pictures");
        parts.window->showStart();
        const auto offered = [&] {
            return parts.window->findChildren<QPushButton*>("suggestedQuery");
        };
        QTRY_VERIFY(!offered().isEmpty());
        parts.check("kiosk, descriptions");
        QSignalSpy finished(&parts.search->controller(), &SearchController::finished);
        offered().front()->click();
        QTRY_VERIFY(finished.count() > 0);
        parts.results().setCurrentIndex(parts.search->model().index(0));
        parts.check("kiosk, result");
        checkCloserLook(parts);
        QTest::keyClick(parts.window.get(), Qt::Key_F1);
        auto* keys = parts.window->findChild<QDialog*>("shortcutList");
        QVERIFY(keys != nullptr);
        parts.checkAsItIs(*keys, "kiosk, keys");
        WholeWindow::close(*keys);
        tell(parts);
    }

  private:
    static void addLanguages() {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << "en";
        QTest::newRow("Chinese") << "zh_CN";
    }

    static void tell(const WholeWindow& parts) {
        installTranslations("en");
        for (const QString& found : parts.clipped) qWarning("%s", qPrintable(found));
        QCOMPARE(parts.clipped.size(), 0);
    }

    static void checkSearch(WholeWindow& parts) {
        parts.checkWorkspace(WorkspacePlace::Search, "search, all pictures");
        ResultView& results = parts.results();
        results.setCurrentIndex(parts.search->model().index(0));
        parts.check("search, one selected");
        QSignalSpy finished(&parts.search->controller(), &SearchController::finished);
        parts.search->describe("a woman in a red jacket with a backpack");
        QTRY_VERIFY(finished.count() > 0);
        results.setCurrentIndex(parts.search->model().index(0));
        parts.check("search, result");
        results.setFocus();
        parts.press("T");
        parts.check("search, tags");
        parts.press("Esc");
        checkCloserLook(parts);
    }

    /// At the first picture, beside the second.
    static void checkCloserLook(WholeWindow& parts) {
        ResultView& results = parts.results();
        results.setFocus();
        parts.press("E");
        parts.check("loupe");
        parts.press("Esc");
        results.selectionModel()->select(parts.search->model().index(1),
                                         QItemSelectionModel::Select);
        parts.press("C");
        parts.check("comparison");
        parts.press("Esc");
    }

    /// Empty, and with a data set in which something is to be mended.
    static void checkNewRun(WholeWindow& parts) {
        using Json = nlohmann::json;
        parts.train->showNew();
        parts.checkWorkspace(WorkspacePlace::Train, "a new run");
        const auto record = [](int id, const char* file, const char* caption, const char* split) {
            return Json{
                {"id", id}, {"file_path", file}, {"captions", {caption}}, {"split", split}};
        };
        std::ofstream(parts.folder / "reid_raw.json")
            << Json::array({record(1, "picture0.bmp", "A man in a red coat.", "train"),
                            record(2, "picture1.bmp", "", "train"),
                            record(3, "IMG_2041.jpg", "A woman with a bag.", "val")});
        const auto* panel = parts.window->findChild<DatasetPanel*>();
        parts.window->findChild<PathRow*>("dataset")->setPath(
            qtPath(parts.folder / "reid_raw.json"));
        parts.window->findChild<PathRow*>("images")->setPath(qtPath(parts.folder / "street"));
        QTRY_VERIFY(panel->facts().has_value());
        QVERIFY(parts.window->findChild<QTableView*>("findings")->isVisible());
        parts.check("a new run, its data set");
    }

    /// Runs that have ended, one way or another.
    static void checkRuns(WholeWindow& parts) {
        using State = RunStatus::State;
        const fs::path runs = parts.train->runs().folder();
        const char* const longName = "CUHK-PEDES, weak pairs left out, second try";
        makeFinishedSample(runs / "CUHK-PEDES 3");
        makeEndedRun(runs / longName, State::Paused, diskIsFull());
        makeEndedRun(runs / "killed", State::Running, std::nullopt);
        makeEndedRun(runs / "large batches", State::Failed, gpuMemoryRanOut(runs / "large batches"));
        makeEndedRun(
            runs / "larger batches", State::Failed, gpuMemoryRanOut(runs / "larger batches"));
        FakeTrainer::change(runs / "larger batches", {{"recompute_activations", true}});
        makeEndedRun(runs / "street", State::Stopped, std::nullopt);
        parts.train->activated();
        QTRY_COMPARE(parts.train->runs().runs().size(), 6U);

        parts.showRun("CUHK-PEDES 3");
        parts.check("a finished run, curves");
        parts.click("comparisonPart");
        QVERIFY(parts.window->findChild<QTableWidget*>("comparison")->isVisible());
        parts.check("a finished run, comparison");
        parts.click("warningsPart");
        QVERIFY(parts.window->findChild<QLabel*>("warningCounts")->isVisible());
        parts.check("a finished run, warnings");
        parts.showRun(longName);
        parts.check("a run that the disk paused");
        parts.click("comparisonPart");
        parts.check("a run without a model");
        parts.showRun("killed");
        parts.check("an interrupted run");
        const auto* spare = parts.window->findChild<QPushButton*>("resumeWithLessMemory");
        QStringList offers;
        for (const char* name : {"large batches", "larger batches"}) {
            parts.showRun(name);
            QVERIFY(spare->isVisible());
            offers << spare->text();
            parts.check(name);
        }
        QCOMPARE(offers.removeDuplicates(), 0);
    }

    /// A run that goes on, and has warned.
    static void checkRunning(WholeWindow& parts) {
        parts.trainer.numSteps = kNumSampleSteps;
        parts.trainer.warning = makeError(ErrorCode::CorruptFile, "left out: {}", "p12/0046.jpg");
        parts.showRun("street");
        parts.check("a run that was stopped");
        const auto* left = parts.window->findChild<QLabel*>("runLeft");
        const QString unknown = left->text();
        parts.click("resumeRun");
        // How long it takes is told once some steps have been watched.
        int step = kStoppedAt;
        const auto isTold = [&] {
            parts.trainer.allow(++step);
            return left->text() != unknown;
        };
        QTRY_VERIFY(isTold());
        parts.check("a run that goes on");
        parts.click("warningsPart");
        QVERIFY(parts.window->findChild<QPlainTextEdit*>("warnings")->isVisible());
        parts.check("a run that goes on, warnings");
        parts.jobs.cancelAll();
        QTRY_VERIFY(parts.jobs.isIdle());
    }

    static void checkReview(WholeWindow& parts) {
        const ReviewData data(parts.folder, 2);
        SittingPlan plan = data.plan(QueueOrder::ByPerson);
        plan.annotator.clear();
        parts.window->showWorkspace(WorkspacePlace::Review);
        parts.review->begin(plan);
        parts.check("review, nobody decides");
        plan.annotator = "Anna";
        parts.sitDown(plan);
        parts.check("review, a pair");
        checkScored(parts);
        for (int i = 0; i < kNumByBoth; ++i) parts.decide(Verdict::Weak);
        checkEntries(parts);
        plan.annotator = "Ben";
        plan.isBlind = true;
        parts.sitDown(plan);
        parts.check("review, blind");
        for (int i = 0; i < kNumByBoth; ++i) {
            parts.decide(i < kNumDisputed ? Verdict::Reject : Verdict::Weak);
        }
        checkAgreement(parts);
        plan.annotator = "Clara";
        plan.isBlind = false;
        plan.order = QueueOrder::Disagreements;
        parts.sitDown(plan);
        parts.check("review, a disputed pair");
        for (int i = 0; i < kNumDisputed; ++i) parts.decide(Verdict::Strong);
        QVERIFY(parts.desk().state() == ReviewDesk::State::Finished);
        parts.check("review, all decided");
    }

    static void checkScored(WholeWindow& parts) {
        parts.window->findChild<QPushButton*>("scorePairs")->click();
        const auto hasScores = [&desk = parts.desk()] {
            return desk.isShown() && desk.pictures() != nullptr &&
                   desk.pictures()->scores.has_value();
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasScores(), kPairMs);
        parts.check("review, a scored pair");
    }

    /// What is entered for a pair, one that was passed over and one that was decided before.
    static void checkEntries(WholeWindow& parts) {
        ReviewDesk& desk = parts.desk();
        desk.toggle(Reason::AccessoryAbsent);
        desk.setNote("The bag is another one.");
        desk.setEdited("A man in red with a bag over his shoulder.");
        parts.check("review, entries");
        auto* editor = parts.window->findChild<QPlainTextEdit*>("captionEditor");
        parts.window->findChild<QPushButton*>("editCaption")->click();
        QVERIFY(editor->isVisible());
        parts.check("review, editing the caption");
        QTest::keyClick(editor, Qt::Key_Escape);
        desk.passOver();
        QTRY_VERIFY_WITH_TIMEOUT(desk.isShown(), kPairMs);
        parts.decide(Verdict::Reject);
        desk.goBack();
        QTRY_VERIFY_WITH_TIMEOUT(desk.isShown() && desk.earlier() != nullptr, kPairMs);
        parts.check("review, the pair before");
    }

    static void checkAgreement(WholeWindow& parts) {
        parts.window->findChild<QPushButton*>("agreement")->click();
        QDialog* dialog = nullptr;
        const auto isOpen = [&] {
            dialog = parts.window->findChild<QDialog*>("agreementDialog");
            return dialog != nullptr;
        };
        QTRY_VERIFY(isOpen());
        QTRY_VERIFY(dialog->findChild<QTableWidget*>("confusion")->isVisible());
        parts.checkAsItIs(*dialog, "agreement");
        WholeWindow::close(*dialog);
    }

    /// Of a folder that is looked for among others, in a part of it, and in itself.
    static void checkRelocation(WholeWindow& parts) {
        parts.window->showWorkspace(WorkspacePlace::Gallery);
        auto* folders = parts.window->findChild<QListWidget*>("folders");
        QTRY_VERIFY(folders->count() > 0);
        folders->setCurrentRow(0);
        QTRY_VERIFY(parts.window->findChild<QPushButton*>("relocateFolder")->isEnabled());
        parts.click("relocateFolder");
        auto* dialog = parts.window->findChild<QDialog*>("relocateDialog");
        QVERIFY(dialog != nullptr && dialog->isVisible());
        parts.checkAsItIs(*dialog, "relocation");
        fs::create_directories(parts.folder / "others");
        parts.makePictures("part", 3);
        const auto* numbers = dialog->findChild<QLabel*>("relocateNumbers");
        for (const char* name : {"others", "part", "street"}) {
            parts.prompts.path = parts.folder / name;
            dialog->findChild<QPushButton*>("chooseFolder")->click();
            QTRY_VERIFY(!numbers->text().isEmpty());
            parts.checkAsItIs(*dialog, QString("relocation, %1").arg(name));
        }
        QVERIFY(dialog->findChild<QPushButton*>("useFolder")->isEnabled());
        parts.prompts.path.clear();
        WholeWindow::close(*dialog);
    }

    /// Why a model file does not fit.
    static void checkMismatch(WholeWindow& parts) {
        const QString show =
            QCoreApplication::translate("descry::ModelImports", "Show the tensors");
        parts.window->openings().openPaths(
            {fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny" / "albef.pth"});
        QPushButton* offer = nullptr;
        const auto isTold = [&] {
            const auto* area = parts.window->findChild<MessageArea*>();
            for (auto* button : area->findChildren<QPushButton*>("messageAction")) {
                if (button->text() == show) offer = button;
            }
            return offer != nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isTold(), kPairMs);
        parts.check("a model file that does not fit");
        offer->click();
        auto* dialog = parts.window->findChild<QDialog*>("mismatchDialog");
        QVERIFY(dialog != nullptr && dialog->isVisible());
        parts.checkAsItIs(*dialog, "mismatch");
        WholeWindow::close(*dialog);
    }

    static void checkGallery(WholeWindow& parts) {
        parts.window->showWorkspace(WorkspacePlace::Gallery);
        auto* page = parts.window->findChild<GalleryPage*>();
        for (int view = 0; view < GalleryPage::NumViews; ++view) {
            page->showView(static_cast<GalleryPage::View>(view));
            parts.check(qPrintable(QString("gallery, view %1").arg(view)));
        }
        parts.jobs.submit(std::make_unique<StandingJob>());
        parts.workbench.openGallery(parts.makeBroken("Car park west.descry"));
        QTRY_VERIFY(!parts.workbench.isLoadingGallery());
        parts.check("a job and a problem");
        // The list leaves a small window little of its page.
        parts.press("Ctrl+J");
        parts.window->resize(kSizes[0]);
        parts.checkAsItIs(*parts.window, "the list of jobs");
        parts.press("Ctrl+J");
    }
};

DESCRY_UI_TEST_MAIN(tst_ClippedLabels)
#include "tst_clipped_labels.moc"

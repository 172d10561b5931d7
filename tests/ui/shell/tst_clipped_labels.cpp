// No word of the window is cut, in English and in Chinese, in a large window and in nearly the
// smallest: what shows a text has the room that it needs, or cuts it on purpose, with a tooltip.

#include <QDialog>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableWidget>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/review/review_parts.h"
#include "tests/ui/shell/clipped_texts.h"
#include "tests/ui/standing_job.h"
#include "tests/ui/training/fake_trainer.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/translations.h"
#include "ui/gallery/gallery_page.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/review/review_workspace.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

constexpr int kLayoutRounds = 4;
constexpr int kPatienceMs = 500;
/// Until a pair is on the screen.
constexpr int kPairMs = 20'000;
/// Pairs that two people decide, and those that they decide differently.
constexpr int kNumByBoth = 4;
constexpr int kNumDisputed = 2;
constexpr QSize kSizes[] = {{1440, 900}, {980, 620}};

/// The window with all workspaces, and what was found cut in it.
struct WholeWindow : UiParts {
    FakeTrainer trainer;
    SearchWorkspace* search = nullptr;
    TrainWorkspace* train = nullptr;
    ReviewWorkspace* review = nullptr;
    std::unique_ptr<MainWindow> window;
    QStringList clipped;

    WholeWindow() {
        auto itsSearch = std::make_unique<SearchWorkspace>(context);
        auto itsTrain = std::make_unique<TrainWorkspace>(context, trainer.trainer());
        auto itsReview = std::make_unique<ReviewWorkspace>(context, loader);
        search = itsSearch.get();
        train = itsTrain.get();
        review = itsReview.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::move(itsSearch));
        workspaces.push_back(std::move(itsTrain));
        workspaces.push_back(std::move(itsReview));
        workspaces.push_back(std::make_unique<GalleryWorkspace>(context));
        window =
            std::make_unique<MainWindow>(context, std::move(workspaces), MainWindow::Options{});
        window->show();
    }
    ~WholeWindow() {
        jobs.cancelAll();
        if (!QTest::qWaitFor([this] { return jobs.isIdle(); })) qFatal("a job goes on");
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
                dialog->close();
                QCoreApplication::sendPostedEvents(dialog, QEvent::DeferredDelete);
            }
        }
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

    void nothingIsCut_data() {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << "en";
        QTest::newRow("Chinese") << "zh_CN";
    }

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
        parts.train->showNew();
        parts.checkWorkspace(WorkspacePlace::Train, "a new run");
        checkReview(parts);
        checkGallery(parts);
        parts.checkDialogs();
        parts.settings.noteGallery("/data/cases/harbour/Hall B.descry");
        parts.window->showStart();
        parts.check("start, later");
        installTranslations("en");
        for (const QString& found : parts.clipped) qWarning("%s", qPrintable(found));
        QCOMPARE(parts.clipped.size(), 0);
    }

  private:
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
        parts.press("E");
        parts.check("loupe");
        parts.press("Esc");
        results.selectionModel()->select(parts.search->model().index(1),
                                         QItemSelectionModel::Select);
        parts.press("C");
        parts.check("comparison");
        parts.press("Esc");
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
        dialog->close();
        QCoreApplication::sendPostedEvents(dialog, QEvent::DeferredDelete);
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

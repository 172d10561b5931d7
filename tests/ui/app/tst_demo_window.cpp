#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include "app/descry/workspaces.h"
#include "core/model/device.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/gallery/failures_model.h"
#include "ui/search/loupe.h"
#include "ui/search/search_workspace.h"
#include "ui/shell/main_window.h"
#include "ui/shell/openings.h"

using namespace descry;
using namespace descry::test;

namespace {

constexpr int kPatienceMs = 300'000;
/// More than the window has controls.
constexpr int kMaxTabs = 300;

/// The window with the demo's network in it, as app/descry puts it together.
struct DemoParts : UiParts {
    std::unique_ptr<MainWindow> window;
    SearchWorkspace* search = nullptr;

    DemoParts() : UiParts(&loadRasaModel, &findDevice) {
        Choices choices;
        choices.device = DeviceRequest::Kind::Cpu;
        settings.setChoices(choices);
        // A bundle keeps its fingerprint beside it.
        std::filesystem::copy(
            DESCRY_DEMO, folder / "demo", std::filesystem::copy_options::recursive);
        auto workspaces = makeWorkspaces(context, WindowMode::Normal);
        search = dynamic_cast<SearchWorkspace*>(workspaces.front().get());
        window = std::make_unique<MainWindow>(
            context, std::move(workspaces), MainWindow::Options{.demo = folder / "demo"});
        window->show();
        window->activateWindow();
    }
    ~DemoParts() {
        jobs.cancelAll();
        waitFor([this] { return jobs.isIdle(); }, "a job goes on", kPatienceMs);
    }

    QWidget* focus() const {
        QWidget* focused = QApplication::focusWidget();
        return focused == nullptr ? window.get() : focused;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(focus(), key, modifiers);
    }
    /// Whether the Tab key leads there.
    template <typename Condition>
    bool tabUntil(Condition isThere) {
        for (int i = 0; i < kMaxTabs && !isThere(); ++i) press(Qt::Key_Tab);
        return isThere();
    }
    std::int64_t numIndexed() const {
        const auto& bundle = workbench.bundle();
        const auto& gallery = workbench.gallery();
        return bundle && gallery ? gallery->numIndexed(bundle->bundle->fingerprint()) : 0;
    }
};

}  // namespace

/// The real window with the demo's gallery and model.
class tst_DemoWindow : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyWorkspaceComesByItsKeyAndTheWindowCloses() {
        DemoParts parts;
        QVERIFY(QTest::qWaitForWindowActive(parts.window.get()));
        const std::pair<Qt::Key, QString> workspaces[] = {{Qt::Key_1, "search"},
                                                          {Qt::Key_2, "review"},
                                                          {Qt::Key_3, "train"},
                                                          {Qt::Key_4, "gallery"}};
        for (const auto& [key, name] : workspaces) {
            parts.press(key, Qt::ControlModifier);
            QVERIFY(parts.window->currentWorkspace() != nullptr);
            QCOMPARE(parts.window->currentWorkspace()->name(), name);
            QVERIFY(parts.window->currentWorkspace()->centre()->isVisible());
        }
        parts.press(Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(!parts.window->isVisible());
    }

    void theDemoIsSearchedAndExplainedByKeysAlone() {
        DemoParts parts;
        QVERIFY(QTest::qWaitForWindowActive(parts.window.get()));
        QTRY_COMPARE(parts.window->findChild<QLabel*>("deviceState")->text(),
                     QString("CPU: the CPU was asked for"));
        QVERIFY(parts.tabUntil([&] { return parts.focus()->objectName() == "tryDemo"; }));
        parts.press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(parts.jobs.isIdle() && parts.numIndexed() > 0, kPatienceMs);

        SearchController& controller = parts.search->controller();
        QSignalSpy ranked(&controller, &SearchController::ranked);
        QSignalSpy finished(&controller, &SearchController::finished);
        parts.press(Qt::Key_F, Qt::ControlModifier);
        QWidget* query = parts.focus();
        QCOMPARE(query->objectName(), QString("query"));
        QTest::keyClicks(query, "a woman in a red jacket with a backpack");
        // The list of suggestions is a window of its own, which becomes the active one late.
        QTest::keyClick(query, Qt::Key_Escape);
        QCoreApplication::processEvents();
        parts.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(parts.window.get()));
        QCoreApplication::processEvents();
        QCOMPARE(parts.focus(), query);
        ranked.clear();
        finished.clear();
        QTest::keyClick(query, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, kPatienceMs);
        QVERIFY(!ranked.isEmpty());
        QVERIFY(controller.rankedSearch().outcome.numReranked > 0);
        QVERIFY(parts.search->model().row(0).candidate.matchLogit);
        QVERIFY(!parts.window->findChild<QFrame*>("searchNotice")->isVisible());

        QCOMPARE(parts.focus()->objectName(), QString("results"));
        parts.press(Qt::Key_Right);
        const auto* results = parts.window->findChild<ResultView*>("results");
        QCOMPARE(results->currentIndex().row(), 1);
        parts.press(Qt::Key_E);
        const auto* loupe = parts.window->findChild<Loupe*>("loupe");
        QVERIFY(loupe->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(loupe->pane().reading().state == Reading::State::Ready,
                                 kPatienceMs);
        QVERIFY(parts.tabUntil([&] { return loupe->pane().word() == "jacket"; }));
        QVERIFY(loupe->pane().map() != nullptr);
        QVERIFY(massOf(*loupe->pane().map()) > 0);
        parts.press(Qt::Key_Escape);
        QVERIFY(!loupe->isVisible());
        parts.press(Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(parts.window->currentWorkspace()->name(), QString("gallery"));
    }

    void aBrokenPictureIsListedAndTheOthersAreSearched() {
        DemoParts parts;
        parts.workbench.openBundle(parts.folder / "demo" / "bundle");
        QTRY_VERIFY_WITH_TIMEOUT(parts.workbench.bundle(), kPatienceMs);
        const auto pictures = parts.makePictures("street", 1);
        std::ofstream(pictures / "IMG_2041.jpg") << "cut";
        parts.window->openings().openPaths({pictures});
        QTRY_VERIFY_WITH_TIMEOUT(parts.jobs.isIdle() && parts.numIndexed() == 1, kPatienceMs);

        SearchController& controller = parts.search->controller();
        QTRY_VERIFY(parts.search->model().rowCount() == 1 && !controller.isRunning());
        QSignalSpy finished(&controller, &SearchController::finished);
        parts.search->describe("a woman in a red jacket with a backpack");
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, kPatienceMs);
        QCOMPARE(parts.search->model().rowCount(), 1);
        QVERIFY(parts.search->model().row(0).candidate.matchLogit);
        QVERIFY(parts.window->findChild<QFrame*>("searchNotice")->isVisible());

        parts.window->showWorkspace(WorkspacePlace::Gallery);
        const auto* failures = parts.window->findChild<QTableView*>("failures")->model();
        QTRY_COMPARE(failures->rowCount(), 1);
        QCOMPARE(failures->index(0, FailuresModel::Name).data().toString(),
                 QString("IMG_2041.jpg"));
        QCOMPARE(failures->index(0, FailuresModel::Reason).data().toString(),
                 QString("not a JPEG, PNG, WebP or BMP picture"));
    }
};

DESCRY_UI_TEST_MAIN(tst_DemoWindow)
#include "tst_demo_window.moc"

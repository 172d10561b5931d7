#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTableWidget>
#include <QToolButton>
#include <QtTest>

#include "app/descry/trainer.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

constexpr int kTrainMs = 400'000;
const fs::path kTiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";

/// The window with the network in it, as app/descry puts it together.
struct RealParts : UiParts {
    std::unique_ptr<MainWindow> window;
    TrainWorkspace* workspace = nullptr;

    RealParts() : UiParts(&loadRasaModel) {
        Choices choices;
        choices.device = DeviceRequest::Kind::Cpu;
        choices.numThreads = 1;
        settings.setChoices(choices);
        auto train = std::make_unique<TrainWorkspace>(
            context, makeTrainer(&loadRasaModel, jobs.sharedLane()));
        workspace = train.get();
        std::vector<std::unique_ptr<Workspace>> workspaces;
        workspaces.push_back(std::move(train));
        window =
            std::make_unique<MainWindow>(context, std::move(workspaces), MainWindow::Options{});
        window->show();
        window->showWorkspace(WorkspacePlace::Train);
    }
    ~RealParts() {
        jobs.cancelAll();
        if (!QTest::qWaitFor([this] { return jobs.isIdle(); }, kTrainMs)) qFatal("a job goes on");
    }

    template <typename Widget = QPushButton>
    Widget* child(const char* name) const {
        Widget* found = window->findChild<Widget*>(name);
        if (found == nullptr) qFatal("there is no %s", name);
        return found;
    }
    QString textOf(const char* name) const { return child<QLabel>(name)->text(); }
    QLineEdit* field(const char* accessibleName) const {
        for (QLineEdit* edit : window->findChildren<QLineEdit*>()) {
            if (edit->accessibleName() == accessibleName) return edit;
        }
        qFatal("there is no field %s", accessibleName);
    }
    RunState state() const { return workspace->runs().runs().front().state(); }

    void fillForm(const fs::path& start, const fs::path& out) const {
        child("newRun")->click();
        child<PathRow>("dataset")->setPath(qtPath(kTiny / "data" / "train.json"));
        child<PathRow>("images")->setPath(qtPath(kTiny / "data"));
        child<PathRow>("start")->setPath(qtPath(start));
        child<PathRow>("out")->setPath(qtPath(out));
        child<QComboBox>("heldOut")->setCurrentIndex(2);
        field("Held-out file")->setText(qtPath(kTiny / "data" / "test.json"));
        child<QComboBox>("lengthUnit")->setCurrentIndex(1);
        field("Length")->setText("400");
        field("Warm-up")->setText("5");
        field("Batch")->setText("4");
    }
};

}  // namespace

/// The real window trains the tiny network.
class tst_TrainWindow : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void trainsPausesResumesComparesAndUses() {
        QTemporaryDir kept;
        const fs::path folder = fs::canonical(kept.path().toStdString());
        const fs::path base = makeBundle(folder, "base");
        {
            RealParts parts;
            parts.fillForm(base, folder / "run");
            QTRY_VERIFY_WITH_TIMEOUT(parts.textOf("forecast").contains("a step"), kTrainMs);
            QTRY_VERIFY(parts.child("beginTraining")->isEnabled());
            parts.child("beginTraining")->click();
            QTRY_VERIFY_WITH_TIMEOUT(!parts.workspace->runs().runs().empty(), kTrainMs);
            auto* losses = parts.child<CurvePlot>("losses");
            QTRY_VERIFY_WITH_TIMEOUT(
                !losses->series().empty() && losses->series().front().points.size() > 2, kTrainMs);
            parts.child("pauseRun")->click();
            QTRY_COMPARE_WITH_TIMEOUT(parts.state(), RunState::Paused, kTrainMs);
            QTRY_VERIFY(parts.textOf("runState").contains("of 400"));
        }
        const auto stopped = readRunStatus(folder / "run");
        QVERIFY(stopped && stopped->state == RunStatus::State::Stopped);
        QVERIFY(stopped->step > 0 && stopped->step < 400);

        RealParts parts;
        parts.workbench.openBundle(base);
        parts.prompts.path = folder / "run";
        parts.child("openRun")->click();
        QTRY_COMPARE(parts.textOf("runName"), QString("run"));
        parts.child("resumeRun")->click();
        QTRY_COMPARE_WITH_TIMEOUT(parts.state(), RunState::Finished, kTrainMs);
        QCOMPARE(readRunStatus(folder / "run")->step, 400);
        QTRY_COMPARE(parts.child<CurvePlot>("losses")->series().front().points.size(), 400U);

        parts.child<QToolButton>("comparisonPart")->click();
        QTRY_VERIFY(parts.child("compare")->isVisible());
        parts.child("compare")->click();
        QTRY_VERIFY_WITH_TIMEOUT(parts.child<QTableWidget>("comparison")->isVisible(), kTrainMs);
        QVERIFY(!parts.child<QTableWidget>("comparison")->item(1, 1)->text().isEmpty());

        QTRY_VERIFY(parts.workbench.bundle());
        parts.child("useBundle")->click();
        QTRY_COMPARE_WITH_TIMEOUT(
            parts.workbench.bundle()->bundle->path(), folder / "run" / "best", kTrainMs);
    }
};

DESCRY_UI_TEST_MAIN(tst_TrainWindow)
#include "tst_train_window.moc"

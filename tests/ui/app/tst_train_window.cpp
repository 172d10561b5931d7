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
#include "ui/common/message_area.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

constexpr int kTrainMs = 400'000;
const fs::path kTiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";
const QString kClosingKey = "close";
const QString kInterruptedKey = "interruptedJobs";

/// The window with the network in it, as app/descry puts it together.
struct RealParts : UiParts {
    std::unique_ptr<MainWindow> window;
    TrainWorkspace* workspace = nullptr;

    explicit RealParts(const fs::path& home = {})
        : UiParts(&loadRasaModel, &findFakeDevice, home) {
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
        jobs.keepJournal(workbench.dataFolder() / "jobs.json");
        window->show();
        window->open({});
        window->showWorkspace(WorkspacePlace::Train);
    }
    /// What a window leaves that was closed is for the next start.
    ~RealParts() {
        if (!window->isVisible()) return;
        jobs.cancelAll();
        waitFor([this] { return jobs.isIdle(); }, "a job goes on", kTrainMs);
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
    const ShownRun& run() const {
        const auto& runs = workspace->runs().runs();
        if (runs.empty()) qFatal("there is no run");
        return runs.front();
    }
    RunState state() const { return run().state(); }
    bool hasJob() const { return !workspace->runs().runs().empty() && run().job.has_value(); }
    std::int64_t shownStep() const { return textOf("runStep").section('/', 0, 0).toLongLong(); }
    MessageBar* bar(const QString& key) const {
        for (MessageBar* one : window->findChild<MessageArea*>()->bars()) {
            if (one->message().key == key) return one;
        }
        return nullptr;
    }

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
    /// And waits until the first steps are shown.
    void begin(const fs::path& start, const fs::path& out) const {
        fillForm(start, out);
        const auto isForecast = [this] { return textOf("forecast").contains("a step"); };
        waitFor(isForecast, "there is no forecast", kTrainMs);
        waitFor([this] { return child("beginTraining")->isEnabled(); }, "a run cannot begin");
        child("beginTraining")->click();
        waitFor([this] { return !workspace->runs().runs().empty(); }, "no run begins", kTrainMs);
        const auto* losses = child<CurvePlot>("losses");
        const auto hasStepped = [losses] {
            return !losses->series().empty() && losses->series().front().points.size() > 2;
        };
        waitFor(hasStepped, "the run takes no steps", kTrainMs);
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
            parts.begin(base, folder / "run");
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

    void goesOnWhereItWasWhenTheWindowIsOpenedAgain() {
        QTemporaryDir kept;
        const fs::path home = fs::canonical(kept.path().toStdString());
        const fs::path base = makeBundle(home, "base");
        const fs::path run = home / "data" / "runs" / "tiny";
        {
            RealParts parts(home);
            QCOMPARE(parts.workspace->runs().folder(), run.parent_path());
            parts.begin(base, run);
            parts.child("pauseRun")->click();
            QTRY_COMPARE_WITH_TIMEOUT(parts.state(), RunState::Paused, kTrainMs);
            // What is only paused is not asked about.
            QVERIFY(parts.window->close());
            QVERIFY(!parts.window->isVisible());
        }
        const auto paused = readRunStatus(run);
        QVERIFY(paused && paused->state == RunStatus::State::Stopped);
        QVERIFY(paused->step > 0 && paused->step < 400);
        {
            RealParts parts(home);
            QTRY_VERIFY(parts.hasJob());
            QCOMPARE(parts.state(), RunState::Paused);
            QTRY_COMPARE(parts.textOf("runName"), QString("tiny"));
            QTRY_VERIFY(parts.textOf("runState").contains("of 400"));
            QCOMPARE(parts.shownStep(), paused->step);
            parts.child("resumeRun")->click();
            QTRY_VERIFY_WITH_TIMEOUT(parts.shownStep() > paused->step, kTrainMs);
            QVERIFY(!parts.window->close());
            QVERIFY(parts.window->isVisible());
            QVERIFY(parts.bar(kClosingKey) != nullptr);
            auto* stop = parts.bar(kClosingKey)->findChild<QPushButton*>("messageAction");
            QCOMPARE(stop->text(), QString("Stop and quit"));
            stop->click();
            QVERIFY(!parts.window->isVisible());
        }
        const auto stopped = readRunStatus(run);
        QVERIFY(stopped && stopped->state == RunStatus::State::Stopped);
        QVERIFY(stopped->step > paused->step && stopped->step < 400);

        // Who stopped it to quit has it go on by itself.
        RealParts parts(home);
        QTRY_VERIFY(parts.hasJob());
        QTRY_COMPARE_WITH_TIMEOUT(parts.state(), RunState::Finished, kTrainMs);
        QCOMPARE(readRunStatus(run)->step, 400);
        QTRY_COMPARE(parts.child<CurvePlot>("losses")->series().front().points.size(), 400U);
        QVERIFY(parts.bar(kInterruptedKey) == nullptr);
        // One run was one job from its beginning to its end.
        QCOMPARE(parts.jobs.all().size(), 1U);
        QCOMPARE(parts.prompts.numAsked, 0);
    }
};

DESCRY_UI_TEST_MAIN(tst_TrainWindow)
#include "tst_train_window.moc"

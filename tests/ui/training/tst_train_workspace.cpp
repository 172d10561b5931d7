#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QToolButton>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/training/fake_trainer.h"
#include "tests/ui/ui_fixture.h"
#include "ui/training/train_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;

struct TrainParts : UiParts {
    FakeTrainer fake;
    QWidget window;
    std::unique_ptr<TrainWorkspace> workspace;

    explicit TrainParts(DeviceFinder itsFinder = &findFakeDevice)
        : UiParts(&loadFakeModel, std::move(itsFinder)) {
        make();
    }
    /// No job outlives what it asks for leave to step.
    ~TrainParts() {
        jobs.cancelAll();
        waitFor([this] { return jobs.isIdle(); }, "a job goes on");
    }

    /// The workspace anew, as the next start of the program makes it.
    void make() {
        workspace.reset();
        delete window.layout();
        qDeleteAll(window.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
        workspace = std::make_unique<TrainWorkspace>(context, fake.trainer());
        auto* row = new QHBoxLayout(&window);
        for (QWidget* part : {workspace->left(), workspace->centre(), workspace->right()}) {
            row->addWidget(part);
        }
        window.resize(1200, 700);
        window.show();
    }

    template <typename Widget = QPushButton>
    Widget* child(const char* name) const {
        Widget* found = window.findChild<Widget*>(name);
        if (found == nullptr) qFatal("there is no %s", name);
        return found;
    }
    QString textOf(const char* name) const { return child<QLabel>(name)->text(); }
    QLineEdit* field(const char* accessibleName) const {
        for (QLineEdit* edit : window.findChildren<QLineEdit*>()) {
            if (edit->accessibleName() == accessibleName) return edit;
        }
        qFatal("there is no field %s", accessibleName);
    }

    fs::path makeDataset() {
        makePictures("imgs", 3);
        std::ofstream(folder / "reid.json")
            << R"([{"id":1,"file_path":"picture0.bmp","captions":["A man."],"split":"train"},)"
            << R"({"id":2,"file_path":"picture1.bmp","captions":["A woman."],"split":"train"},)"
            << R"({"id":3,"file_path":"picture2.bmp","captions":["She runs."],"split":"val"}])";
        return folder / "reid.json";
    }

    /// The same network with another last weight, hence another fingerprint.
    fs::path makeOtherBundle() const {
        const fs::path other = folder / "other";
        fs::copy(folder / "base", other);
        fs::remove(other / "fingerprint.json");
        std::fstream weights(other / "model.safetensors",
                             std::ios::in | std::ios::out | std::ios::binary);
        weights.seekg(-1, std::ios::end);
        const int last = weights.get();
        weights.seekp(-1, std::ios::end);
        weights.put(static_cast<char>(last ^ 1));
        return other;
    }

    TrainRequest request(const std::string& name) {
        TrainRequest request;
        request.out = folder / "data" / "runs" / name;
        request.start = {TrainStart::Kind::Bundle, folder / "base", {}, {}};
        request.dataset = makeDataset();
        request.images = folder / "imgs";
        request.heldOut = Split::Val;
        return request;
    }

    /// Begins a run and waits until it stands at `step`.
    void begin(const std::string& name, int step) {
        fake.allow(step);
        workspace->runs().begin(request(name));
        const auto hasBegun = [&] { return workspace->runs().find(path(name)) != nullptr; };
        waitFor(hasBegun, "the run does not begin");
        QTRY_COMPARE(stateOf(name), RunState::Running);
        QTRY_VERIFY(textOf("runStep").startsWith(QString::number(step) + "/"));
    }
    fs::path path(const std::string& name) const {
        return fs::weakly_canonical(folder / "data" / "runs" / name);
    }
    const ShownRun& run(const std::string& name) const {
        const ShownRun* found = workspace->runs().find(path(name));
        if (found == nullptr) qFatal("there is no run %s", name.c_str());
        return *found;
    }
    RunState stateOf(const std::string& name) const { return run(name).state(); }
};

}  // namespace

class tst_TrainWorkspace : public QObject {
    Q_OBJECT

  private slots:
    void offersANewRunWhileThereIsNone() {
        TrainParts parts;
        auto* empty = parts.window.findChild<EmptyState*>();
        QVERIFY(empty->isVisible());
        empty->button()->click();
        QVERIFY(parts.child<PathRow>("dataset")->isVisible());
        QVERIFY(!parts.child("beginTraining")->isEnabled());
        QCOMPARE(parts.textOf("firstFault"), QString("Choose a data set file."));
    }

    void aNewRunSuitsTheDeviceWithoutAnOpenModel() {
        TrainParts parts([](const DeviceRequest&) {
            DeviceStatus status;
            status.name = "GPU";
            status.isCuda = true;
            return status;
        });
        parts.child("newRun")->click();
        const QString onCpu = parts.field("Batch")->text();
        parts.field("Length")->setText("7");
        // It is found while the form is filled in.
        parts.workbench.setDevice({});
        QTRY_VERIFY(parts.field("Batch")->text() != onCpu);
        QCOMPARE(parts.field("Batch")->text(), defaultTrainForm({.isCuda = true}).batch);
        QCOMPARE(parts.field("Length")->text(), QString("7"));
        // Or before.
        parts.make();
        parts.child("newRun")->click();
        QCOMPARE(parts.field("Batch")->text(), defaultTrainForm({.isCuda = true}).batch);
    }

    void aModelThatIsOpenedLaterIsTheStartUnlessOneWasChosen() {
        TrainParts parts;
        const fs::path base = makeBundle(parts.folder, "base");
        parts.child("newRun")->click();
        auto* start = parts.child<PathRow>("start");
        QCOMPARE(start->path(), QString());
        parts.workbench.openBundle(base);
        QTRY_COMPARE(start->path(), qtPath(base));
        const QString chosen = "/models/mine";
        start->setPath(chosen);
        QSignalSpy changed(&parts.workbench, &Workbench::bundleChanged);
        parts.workbench.openBundle(parts.makeOtherBundle());
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(start->path(), chosen);
    }

    void beginsARunFromTheForm() {
        TrainParts parts;
        parts.child("newRun")->click();
        parts.child<PathRow>("dataset")->setPath(qtPath(parts.makeDataset()));
        parts.child<PathRow>("images")->setPath(qtPath(parts.folder / "imgs"));
        parts.child<PathRow>("start")->setPath(qtPath(parts.folder / "base"));
        QCOMPARE(parts.textOf("firstFault"), QString("Choose what the run is evaluated on."));
        parts.child<QComboBox>("heldOut")->setCurrentIndex(1);
        QTRY_VERIFY(parts.textOf("forecast").contains("GB"));
        QTRY_VERIFY(parts.textOf("forecast").contains("0.5 s a step"));
        QVERIFY(parts.child("beginTraining")->isEnabled());
        // Proposed by the name of the data set.
        QVERIFY(parts.child<PathRow>("out")->path().endsWith("/runs/reid"));
        parts.child("beginTraining")->click();
        QTRY_COMPARE(parts.textOf("runName"), QString("reid"));
        QVERIFY(parts.run("reid").record.heldOut == Split::Val);
        const auto settings = nlohmann::json::parse(parts.run("reid").record.settings);
        QCOMPARE(settings.at("batch_size_train").get<int>(), 4);
        QTRY_COMPARE(parts.stateOf("reid"), RunState::Running);
    }

    void aForecastIsHeldAgainstTheMemoryOfTheGpu() {
        TrainParts parts([](const DeviceRequest&) {
            DeviceStatus status;
            status.name = "GPU";
            status.isCuda = true;
            status.memoryBytes = 1'000'000'000;
            return status;
        });
        parts.fake.isOnGpu = true;
        parts.workbench.setDevice({});
        QTRY_VERIFY(parts.workbench.device() && parts.workbench.device()->isCuda);
        parts.child("newRun")->click();
        parts.child<PathRow>("dataset")->setPath(qtPath(parts.makeDataset()));
        parts.child<PathRow>("images")->setPath(qtPath(parts.folder / "imgs"));
        parts.child<PathRow>("start")->setPath(qtPath(parts.folder / "base"));
        parts.child<QComboBox>("heldOut")->setCurrentIndex(3);
        QTRY_VERIFY(parts.textOf("forecast").contains("GPU's 1.0"));
        QVERIFY(parts.textOf("forecast").contains("more than there is"));
    }

    void aRefusedFieldIsNamedWhereItStands() {
        TrainParts parts;
        fs::create_directories(parts.folder / "used");
        std::ofstream(parts.folder / "used" / "notes.txt") << "mine";
        parts.child("newRun")->click();
        parts.child<PathRow>("dataset")->setPath(qtPath(parts.makeDataset()));
        parts.child<PathRow>("images")->setPath(qtPath(parts.folder / "imgs"));
        parts.child<PathRow>("start")->setPath(qtPath(parts.folder / "base"));
        parts.child<PathRow>("out")->setPath(qtPath(parts.folder / "used"));
        parts.child<QComboBox>("heldOut")->setCurrentIndex(3);
        QTRY_VERIFY(parts.child("beginTraining")->isEnabled());
        parts.child("beginTraining")->click();
        QTRY_VERIFY(parts.textOf("firstFault").contains("not an empty folder"));
        QVERIFY(!parts.child("beginTraining")->isEnabled());
        QVERIFY(parts.workspace->runs().runs().empty());
        // Another folder, and the way is free.
        parts.child<PathRow>("out")->setPath(qtPath(parts.folder / "free"));
        QTRY_VERIFY(parts.child("beginTraining")->isEnabled());
    }

    void aStartThatDoesNotFitIsToldBeforeTheRun() {
        TrainParts parts;
        parts.fake.forecastFailure =
            Error(ErrorCode::NotFound, "/models/gone: there is no such bundle");
        parts.child("newRun")->click();
        parts.child<PathRow>("dataset")->setPath(qtPath(parts.makeDataset()));
        parts.child<PathRow>("images")->setPath(qtPath(parts.folder / "imgs"));
        parts.child<PathRow>("start")->setPath("/models/gone");
        parts.child<QComboBox>("heldOut")->setCurrentIndex(3);
        QTRY_COMPARE(parts.textOf("firstFault"), QString("/models/gone: there is no such bundle"));
    }

    void verdictsBesideTheDataSetAreProposedAndGoWithIt() {
        TrainParts parts;
        const fs::path file = parts.makeDataset();
        fs::create_directories(parts.folder / "reviewed");
        fs::copy(file, parts.folder / "reviewed" / "reid.json");
        std::ofstream(parts.folder / "reviewed" / "pairs.jsonl") << "";
        parts.child("newRun")->click();
        auto* uses = parts.child<QCheckBox>("usesPairs");
        parts.child<PathRow>("dataset")->setPath(qtPath(parts.folder / "reviewed" / "reid.json"));
        QTRY_VERIFY(uses->isChecked());
        parts.child<PathRow>("dataset")->setPath(qtPath(file));
        QTRY_VERIFY(!uses->isChecked());
    }

    void aSplitThatTheDataSetLacksIsRefused() {
        TrainParts parts;
        parts.child("newRun")->click();
        parts.child<PathRow>("dataset")->setPath(qtPath(parts.makeDataset()));
        parts.child<PathRow>("images")->setPath(qtPath(parts.folder / "imgs"));
        parts.child<PathRow>("start")->setPath(qtPath(parts.folder / "base"));
        parts.child<QComboBox>("heldOut")->setCurrentIndex(2);
        QTRY_VERIFY(parts.textOf("firstFault").contains("no such split"));
    }

    void showsLiveValuesAndTheEnd() {
        TrainParts parts;
        parts.begin("live", 3);
        auto* losses = parts.child<CurvePlot>("losses");
        QTRY_COMPARE(losses->series().front().points.size(), 3U);
        QCOMPARE(losses->series().front().points.back(), QPointF(3, 1));
        QCOMPARE(parts.textOf("runStep"), QString("3/6"));
        QVERIFY(parts.child("pauseRun")->isVisible());
        QVERIFY(!parts.child("resumeRun")->isVisible());
        parts.fake.allow(6);
        QTRY_COMPARE(parts.stateOf("live"), RunState::Finished);
        QTRY_COMPARE(parts.child<CurvePlot>("recall")->series().front().points.size(), 1U);
        QTRY_COMPARE(parts.textOf("runBest"), QString("62.5"));
        QVERIFY(!parts.child("pauseRun")->isVisible());
        QVERIFY(!parts.child("resumeRun")->isVisible());
        QVERIFY(!parts.child("cancelRun")->isVisible());
    }

    void aFolderThatNothingOpensIsSaid() {
        TrainParts parts;
        parts.begin("shown", 1);
        // No desktop is there to open it.
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.child("showRunFolder")->click();
        QCOMPARE(raised.size(), 1);
        QVERIFY(raised[0][0].value<Message>().details.contains("shown"));
    }

    void pausesAndResumes() {
        TrainParts parts;
        parts.begin("paused", 2);
        parts.child("pauseRun")->click();
        QTRY_COMPARE(parts.stateOf("paused"), RunState::Paused);
        QTRY_VERIFY(parts.textOf("runState").contains("after step 2 of 6"));
        QVERIFY(parts.child("resumeRun")->isVisible());
        parts.fake.allow(6);
        parts.child("resumeRun")->click();
        QTRY_COMPARE(parts.stateOf("paused"), RunState::Finished);
        QTRY_COMPARE(parts.child<CurvePlot>("losses")->series().front().points.size(), 6U);
    }

    void findsAndResumesARunOfAnEarlierStart() {
        TrainParts first;
        first.begin("earlier", 2);
        first.child("pauseRun")->click();
        QTRY_COMPARE(first.stateOf("earlier"), RunState::Paused);

        TrainParts second;
        second.fake.allow(6);
        second.prompts.path = first.path("earlier");
        second.child("openRun")->click();
        QTRY_COMPARE(second.textOf("runName"), QString("earlier"));
        QVERIFY(second.textOf("runState").startsWith("Paused"));
        QTRY_COMPARE(second.child<CurvePlot>("losses")->series().front().points.size(), 2U);
        second.child("resumeRun")->click();
        QTRY_COMPARE(second.workspace->runs().runs().front().state(), RunState::Finished);
        // Remembered.
        second.make();
        QTRY_COMPARE(second.textOf("runName"), QString("earlier"));
    }

    void aRunOpenedWhileTheOthersAreReadStays() {
        TrainParts earlier;
        earlier.begin("opened", 1);
        earlier.child("pauseRun")->click();
        QTRY_COMPARE(earlier.stateOf("opened"), RunState::Paused);

        TrainParts parts;
        // So many that they are read for longer than the one that is opened.
        constexpr std::size_t kNumOthers = 300;
        const fs::path others = parts.folder / "data" / "runs";
        for (std::size_t i = 0; i < kNumOthers; ++i) {
            fs::create_directories(others / std::to_string(i));
            fs::copy(earlier.path("opened") / "run.json", others / std::to_string(i));
        }
        TrainingRuns& runs = parts.workspace->runs();
        runs.refresh();
        runs.open(earlier.path("opened"));
        QTRY_COMPARE(runs.runs().size(), kNumOthers + 1);
        QVERIFY(runs.find(earlier.path("opened")) != nullptr);
    }

    void aRunBegunElsewhereIsFoundAgain() {
        TrainParts parts;
        parts.fake.allow(6);
        TrainRequest request = parts.request("mine");
        request.out = parts.folder / "elsewhere" / "mine";
        TrainingRuns& runs = parts.workspace->runs();
        runs.begin(request);
        const fs::path folder = fs::weakly_canonical(request.out);
        QTRY_VERIFY(runs.find(folder) != nullptr);
        QTRY_COMPARE(runs.find(folder)->state(), RunState::Finished);
        // By the next start of the program, which has no job of it.
        parts.jobs.clearEnded();
        parts.make();
        QTRY_VERIFY(parts.workspace->runs().find(folder) != nullptr);
        QCOMPARE(parts.workspace->runs().find(folder)->state(), RunState::Finished);
        QSignalSpy read(&parts.workspace->runs(), &TrainingRuns::listChanged);
        parts.workspace->activated();
        QTRY_COMPARE(read.size(), 1);
        QVERIFY(parts.workspace->runs().find(folder) != nullptr);
    }

    void aKilledRunIsInterruptedAndGoesOn() {
        TrainParts parts;
        FakeTrainer::makeRun(parts.request("killed"));
        RunStatus status;
        status.step = 4;
        status.numSteps = 6;
        writeRunStatus(parts.path("killed"), status);
        parts.workspace->activated();
        QTRY_COMPARE(parts.textOf("runName"), QString("killed"));
        QCOMPARE(parts.stateOf("killed"), RunState::Interrupted);
        QVERIFY(parts.textOf("runProblemText").contains("last snapshot"));
        parts.fake.allow(6);
        parts.child("resumeRun")->click();
        QTRY_COMPARE(parts.stateOf("killed"), RunState::Finished);
    }

    void cancelsForGood() {
        TrainParts parts;
        parts.begin("cancelled", 1);
        parts.child("cancelRun")->click();
        QTRY_COMPARE(parts.stateOf("cancelled"), RunState::Cancelled);
        QTRY_VERIFY(readRunStatus(parts.path("cancelled"))->state == RunStatus::State::Cancelled);
        QVERIFY(!parts.child("cancelRun")->isVisible());
        parts.make();
        QTRY_COMPARE(parts.textOf("runName"), QString("cancelled"));
        QVERIFY(parts.textOf("runState").startsWith("Cancelled"));
    }

    void aJobThatCannotBeReadAnyMoreOnlyFails() {
        TrainParts parts;
        for (const char* parameters : {"{}", R"({"folder": 3})", "["}) {
            parts.jobs.submit({"train", "Train x", parameters});
        }
        QTRY_VERIFY(parts.jobs.isIdle());
        for (const JobStatus& status : parts.jobs.all()) {
            QCOMPARE(status.state, JobState::Failed);
            QCOMPARE(status.error->code(), ErrorCode::CorruptFile);
        }
    }

    void aPausedRunCanBeCancelled() {
        TrainParts parts;
        parts.begin("both", 1);
        parts.child("pauseRun")->click();
        QTRY_COMPARE(parts.stateOf("both"), RunState::Paused);
        parts.child("cancelRun")->click();
        QTRY_COMPARE(parts.stateOf("both"), RunState::Cancelled);
    }

    void aFullDiskPausesWithTheReason() {
        TrainParts parts;
        parts.begin("full", 2);
        parts.fake.failAt(3, Error(ErrorCode::DiskFull, "snapshot: No space left on device"));
        parts.fake.allow(6);
        QTRY_COMPARE(parts.stateOf("full"), RunState::Blocked);
        QTRY_VERIFY(parts.textOf("runProblemText").contains("No space left on device"));
        QVERIFY(parts.child<QFrame>("runProblem")->isVisible());
        parts.child("resumeRun")->click();
        QTRY_COMPARE(parts.stateOf("full"), RunState::Finished);
        QVERIFY(!parts.child<QFrame>("runProblem")->isVisible());
    }

    void goneImagesPauseWithTheReason() {
        TrainParts parts;
        parts.begin("gone", 1);
        parts.fake.failAt(2, Error(ErrorCode::Io, "paused at step 1: no image could be read"));
        parts.fake.allow(6);
        QTRY_COMPARE(parts.stateOf("gone"), RunState::Blocked);
        QTRY_VERIFY(parts.textOf("runProblemText").contains("no image could be read"));
        parts.child("resumeRun")->click();
        QTRY_COMPARE(parts.stateOf("gone"), RunState::Finished);
    }

    void aFailureSaysWhyAndCanBeTriedAgain() {
        TrainParts parts;
        parts.begin("failed", 1);
        parts.fake.failAt(2, Error(ErrorCode::InvalidInput, "the loss is not finite"));
        parts.fake.allow(6);
        QTRY_COMPARE(parts.stateOf("failed"), RunState::Failed);
        QCOMPARE(parts.textOf("runProblemText"), QString("the loss is not finite"));
        QVERIFY(parts.child("resumeRun")->text().contains("Try again"));
        parts.child("resumeRun")->click();
        QTRY_COMPARE(parts.stateOf("failed"), RunState::Finished);
    }

    void aRunThatMemoryRanOutForGoesOnWithLess() {
        TrainParts parts;
        const Error outOfMemory(ErrorCode::OutOfMemory, "GPU memory ran out after step 1 of 6");
        TrainRequest request = parts.request("large");
        request.settings = {{"batch_size_train", 5}};
        parts.fake.allow(1);
        parts.fake.failAt(2, outOfMemory);
        parts.workspace->runs().begin(request);
        QTRY_VERIFY(parts.workspace->runs().find(parts.path("large")) != nullptr);
        parts.fake.allow(2);
        QTRY_VERIFY(parts.child("resumeWithLessMemory")->isVisible());
        QVERIFY(parts.child("resumeWithLessMemory")->text().contains("recomputing activations"));
        const auto settings = [&] {
            return nlohmann::json::parse(readRun(parts.path("large")).settings);
        };
        // Again and again, until there is nothing left to give up.
        parts.fake.failAt(2, outOfMemory);
        parts.child("resumeWithLessMemory")->click();
        QTRY_VERIFY(parts.child("resumeWithLessMemory")->text().contains("2 samples at once"));
        QVERIFY(settings().at("recompute_activations").get<bool>());
        // The next start of the program offers it too.
        parts.make();
        QTRY_VERIFY(parts.child("resumeWithLessMemory")->isVisible());
        parts.fake.failAt(2, outOfMemory);
        parts.child("resumeWithLessMemory")->click();
        QTRY_VERIFY(!parts.child("resumeWithLessMemory")->isVisible() &&
                    parts.stateOf("large") == RunState::Failed);
        QCOMPARE(settings().at("micro_batch").get<int>(), 2);
        QVERIFY(parts.child<QFrame>("runProblem")->isVisible());
        parts.fake.allow(6);
        parts.child("resumeRun")->click();
        QTRY_COMPARE(parts.stateOf("large"), RunState::Finished);
        QCOMPARE(settings().at("micro_batch").get<int>(), 2);
    }

    void warningsAreListedAndCounted() {
        TrainParts parts;
        parts.fake.warning = Error(ErrorCode::CorruptFile, "left out: cut.jpg");
        parts.begin("warned", 1);
        QTRY_COMPARE(parts.child<QToolButton>("warningsPart")->text(), QString("Warnings (1)"));
        QVERIFY(parts.child<QPlainTextEdit>("warnings")->toPlainText().contains("cut.jpg"));
    }

    void comparesWithTheStartOnTheSameSplit() {
        TrainParts parts;
        makeBundle(parts.folder, "base");
        parts.fake.bundle = parts.folder / "base";
        parts.begin("compared", 1);
        QVERIFY(!parts.child("compare")->isVisibleTo(&parts.window));
        parts.fake.allow(6);
        QTRY_COMPARE(parts.stateOf("compared"), RunState::Finished);
        QTRY_VERIFY(parts.run("compared").record.hasBest);
        parts.child<QToolButton>("comparisonPart")->click();
        QVERIFY(parts.child("compare")->isVisible());
        parts.child("compare")->click();
        QTRY_VERIFY(parts.child<QTableWidget>("comparison")->isVisible());
        auto* table = parts.child<QTableWidget>("comparison");
        QCOMPARE(table->item(0, 0)->text(), QString("Before: base"));
        // The same network twice.
        QCOMPARE(table->item(2, 1)->text(), QString("±0"));
        QVERIFY(parts.textOf("comparisonText").contains("Validation"));
        // Kept in the run's folder.
        parts.make();
        QTRY_VERIFY(parts.workspace->runs().find(parts.path("compared")) != nullptr);
        QVERIFY(parts.run("compared").comparison);
    }

    void aComparisonOutlivesTheProgram() {
        TrainParts parts;
        makeBundle(parts.folder, "base");
        parts.fake.bundle = parts.folder / "base";
        parts.begin("compared", 1);
        parts.fake.allow(6);
        QTRY_COMPARE(parts.stateOf("compared"), RunState::Finished);
        QTRY_VERIFY(parts.run("compared").record.hasBest);
        auto hold = std::make_unique<ComputeLane::Hold>(parts.jobs.sharedLane()->acquire());
        parts.child<QToolButton>("comparisonPart")->click();
        parts.child("compare")->click();
        const JobStatus job = parts.jobs.open().front();
        // With a recipe a job is kept in the journal.
        const auto recipe = parts.jobs.recipe(job.id);
        QVERIFY(recipe && recipe->kind == "compare");
        parts.make();
        QTRY_VERIFY(parts.workspace->runs().find(parts.path("compared")) != nullptr);
        QVERIFY(parts.run("compared").isCompared);
        hold.reset();
        QTRY_VERIFY(parts.run("compared").comparison);
        QVERIFY(!parts.run("compared").isCompared);
    }

    void usesTheModelWhileTheOldIndexStays() {
        TrainParts parts;
        makeBundle(parts.folder, "base");
        parts.fake.bundle = parts.folder / "base";
        parts.workbench.openBundle(parts.folder / "base");
        QTRY_VERIFY(parts.workbench.bundle());
        parts.fake.allow(6);
        parts.workspace->runs().begin(parts.request("used"));
        QTRY_VERIFY(parts.workspace->runs().find(parts.path("used")) != nullptr);
        QTRY_COMPARE(parts.stateOf("used"), RunState::Finished);
        QTRY_VERIFY(parts.child("useBundle")->isVisible());
        parts.child("useBundle")->click();
        QTRY_COMPARE(parts.workbench.bundle()->bundle->path(), parts.path("used") / "best");
    }

    void indexesTheGalleryWithTheModelBeforeItIsOpened() {
        TrainParts parts;
        makeBundle(parts.folder, "base");
        parts.fake.bundle = parts.makeOtherBundle();
        parts.workbench.openBundle(parts.folder / "base");
        QTRY_VERIFY(parts.workbench.bundle());
        const std::string old = parts.workbench.bundle()->bundle->fingerprint();
        parts.workbench.openFolder(parts.makePictures("hall", 3));
        QTRY_VERIFY(parts.workbench.gallery());
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(old), 3);
        parts.fake.allow(6);
        parts.workspace->runs().begin(parts.request("better"));
        QTRY_VERIFY(parts.workspace->runs().find(parts.path("better")) != nullptr);
        QTRY_COMPARE(parts.stateOf("better"), RunState::Finished);
        QTRY_VERIFY(parts.child("useBundle")->isVisible());
        // At the moment of the change everything is indexed already.
        std::optional<JobState> indexing;
        const QObject whileItIsThere;
        connect(&parts.jobs, &JobSignals::ended, &whileItIsThere, [&](const JobStatus& status) {
            if (status.kind == "index") indexing = status.state;
        });
        QSignalSpy changed(&parts.workbench, &Workbench::bundleChanged);
        parts.child("useBundle")->click();
        QTRY_VERIFY(indexing);
        QVERIFY(*indexing == JobState::Succeeded);
        QVERIFY(changed.size() <= 1);
        QTRY_COMPARE(parts.workbench.bundle()->bundle->path(), parts.path("better") / "best");
        const std::string now = parts.workbench.bundle()->bundle->fingerprint();
        QVERIFY(now != old);
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(now), 3);
        QCOMPARE(parts.workbench.gallery()->numIndexed(old), 3);
    }

    void keysReachNewPauseAndOpen() {
        TrainParts parts;
        parts.begin("keyed", 1);
        QStringList keys;
        for (QAction* action : parts.workspace->actions()) {
            keys << action->shortcut().toString();
            QVERIFY(!action->text().isEmpty() && !action->iconText().isEmpty());
        }
        QCOMPARE(keys, (QStringList{"Ctrl+N", "Ctrl+P", "Ctrl+Shift+R"}));
        parts.workspace->actions()[1]->trigger();
        QTRY_COMPARE(parts.stateOf("keyed"), RunState::Paused);
        parts.workspace->actions()[1]->trigger();
        QTRY_COMPARE(parts.stateOf("keyed"), RunState::Running);
        parts.workspace->actions()[0]->trigger();
        QVERIFY(parts.child<PathRow>("dataset")->isVisible());
        QTest::keyClick(parts.child<QListView>("runs"), Qt::Key_Down);
        QTRY_VERIFY(parts.child<QLabel>("runName")->isVisible());
    }

    void everyControlHasAName() {
        TrainParts parts;
        parts.begin("named", 1);
        parts.child("newRun")->click();
        for (const QWidget* widget : parts.window.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() != nullptr) continue;
            const bool isControl = qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                                   qobject_cast<const QLineEdit*>(widget) != nullptr ||
                                   qobject_cast<const QComboBox*>(widget) != nullptr ||
                                   qobject_cast<const QAbstractItemView*>(widget) != nullptr ||
                                   qobject_cast<const CurvePlot*>(widget) != nullptr;
            const bool isPartOfAnother =
                widget->objectName().startsWith("qt_") ||
                widget->parentWidget()->inherits("QComboBox") ||
                widget->parentWidget()->inherits("QLineEdit") || widget->inherits("QHeaderView") ||
                widget->inherits("QTableCornerButton") || widget->inherits("QComboBoxListView");
            if (!isControl || isPartOfAnother) continue;
            QVERIFY2(!widget->accessibleName().isEmpty(),
                     qPrintable(QString(widget->metaObject()->className()) + " " +
                                widget->objectName()));
        }
        const QModelIndex first = parts.child<QListView>("runs")->model()->index(0, 0);
        QVERIFY(first.data(Qt::AccessibleTextRole).toString().startsWith("named, Running"));
    }

    void keepsTheRulesOfAModel() {
        TrainParts parts;
        RunsModel model(parts.workspace->runs());
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        parts.begin("first", 1);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.folderAt(0), parts.path("first"));
        QCOMPARE(model.rowOf(parts.path("first")), 0);
        QVERIFY(model.folderAt(1).empty());
    }
};

DESCRY_UI_TEST_MAIN(tst_TrainWorkspace)
#include "tst_train_workspace.moc"

// Steps that fail: losses that are not finite are dropped, memory that runs out ends the run with
// its last snapshot whole, from which it goes on.

#include <c10/core/CPUAllocator.h>

#include <QTest>
#include <functional>
#include <new>
#include <stdexcept>
#include <utility>

#include "core/base/json.h"
#include "tests/core/training/tiny_runs.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Failure = void (*)();

/// How memory runs out, and at which of the thread's next allocations; 0: not at all.
thread_local Failure t_failure = nullptr;
thread_local int t_failsIn = 0;

/// Torch's own, but for the one allocation that fails.
class FailingAllocator : public c10::Allocator {
  public:
    c10::DataPtr allocate(std::size_t size) override {
        if (t_failsIn > 0 && --t_failsIn == 0) t_failure();
        return m_own->allocate(size);
    }
    c10::DeleterFnPtr raw_deleter() const override { return m_own->raw_deleter(); }
    void copy_data(void* to, const void* from, std::size_t size) const override {
        m_own->copy_data(to, from, size);
    }

  private:
    c10::Allocator* m_own = c10::GetCPUAllocator();
};

void failOnHost() {
    throw std::bad_alloc();
}

void failAsTorchOnHost() {
    TORCH_CHECK(false, "DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 byte");
}

void failAsOneDnn() {
    throw std::runtime_error("could not create a primitive");
}

void failOnDevice() {
    TORCH_CHECK_WITH(OutOfMemoryError, false, "CUDA out of memory");
}

}  // namespace

class TestTrainFaults : public QObject {
    Q_OBJECT
    TinyRuns m_runs;

    /// A run with two steps done, whose next is not finite: the snapshot it begins with is no
    /// numbers at all, and `good` takes its place as soon as it has been read.
    TrainRequest begunBeforeABadStep(const std::string& name, fs::path& good) {
        TrainRequest request = m_runs.request(name);
        // The warning of it is the moment.
        request.settings["micro_batch"] = 2;
        const fs::path snapshot = request.out / "snapshot.safetensors";
        good = m_runs.folder() / (name + ".safetensors");
        [&] { QVERIFY(m_runs.runNew(request, 2).contains("stopped after step 2")); }();
        fs::copy_file(snapshot, good);
        poison(snapshot);
        m_runs.onWarning = [=](const std::string& text) {
            if (!text.starts_with("P-ITM")) return;
            fs::copy_file(good, snapshot, fs::copy_options::overwrite_existing);
        };
        return request;
    }

  private Q_SLOTS:
    void initTestCase() {
        static FailingAllocator allocator;
        c10::SetCPUAllocator(&allocator, 1);
    }

    void aStepThatIsNotFiniteIsDroppedAndTheRunEnds() {
        fs::path good;
        const TrainRequest wanted = begunBeforeABadStep("once", good);
        TrainJob job(wanted.out, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QCOMPARE(job.result().numDropped, 1);
        QCOMPARE(job.result().numSteps, job.result().plannedSteps);
        QCOMPARE(m_runs.warnings.size(), 2U);
        const QString warning = QString::fromStdString(m_runs.warnings.back());
        for (const char* part : {"step 3: ", "not finite", ".png", "back to the last snapshot"}) {
            QVERIFY2(warning.contains(part), qPrintable(warning));
        }
        const auto status = readRunStatus(wanted.out);
        QVERIFY(status && status->state == RunStatus::State::Finished);
        QCOMPARE(status->numDropped, 1);
        const auto lines = linesOf(wanted.out / "metrics.jsonl");
        QCOMPARE(std::ssize(lines), job.result().numSteps);
        const auto steps = readMetrics(wanted.out / "metrics.jsonl").steps;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            QCOMPARE(lines[i]["dropped"].get<bool>(), i == 2);
            QCOMPARE(lines[i]["total"].is_number(), i != 2);
            QCOMPARE(steps[i].isDropped, i == 2);
        }
    }

    void aDroppedStepLeavesTheSnapshotsStateBitForBit() {
        fs::path good;
        const TrainRequest wanted = begunBeforeABadStep("rolled-back", good);
        QVERIFY(m_runs.resume(wanted.out, 3).contains("stopped after step 3"));
        QCOMPARE(differences(wanted.out / "snapshot.safetensors", good), std::string());
        // The count goes on with the run.
        TrainJob job(wanted.out, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QCOMPARE(job.result().numDropped, 1);
    }

    void threeInARowFailTheRunAndNameTheBatch() {
        TrainRequest wanted = m_runs.request("nan");
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        poison(wanted.out / "snapshot.safetensors", "temp");
        TrainJob job(wanted.out, m_runs.lane);
        const QString error = m_runs.run(job);
        for (const char* part : {"step 4: ", "3 times in a row", ".png"}) {
            QVERIFY2(error.contains(part), qPrintable(error));
        }
        QCOMPARE(job.result().numDropped, 3);
        QCOMPARE(m_runs.warnings.size(), 3U);
        const auto status = readRunStatus(wanted.out);
        QVERIFY(status && status->state == RunStatus::State::Failed);
        QCOMPARE(status->numDropped, 3);
        std::int64_t numDropped = 0;
        for (const Json& line : linesOf(wanted.out / "metrics.jsonl")) {
            numDropped += line["dropped"].get<bool>() ? 1 : 0;
        }
        QCOMPARE(numDropped, 3);
    }

    void memoryThatRunsOutInAStepIsToldAndTheRunGoesOn_data() {
        QTest::addColumn<Failure>("failure");
        QTest::addColumn<int>("allocation");
        QTest::addColumn<QString>("told");
        const QString host = QStringLiteral(": memory ran out after step 2 of ");
        QTest::newRow("host") << Failure(failOnHost) << 1 << host;
        QTest::newRow("host, deep in the step") << Failure(failOnHost) << 300 << host;
        QTest::newRow("host, by torch") << Failure(failAsTorchOnHost) << 30 << host;
        QTest::newRow("host, by oneDNN") << Failure(failAsOneDnn) << 100 << host;
        QTest::newRow("device") << Failure(failOnDevice) << 200
                                << QStringLiteral(": GPU memory ran out after step 2 of ");
    }

    void memoryThatRunsOutInAStepIsToldAndTheRunGoesOn() {
        QFETCH(Failure, failure);
        QFETCH(int, allocation);
        QFETCH(QString, told);
        const std::string name = QTest::currentDataTag();
        const TrainRequest whole = m_runs.request("whole " + name);
        QCOMPARE(m_runs.runNew(whole), QString());
        const TrainRequest wanted = m_runs.request("short of memory " + name);
        m_runs.onStep = [=](std::int64_t step) {
            if (step != 2) return;
            t_failure = failure;
            t_failsIn = allocation;
        };
        const QString error = m_runs.runNew(wanted);
        t_failsIn = 0;
        for (const QString& part : {told,
                                    QStringLiteral("snapshot is whole"),
                                    QStringLiteral("micro_batch"),
                                    QStringLiteral("recompute_activations")}) {
            QVERIFY2(error.contains(part), qPrintable(error));
        }
        const auto status = readRunStatus(wanted.out);
        QVERIFY(status && status->state == RunStatus::State::Failed);
        QCOMPARE(QString(status->error->what()), error);
        QCOMPARE(m_runs.resume(wanted.out), QString());
        QCOMPARE(
            differences(wanted.out / "snapshot.safetensors", whole.out / "snapshot.safetensors"),
            std::string());
    }

    void aRunGoesOnWithLessMemory() {
        const TrainRequest wanted = m_runs.request("less");
        QVERIFY(!m_runs.runNew(wanted, 2).isEmpty());
        const auto before = TrainJob(wanted.out, m_runs.lane).estimate().memory.activations;
        const Json less = {{"micro_batch", 2}, {"recompute_activations", true}};
        QVERIFY(m_runs.resume(wanted.out, 4, less).contains("stopped after step 4"));
        QVERIFY(m_runs.warnings.front().starts_with("P-ITM draws its negatives within"));
        // From then on the settings are the run's.
        TrainJob job(wanted.out, m_runs.lane);
        QVERIFY(job.estimate().memory.activations < before);
        QCOMPARE(m_runs.run(job), QString());
        QCOMPARE(job.result().numSteps, job.result().plannedSteps);
    }

    void aRunGoesOnOnAnotherDeviceAndSaysWhatThatMeans() {
        const TrainRequest wanted = m_runs.request("moved");
        QVERIFY(!m_runs.runNew(wanted, 2).isEmpty());
        const Json moved = {{"device", {{"kind", "cpu"}, {"threads", 2}}}};
        QVERIFY(!m_runs.resume(wanted.out, 3, moved).isEmpty());
        QCOMPARE(m_runs.warnings.size(), 1U);
        QVERIFY(m_runs.warnings.front().find("in the last bits") != std::string::npos);
        QVERIFY(readJsonFile(wanted.out / "run.json")["device"] == moved["device"]);
        // It stays there, and is told once; the number of threads alone is a change too.
        QVERIFY(!m_runs.resume(wanted.out, 4, moved).isEmpty());
        QVERIFY(m_runs.warnings.empty());
        QCOMPARE(m_runs.resume(wanted.out, 0, {{"device", {{"threads", 1}}}}), QString());
        QCOMPARE(m_runs.warnings.size(), 1U);
        const Json kept = {{"kind", "cpu"}, {"threads", 1}};
        QVERIFY(readJsonFile(wanted.out / "run.json")["device"] == kept);
    }

    void nothingElseOfARunChangesWhenItGoesOn() {
        const TrainRequest wanted = m_runs.request("other");
        { TrainJob begun(wanted, m_runs.lane); }
        const auto refusalOf = [&](const Json& changes) {
            return refusal([&] { TrainJob(wanted.out, m_runs.lane, changes); });
        };
        QVERIFY(refusalOf({{"seed", 3}}).contains("\"seed\" is the run's own"));
        QVERIFY(refusalOf({{"micro_batch", -1}}).contains("micro_batch"));
        QVERIFY(refusalOf({{"device", {{"kind", "abacus"}}}}).contains("abacus"));
        QCOMPARE(refusalOf(Json::object()), QString());
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestTrainFaults)
#include "tst_train_faults.moc"

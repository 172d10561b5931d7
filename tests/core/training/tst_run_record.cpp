#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/training/run_record.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path kTiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";

constexpr char kStepLine[] =
    R"({"cl":1.5,"epoch":0,"lr":0.0001,"mlm":null,"mrtd":0.5,"pitm":0.25,"prd":0.125,)"
    R"("seconds":2.5,"step":3,"temp":0.07,"total":2.0})";
constexpr char kEvaluationLine[] =
    R"({"rerank":{"mAP":41.5,"mINP":null,"r1":50.0,"r10":80.0,"r5":70.0},)"
    R"("similarity":{"mAP":null,"mINP":null,"r1":30.0,"r10":60.0,"r5":55.0},"split":"val","step":3})";

}  // namespace

class TestRunRecord : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    fs::path m_folder{m_temporary.path().toStdString()};

    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream(m_folder / name, std::ios::binary) << text;
        return m_folder / name;
    }

    /// A run's folder as training writes it.
    fs::path makeRun(const std::string& name) const {
        const fs::path run = m_folder / name;
        fs::create_directories(run / "best");
        Json config = readJsonFile(kTiny / "config.json");
        config["batch_size_train"] = 4;
        std::ofstream(run / "run.json") << Json{
            {"start", {{"kind", "bundle"}, {"path", "/models/demo"}}},
            {"dataset", {{"file", "/data/train.json"}, {"sha256", "00"}, {"images", "/data"}}},
            {"heldOut", {{"file", "/data/val.json"}, {"split", "val"}}},
            {"checkpoint", true},
            {"config", config}};
        return run;
    }

  private slots:
    void readsWhatARunWasAskedFor() {
        const fs::path folder = makeRun("asked");
        QVERIFY(isRunFolder(folder));
        const RunRecord run = readRun(folder);
        QCOMPARE(run.startKind, std::string("bundle"));
        QCOMPARE(run.startPath, fs::path("/models/demo"));
        QCOMPARE(run.heldOutDataset, fs::path("/data/val.json"));
        QVERIFY(run.heldOut == Split::Val);
        QVERIFY(run.keepsCheckpoint && run.hasBest && !run.hasLast && !run.pairs && !run.status);
        QCOMPARE(Json::parse(run.settings).at("batch_size_train").get<int>(), 4);
        const auto age = std::chrono::system_clock::now() - run.begunAt;
        QVERIFY(age > std::chrono::minutes(-1) && age < std::chrono::minutes(5));
    }

    void refusesWhatIsNoRun() {
        QVERIFY(!isRunFolder(m_folder / "nowhere"));
        fs::create_directories(m_folder / "broken");
        write("broken/run.json", R"({"start": {"kind": "bundle"}})");
        try {
            readRun(m_folder / "broken");
            QFAIL("a run without a path was read");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::CorruptFile);
            QVERIFY(QString(error.what()).contains("run.json"));
        }
    }

    void statusIsReadAsItWasWritten() {
        const fs::path folder = makeRun("status");
        RunStatus status;
        for (const auto state : {RunStatus::State::Running,
                                 RunStatus::State::Stopped,
                                 RunStatus::State::Paused,
                                 RunStatus::State::Failed,
                                 RunStatus::State::Cancelled,
                                 RunStatus::State::Finished}) {
            status.state = state;
            status.step = 7;
            status.numSteps = 20;
            status.best = 12.5;
            status.bestStep = 5;
            status.imagesLeftOut = 2;
            status.error = Error(ErrorCode::DiskFull, "disk \xff full");
            writeRunStatus(folder, status);
            const auto read = readRunStatus(folder);
            QVERIFY(read && read->state == state);
            QCOMPARE(read->step, 7);
            QCOMPARE(read->numSteps, 20);
            QCOMPARE(read->best, 12.5);
            QCOMPARE(read->bestStep, 5);
            QCOMPARE(read->imagesLeftOut, 2);
            QVERIFY(read->error && read->error->code() == ErrorCode::DiskFull);
            QVERIFY(QString(read->error->what()).startsWith("disk "));
        }
    }

    void whyARunEndedCanStillBeSaidInAnotherLanguage() {
        const fs::path folder = makeRun("words");
        RunStatus status;
        status.state = RunStatus::State::Paused;
        const Error full = makeError(ErrorCode::DiskFull, "{}: no space", "/runs/a");
        status.error = makeError(ErrorCode::DiskFull, "paused at step {}: {}", 7, full);
        writeRunStatus(folder, status);
        const auto read = readRunStatus(folder);
        QVERIFY(read && read->error);
        QCOMPARE(read->error->what(), "paused at step 7: /runs/a: no space");
        const auto german = [](std::string_view words) -> std::string {
            if (words == "paused at step {}: {}") return "Pause bei Schritt {}: {}";
            if (words == "{}: no space") return "{}: voll";
            return {};
        };
        QCOMPARE(read->error->message(german), std::string("Pause bei Schritt 7: /runs/a: voll"));
        // In English it stands there for other programs.
        QCOMPARE(readJsonFile(folder / "status.json").at("reason").get<std::string>(),
                 std::string(status.error->what()));
    }

    void theStatusOfAnEarlierVersionIsRead() {
        const fs::path folder = makeRun("earlier");
        RunStatus status;
        status.state = RunStatus::State::Failed;
        writeRunStatus(folder, status);
        QVERIFY(!readRunStatus(folder)->error);
        Json json = readJsonFile(folder / "status.json");
        QVERIFY(!json.contains("error"));
        json["reason"] = "the device failed";
        std::ofstream(folder / "status.json") << json;
        const auto read = readRunStatus(folder);
        QVERIFY(read && read->error && read->error->code() == ErrorCode::Internal);
        QCOMPARE(read->error->what(), "the device failed");
    }

    void brokenStatusCountsAsAbsent() {
        const fs::path folder = makeRun("statusBroken");
        for (const char* text : {"",
                                 "{",
                                 "[]",
                                 R"({"state": "asleep"})",
                                 R"({"state": 3})",
                                 R"({"state": "running"})"}) {
            std::ofstream(folder / "status.json") << text;
            QVERIFY2(!readRunStatus(folder), text);
        }
        writeRunStatus(folder, RunStatus());
        Json json = readJsonFile(folder / "status.json");
        json["error"] = "why";
        std::ofstream(folder / "status.json") << json;
        QVERIFY(!readRunStatus(folder));
        QVERIFY(!readRun(folder).status);
    }

    void readsStepsAndEvaluations() {
        const auto file = write("metrics", std::string(kStepLine) + "\n" + kEvaluationLine + "\n");
        const MetricsPart part = readMetrics(file);
        QCOMPARE(part.numBroken, 0);
        QCOMPARE(part.endByte, fs::file_size(file));
        QCOMPARE(part.steps.size(), 1U);
        QCOMPARE(part.steps[0].step, 3);
        QCOMPARE(part.steps[0].total, 2.0);
        QCOMPARE(part.steps[0].matching, 0.25);
        QCOMPARE(part.steps[0].rate, 1e-4);
        QVERIFY(std::isnan(part.steps[0].maskedLanguage));
        QCOMPARE(part.evaluations.size(), 1U);
        QCOMPARE(part.evaluations[0].split, std::string("val"));
        QCOMPARE(part.evaluations[0].counted().r1, 50.0);
        QCOMPARE(part.evaluations[0].counted().mAP, 41.5);
        QVERIFY(std::isnan(part.evaluations[0].similarity.mAP));
    }

    void passesOverBrokenLinesAndCountsThem() {
        const std::string deep = std::string(100, '[') + std::string(100, ']');
        const auto file =
            write("mixed",
                  std::string("{\"step\":1\n\n[1]\n{}\n{\"step\":\"a\",\"total\":1}\n") + deep +
                      "\n{\"step\":-1,\"total\":1}\n\xff\xfe\n" + kStepLine + "\n");
        const MetricsPart part = readMetrics(file);
        QCOMPARE(part.steps.size(), 1U);
        QCOMPARE(part.numBroken, 7);
    }

    void leavesALineThatIsStillBeingWritten() {
        const std::string line = kStepLine;
        const auto file = write("growing", line + "\n" + line.substr(0, 40));
        const MetricsPart first = readMetrics(file);
        QCOMPARE(first.steps.size(), 1U);
        QCOMPARE(first.numBroken, 0);
        QCOMPARE(first.endByte, line.size() + 1);
        std::ofstream(file, std::ios::app) << line.substr(40) << "\n";
        const MetricsPart second = readMetrics(file, first.endByte);
        QCOMPARE(second.steps.size(), 1U);
        QVERIFY(!second.startsAnew);
        QCOMPARE(second.endByte, 2 * (line.size() + 1));
    }

    void startsAnewWhenAResumedRunHasCutTheFile() {
        const auto file = write("cut", std::string(kStepLine) + "\n");
        const MetricsPart part = readMetrics(file, 10'000);
        QVERIFY(part.startsAnew);
        QCOMPARE(part.steps.size(), 1U);
    }

    void absentFileHasNothing() {
        const MetricsPart part = readMetrics(m_folder / "none");
        QVERIFY(part.steps.empty() && part.evaluations.empty() && !part.startsAnew);
        QVERIFY(readMetrics(m_folder / "none", 5).startsAnew);
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestRunRecord)
#include "tst_run_record.moc"

// Training that is killed at any moment and resumed ends with the weights, bit for bit, of a run
// that nobody disturbed; one that is interrupted says so and goes on.

#include <QtTest>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const fs::path kTiny = DESCRY_TEST_DATA "/conformance/tiny";
constexpr int kKillsPerRun = 8;

std::string bytesOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

class TestCliTrainKill : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void killedRunEndsWithTheSameWeights_data();
    void killedRunEndsWithTheSameWeights();
    void matrixProductsAddInOneOrder();
    void interruptedRunSaysSoAndContinues();
    void brokenDataSetsAreRefusedByRecord();
    void toldFromItsJson();

  private:
    std::string path(const std::string& name) const {
        return (fs::path(m_folder.path().toStdString()) / name).string();
    }
    std::vector<std::string> newRun(const std::string& out, int threads = 1) const;
    ProgramResult start(const std::string& out, const ProgramOptions& options = {}) const {
        return runCli(newRun(out), options);
    }
    ProgramResult resume(const std::string& out, const ProgramOptions& options = {}) const {
        return runCli({"train", "--resume", path(out)}, options);
    }

    static ProgramOptions killAfter(int ms) {
        return {.interruptAfterMs = ms, .interruptSignal = SIGKILL};
    }
    /// Begins the run, or goes on with what is there.
    ProgramResult goOn(const std::string& out,
                       int threads,
                       const ProgramOptions& options = {}) const {
        const bool hasBegun = fs::exists(path(out) + "/run.json");
        return hasBegun ? resume(out, options) : runCli(newRun(out, threads), options);
    }
    std::string weightsOf(const std::string& out) const {
        return bytesOf(path(out) + "/last/model.safetensors");
    }
    /// The log's size is in the snapshot, and seconds are in the log: the tensors' bytes alone.
    std::string snapshotTensorsOf(const std::string& out) const;

    QTemporaryDir m_folder;
    int m_wholeRunMs = 0;
};

std::string TestCliTrainKill::snapshotTensorsOf(const std::string& out) const {
    const std::string file = bytesOf(path(out) + "/snapshot.safetensors");
    std::uint64_t headerBytes = 0;
    if (file.size() < sizeof(headerBytes)) return {};
    std::memcpy(&headerBytes, file.data(), sizeof(headerBytes));
    return file.substr(sizeof(headerBytes) + headerBytes);
}

std::vector<std::string> TestCliTrainKill::newRun(const std::string& out, int threads) const {
    return {"train",
            "--start",
            (kTiny / "checkpoint.pth").string(),
            "--model-config",
            (kTiny / "config.json").string(),
            "--vocab",
            (kTiny / "vocab.txt").string(),
            "--dataset",
            (kTiny / "data/train.json").string(),
            "--images",
            (kTiny / "data").string(),
            "--held-out",
            "test",
            "--held-out-dataset",
            (kTiny / "data/test.json").string(),
            "--config",
            path("settings.json"),
            "--threads",
            std::to_string(threads),
            "--out",
            path(out)};
}

void TestCliTrainKill::initTestCase() {
    // A snapshot every few steps. Dropout is that of the published model, not the goldens' 0: a run
    // that goes on must draw the same.
    const nlohmann::json bert = {{"hidden_dropout_prob", 0.1},
                                 {"attention_probs_dropout_prob", 0.1}};
    std::ofstream(path("settings.json")) << nlohmann::json{{"batch_size_train", 4},
                                                           {"schedular", {{"epochs", 3}}},
                                                           {"snapshot_minutes", 0.001},
                                                           {"bert", bert}};
    const ProgramResult whole = start("whole");
    QVERIFY2(whole.exitCode == 0, whole.err.c_str());
    const auto run = nlohmann::json::parse(bytesOf(path("whole") + "/run.json"));
    for (const auto& [key, value] : bert.items()) QVERIFY(run["config"]["bert"][key] == value);
    m_wholeRunMs = static_cast<int>(whole.seconds * 1000);
    QVERIFY(!snapshotTensorsOf("whole").empty());
    QVERIFY(!weightsOf("whole").empty());
}

void TestCliTrainKill::killedRunEndsWithTheSameWeights_data() {
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<int>("threads");
    QTest::newRow("seed 1") << 1U << 1;
    QTest::newRow("seed 2") << 2U << 1;
    QTest::newRow("seed 3") << 3U << 1;
    QTest::newRow("seed 4, two threads") << 4U << 2;
}

void TestCliTrainKill::killedRunEndsWithTheSameWeights() {
    QFETCH(unsigned, seed);
    QFETCH(int, threads);
    const std::string whole = threads == 1 ? "whole" : "whole of two";
    const ProgramResult undisturbed = goOn(whole, threads);
    QVERIFY2(undisturbed.exitCode == 0, undisturbed.err.c_str());
    std::mt19937 random(seed);
    const std::string out = "killed" + std::to_string(seed);
    for (int kills = 0; kills < kKillsPerRun; ++kills) {
        const int moment = 1 + static_cast<int>(random() % static_cast<unsigned>(m_wholeRunMs));
        const ProgramResult run = goOn(out, threads, killAfter(moment));
        QVERIFY2(run.exitCode == 0 || run.signal == SIGKILL, run.err.c_str());
    }
    const ProgramResult last = goOn(out, threads);
    QVERIFY2(last.exitCode == 0, last.err.c_str());
    QVERIFY(weightsOf(out) == weightsOf(whole));
    QVERIFY(snapshotTensorsOf(out) == snapshotTensorsOf(whole));
    for (const auto& entry : fs::directory_iterator(path(out))) {
        QVERIFY2(entry.path().extension() != ".new", entry.path().c_str());
    }
}

void TestCliTrainKill::matrixProductsAddInOneOrder() {
    // Has oneMKL say of each product how it was made.
    qputenv("MKL_VERBOSE", "1");
    const ProgramResult run = start("told");
    qunsetenv("MKL_VERBOSE");
    QVERIFY2(run.exitCode == 0, run.err.c_str());
    QVERIFY(run.out.find(" CNR:OFF ") == std::string::npos);
#ifdef __x86_64__
    QVERIFY(run.out.find(" CNR:AUTO ") != std::string::npos);
#endif
}

void TestCliTrainKill::interruptedRunSaysSoAndContinues() {
    const fs::path log = path("stopped") + "/metrics.jsonl";
    const auto hasStepped = [&log] { return fs::exists(log) && !fs::is_empty(log); };
    const ProgramResult stopped = start("stopped", {.interruptWhen = hasStepped});
    QCOMPARE(stopped.exitCode, 130);
    QVERIFY2(stopped.err.find("a snapshot is kept") != std::string::npos ||
                 stopped.err.find("cancelled") != std::string::npos,
             stopped.err.c_str());
    const ProgramResult last = resume("stopped");
    QVERIFY2(last.exitCode == 0, last.err.c_str());
    QVERIFY(weightsOf("stopped") == weightsOf("whole"));
}

void TestCliTrainKill::brokenDataSetsAreRefusedByRecord() {
    std::ofstream(path("broken.json"))
        << R"([{"id": 1, "file_path": "../../etc/passwd", "captions": ["a"], "split": "train"}])";
    std::vector<std::string> arguments = newRun("refused");
    for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
        if (arguments[i] == "--dataset") arguments[i + 1] = path("broken.json");
    }
    const ProgramResult refused = runCli(arguments);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(refused.err.find("record 0") != std::string::npos, refused.err.c_str());
}

void TestCliTrainKill::toldFromItsJson() {
    std::vector<std::string> arguments = newRun("json");
    arguments.push_back("--json");
    arguments.push_back("--checkpoint");
    const nlohmann::json result = runCli(arguments).json();
    QVERIFY(result.at("steps").get<int>() > 0);
    QVERIFY(result.at("bestR1").is_number());
    QCOMPARE(result.at("stepsDropped").get<int>(), 0);
    const ProgramResult shown =
        runCli({"model", "show", path("json") + "/checkpoint.pth", "--json"});
    QVERIFY2(shown.exitCode == 0, shown.err.c_str());
}

QTEST_APPLESS_MAIN(TestCliTrainKill)
#include "tst_cli_train_kill.moc"

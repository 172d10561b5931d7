// Training on a machine that lets it down: a full disk pauses a run, which goes on to the weights
// of an undisturbed one; files that are no data set and verdicts that fit none are refused.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const fs::path kTiny = DESCRY_TEST_DATA "/conformance/tiny";

std::string bytesOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// The tensors of a snapshot; its header holds the log's size, which is not the same twice.
std::string tensorsOf(const fs::path& snapshot) {
    const std::string file = bytesOf(snapshot);
    std::uint64_t headerBytes = 0;
    if (file.size() < sizeof(headerBytes)) return {};
    std::memcpy(&headerBytes, file.data(), sizeof(headerBytes));
    return file.substr(sizeof(headerBytes) + headerBytes);
}

bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

class TestCliTrainFaults : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void fullDiskPausesANewRun();
    void fullDiskKeepsTheOldSnapshotByteForByte();
    void fullDiskUnderTheLogPausesTheRun();
    void filesOfAnotherKindAreRefusedByRecord_data();
    void filesOfAnotherKindAreRefusedByRecord();
    void verdictsBesideTheDataSetAreRead();
    void verdictsOfAnotherDataSetAreRefusedByLine();
    void theEstimateIsTold();
    void aRunGoesOnWithItsOwnSettings();
    void aRunGoesOnWithLessMemory();
    void aRunGoesOnOnAnotherDevice();
    void aFolderInUseIsRefused();
    void optionsGoBeforeTheFilesSettings();
    void settingsThatAreNotKnownAreRefused_data();
    void settingsThatAreNotKnownAreRefused();
    void aFolderThatCannotBeMadeIsTold();
    void whatWasLeftOutIsTold();

  private:
    fs::path path(const std::string& name) const {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    fs::path snapshot(const std::string& out) const { return path(out) / "snapshot.safetensors"; }
    ProgramResult start(const std::string& out,
                        const std::vector<std::string>& more = {},
                        const ProgramOptions& options = {}) const;
    ProgramResult startOn(const fs::path& dataset, const std::vector<std::string>& more = {}) const;
    /// A run whose file of settings holds this.
    ProgramResult startWith(const std::string& out,
                            const std::string& settings,
                            std::vector<std::string> more = {}) const;
    ProgramResult resume(const std::string& out, const ProgramOptions& options = {}) const {
        return runCli({"train", "--resume", path(out).string()}, options);
    }
    /// The run is as if nothing had happened.
    void verifyWhole(const std::string& out) const;
    /// A run that was interrupted after some steps, with moments in its snapshot; false if none
    /// could be.
    bool makeInterrupted(const std::string& out) const;

    QTemporaryDir m_folder;
    std::size_t m_snapshotBytes = 0;
};

ProgramResult TestCliTrainFaults::start(const std::string& out,
                                        const std::vector<std::string>& more,
                                        const ProgramOptions& options) const {
    std::vector<std::string> arguments{"train",
                                       "--start",
                                       (kTiny / "checkpoint.pth").string(),
                                       "--model-config",
                                       (kTiny / "config.json").string(),
                                       "--vocab",
                                       (kTiny / "vocab.txt").string(),
                                       "--images",
                                       (kTiny / "data").string(),
                                       "--held-out",
                                       "none",
                                       "--threads",
                                       "1",
                                       "--out",
                                       path(out).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto complete = [&](const std::string& option, const fs::path& file) {
        if (std::find(more.begin(), more.end(), option) != more.end()) return;
        arguments.insert(arguments.end(), {option, file.string()});
    };
    complete("--dataset", kTiny / "data/train.json");
    complete("--config", path("settings.json"));
    return runCli(arguments, options);
}

ProgramResult TestCliTrainFaults::startOn(const fs::path& dataset,
                                          const std::vector<std::string>& more) const {
    std::vector<std::string> all{"--dataset", dataset.string()};
    all.insert(all.end(), more.begin(), more.end());
    return start(dataset.stem().string() + "-run", all);
}

ProgramResult TestCliTrainFaults::startWith(const std::string& out,
                                            const std::string& settings,
                                            std::vector<std::string> more) const {
    const fs::path file = path(out + "-settings.json");
    std::ofstream(file) << settings;
    more.insert(more.end(), {"--config", file.string()});
    return start(out, more);
}

void TestCliTrainFaults::initTestCase() {
    // A snapshot every few steps.
    std::ofstream(path("settings.json"))
        << R"({"batch_size_train": 4, "schedular": {"epochs": 3}, "snapshot_minutes": 0.001})";
    const ProgramResult whole = start("whole");
    QVERIFY2(whole.exitCode == 0, whole.err.c_str());
    m_snapshotBytes = fs::file_size(snapshot("whole"));
}

void TestCliTrainFaults::verifyWhole(const std::string& out) const {
    QVERIFY(tensorsOf(snapshot(out)) == tensorsOf(snapshot("whole")));
    QVERIFY(bytesOf(path(out) / "last/model.safetensors") ==
            bytesOf(path("whole") / "last/model.safetensors"));
    std::ifstream log(path(out) / "metrics.jsonl");
    int step = 0;
    for (std::string line; std::getline(log, line);) {
        const auto json = nlohmann::json::parse(line, nullptr, false);
        QVERIFY2(!json.is_discarded(), line.c_str());
        QCOMPARE(json.at("step").get<int>(), ++step);
    }
    QVERIFY(step > 0);
}

bool TestCliTrainFaults::makeInterrupted(const std::string& out) const {
    const auto hasMoments = [&] {
        return fs::exists(snapshot(out)) && fs::file_size(snapshot(out)) > m_snapshotBytes * 9 / 10;
    };
    // On a busy machine the run may be done before the signal meets it.
    for (int attempt = 0; attempt < 3; ++attempt) {
        fs::remove_all(path(out));
        const ProgramResult stopped = start(out, {}, {.interruptWhen = hasMoments});
        if (stopped.exitCode == 130) return true;
    }
    return false;
}

void TestCliTrainFaults::fullDiskPausesANewRun() {
    // The first snapshot has no moments and fits; the next one has and does not.
    const ProgramResult paused = start("full", {}, {.maxFileBytes = m_snapshotBytes - 4096});
    QCOMPARE(paused.signal, 0);
    QCOMPARE(paused.exitCode, 1);
    for (const char* part : {"paused at step",
                             "snapshot.safetensors",
                             "File too large",
                             "the last snapshot is whole",
                             "resume"}) {
        QVERIFY2(has(paused.err, part), paused.err.c_str());
    }
    for (const auto& entry : fs::directory_iterator(path("full"))) {
        QVERIFY2(entry.path().extension() != ".tmp", entry.path().c_str());
    }
    const ProgramResult last = resume("full");
    QVERIFY2(last.exitCode == 0, last.err.c_str());
    verifyWhole("full");
}

void TestCliTrainFaults::fullDiskKeepsTheOldSnapshotByteForByte() {
    QVERIFY(makeInterrupted("old"));
    const std::string before = bytesOf(snapshot("old"));
    const ProgramResult paused = resume("old", {.maxFileBytes = before.size() / 2});
    QCOMPARE(paused.exitCode, 1);
    QVERIFY2(has(paused.err, "the last snapshot is whole"), paused.err.c_str());
    QVERIFY(bytesOf(snapshot("old")) == before);
    const ProgramResult last = resume("old");
    QVERIFY2(last.exitCode == 0, last.err.c_str());
    verifyWhole("old");
}

void TestCliTrainFaults::fullDiskUnderTheLogPausesTheRun() {
    if (!fs::exists("/dev/full")) QSKIP("this system has no /dev/full");
    QVERIFY(makeInterrupted("log"));
    const fs::path log = path("log") / "metrics.jsonl";
    fs::rename(log, path("metrics.aside"));
    fs::create_symlink("/dev/full", log);
    const ProgramResult paused = resume("log");
    QCOMPARE(paused.exitCode, 1);
    QVERIFY2(has(paused.err, "metrics.jsonl: cannot be written: No space left on device"),
             paused.err.c_str());
    // What a full disk leaves: half a line more than the snapshot knows of.
    fs::remove(log);
    fs::rename(path("metrics.aside"), log);
    std::ofstream(log, std::ios::app) << R"({"step": 7, "tot)";
    const ProgramResult last = resume("log");
    QVERIFY2(last.exitCode == 0, last.err.c_str());
    verifyWhole("log");
}

void TestCliTrainFaults::filesOfAnotherKindAreRefusedByRecord_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("detections") << QByteArray(R"([{"image_id": 3, "bbox": [1, 2, 3, 4]}])")
                                << QByteArray("record 0: no person id");
    QTest::newRow("captions of other pictures")
        << QByteArray(R"([{"id": 1, "image_id": 3, "caption": "A dog."}])")
        << QByteArray("record 0: no image path");
    QTest::newRow("a later record")
        << QByteArray(R"([{"id": 1, "file_path": "train_00.png", "captions": ["a"],)"
                      R"( "split": "train"}, 7])")
        << QByteArray("record 1: not a record but a number");
    QTest::newRow("an object") << QByteArray(R"({"images": []})")
                               << QByteArray("not a list of records");
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n") << QByteArray("not UTF-8");
}

void TestCliTrainFaults::filesOfAnotherKindAreRefusedByRecord() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, named);
    std::ofstream(path("other.json"), std::ios::binary) << text.toStdString();
    const ProgramResult refused = startOn(path("other.json"));
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(has(refused.err, named.constData()), refused.err.c_str());
    QVERIFY2(has(refused.err, "other.json"), refused.err.c_str());
    QVERIFY(!fs::exists(path("other-run")));
}

void TestCliTrainFaults::verdictsBesideTheDataSetAreRead() {
    fs::create_directories(path("export"));
    const fs::path dataset = path("export") / "exported.json";
    fs::copy_file(kTiny / "data/train.json", dataset);
    const nlohmann::json records = nlohmann::json::parse(bytesOf(dataset));
    const nlohmann::json verdict = {{"image", records[0]["file_path"]},
                                    {"source", records[1]["file_path"]},
                                    {"caption", records[1]["captions"][0]},
                                    {"verdict", "strong"},
                                    {"pair", std::string(64, '0')},
                                    {"annotator", "Mia"}};
    std::ofstream(path("export") / "pairs.jsonl") << verdict << "\n";
    const ProgramResult read = startOn(dataset, {"--json"});
    QVERIFY2(read.exitCode == 0, read.err.c_str());
    QVERIFY2(has(read.err, "pairs.jsonl"), read.err.c_str());
    QCOMPARE(read.json().at("pairsJudged").get<int>(), 1);
    fs::remove_all(path("exported-run"));
    const ProgramResult left = startOn(dataset, {"--json", "--pairs", "none"});
    QVERIFY2(left.exitCode == 0, left.err.c_str());
    QCOMPARE(left.json().at("pairsJudged").get<int>(), 0);
}

void TestCliTrainFaults::verdictsOfAnotherDataSetAreRefusedByLine() {
    std::ofstream(path("pairs-of-another.jsonl"))
        << R"({"image": "elsewhere.png", "source": "elsewhere.png", "caption": "A man.",)"
        << R"( "verdict": "reject", "pair": ")" << std::string(64, 'a')
        << R"(", "annotator": "Mia"})";
    const ProgramResult refused =
        start("another", {"--pairs", path("pairs-of-another.jsonl").string()});
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(has(refused.err, "line 1") && has(refused.err, "elsewhere.png"), refused.err.c_str());
    QVERIFY(!fs::exists(path("another")));
}

void TestCliTrainFaults::theEstimateIsTold() {
    const ProgramResult run = start("estimated", {"--json", "--steps", "2"});
    QVERIFY2(run.exitCode == 0, run.err.c_str());
    QVERIFY2(has(run.err, "memory: about") && has(run.err, "TFLOP a step"), run.err.c_str());
    for (const char* told : {"training: 2 of 2 steps", "; loss ", "CL ", "MRTD "}) {
        QVERIFY2(has(run.err, told), run.err.c_str());
    }
    const nlohmann::json estimate = run.json().at("estimate");
    QCOMPARE(estimate.at("batch").get<int>(), 4);
    for (const char* name : {"peakBytes", "weightBytes", "activationBytes", "flopsPerStep"}) {
        QVERIFY2(estimate.at(name).get<double>() > 0, name);
    }
    // The whole of what lasts is in the snapshot, and little else.
    double lasting = 0;
    for (const char* name : {"weightBytes", "momentumBytes", "momentBytes", "queueBytes"}) {
        lasting += estimate.at(name).get<double>();
    }
    QVERIFY(std::abs(lasting / static_cast<double>(tensorsOf(snapshot("estimated")).size()) - 1) <
            0.01);
}

void TestCliTrainFaults::aRunGoesOnWithItsOwnSettings() {
    const ProgramResult refused =
        runCli({"train", "--resume", path("whole").string(), "--steps", "9"});
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(has(refused.err, "--resume") && has(refused.err, "--steps"), refused.err.c_str());
}

void TestCliTrainFaults::aRunGoesOnWithLessMemory() {
    QVERIFY(makeInterrupted("less"));
    const ProgramResult less = runCli({"train",
                                       "--resume",
                                       path("less").string(),
                                       "--micro-batch",
                                       "2",
                                       "--recompute-activations"});
    QVERIFY2(less.exitCode == 0, less.err.c_str());
    QVERIFY2(has(less.err, "within micro-batches of 2"), less.err.c_str());
    const auto run = nlohmann::json::parse(bytesOf(path("less") / "run.json"));
    QCOMPARE(run.at("config").at("micro_batch").get<int>(), 2);
    QVERIFY(run.at("config").at("recompute_activations").get<bool>());
}

void TestCliTrainFaults::aRunGoesOnOnAnotherDevice() {
    QVERIFY(makeInterrupted("moved"));
    const ProgramResult moved = runCli(
        {"train", "--resume", path("moved").string(), "--device", "cpu", "--threads", "2"});
    QVERIFY2(moved.exitCode == 0, moved.err.c_str());
    QVERIFY2(has(moved.err, "in the last bits"), moved.err.c_str());
    const auto run = nlohmann::json::parse(bytesOf(path("moved") / "run.json"));
    const nlohmann::json device = {{"kind", "cpu"}, {"threads", 2}};
    QVERIFY(run.at("device") == device);
}

void TestCliTrainFaults::aFolderInUseIsRefused() {
    const ProgramResult begun = start("in-use", {"--steps", "1"});
    QVERIFY2(begun.exitCode == 0, begun.err.c_str());
    const std::string before = bytesOf(path("in-use") / "status.json");
    const int folder = open(path("in-use").c_str(), O_RDONLY);
    QCOMPARE(flock(folder, LOCK_EX | LOCK_NB), 0);
    const ProgramResult refused = resume("in-use");
    close(folder);
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(has(refused.err, "a training works in this folder now"), refused.err.c_str());
    QVERIFY(bytesOf(path("in-use") / "status.json") == before);
    QCOMPARE(resume("in-use").exitCode, 0);
}

void TestCliTrainFaults::optionsGoBeforeTheFilesSettings() {
    const std::string settings = R"({"batch_size_train": 4, "schedular": {"steps": 100}})";
    const ProgramResult run = startWith("options", settings, {"--json", "--epochs", "1"});
    QVERIFY2(run.exitCode == 0, run.err.c_str());
    QCOMPARE(run.json().at("steps").get<int>(), run.json().at("pairs").get<int>() / 4);
    for (const auto& [option, value] :
         {std::pair("--steps", "0"), std::pair("--lr", "nan"), std::pair("--batch", "-1")}) {
        const ProgramResult refused = start("refused", {option, value});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY(!fs::exists(path("refused")));
    }
    const ProgramResult both = start("both", {"--epochs", "1", "--steps", "2"});
    QCOMPARE(both.exitCode, 2);
    QVERIFY2(has(both.err, "--epochs") && has(both.err, "--steps"), both.err.c_str());
}

void TestCliTrainFaults::settingsThatAreNotKnownAreRefused_data() {
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("a key") << QByteArray(R"({"batch": 4})") << QByteArray("\"batch\"");
    QTest::newRow("within another")
        << QByteArray(R"({"schedular": {"epoch": 4}})") << QByteArray("\"schedular.epoch\"");
    QTest::newRow("no object") << QByteArray("[]") << QByteArray("JSON object");
    QTest::newRow("no JSON") << QByteArray("lr: 1e-5") << QByteArray("-settings.json");
}

void TestCliTrainFaults::settingsThatAreNotKnownAreRefused() {
    QFETCH(QByteArray, settings);
    QFETCH(QByteArray, named);
    const ProgramResult refused = startWith("not-known", settings.toStdString());
    QCOMPARE(refused.exitCode, 2);
    QVERIFY2(has(refused.err, named.constData()), refused.err.c_str());
    QVERIFY(!fs::exists(path("not-known")));
}

void TestCliTrainFaults::aFolderThatCannotBeMadeIsTold() {
    const ProgramResult refused = start("settings.json/run");
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(has(refused.err, "settings.json/run") && has(refused.err, "Not a directory"),
             refused.err.c_str());
}

void TestCliTrainFaults::whatWasLeftOutIsTold() {
    const ProgramResult run = start("alone", {"--batch", "1", "--steps", "2"});
    QVERIFY2(run.exitCode == 0, run.err.c_str());
    QVERIFY2(has(run.out, "2 rows without a negative left out of P-ITM"), run.out.c_str());
    QVERIFY2(!has(run.out, "dropped"), run.out.c_str());
}

QTEST_APPLESS_MAIN(TestCliTrainFaults)
#include "tst_cli_train_faults.moc"

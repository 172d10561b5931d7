// What a run makes of the data that it is given: verdicts on pairs, images that vanish, what it
// says beforehand of its cost.

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/dataset/pair_verdicts.h"
#include "core/training/train_job.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path kTiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";

std::string textOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

class TestTrainData : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    fs::path m_folder{m_temporary.path().toStdString()};
    std::vector<std::string> m_warnings;  ///< Of the last run.
    std::shared_ptr<ComputeLane> m_lane = std::make_shared<ComputeLane>();

    TrainRequest request(const std::string& name) const {
        TrainRequest request;
        request.out = m_folder / name;
        request.start = {.kind = TrainStart::Kind::Checkpoint,
                         .path = kTiny / "checkpoint.pth",
                         .vocabFile = kTiny / "vocab.txt",
                         .config = kTiny / "config.json"};
        request.dataset = kTiny / "data" / "train.json";
        request.images = kTiny / "data";
        request.settings = {{"batch_size_train", 4}, {"schedular", {{"epochs", 2}}}};
        request.device.numThreads = 1;
        return request;
    }

    /// Runs a job; `onStep` hears of every step done. The error, or "".
    QString run(TrainJob& job, const std::function<void(std::int64_t)>& onStep = {}) {
        m_warnings.clear();
        JobContext::Callbacks callbacks;
        callbacks.warning = [&](const std::string& text) { m_warnings.push_back(text); };
        callbacks.progress = [&](const Progress& progress) {
            if (progress.stage == "training" && onStep) onStep(progress.done);
        };
        // Every report is delivered.
        auto now = JobContext::Clock::now();
        callbacks.now = [now]() mutable { return now += std::chrono::seconds(1); };
        JobContext context({}, callbacks);
        return refusal([&] { job.run(context); });
    }

    template <typename Call>
    static QString refusal(const Call& call) {
        try {
            call();
        } catch (const Error& error) {
            return QString::fromStdString(error.what());
        }
        return {};
    }

    /// One verdict on the first record's own first caption.
    fs::path writeVerdicts(const std::string& verdict) const {
        const DatasetRecord record = readDataset(kTiny / "data" / "train.json").records.front();
        const Json line = {{"image", record.imagePath},
                           {"source", record.imagePath},
                           {"caption", record.captions.front()},
                           {"verdict", verdict},
                           {"pair", std::string(64, 'a')},
                           {"annotator", "Mia"}};
        fs::path file = m_folder / "pairs.jsonl";
        std::ofstream(file) << line << "\n";
        return file;
    }

  private slots:
    void rejectedPairsLeaveTheRunAndTheCardNamesTheFile() {
        TrainRequest plain = request("plain");
        TrainJob plainJob(plain, m_lane);
        QCOMPARE(run(plainJob), QString());
        TrainRequest judged = request("judged");
        judged.pairs = writeVerdicts("reject");
        TrainJob job(judged, m_lane);
        QCOMPARE(run(job), QString());
        QCOMPARE(plainJob.result().numJudged, 0);
        QCOMPARE(job.result().numJudged, 1);
        QCOMPARE(job.result().numPairs, plainJob.result().numPairs - 1);
        const std::string hash = sha256File(*judged.pairs);
        QCOMPARE(readJsonFile(judged.out / "run.json")["pairs"]["sha256"].get<std::string>(), hash);
        QVERIFY(textOf(judged.out / "last" / "CARD.md").find(hash) != std::string::npos);
        QVERIFY(readJsonFile(plain.out / "run.json")["pairs"].is_null());
    }

    void changedVerdictsAreRefusedOnResume() {
        TrainRequest wanted = request("changed");
        wanted.pairs = writeVerdicts("weak");
        { TrainJob begun(wanted, m_lane); }
        QCOMPARE(refusal([&] { TrainJob(wanted.out, m_lane); }), QString());
        writeVerdicts("strong");
        const QString error = refusal([&] { TrainJob(wanted.out, m_lane); });
        QVERIFY2(error.contains("pairs.jsonl: has changed"), qPrintable(error));
        fs::remove(*wanted.pairs);
        QVERIFY(!refusal([&] { TrainJob(wanted.out, m_lane); }).isEmpty());
    }

    void runsOfBeforeThereWereVerdictsGoOn() {
        TrainRequest wanted = request("earlier");
        { TrainJob begun(wanted, m_lane); }
        Json json = readJsonFile(wanted.out / "run.json");
        json.erase("pairs");
        std::ofstream(wanted.out / "run.json") << json;
        QCOMPARE(refusal([&] { TrainJob(wanted.out, m_lane); }), QString());
    }

    void badVerdictsAreRefusedBeforeThereIsAFolder() {
        TrainRequest wanted = request("refused");
        wanted.pairs = writeVerdicts("perhaps");
        const QString error = refusal([&] { TrainJob(wanted, m_lane); });
        QVERIFY2(error.contains("line 1") && error.contains("perhaps"), qPrintable(error));
        QVERIFY(!fs::exists(wanted.out));
    }

    void imagesVanishingDuringTrainingAreNamedAndLeftOut() {
        TrainRequest wanted = request("vanishing");
        wanted.images = m_folder / "images";
        fs::create_directories(wanted.images);
        fs::copy(kTiny / "data", wanted.images, fs::copy_options::recursive);
        wanted.settings["schedular"]["epochs"] = 4;
        const std::string path = readDataset(wanted.dataset).records.front().imagePath;
        TrainJob job(wanted, m_lane);
        std::size_t warningsBefore = 0;
        const QString error = run(job, [&](std::int64_t step) {
            if (step != 1) return;
            warningsBefore = m_warnings.size();
            fs::remove(resolveImage(wanted.images, path));
        });
        QCOMPARE(error, QString());
        QCOMPARE(warningsBefore, 0U);
        // Two captions of the image in each of the epochs that began afterwards, at least.
        QVERIFY(job.result().imagesLeftOut >= 4);
        QCOMPARE(std::ssize(m_warnings), job.result().imagesLeftOut);
        for (const std::string& warning : m_warnings) {
            QVERIFY2(warning.find(path) != std::string::npos, warning.c_str());
        }
    }

    void theEstimateNeedsNoRun() {
        TrainRequest wanted = request("estimated");
        wanted.settings["recompute_activations"] = true;
        const TrainEstimate before = estimateTraining(wanted);
        QVERIFY(!fs::exists(wanted.out));
        QCOMPARE(before.batchSize, 4);
        QCOMPARE(before.memory.activations, before.activationsRecomputed);
        QVERIFY(before.activationsRecomputed < before.activationsKept);
        QVERIFY(before.peakBytes() > before.memory.lasting());
        QVERIFY(toJson(TrainJob(wanted, m_lane).estimate()) == toJson(before));
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestTrainData)
#include "tst_train_data.moc"

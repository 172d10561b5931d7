// What a run makes of the data that it is given: verdicts on pairs, images that vanish, what it
// says beforehand of its cost.

#include <QTest>
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/dataset/pair_verdicts.h"
#include "tests/core/training/tiny_runs.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string textOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

class TestTrainData : public QObject {
    Q_OBJECT
    TinyRuns m_runs;

    /// One verdict on the first record's own first caption.
    fs::path writeVerdicts(const std::string& verdict) const {
        const DatasetRecord record = readDataset(kTiny / "data" / "train.json").records.front();
        const Json line = {{"image", record.imagePath},
                           {"source", record.imagePath},
                           {"caption", record.captions.front()},
                           {"verdict", verdict},
                           {"pair", std::string(64, 'a')},
                           {"annotator", "Mia"}};
        fs::path file = m_runs.folder() / "pairs.jsonl";
        std::ofstream(file) << line << "\n";
        return file;
    }

  private slots:
    void rejectedPairsLeaveTheRunAndTheCardNamesTheFile() {
        TrainRequest plain = m_runs.request("plain");
        TrainJob plainJob(plain, m_runs.lane);
        QCOMPARE(m_runs.run(plainJob), QString());
        TrainRequest judged = m_runs.request("judged");
        judged.pairs = writeVerdicts("reject");
        TrainJob job(judged, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QCOMPARE(plainJob.result().numJudged, 0);
        QCOMPARE(job.result().numJudged, 1);
        QCOMPARE(job.result().numPairs, plainJob.result().numPairs - 1);
        const std::string hash = sha256File(*judged.pairs);
        QCOMPARE(readJsonFile(judged.out / "run.json")["pairs"]["sha256"].get<std::string>(), hash);
        QVERIFY(textOf(judged.out / "last" / "CARD.md").find(hash) != std::string::npos);
        QVERIFY(readJsonFile(plain.out / "run.json")["pairs"].is_null());
    }

    void changedVerdictsAreRefusedOnResume() {
        TrainRequest wanted = m_runs.request("changed");
        wanted.pairs = writeVerdicts("weak");
        { TrainJob begun(wanted, m_runs.lane); }
        QCOMPARE(refusal([&] { TrainJob(wanted.out, m_runs.lane); }), QString());
        writeVerdicts("strong");
        const QString error = refusal([&] { TrainJob(wanted.out, m_runs.lane); });
        QVERIFY2(error.contains("pairs.jsonl: has changed"), qPrintable(error));
        fs::remove(*wanted.pairs);
        QVERIFY(!refusal([&] { TrainJob(wanted.out, m_runs.lane); }).isEmpty());
    }

    void runsOfBeforeThereWereVerdictsGoOn() {
        TrainRequest wanted = m_runs.request("earlier");
        { TrainJob begun(wanted, m_runs.lane); }
        Json json = readJsonFile(wanted.out / "run.json");
        json.erase("pairs");
        std::ofstream(wanted.out / "run.json") << json;
        QCOMPARE(refusal([&] { TrainJob(wanted.out, m_runs.lane); }), QString());
    }

    void badVerdictsAreRefusedBeforeThereIsAFolder() {
        TrainRequest wanted = m_runs.request("refused");
        wanted.pairs = writeVerdicts("perhaps");
        const QString error = refusal([&] { TrainJob(wanted, m_runs.lane); });
        QVERIFY2(error.contains("line 1") && error.contains("perhaps"), qPrintable(error));
        QVERIFY(!fs::exists(wanted.out));
    }

    void theHeldOutFileIsKeptByItsHashAndMustNotChange() {
        TrainRequest wanted = m_runs.request("held-out");
        wanted.heldOut = Split::Test;
        wanted.heldOutDataset = m_runs.folder() / "held-out.json";
        fs::copy_file(kTiny / "data" / "test.json", *wanted.heldOutDataset);
        wanted.settings["schedular"]["epochs"] = 1;
        TrainJob job(wanted, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        const std::string hash = sha256File(*wanted.heldOutDataset);
        const Json heldOut = readJsonFile(wanted.out / "run.json")["heldOut"];
        QCOMPARE(heldOut["sha256"].get<std::string>(), hash);
        QCOMPARE(heldOut["file"].get<std::string>(), wanted.heldOutDataset->string());
        QVERIFY(textOf(wanted.out / "last" / "CARD.md").find(hash) != std::string::npos);
        const auto resumption = [&] { TrainJob(wanted.out, m_runs.lane); };
        QCOMPARE(refusal(resumption), QString());
        std::ofstream(*wanted.heldOutDataset, std::ios::app) << " ";
        QVERIFY(refusal(resumption).contains("held-out.json: has changed"));
        fs::remove(*wanted.heldOutDataset);
        QVERIFY(refusal(resumption).contains("held-out.json"));
    }

    void runsOfBeforeTheHeldOutFileWasKeptGoOn() {
        TrainRequest wanted = m_runs.request("held-out earlier");
        wanted.heldOut = Split::Test;
        wanted.heldOutDataset = kTiny / "data" / "test.json";
        { TrainJob begun(wanted, m_runs.lane); }
        Json json = readJsonFile(wanted.out / "run.json");
        json["heldOut"].erase("sha256");
        std::ofstream(wanted.out / "run.json") << json;
        QCOMPARE(m_runs.resume(wanted.out), QString());
    }

    void whatIsHeldOutMustNotBeLearned() {
        TrainRequest wanted = m_runs.request("leaking");
        Json records = readJsonFile(wanted.dataset);
        for (Json& record : records) record.erase("split");
        wanted.dataset = m_runs.folder() / "no-splits.json";
        std::ofstream(wanted.dataset) << records;
        // Such a file belongs to any split.
        wanted.heldOut = Split::Val;
        const QString error = refusal([&] { TrainJob(wanted, m_runs.lane); });
        QVERIFY2(error.contains("train_00.png is in the training split too"), qPrintable(error));
        QVERIFY(!fs::exists(wanted.out));
    }

    void aSplitWithoutRecordsIsRefusedBeforeThereIsAFolder() {
        TrainRequest wanted = m_runs.request("empty");
        wanted.heldOut = Split::Val;
        const QString heldOut = refusal([&] { TrainJob(wanted, m_runs.lane); });
        QVERIFY2(heldOut.contains("no record of the split val"), qPrintable(heldOut));
        wanted.heldOut.reset();
        wanted.dataset = kTiny / "data" / "test.json";
        const QString train = refusal([&] { TrainJob(wanted, m_runs.lane); });
        QVERIFY2(train.contains("no record of the split train"), qPrintable(train));
        QVERIFY(!fs::exists(wanted.out));
    }

    void imagesVanishingDuringTrainingAreNamedAndLeftOut() {
        TrainRequest wanted = m_runs.request("vanishing");
        wanted.images = m_runs.copyOfImages("images");
        wanted.settings["schedular"]["epochs"] = 5;
        const std::string path = readDataset(wanted.dataset).records.front().imagePath;
        TrainJob job(wanted, m_runs.lane);
        std::size_t warningsBefore = 0;
        m_runs.onStep = [&](std::int64_t step) {
            if (step != 1) return;
            warningsBefore = m_runs.warnings.size();
            fs::remove(resolveImage(wanted.images, path));
        };
        QCOMPARE(m_runs.run(job), QString());
        QCOMPARE(warningsBefore, 0U);
        // Two captions of the image in each of the epochs that were made afterwards, at least;
        // batches that are made ahead reach into the second.
        QVERIFY(job.result().imagesLeftOut >= 4);
        QCOMPARE(std::ssize(m_runs.warnings), job.result().imagesLeftOut);
        for (const std::string& warning : m_runs.warnings) {
            QVERIFY2(warning.find(path) != std::string::npos, warning.c_str());
        }
    }

    void theEstimateNeedsNoRun() {
        TrainRequest wanted = m_runs.request("estimated");
        wanted.settings["recompute_activations"] = true;
        const TrainEstimate before = estimateTraining(wanted);
        QVERIFY(!fs::exists(wanted.out));
        QCOMPARE(before.batchSize, 4);
        QCOMPARE(before.memory.activations, before.activationsRecomputed);
        QVERIFY(before.activationsRecomputed < before.activationsKept);
        QVERIFY(before.peakBytes() > before.memory.lasting());
        QVERIFY(toJson(TrainJob(wanted, m_runs.lane).estimate()) == toJson(before));
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestTrainData)
#include "tst_train_data.moc"

// What a run does with its held-out split: pictures that cannot be read, the ranking rule of its
// bundles, what must not be held out.

#include <QTest>
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/model/bundle.h"
#include "core/model/fingerprint.h"
#include "tests/core/training/tiny_runs.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr double kStartWeight = 3.25;

}  // namespace

class TestTrainEvaluation : public QObject {
    Q_OBJECT
    TinyRuns m_runs;

    /// The tiny test split under another name.
    fs::path heldOutFile(Split split) const {
        Json records = readJsonFile(kTiny / "data" / "test.json");
        for (Json& record : records) record["split"] = splitName(split);
        fs::path file = m_runs.folder() / (std::string(splitName(split)) + ".json");
        std::ofstream(file) << records;
        return file;
    }

    TrainRequest request(const std::string& name, Split split) const {
        TrainRequest request = m_runs.request(name);
        request.settings["schedular"]["epochs"] = 1;
        request.heldOut = split;
        request.heldOutDataset = heldOutFile(split);
        return request;
    }

    /// A bundle that ranks by both, made by a run.
    fs::path calibratedStart() {
        fs::path bundle = m_runs.folder() / "start" / "last";
        if (!fs::exists(bundle)) {
            TrainRequest first = m_runs.request("start");
            first.settings["schedular"]["epochs"] = 1;
            [&] { QCOMPARE(m_runs.runNew(first), QString()); }();
            const RankingRule rule{RankingRule::Kind::ItcPlusItm,
                                   kStartWeight,
                                   0.5,
                                   CandidateCalibration{.numQueries = 40}};
            std::ofstream(bundle / kRankingFile) << toJson(rule);
        }
        return bundle;
    }

    /// What a run with that start says of its last bundle.
    RankingRule ruleAfter(TrainRequest request) {
        request.start = {TrainStart::Kind::Bundle, calibratedStart(), {}, {}};
        [&] { QCOMPARE(m_runs.runNew(request), QString()); }();
        return Bundle::open(request.out / "last")->ranking();
    }

  private slots:
    void aValidationSplitCalibratesTheBundles() {
        const TrainRequest wanted = request("calibrated", Split::Val);
        TrainJob job(wanted, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QVERIFY(job.result().best >= 0);
        for (const char* name : {"last", "best"}) {
            const auto bundle = Bundle::open(wanted.out / name);
            QVERIFY(bundle->ranking().kind == RankingRule::Kind::Itm);
            QVERIFY(bundle->doubtReference());
            QVERIFY(fs::exists(bundle->path() / kRankingFile));
        }
    }

    void theTestSplitFitsNothing() {
        const TrainRequest wanted = request("test", Split::Test);
        TrainJob job(wanted, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QVERIFY(job.result().best >= 0);
        QVERIFY(!Bundle::open(wanted.out / "last")->doubtReference());
        QVERIFY(!fs::exists(wanted.out / "last" / kRankingFile));
        const RankingRule rule = ruleAfter(request("test by both", Split::Test));
        QVERIFY(rule.kind == RankingRule::Kind::ItcPlusItm);
        QCOMPARE(rule.itmWeight, kStartWeight);
    }

    void theStartsRuleIsFittedAnewOnAValidationSplit() {
        const TrainRequest wanted = request("both", Split::Val);
        const RankingRule rule = ruleAfter(wanted);
        QVERIFY(rule.kind == RankingRule::Kind::ItcPlusItm);
        QVERIFY(rule.itmWeight != kStartWeight);
        QVERIFY(std::abs(rule.temperature - 0.07) < 0.01);
        QVERIFY(Bundle::open(wanted.out / "last")->doubtReference());
        const auto evaluation = readMetrics(wanted.out / "metrics.jsonl").evaluations.back();
        QVERIFY(evaluation.rerank && evaluation.rerank->mAP >= evaluation.similarity.mAP - 1e-9);
    }

    void withoutASplitTheStartsRuleStaysButNotWhatItKnewOfCandidates() {
        TrainRequest wanted = m_runs.request("kept");
        const RankingRule rule = ruleAfter(wanted);
        QVERIFY(rule.kind == RankingRule::Kind::ItcPlusItm);
        QCOMPARE(rule.itmWeight, kStartWeight);
        QVERIFY(std::abs(rule.temperature - 0.07) < 0.01);
        QVERIFY(!rule.candidates);
    }

    void aNewModelRanksByBothIfThatCanBeFitted() {
        TrainRequest wanted = request("new", Split::Val);
        wanted.start = {TrainStart::Kind::New, kTiny / "config.json", kTiny / "vocab.txt", {}};
        wanted.settings["loss_weights"] = {{"pitm", 0}, {"prd", 0}, {"mlm", 0}, {"mrtd", 0}};
        QCOMPARE(m_runs.runNew(wanted), QString());
        QVERIFY(Bundle::open(wanted.out / "best")->ranking().kind == RankingRule::Kind::ItcPlusItm);
        // A head that learned nothing does not choose the best.
        const auto evaluation = readMetrics(wanted.out / "metrics.jsonl").evaluations.back();
        QVERIFY(evaluation.rerank && evaluation.rerank->mAP >= evaluation.similarity.mAP - 1e-9);
    }

    void aResumedRunKeepsTheRule() {
        TrainRequest wanted = request("resumed", Split::Val);
        wanted.start = {TrainStart::Kind::Bundle, calibratedStart(), {}, {}};
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        QCOMPARE(m_runs.resume(wanted.out), QString());
        QVERIFY(Bundle::open(wanted.out / "last")->ranking().kind == RankingRule::Kind::ItcPlusItm);
        // Runs of earlier versions did not keep it.
        Json json = readJsonFile(wanted.out / "run.json");
        json.erase("ranking");
        std::ofstream(wanted.out / "run.json") << json;
        QCOMPARE(refusal([&] { TrainJob(wanted.out, m_runs.lane); }), QString());
    }

    void aHeldOutPictureThatCannotBeReadIsLeftOutAndNamed() {
        TrainRequest wanted = request("broken", Split::Val);
        wanted.images = m_runs.copyOfImages("images");
        const auto records = readDataset(*wanted.heldOutDataset).records;
        std::ofstream(resolveImage(wanted.images, records.front().imagePath), std::ios::trunc)
            << "no picture";
        TrainJob job(wanted, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QVERIFY(job.result().best >= 0);
        QCOMPARE(std::ranges::count_if(m_runs.warnings,
                                       [&](const std::string& warning) {
                                           return warning.find(records.front().imagePath) !=
                                                  std::string::npos;
                                       }),
                 1);
    }

    void heldOutPicturesThatAreAllGonePauseTheRun() {
        TrainRequest wanted = request("gone", Split::Val);
        wanted.images = m_runs.copyOfImages("training images");
        const auto records = readDataset(*wanted.heldOutDataset).records;
        for (const DatasetRecord& record : records) {
            fs::remove(resolveImage(wanted.images, record.imagePath));
        }
        const QString error = m_runs.runNew(wanted);
        QVERIFY2(error.startsWith("paused at step") && error.contains("no picture of the split"),
                 qPrintable(error));
        m_runs.copyOfImages("training images");
        QCOMPARE(m_runs.resume(wanted.out), QString());
    }

    void aHeldOutPictureThatGoesLaterIsLeftOutAndNamedToo() {
        TrainRequest wanted = request("going", Split::Val);
        wanted.settings["schedular"]["epochs"] = 2;
        wanted.images = m_runs.copyOfImages("going images");
        const std::string path = readDataset(*wanted.heldOutDataset).records.front().imagePath;
        m_runs.onStep = [&](std::int64_t) {
            if (fs::exists(wanted.out / "best")) fs::remove(resolveImage(wanted.images, path));
        };
        QCOMPARE(m_runs.runNew(wanted), QString());
        QCOMPARE(readMetrics(wanted.out / "metrics.jsonl").evaluations.size(), 2U);
        QCOMPARE(std::ranges::count_if(m_runs.warnings,
                                       [&](const std::string& warning) {
                                           return warning.find(path) != std::string::npos;
                                       }),
                 1);
    }

    void heldOutPicturesThatAllGoLaterPauseTheRun() {
        TrainRequest wanted = request("all going", Split::Val);
        wanted.settings["schedular"]["epochs"] = 2;
        wanted.images = m_runs.copyOfImages("all going images");
        const auto records = readDataset(*wanted.heldOutDataset).records;
        m_runs.onStep = [&](std::int64_t) {
            if (!fs::exists(wanted.out / "best")) return;
            for (const DatasetRecord& record : records) {
                fs::remove(resolveImage(wanted.images, record.imagePath));
            }
        };
        const QString error = m_runs.runNew(wanted);
        QVERIFY2(error.startsWith("paused at step") && error.contains("no picture of the split"),
                 qPrintable(error));
        m_runs.copyOfImages("all going images");
        QCOMPARE(m_runs.resume(wanted.out), QString());
    }

    void anotherWayToWriteAPathDoesNotHoldOutWhatIsLearned() {
        TrainRequest wanted = m_runs.request("leaking");
        const Json all = readJsonFile(wanted.dataset);
        wanted.heldOut = Split::Val;
        wanted.heldOutDataset = m_runs.folder() / "other-paths.json";
        for (const char* before : {"./", "imgs/", ".//imgs/./"}) {
            Json record = all.front();
            record["split"] = "val";
            record["file_path"] = before + record["file_path"].get<std::string>();
            std::ofstream(*wanted.heldOutDataset) << Json::array({record});
            const QString error = refusal([&] { TrainJob(wanted, m_runs.lane); });
            QVERIFY2(error.contains("is in the training split too"), qPrintable(error));
        }
    }

    void peopleThatAreLearnedAndHeldOutAreTold() {
        TrainRequest wanted = request("strangers", Split::Val);
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        QVERIFY(m_runs.warnings.empty());
        wanted.out = m_runs.folder() / "acquaintances";
        Json records = readJsonFile(*wanted.heldOutDataset);
        const std::int64_t learned = readDataset(wanted.dataset).records.front().personId;
        const Json person = records.front()["id"];
        for (Json& record : records) {
            if (record["id"] == person) record["id"] = learned;
        }
        std::ofstream(*wanted.heldOutDataset) << records;
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        QCOMPARE(m_runs.warnings.size(), 1U);
        const QString warning = QString::fromStdString(m_runs.warnings.front());
        const QString told =
            QString("val.json: shares person ids with the training split: 1, such as %1;")
                .arg(learned);
        QVERIFY2(warning.contains(told), qPrintable(warning));
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestTrainEvaluation)
#include "tst_train_evaluation.moc"

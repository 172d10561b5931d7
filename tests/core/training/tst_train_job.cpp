#include <QTest>
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "core/base/json.h"
#include "core/model/bundle.h"
#include "core/model/fingerprint.h"
#include "core/model/nn/cpu_features.h"
#include "core/tensorfile/checkpoint.h"
#include "core/tensorfile/tensor_file.h"
#include "tests/core/training/tiny_runs.h"
#include "tests/support/checkpoint_comparison.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

}  // namespace

class TestTrainJob : public QObject {
    Q_OBJECT
    TinyRuns m_runs;

  private slots:
    void trainsAndKeepsBundlesAndMetrics() {
        TrainRequest wanted = m_runs.request("whole");
        wanted.heldOut = Split::Test;
        wanted.heldOutDataset = kTiny / "data" / "test.json";
        TrainJob job(wanted, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QVERIFY(job.result().numSteps > 0);
        QCOMPARE(job.result().numSteps % 2, 0);
        QVERIFY(job.result().best >= 0);
        const auto bundle = Bundle::open(wanted.out / "last");
        QCOMPARE(bundle->config().imageRes, 64);
        Bundle::open(wanted.out / "best");
        const auto lines = linesOf(wanted.out / "metrics.jsonl");
        std::int64_t steps = 0;
        std::int64_t evaluations = 0;
        for (const Json& line : lines) ++(line.contains("rerank") ? evaluations : steps);
        QCOMPARE(steps, job.result().numSteps);
        QCOMPARE(evaluations, 2);
        const auto status = readRunStatus(wanted.out);
        QVERIFY(status && status->state == RunStatus::State::Finished);
        QCOMPARE(status->step, job.result().numSteps);
        QCOMPARE(status->numSteps, job.result().numSteps);
        QCOMPARE(status->best, job.result().best);
    }

    void resumedRunIsTheSameBitForBit() {
        const Json dropout = {{"hidden_dropout_prob", 0.1}, {"attention_probs_dropout_prob", 0.1}};
        TrainRequest wanted = m_runs.request("uninterrupted");
        wanted.settings["bert"] = dropout;
        QCOMPARE(m_runs.runNew(wanted), QString());
        for (const std::int64_t stop : {1, 3, 5}) {
            TrainRequest interrupted = m_runs.request("stopped" + std::to_string(stop));
            interrupted.settings["bert"] = dropout;
            QVERIFY(m_runs.runNew(interrupted, stop).contains("snapshot is kept"));
            const auto status = readRunStatus(interrupted.out);
            QVERIFY(status && status->state == RunStatus::State::Stopped);
            QVERIFY(status->step < status->numSteps);
            QVERIFY(m_runs.resume(interrupted.out, stop + 2).contains("kept"));
            QCOMPARE(m_runs.resume(interrupted.out), QString());
            QCOMPARE(differences(wanted.out / "snapshot.safetensors",
                                 interrupted.out / "snapshot.safetensors"),
                     std::string());
            QCOMPARE(Bundle::open(wanted.out / "last")->fingerprint(),
                     Bundle::open(interrupted.out / "last")->fingerprint());
            QCOMPARE(linesOf(wanted.out / "metrics.jsonl").size(),
                     linesOf(interrupted.out / "metrics.jsonl").size());
        }
    }

    void seedsGiveOtherWeights() {
        TrainRequest first = m_runs.request("seed1");
        first.settings["seed"] = 1;
        TrainRequest second = m_runs.request("seed2");
        second.settings["seed"] = 2;
        QCOMPARE(m_runs.runNew(first), QString());
        QCOMPARE(m_runs.runNew(second), QString());
        QVERIFY(
            !differences(first.out / "snapshot.safetensors", second.out / "snapshot.safetensors")
                 .empty());
    }

    void newModelLearnsTheToySet() {
        TrainRequest wanted = m_runs.request("new");
        wanted.start = {TrainStart::Kind::New, kTiny / "config.json", kTiny / "vocab.txt", {}};
        wanted.settings = {{"batch_size_train", 8},
                           {"schedular", {{"steps", 60}, {"warmup_steps", 5}, {"min_lr", 1e-5}}},
                           {"optimizer", {{"lr", 1e-3}, {"lr_custm", 1e-3}, {"clip_norm", 5}}},
                           {"loss_starts", {{"pitm", 10}, {"prd", 10}, {"mlm", 10}, {"mrtd", 10}}}};
        QCOMPARE(m_runs.runNew(wanted), QString());
        const auto lines = linesOf(wanted.out / "metrics.jsonl");
        QCOMPARE(lines.size(), 60U);
        QCOMPARE(lines[9]["mlm"].get<double>(), 0.0);
        QVERIFY(lines[10]["mlm"].get<double>() > 0.0);
        const auto mean = [&](std::size_t first, const char* loss) {
            double sum = 0;
            for (std::size_t i = first; i < first + 10; ++i) sum += lines[i][loss].get<double>();
            return sum / 10;
        };
        QVERIFY(mean(50, "cl") < mean(0, "cl"));
        QVERIFY(mean(50, "mlm") < mean(10, "mlm"));
    }

    void bundleIsAStart() {
        TrainRequest first = m_runs.request("bundle1");
        first.settings["loss_starts"] = {{"mlm", 1'000'000}};
        QCOMPARE(m_runs.runNew(first), QString());
        TrainRequest second = m_runs.request("bundle2");
        second.start = {TrainStart::Kind::Bundle, first.out / "last", {}, {}};
        QCOMPARE(m_runs.runNew(second), QString());
        // What the first run waited for, the second does not.
        QCOMPARE(linesOf(first.out / "metrics.jsonl")[0]["mlm"].get<double>(), 0.0);
        QVERIFY(linesOf(second.out / "metrics.jsonl")[0]["mlm"].get<double>() > 0.0);
        // Momentum copies, which a bundle lacks, start as the online weights.
        const auto online = openTensorFile(first.out / "last" / "model.safetensors");
        QVERIFY(online->find("vision_proj.weight") != nullptr);
        const auto snapshot = openTensorFile(second.out / "snapshot.safetensors");
        const auto copy = snapshot->readFloats(*snapshot->find("vision_proj_m.weight"));
        const auto start = online->readFloats(*online->find("vision_proj.weight"));
        double largest = 0;
        for (std::size_t i = 0; i < copy.size(); ++i) {
            largest = std::max(largest, std::abs(static_cast<double>(copy[i] - start[i])));
        }
        QVERIFY2(largest < 1e-3, qPrintable(QString::number(largest)));
    }

    void albefsCheckpointIsAStartAtAnotherResolution() {
        TrainRequest wanted = m_runs.request("albef");
        wanted.start.path = kTiny / "albef.pth";
        Json config = readJsonFile(kTiny / "config.json");
        config["image_res"] = 48;
        wanted.start.config = m_runs.folder() / "albef.json";
        std::ofstream(*wanted.start.config) << config;
        QCOMPARE(m_runs.runNew(wanted), QString());
        QCOMPARE(Bundle::open(wanted.out / "last")->config().imageRes, 48);
        wanted.out = m_runs.folder() / "albef larger";
        wanted.settings["image_res"] = 64;
        QCOMPARE(m_runs.runNew(wanted), QString());
        QCOMPARE(Bundle::open(wanted.out / "last")->config().imageRes, 64);
        for (const Json& line : linesOf(wanted.out / "metrics.jsonl")) {
            QVERIFY(line["total"].is_number());
        }
    }

    void theScheduleOfAStartsOwnConfigurationIsNotTheRuns() {
        TrainRequest wanted = m_runs.request("own schedule");
        Json config = readJsonFile(kTiny / "config.json");
        config["image_res"] = 48;
        // As ALBEF was trained from nothing.
        config["optimizer"]["lr"] = 1e-4;
        config["schedular"].update({{"warmup_epochs", 20}, {"min_lr", 1e-5}});
        config["momentum"] = 0.99;
        wanted.start.path = kTiny / "albef.pth";
        wanted.start.config = m_runs.folder() / "own schedule.json";
        std::ofstream(*wanted.start.config) << config;
        { TrainJob begun(wanted, m_runs.lane); }
        Json kept = readJsonFile(wanted.out / "run.json")["config"];
        const Json asked = {{"epochs", 2}};
        QVERIFY(!kept.contains("optimizer"));
        QVERIFY(kept["schedular"] == asked);
        QCOMPARE(kept["momentum"].get<double>(), 0.99);
        // Nor is that of the configuration within a checkpoint.
        const TrainRequest plain = m_runs.request("schedule within");
        { TrainJob begun(plain, m_runs.lane); }
        kept = readJsonFile(plain.out / "run.json")["config"];
        QVERIFY(!kept.contains("optimizer"));
        QVERIFY(kept["schedular"] == asked);
    }

    void theLogHasTheRateOfEachStepItself() {
        TrainRequest wanted = m_runs.request("rates");
        wanted.settings["optimizer"]["lr"] = 1e-3;
        wanted.settings["schedular"] = {
            {"steps", 4}, {"warmup_steps", 2}, {"warmup_lr", 0}, {"min_lr", 0}};
        QCOMPARE(m_runs.runNew(wanted), QString());
        const auto steps = readMetrics(wanted.out / "metrics.jsonl").steps;
        QCOMPARE(steps.size(), 4U);
        QCOMPARE(steps[0].rate, 0.0);
        QCOMPARE(steps[1].rate, 5e-4);
        QCOMPARE(steps[2].rate, 1e-3);
        QCOMPARE(steps[3].rate, 5e-4);
    }

    void aStopWhileAStepWaitsForTheDeviceKeepsWhereItStands() {
        TrainRequest wanted = m_runs.request("never waited");
        wanted.images = m_runs.copyOfImages("one gone");
        const auto records = readDataset(wanted.dataset).records;
        fs::remove(resolveImage(wanted.images, records.front().imagePath));
        QCOMPARE(m_runs.runNew(wanted), QString());
        TrainRequest waiting = wanted;
        waiting.out = m_runs.folder() / "waited";
        std::optional<ComputeLane::Hold> search;
        // Told between taking a batch and its step.
        m_runs.onWarning = [&](const std::string&) {
            search.emplace(m_runs.lane->acquire());
            m_runs.stop.request_stop();
        };
        QVERIFY(m_runs.runNew(waiting).contains("a snapshot is kept"));
        search.reset();
        QCOMPARE(m_runs.resume(waiting.out), QString());
        QCOMPARE(
            differences(wanted.out / "snapshot.safetensors", waiting.out / "snapshot.safetensors"),
            std::string());
        QCOMPARE(readRunStatus(waiting.out)->imagesLeftOut,
                 readRunStatus(wanted.out)->imagesLeftOut);
    }

    void aRunGoesOnWithALowerRateAndNothingElseOfItsOwnChanges() {
        TrainRequest wanted = m_runs.request("rate");
        wanted.settings["optimizer"]["lr"] = 1e-3;
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        const Json lower = {{"optimizer", {{"lr", 1e-5}}}};
        QCOMPARE(m_runs.resume(wanted.out, 0, lower), QString());
        TrainRequest plain = wanted;
        plain.out = m_runs.folder() / "rate kept";
        QCOMPARE(m_runs.runNew(plain), QString());
        const auto rates = readMetrics(wanted.out / "metrics.jsonl").steps;
        const auto before = readMetrics(plain.out / "metrics.jsonl").steps;
        QCOMPARE(rates.size(), before.size());
        QCOMPARE(rates[0].rate, before[0].rate);
        // At once, though the run still warms up, and to its end.
        for (std::size_t i = 1; i < rates.size(); ++i) {
            QCOMPARE(rates[i].rate, before[i].rate / 100);
        }
        // So are the heads', and asking for the same once more changes nothing.
        { TrainJob again(wanted.out, m_runs.lane, lower); }
        const Json config = readJsonFile(wanted.out / "run.json")["config"];
        QCOMPARE(config["optimizer"]["lr_custm"].get<double>(), 1e-6);
        QCOMPARE(config["schedular"]["warmup_lr"].get<double>(), 1e-7);
        QCOMPARE(config["schedular"]["epochs"].get<int>(), 2);
        const QString refused = refusal([&] { TrainJob(wanted.out, m_runs.lane, {{"seed", 3}}); });
        QVERIFY2(refused.contains("\"seed\" is the run's own"), qPrintable(refused));
    }

    void aRunsCheckpointHasThePublishedLayout() {
        TrainRequest wanted = m_runs.request("published");
        wanted.keepsCheckpoint = true;
        QCOMPARE(m_runs.runNew(wanted), QString());
        const auto ours = openCheckpoint(wanted.out / "checkpoint.pth");
        const auto published = openCheckpoint(kTiny / "checkpoint_cuda19.pth");
        CheckpointComparison comparison(*ours, *published, CheckpointPart::Layout);
        comparison.run();
        QCOMPARE(QString::fromStdString(comparison.differences()), QString());
        QVERIFY(comparison.numTensors() > 0);
    }

    void saysThatAScheduleInStepsIsNotThePublishedPrograms() {
        TrainRequest wanted = m_runs.request("steps");
        wanted.settings["schedular"] = {{"steps", 1}};
        wanted.keepsCheckpoint = true;
        QCOMPARE(m_runs.runNew(wanted), QString());
        QCOMPARE(m_runs.warnings.size(), 1U);
        QVERIFY(m_runs.warnings.front().starts_with("checkpoint.pth says the schedule in epochs"));
    }

    void stepsWithoutAnythingToLearnFromAreNoFailure() {
        TrainRequest wanted = m_runs.request("nothing");
        wanted.settings["batch_size_train"] = 1;  // Nobody else in any batch.
        wanted.settings["schedular"]["epochs"] = 1;
        wanted.settings["loss_weights"] = {{"cl", 0}, {"prd", 0}, {"mlm", 0}, {"mrtd", 0}};
        TrainJob job(wanted, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QCOMPARE(job.result().numDropped, 0);
        QVERIFY(job.result().numSteps > 3);
        QCOMPARE(job.result().rowsWithoutNegative, job.result().numSteps);
    }

    void columnsOfTheStartsQueueBelongToNobody() {
        TrainRequest wanted = m_runs.request("queue");
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        const auto snapshot = openTensorFile(wanted.out / "snapshot.safetensors");
        const TensorEntry* const entry = snapshot->find("idx_queue");
        QVERIFY(entry != nullptr);
        std::vector<std::int64_t> persons(entry->sizeBytes() / sizeof(std::int64_t));
        snapshot->read(*entry, std::as_writable_bytes(std::span(persons)));
        // What one batch of four has written.
        QCOMPARE(std::ranges::count_if(persons, [](std::int64_t person) { return person >= 0; }),
                 4);
    }

    void saysWhatMicroBatchesDoNotShare() {
        TrainRequest wanted = m_runs.request("micro");
        wanted.settings["micro_batch"] = 2;
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        QCOMPARE(m_runs.warnings.size(), 1U);
        QVERIFY(m_runs.warnings.front().starts_with("P-ITM draws its negatives within"));
        TrainRequest single = m_runs.request("micro-single");
        single.settings["micro_batch"] = 1;
        single.settings["mrtd_picture"] = "other";
        QVERIFY(!m_runs.runNew(single, 1).isEmpty());
        QCOMPARE(m_runs.warnings.size(), 2U);
        QVERIFY(m_runs.warnings.front().find("no negatives") != std::string::npos);
        QVERIFY(m_runs.warnings.back().starts_with("MRTD"));
        TrainRequest without = m_runs.request("micro-without");
        without.settings["micro_batch"] = 2;
        without.settings["loss_weights"]["pitm"] = 0;
        QVERIFY(!m_runs.runNew(without, 1).isEmpty());
        QVERIFY(m_runs.warnings.empty());
    }

    void saysThatBfloat16IsSlowWhereTheProcessorHasNone() {
        TrainRequest wanted = m_runs.request("bf16");
        wanted.device.kind = DeviceRequest::Kind::Cpu;
        wanted.settings["bf16"] = true;
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        QCOMPARE(m_runs.warnings.size(), cpuHasBfloat16() ? 0U : 1U);
        for (const std::string& warning : m_runs.warnings) {
            QVERIFY(warning.starts_with("bfloat16 products are slower"));
        }
    }

    void imagesGoneDuringTrainingAreLeftOutAndCounted() {
        TrainRequest wanted = m_runs.request("gone");
        wanted.images = m_runs.copyOfImages("images");
        const auto records = readDataset(wanted.dataset).records;
        fs::remove(resolveImage(wanted.images, records.front().imagePath));
        TrainJob job(wanted, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QVERIFY(job.result().imagesLeftOut > 0);
    }

    void aBatchAllOfWhoseImagesAreGoneIsPassedOver() {
        TrainRequest wanted = m_runs.request("passed-over");
        wanted.settings["batch_size_train"] = 1;
        wanted.images = m_runs.copyOfImages("all but one");
        const DatasetRecord first = readDataset(wanted.dataset).records.front();
        fs::remove(resolveImage(wanted.images, first.imagePath));
        TrainJob job(wanted, m_runs.lane);
        QCOMPARE(m_runs.run(job), QString());
        QCOMPARE(job.result().numSteps, job.result().plannedSteps);
        // In each of two epochs.
        const auto numLeftOut = 2 * std::ssize(first.captions);
        QCOMPARE(job.result().imagesLeftOut, numLeftOut);
        QCOMPARE(std::ssize(linesOf(wanted.out / "metrics.jsonl")),
                 job.result().numSteps - numLeftOut);
    }

    void allImagesGonePausesTheRun() {
        TrainRequest wanted = m_runs.request("paused");
        wanted.images = m_runs.folder() / "nothing here";
        fs::create_directories(wanted.images);
        const QString error = m_runs.runNew(wanted);
        QVERIFY2(error.startsWith("paused at step 3"), qPrintable(error));
        QVERIFY2(error.contains("no image of 3 batches in a row"), qPrintable(error));
        const auto status = readRunStatus(wanted.out);
        QVERIFY(status && status->state == RunStatus::State::Paused);
        QCOMPARE(QString(status->error->what()), error);
        QVERIFY(fs::exists(wanted.out / "snapshot.safetensors"));
    }

    void aShortRunWithoutAnImagePausesToo() {
        TrainRequest wanted = m_runs.request("short");
        wanted.images = m_runs.folder() / "still nothing here";
        fs::create_directories(wanted.images);
        wanted.settings["schedular"]["steps"] = 2;
        const QString error = m_runs.runNew(wanted);
        QVERIFY2(error.contains("no image of 2 batches in a row"), qPrintable(error));
    }

    void usedFolderIsRefused() {
        TrainRequest wanted = m_runs.request("used");
        fs::create_directories(wanted.out);
        std::ofstream(wanted.out / "notes.txt") << "mine";
        const auto error = refusal([&] { TrainJob(wanted, m_runs.lane); });
        QVERIFY(error.contains("not an empty folder"));
        QVERIFY(fs::exists(wanted.out / "notes.txt"));
    }

    void aFolderOfAStartThatWasCutShortIsTakenAgain() {
        const TrainRequest wanted = m_runs.request("cut short");
        fs::create_directories(wanted.out);
        fs::copy_file(kTiny / "vocab.txt", wanted.out / kWordPieceFile);
        std::ofstream(wanted.out / ".descry-123-0123abcd.tmp") << "{";
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        QVERIFY(isRunFolder(wanted.out));
        // Now it is a run's.
        const auto refusalOf = [&](const TrainRequest& request) {
            return refusal([&] { TrainJob(request, m_runs.lane); });
        };
        QVERIFY(refusalOf(wanted).contains("go on with the run in it by --resume"));
        // Somebody's own file of that name is not written over.
        const TrainRequest other = m_runs.request("own words");
        fs::create_directories(other.out);
        std::ofstream(other.out / kWordPieceFile) << "mine";
        QVERIFY(refusalOf(other).contains("not an empty folder"));
        QCOMPARE(fs::file_size(other.out / kWordPieceFile), 4U);
    }

    void whatCannotBeBegunIsRefusedBeforeThereIsAFolder() {
        TrainRequest wanted = m_runs.request("nowhere");
        wanted.images = m_runs.folder() / "no such folder";
        const auto refusalOf = [&] { return refusal([&] { TrainJob(wanted, m_runs.lane); }); };
        QVERIFY(refusalOf().contains("no such folder: no such folder"));
        wanted.images = kTiny / "data";
        wanted.settings["queue_size"] = 5000;
        QVERIFY(refusalOf().contains("image_queue: file has float32 [32, 32]"));
        QVERIFY(!fs::exists(wanted.out));
    }

    void aQueueMayHoldMoreThanTheDataSetOrLessThanABatch() {
        for (const int size : {5000, 3}) {
            TrainRequest wanted = m_runs.request("queue" + std::to_string(size));
            wanted.start = {TrainStart::Kind::New, kTiny / "config.json", kTiny / "vocab.txt", {}};
            wanted.settings = {
                {"batch_size_train", 4}, {"schedular", {{"steps", 3}}}, {"queue_size", size}};
            TrainJob job(wanted, m_runs.lane);
            QCOMPARE(m_runs.run(job), QString());
            QCOMPARE(job.result().numDropped, 0);
        }
    }

    void unknownSettingIsRefusedByName() {
        TrainRequest wanted = m_runs.request("unknown");
        wanted.settings["batch_sise"] = 4;
        const auto error = refusal([&] { TrainJob(wanted, m_runs.lane); });
        QVERIFY(error.contains("batch_sise"));
        QVERIFY(!fs::exists(wanted.out));
    }

    void twoJobsNeverWorkInOneFolder() {
        const TrainRequest wanted = m_runs.request("shared");
        QString second;
        m_runs.onStep = [&](std::int64_t step) {
            if (step != 2) return;
            TrainJob job(wanted.out, m_runs.lane);
            JobContext context({}, {});
            second = refusal([&] { job.run(context); });
        };
        QCOMPARE(m_runs.runNew(wanted), QString());
        QVERIFY2(second.contains("a training works in this folder"), qPrintable(second));
        const auto status = readRunStatus(wanted.out);
        QVERIFY(status && status->state == RunStatus::State::Finished);
    }

    void changedDataSetIsRefusedOnResume() {
        TrainRequest wanted = m_runs.request("changed");
        wanted.dataset = m_runs.folder() / "copy.json";
        fs::copy_file(kTiny / "data" / "train.json", wanted.dataset);
        QVERIFY(!m_runs.runNew(wanted, 1).isEmpty());
        std::ofstream(wanted.dataset, std::ios::app) << " ";
        const auto error = refusal([&] { TrainJob(wanted.out, m_runs.lane); });
        QVERIFY(error.contains("has changed"));
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestTrainJob)
#include "tst_train_job.moc"

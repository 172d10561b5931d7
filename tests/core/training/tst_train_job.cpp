#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/model/bundle.h"
#include "core/tensorfile/tensor_file.h"
#include "core/training/train_job.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path kTiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";

std::vector<Json> linesOf(const fs::path& file) {
    std::ifstream stream(file);
    std::vector<Json> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
    return lines;
}

/// Names of the tensors that differ in a bit between two files; "another set" if the names do.
std::string differences(const fs::path& first, const fs::path& second) {
    const auto a = openTensorFile(first);
    const auto b = openTensorFile(second);
    if (a->tensors().size() != b->tensors().size()) return "another set of tensors";
    std::string names;
    for (const TensorEntry& entry : a->tensors()) {
        const TensorEntry* const other = b->find(entry.name);
        if (other == nullptr) return "another set of tensors";
        std::vector<std::byte> ours(entry.sizeBytes());
        std::vector<std::byte> theirs(other->sizeBytes());
        a->read(entry, ours);
        b->read(*other, theirs);
        if (ours != theirs) names += entry.name + " ";
    }
    return names;
}

}  // namespace

class TestTrainJob : public QObject {
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

    /// Runs until `stopAtStep` steps are done (0: to the end); the error, or "".
    QString run(TrainJob& job, std::int64_t stopAtStep = 0) {
        std::stop_source stop;
        m_warnings.clear();
        JobContext::Callbacks callbacks;
        callbacks.warning = [&](const std::string& text) { m_warnings.push_back(text); };
        callbacks.progress = [&](const Progress& progress) {
            if (progress.stage == "training" && stopAtStep > 0 && progress.done >= stopAtStep) {
                stop.request_stop();
            }
        };
        // Every report is delivered.
        auto now = JobContext::Clock::now();
        callbacks.now = [now]() mutable { return now += std::chrono::seconds(1); };
        JobContext context(stop.get_token(), callbacks);
        try {
            job.run(context);
        } catch (const Error& error) {
            return QString::fromStdString(error.what());
        }
        return {};
    }

    QString runNew(const TrainRequest& request, std::int64_t stopAtStep = 0) {
        TrainJob job(request, m_lane);
        return run(job, stopAtStep);
    }

    QString resume(const fs::path& out, std::int64_t stopAtStep = 0) {
        TrainJob job(out, m_lane);
        return run(job, stopAtStep);
    }

    /// Writes a file again with one tensor's values not numbers.
    static void poison(const fs::path& path, const std::string& name) {
        const auto file = openTensorFile(path);
        std::vector<std::vector<std::byte>> bytes;
        for (const TensorEntry& entry : file->tensors()) {
            bytes.emplace_back(entry.sizeBytes(),
                               entry.name == name ? std::byte{0xff} : std::byte{});
            if (entry.name != name) file->read(entry, bytes.back());
        }
        std::vector<TensorSource> sources;
        for (const TensorEntry& entry : file->tensors()) {
            sources.push_back({entry, bytes[sources.size()]});
        }
        const std::map<std::string, std::string> metadata{
            {"position", file->metadata().at("position").get<std::string>()}};
        writeSafetensors(path, sources, metadata);
    }

    template <typename Call>
    QString refusal(const Call& call) {
        try {
            call();
        } catch (const Error& error) {
            return QString::fromStdString(error.what());
        }
        return {};
    }

  private slots:
    void trainsAndKeepsBundlesAndMetrics() {
        TrainRequest wanted = request("whole");
        wanted.heldOut = Split::Test;
        wanted.heldOutDataset = kTiny / "data" / "test.json";
        TrainJob job(wanted, m_lane);
        QCOMPARE(run(job), QString());
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
        TrainRequest wanted = request("uninterrupted");
        QCOMPARE(runNew(wanted), QString());
        for (const std::int64_t stop : {1, 3, 5}) {
            TrainRequest interrupted = request("stopped" + std::to_string(stop));
            QVERIFY(runNew(interrupted, stop).contains("snapshot is kept"));
            const auto status = readRunStatus(interrupted.out);
            QVERIFY(status && status->state == RunStatus::State::Stopped);
            QVERIFY(status->step < status->numSteps);
            QVERIFY(resume(interrupted.out, stop + 2).contains("kept"));
            QCOMPARE(resume(interrupted.out), QString());
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
        TrainRequest first = request("seed1");
        first.settings["seed"] = 1;
        TrainRequest second = request("seed2");
        second.settings["seed"] = 2;
        QCOMPARE(runNew(first), QString());
        QCOMPARE(runNew(second), QString());
        QVERIFY(
            !differences(first.out / "snapshot.safetensors", second.out / "snapshot.safetensors")
                 .empty());
    }

    void newModelLearnsTheToySet() {
        TrainRequest wanted = request("new");
        wanted.start = {TrainStart::Kind::New, kTiny / "config.json", kTiny / "vocab.txt", {}};
        wanted.settings = {{"batch_size_train", 8},
                           {"schedular", {{"steps", 60}, {"warmup_steps", 5}, {"min_lr", 1e-5}}},
                           {"optimizer", {{"lr", 1e-3}, {"lr_custm", 1e-3}, {"clip_norm", 5}}},
                           {"loss_starts", {{"pitm", 10}, {"prd", 10}, {"mlm", 10}, {"mrtd", 10}}}};
        QCOMPARE(runNew(wanted), QString());
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
        TrainRequest first = request("bundle1");
        first.settings["loss_starts"] = {{"mlm", 1'000'000}};
        QCOMPARE(runNew(first), QString());
        TrainRequest second = request("bundle2");
        second.start = {TrainStart::Kind::Bundle, first.out / "last", {}, {}};
        QCOMPARE(runNew(second), QString());
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

    void lossesThatAreNotFiniteFailAfterThreeInARow() {
        TrainRequest wanted = request("nan");
        QVERIFY(!runNew(wanted, 1).isEmpty());
        poison(wanted.out / "snapshot.safetensors", "temp");
        TrainJob job(wanted.out, m_lane);
        const QString error = run(job);
        QVERIFY2(error.contains("3 times in a row"), qPrintable(error));
        QVERIFY2(error.contains(".png"), qPrintable(error));
        QCOMPARE(job.result().numDropped, 3);
        QCOMPARE(m_warnings.size(), 3U);
    }

    void stepsWithoutAnythingToLearnFromAreNoFailure() {
        TrainRequest wanted = request("nothing");
        wanted.settings["batch_size_train"] = 1;  // Nobody else in any batch.
        wanted.settings["schedular"]["epochs"] = 1;
        wanted.settings["loss_weights"] = {{"cl", 0}, {"prd", 0}, {"mlm", 0}, {"mrtd", 0}};
        TrainJob job(wanted, m_lane);
        QCOMPARE(run(job), QString());
        QCOMPARE(job.result().numDropped, 0);
        QVERIFY(job.result().numSteps > 3);
        QCOMPARE(job.result().rowsWithoutNegative, job.result().numSteps);
    }

    void saysWhatMicroBatchesDoNotShare() {
        TrainRequest wanted = request("micro");
        wanted.settings["micro_batch"] = 2;
        QVERIFY(!runNew(wanted, 1).isEmpty());
        QCOMPARE(m_warnings.size(), 1U);
        QVERIFY(m_warnings.front().starts_with("P-ITM draws its negatives within"));
        TrainRequest without = request("micro-without");
        without.settings["micro_batch"] = 2;
        without.settings["loss_weights"]["pitm"] = 0;
        QVERIFY(!runNew(without, 1).isEmpty());
        QVERIFY(m_warnings.empty());
    }

    void imagesGoneDuringTrainingAreLeftOutAndCounted() {
        TrainRequest wanted = request("gone");
        wanted.images = m_folder / "images";
        fs::create_directories(wanted.images);
        fs::copy(kTiny / "data", wanted.images, fs::copy_options::recursive);
        const auto records = readDataset(wanted.dataset).records;
        fs::remove(resolveImage(wanted.images, records.front().imagePath));
        TrainJob job(wanted, m_lane);
        QCOMPARE(run(job), QString());
        QVERIFY(job.result().imagesLeftOut > 0);
    }

    void allImagesGonePausesTheRun() {
        TrainRequest wanted = request("paused");
        wanted.images = m_folder / "nowhere";
        const QString error = runNew(wanted);
        QVERIFY2(error.startsWith("paused at step 0"), qPrintable(error));
        const auto status = readRunStatus(wanted.out);
        QVERIFY(status && status->state == RunStatus::State::Paused);
        QCOMPARE(QString::fromStdString(status->reason), error);
        QVERIFY(fs::exists(wanted.out / "snapshot.safetensors"));
    }

    void usedFolderIsRefused() {
        TrainRequest wanted = request("used");
        fs::create_directories(wanted.out);
        std::ofstream(wanted.out / "notes.txt") << "mine";
        const auto error = refusal([&] { TrainJob(wanted, m_lane); });
        QVERIFY(error.contains("not an empty folder"));
        QVERIFY(fs::exists(wanted.out / "notes.txt"));
    }

    void unknownSettingIsRefusedByName() {
        TrainRequest wanted = request("unknown");
        wanted.settings["batch_sise"] = 4;
        const auto error = refusal([&] { TrainJob(wanted, m_lane); });
        QVERIFY(error.contains("batch_sise"));
        QVERIFY(!fs::exists(wanted.out));
    }

    void changedDataSetIsRefusedOnResume() {
        TrainRequest wanted = request("changed");
        wanted.dataset = m_folder / "copy.json";
        fs::copy_file(kTiny / "data" / "train.json", wanted.dataset);
        QVERIFY(!runNew(wanted, 1).isEmpty());
        std::ofstream(wanted.dataset, std::ios::app) << " ";
        const auto error = refusal([&] { TrainJob(wanted.out, m_lane); });
        QVERIFY(error.contains("has changed"));
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestTrainJob)
#include "tst_train_job.moc"

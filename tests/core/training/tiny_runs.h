#pragma once
/// Training runs on the goldens' tiny data set, each in a folder of its own below a temporary one.
/// Thread rule: one thread.

#include <QString>
#include <QTemporaryDir>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/training/train_job.h"

namespace descry {

inline const std::filesystem::path kTiny =
    std::filesystem::path(DESCRY_TEST_DATA) / "conformance" / "tiny";

/// What a call that must be refused says; "" if it is not.
template <typename Call>
QString refusal(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
    return {};
}

class TinyRuns {
  public:
    std::shared_ptr<ComputeLane> lane = std::make_shared<ComputeLane>();
    std::vector<std::string> warnings;                    ///< Of the last run.
    std::function<void(const std::string&)> onWarning{};  ///< Called in the midst of the next run,
    std::function<void(std::int64_t)> onStep{};           ///< and after each of its steps.
    std::stop_source stop{};                              ///< Of the last run.

    std::filesystem::path folder() const { return m_temporary.path().toStdString(); }

    /// The tiny set's pictures in a folder of their own, from which some may be taken.
    std::filesystem::path copyOfImages(const std::string& name) const {
        std::filesystem::path copy = folder() / name;
        std::filesystem::create_directories(copy);
        std::filesystem::copy(kTiny / "data",
                              copy,
                              std::filesystem::copy_options::recursive |
                                  std::filesystem::copy_options::overwrite_existing);
        return copy;
    }

    TrainRequest request(const std::string& name) const {
        TrainRequest request;
        request.out = folder() / name;
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
        stop = std::stop_source();
        warnings.clear();
        const auto warned = std::exchange(onWarning, {});
        const auto stepped = std::exchange(onStep, {});
        JobContext::Callbacks callbacks;
        callbacks.warning = [&](const Error& warning) {
            warnings.emplace_back(warning.what());
            if (warned) warned(warnings.back());
        };
        callbacks.progress = [&](const Progress& progress) {
            if (progress.stage != "training") return;
            if (stepped) stepped(progress.done);
            if (stopAtStep > 0 && progress.done >= stopAtStep) stop.request_stop();
        };
        // Every report is delivered.
        auto now = JobContext::Clock::now();
        callbacks.now = [now]() mutable { return now += std::chrono::seconds(1); };
        JobContext context(stop.get_token(), callbacks);
        return refusal([&] { job.run(context); });
    }

    QString runNew(const TrainRequest& request, std::int64_t stopAtStep = 0) {
        TrainJob job(request, lane);
        return run(job, stopAtStep);
    }

    QString resume(const std::filesystem::path& out,
                   std::int64_t stopAtStep = 0,
                   const nlohmann::json& changes = nlohmann::json::object()) {
        TrainJob job(out, lane, changes);
        return run(job, stopAtStep);
    }

  private:
    QTemporaryDir m_temporary;
};

/// The lines of a run's metrics.jsonl and the like.
std::vector<nlohmann::json> linesOf(const std::filesystem::path& file);
/// Names of the tensors that differ in a bit between two files; "another set" if the names do.
std::string differences(const std::filesystem::path& first, const std::filesystem::path& second);
/// Writes a snapshot again with the values of one tensor, or of all that hold floats, not numbers.
void poison(const std::filesystem::path& snapshot, const std::string& tensor = {});

}  // namespace descry

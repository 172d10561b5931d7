#pragma once
/// Fine-tuning as a job: starts from a checkpoint, a bundle or nothing, learns on a data set's
/// training split, evaluates on a held-out split, and keeps snapshots from which a stopped or
/// killed run goes on to the same weights, bit for bit on the CPU. Thread rule: run() on one
/// thread; decoding uses others; one job at a time, of all programs, runs in a folder. Errors:
/// InvalidInput (settings, data set, a folder in which another runs), DiskFull and Io (images
/// gone; of both the run is paused, its last snapshot whole), OutOfMemory, Device, Cancelled
/// (stopped: a snapshot was written). Source: rasa-spec sections 7 to 10.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/dataset/dataset.h"
#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/model/rasa_model.h"
#include "core/training/run_record.h"
#include "core/training/train_estimate.h"

namespace descry {

/// What a new run begins with.
struct TrainStart {
    enum class Kind { Checkpoint, Bundle, New };
    Kind kind = Kind::Checkpoint;
    std::filesystem::path path;  ///< The file, the folder, or the configuration.
    /// Of a checkpoint or a new model, which takes its number of words from it.
    std::filesystem::path vocabFile;
    /// Of a checkpoint: tells what its tensors cannot, else the published configuration does.
    std::optional<std::filesystem::path> config;
};

struct TrainRequest {
    /// The run's folder: absent, empty, or with what a start has left that was cut short.
    std::filesystem::path out;
    TrainStart start;
    std::filesystem::path dataset;
    std::filesystem::path images;
    std::optional<Split> heldOut;                         ///< Absent: no evaluation.
    std::optional<std::filesystem::path> heldOutDataset;  ///< Else `dataset`.
    std::optional<std::filesystem::path> pairs;           ///< Verdicts of a review (pairs.jsonl).
    nlohmann::json settings = nlohmann::json::object();   ///< Over those of the start.
    DeviceRequest device;
    /// Also keep checkpoint.pth, with which the published program can go on.
    bool keepsCheckpoint = false;
};

struct TrainResult {
    std::int64_t numSteps = 0;
    std::int64_t plannedSteps = 0;  ///< Of the whole run.
    std::int64_t numPairs = 0;
    std::int64_t numPeople = 0;
    std::int64_t numJudged = 0;  ///< Of the pairs of an image and a caption of its person.
    double best = -1;  ///< R@1 on the held-out split, percent; below 0 without evaluation.
    std::int64_t bestStep = 0;
    std::int64_t numDropped = 0;           ///< Steps whose loss or gradient was not finite.
    std::int64_t rowsWithoutNegative = 0;  ///< Left out of P-ITM: nobody else in the batch.
    std::int64_t cutTexts = 0;             ///< Captions longer than the model's positions.
    std::int64_t imagesLeftOut = 0;        ///< Could not be read when their turn came.
    double seconds = 0;                    ///< Of this call.
    double waitedSeconds = 0;              ///< Of them, the step waited for data.
};

struct TrainPlan;

class TrainJob : public Job {
  public:
    /// A new run: writes run.json and the tokenizer to the run's folder at once.
    TrainJob(const TrainRequest& request, std::shared_ptr<ComputeLane> lane);
    /// Goes on with the run in a folder, from its last snapshot. Of what run.json keeps, `changes`
    /// may give anew what a step needs of memory (`micro_batch`, `recompute_activations`), the
    /// `device` (`kind`, `threads`) and, for a run whose losses are no numbers any more,
    /// `optimizer`: with its `lr`, the run's other rates change in proportion.
    TrainJob(const std::filesystem::path& out,
             std::shared_ptr<ComputeLane> lane,
             const nlohmann::json& changes = nlohmann::json::object());
    ~TrainJob() override;

    std::string title() const override;
    void run(JobContext& context) override;
    /// What the run will take.
    TrainEstimate estimate() const;
    /// After run() has returned or thrown.
    const TrainResult& result() const noexcept { return m_result; }

  private:
    class Run;

    void runOnDevice(JobContext& context);
    /// `memory`: which ran out, in words.
    [[noreturn]] void failForMemory(const char* memory) const;
    void keepStatus(RunStatus::State state, const std::optional<Error>& reason);

    std::unique_ptr<const TrainPlan> m_plan;
    std::shared_ptr<ComputeLane> m_lane;
    TrainResult m_result;
};

}  // namespace descry

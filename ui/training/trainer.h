#pragma once
/// What the Train workspace needs of training, as functions that the program gives, so that the
/// window and its tests do without the network (ui/README.md). Thread rule: called off the GUI
/// thread. Failure rule: they throw Error, as core/training says.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>

#include "core/jobs/job.h"
#include "core/training/comparison.h"
#include "core/training/train_job.h"

namespace descry {

/// What a step will take.
struct StepForecast {
    std::int64_t peakBytes = 0;              ///< Of memory, the most at once.
    std::int64_t activationsKept = 0;        ///< Bytes of activations as layers keep them,
    std::int64_t activationsRecomputed = 0;  ///< and with activations recomputed.
    double flopsPerStep = 0;
    double secondsPerStep = 0;  ///< From the device's speed in matrix products; 0: not known.
    bool isOnGpu = false;       ///< Then the bytes are the device's.
};

struct Trainer {
    /// Makes the run's folder, without computing anything.
    std::function<void(const TrainRequest&)> begin;
    /// The job that goes on with the run in a folder, from its last snapshot or its beginning, with
    /// changes of its settings as TrainJob takes them.
    std::function<std::unique_ptr<Job>(
        const std::filesystem::path&, std::shared_ptr<ComputeLane>, const nlohmann::json&)>
        resume;
    /// Writes nothing; refuses what `begin` would refuse of the settings.
    std::function<StepForecast(const TrainRequest&, std::stop_token)> forecast;
    BundleLoader loadBundle;
};

}  // namespace descry

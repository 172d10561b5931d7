#pragma once
/// What a training run will take, told before it is started. Nothing is said of time: it is known
/// once steps have been measured, and Progress tells it then. Thread rule: any thread; reads the
/// start's configuration from the disk, no weights. Errors: as the TrainJob of the same request.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "core/training/step/step_cost.h"
#include "core/training/train_options.h"

namespace descry {

struct TrainRequest;

struct TrainEstimate {
    std::int64_t batchSize = 0;
    std::int64_t numTokens = 0;              ///< Of the longest caption that is reckoned with.
    training::StepMemory memory;             ///< Of a step with the run's settings.
    std::int64_t activationsKept = 0;        ///< Bytes of activations if layers keep them,
    std::int64_t activationsRecomputed = 0;  ///< and with recompute_activations.
    double flopsPerStep = 0;

    /// The most memory in use at once: in a step, or while a snapshot copies the moments or an
    /// evaluation loads the network anew. On the CPU all of it is the process's; on a GPU the
    /// device's, and the host holds the batches and the copied moments beside it.
    std::int64_t peakBytes() const noexcept;
};

/// Captions are taken to be of the configuration's largest number of words.
TrainEstimate estimateTraining(const RasaConfig& config, const TrainOptions& options);
/// Of a run that has not begun; writes nothing.
TrainEstimate estimateTraining(const TrainRequest& request);

nlohmann::json toJson(const TrainEstimate& estimate);

}  // namespace descry

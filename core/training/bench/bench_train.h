#pragma once
/// What a training step with all five losses reaches on this machine, at the published size with
/// formula weights and random inputs, beside the machine's own matrix-product rate in the same run
/// and beside what step_cost.h expects of it. Thread rule: one bench at a time. Failure rule: as
/// TrainingStep; Cancelled through the stop token.

#include <nlohmann/json_fwd.hpp>

#include "core/model/bench/bench.h"
#include "core/training/step/options.h"

namespace descry {

struct TrainBenchOptions {
    TrainBenchOptions() {
        bench.numRuns = 3;
        bench.numTokens = 50;
    }

    BenchOptions bench;  ///< Device, types, runs, configuration. There is no training in float16.
    std::int64_t batchSize = 2;  ///< So many at the published size fit 24 GB with room to spare.
    training::StepOptions step;  ///< Its bfloat16 is bench.types' to say.
};

/// As benchEncode()'s document; results hold secondsPerStep, imagesPerSecond, gflops, gemmGflops,
/// gemmRatio, flopsPerStep, peakBytes (of the process on the CPU, of torch's allocator on CUDA),
/// estimatedBytes and estimateError (their ratio less 1).
nlohmann::json benchTrain(const TrainBenchOptions& options);

}  // namespace descry

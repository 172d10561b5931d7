#pragma once
/// Private to core/training: the whole state of a run in one safetensors file: weights, momentum
/// copies and queue under their published names, the optimiser's moments below `optimizer.`, and
/// the position as metadata. Thread rule: one thread. Errors: Io, CorruptFile, InvalidInput naming
/// the tensor that does not fit; a file that is refused changes nothing but tensors read before.

#include <cstdint>
#include <filesystem>

#include "core/training/step/optimiser.h"
#include "core/training/step/training_state.h"

namespace descry {

/// Where a run stands; everything that is drawn later follows from it.
struct RunPosition {
    std::int64_t step = 0;           ///< Steps done, dropped ones included.
    std::int64_t evaluatedStep = 0;  ///< Steps done at the last evaluation.
    std::uint64_t draws = 0;         ///< State of the run's Draws.
    double best = -1;                ///< R@1 in percent, below 0 before the first evaluation.
    std::int64_t bestStep = 0;
    std::uint64_t metricsBytes = 0;  ///< Of metrics.jsonl.
    std::int64_t numDropped = 0;     ///< Steps whose loss or gradient was not finite.
    std::int64_t numDroppedInRow = 0;
    std::int64_t rowsWithoutNegative = 0;
    std::int64_t cutTexts = 0;
    std::int64_t imagesLeftOut = 0;
};

void writeSnapshot(const std::filesystem::path& file,
                   const training::TrainingState& state,
                   const training::AdamW& optimiser,
                   const RunPosition& position);
RunPosition readSnapshot(const std::filesystem::path& file,
                         training::TrainingState& state,
                         training::AdamW& optimiser);
/// The online network alone.
void writeOnlineWeights(const std::filesystem::path& file, const training::TrainingState& state);

}  // namespace descry

#pragma once
/// A checkpoint in the published layout, from which the authors' program resumes: {model,
/// optimizer, lr_scheduler, config, epoch, best, best_epoch} (rasa-spec section 9). Thread rule:
/// one thread. Failure rule: Io. All tensors are held in memory once more while it is written.

#include <cstdint>
#include <filesystem>

#include "core/training/step/optimiser.h"
#include "core/training/step/schedule.h"
#include "core/training/step/training_state.h"

namespace descry::training {

struct PublishedParts {
    const TrainingState& state;
    const AdamW& optimiser;
    const Schedule& schedule;
};

struct PublishedProgress {
    std::int64_t epoch = 0;  ///< The last whole one, from 0.
    double best = 0;         ///< R@1, percent.
    std::int64_t bestEpoch = 0;
};

void writePublishedCheckpoint(const std::filesystem::path& file,
                              const PublishedParts& parts,
                              const PublishedProgress& progress);

}  // namespace descry::training

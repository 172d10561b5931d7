#pragma once
/// The optimiser's state as a published checkpoint stores it: `optimizer` = {state, param_groups},
/// parameters by number in the order of the groups (rasa-spec section 9). Thread rule: pure
/// functions. Failure rule: InvalidInput naming the part that is missing or does not fit.

#include "core/tensorfile/checkpoint.h"
#include "core/training/step/optimiser.h"

namespace descry::training {

/// `like` gives the names, which the file does not hold, and the shapes to expect.
OptimiserState readOptimiserState(const Checkpoint& file, const OptimiserState& like);

}  // namespace descry::training

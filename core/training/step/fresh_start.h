#pragma once
/// First values for a training from nothing. A small network with the
/// published deviation of 0.02 does not learn; these keep the size of activations through the
/// layers instead. Thread rule: one thread; draws from a generator of its own. Never fails.

#include <cstdint>

#include "core/training/step/training_state.h"

namespace descry::training {

/// Matrices normal with deviation 1/sqrt(fan-in), half of it where a layer adds to the residual
/// sum; embeddings and two-class heads small; norms one and zero; the momentum copies equal to the
/// online network; the queue empty.
void initialiseFresh(TrainingState& state, std::uint64_t seed);

}  // namespace descry::training

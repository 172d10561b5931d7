#pragma once
/// What a training step takes, from the configuration alone: bytes at its peak and floating-point
/// operations. No torch, so that a window can ask before anything is loaded. Weights, momentum
/// copies, moments, gradients and queue are exact; activations are a count of what torch keeps for
/// the way back. Thread rule: pure functions. Never fails.

#include <cstdint>

#include "core/training/step/options.h"

namespace descry::training {

/// The size of one step.
struct StepShape {
    std::int64_t batchSize = 13;
    std::int64_t numTokens = 63;    ///< L of the longest caption of a batch, `[CLS]` included.
    std::int64_t batchesAhead = 0;  ///< Decoded and waiting, in the host's memory.
    bool hasSoftLabels = true;      ///< False only in the first step of the published ramp.
};

/// Bytes.
struct StepMemory {
    std::int64_t weights = 0;      ///< Of the online network, fp32.
    std::int64_t momentum = 0;     ///< The copies of its encoders and projections, fp32.
    std::int64_t moments = 0;      ///< AdamW's two and its counters, fp32.
    std::int64_t gradients = 0;    ///< Fp32.
    std::int64_t queue = 0;        ///< Features and persons of past batches.
    std::int64_t halfWeights = 0;  ///< Copies that bf16 products keep on the way forward.
    std::int64_t activations = 0;  ///< Of one micro-batch; an estimate, see stepMemory().
    std::int64_t batches = 0;      ///< Images of this step and of those decoded ahead.
    std::int64_t transient = 0;    ///< Of gradients, copies and activations, the most at once.

    /// What a run holds between steps, gradients apart.
    std::int64_t lasting() const noexcept { return weights + momentum + moments + queue; }
    std::int64_t peak() const noexcept { return lasting() + transient + batches; }
};

/// Activations are what torch keeps for the way back. Temporaries of one operation are not counted
/// and some tensors that are shared count twice; gradients come while activations go. Measured on
/// the CPU, `transient` is 0.9 to 1.35 of what torch asks for (tst_step_cost), and a process at the
/// published size grew by 6 to 11% more than peak() (tests/bench/RESULTS.md).
StepMemory stepMemory(const RasaConfig& config, const StepOptions& options, const StepShape& shape);

/// Operations of one step with the losses whose weight is above 0; element-wise work and the
/// optimiser left out. The way back counts twice the way forward, and layers that run again once
/// more.
double stepFlops(const RasaConfig& config, const StepOptions& options, const StepShape& shape);

}  // namespace descry::training

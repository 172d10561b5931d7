#pragma once
/// CL: each modality against the momentum features of both, batch and queue, with soft targets
/// (rasa-spec section 8, 2 and 4). Thread rule: pure functions. Failure rule: c10::Error for shapes
/// that do not fit.

#include <array>

#include "core/model/nn/layers.h"

namespace descry::training {

/// Image and text features [B, E], unit rows.
struct FeaturePair {
    at::Tensor image;
    at::Tensor text;
};

struct ContrastiveInput {
    FeaturePair online;  ///< [b, E]: some rows of the batch, or all.
    FeaturePair query;   ///< The same rows' momentum features.
    FeaturePair keys;    ///< Momentum features of the whole batch, [B, E].
    FeaturePair queue;   ///< Of past batches, [E, Q].
    at::Tensor targets;  ///< [b, B + Q], from hardTargets().
    at::Tensor temperature;
    double softShare = 0;  ///< alpha.
};

struct ContrastiveLoss {
    at::Tensor loss;
    std::array<at::Tensor, 4> parts;  ///< i2t, t2i, i2i, t2t.
};

/// Row i: 1/n at the n columns of its person.
at::Tensor hardTargets(const at::Tensor& persons, const at::Tensor& columnPersons);
/// Traces `sim_X` and `sim_X_targets` of the four parts.
ContrastiveLoss contrastiveLoss(const ContrastiveInput& input, const nn::Trace& trace = {});

}  // namespace descry::training

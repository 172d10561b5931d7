#pragma once
/// P-ITM: matched pairs against hard negatives, and PRD, which reads the same fused positives
/// (rasa-spec section 8, 6 and 7). Thread rule: one thread. Failure rule: c10::Error.

#include <optional>

#include "core/model/nn/rasa.h"
#include "core/training/step/contrastive.h"
#include "core/training/step/draws.h"

namespace descry::training {

/// Pairs of one batch as the fusion layers read them.
struct FusionInput {
    at::Tensor textHidden;   ///< [B, L, D], of the text layers.
    at::Tensor textMask;     ///< [B, L].
    at::Tensor imageTokens;  ///< [B, N, D].
};

/// For each text a row of image tokens and for each image a text, of another person; [B] int64.
struct HardNegatives {
    at::Tensor imageOfText;
    at::Tensor textOfImage;
};

struct NegativeInput {
    FeaturePair online;  ///< [B, E].
    FeaturePair keys;    ///< Momentum features of the same rows.
    at::Tensor persons;  ///< [B].
    at::Tensor temperature;
    double sharpness = 1;  ///< Factor of the similarities: 1 as published, 0 uniform draws.
};

/// Without gradient. Nothing where the batch shows one person: either every row has a negative or
/// none. Traces `weights_t2i` and `weights_i2t` as the reference has them.
std::optional<HardNegatives> drawNegatives(const NegativeInput& input,
                                           Draws& draws,
                                           const nn::Trace& trace = {});

/// Fused positives' [CLS], [B, 1, D].
at::Tensor fusePositives(const nn::Rasa& network, const FusionInput& input);
/// Cross-entropy over B positives and 2B negatives, these fused in one run. Traces `itm_logits`.
at::Tensor matchingLoss(const nn::Rasa& network,
                        const at::Tensor& fusedPositives,
                        const FusionInput& input,
                        const HardNegatives& negatives,
                        const nn::Trace& trace = {});
/// Cross-entropy against `replaced` [B]. Traces `prd_logits`.
at::Tensor relationLoss(const nn::Rasa& network,
                        const at::Tensor& fusedPositives,
                        const at::Tensor& replaced,
                        const nn::Trace& trace = {});

}  // namespace descry::training

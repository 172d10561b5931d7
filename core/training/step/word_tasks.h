#pragma once
/// Sensitivity-aware learning: MLM, which restores masked words, and MRTD, which finds words that
/// the momentum network put in their place (rasa-spec section 8, 8 and 9). Each has a part without
/// gradient that makes the task and a part with gradient that solves it.
/// Thread rule: one thread. Failure rule: c10::Error for shapes that do not fit.

#include "core/model/nn/rasa.h"
#include "core/training/step/batch.h"
#include "core/training/step/draws.h"
#include "core/training/step/options.h"
#include "core/training/step/training_state.h"

namespace descry::training {

struct CorruptedText {
    at::Tensor ids;     ///< [B, L].
    at::Tensor picked;  ///< [B, L] bool.
};

/// Of the selected tokens but [PAD] and [CLS]: most become [MASK], some another word, some stay.
CorruptedText corrupt(const at::Tensor& ids,
                      const CorruptionDraws& draws,
                      const SpecialTokens& tokens);

/// What MLM is to restore. P places are picked.
struct MaskedTask {
    TextBatch text;         ///< Masked ids.
    at::Tensor places;      ///< [P] flat positions in [B, L].
    at::Tensor labels;      ///< [P] true ids.
    at::Tensor softLabels;  ///< [P, V] of the momentum network; undefined without distillation.
};

/// `otherTokens` are the momentum network's of the second view, or undefined: no soft labels.
MaskedTask makeMaskedTask(const MomentumNetwork& momentum,
                          const TextBatch& captions,
                          const CorruptedText& corrupted,
                          const at::Tensor& otherTokens);

struct MaskedLoss {
    at::Tensor loss;
    at::Tensor crossEntropy;
    at::Tensor distillation;  ///< Undefined without soft labels.
};

/// Means over the places, of which there is one at least. Traces `mlm_logits`: [B, L, V] where the
/// distillation is the reference's, else [P, V].
MaskedLoss maskedLoss(const nn::Rasa& network,
                      const MaskedTask& task,
                      const at::Tensor& imageTokens,
                      double softShare,
                      Distillation distillation,
                      const nn::Trace& trace = {});

/// What MRTD is to judge.
struct ReplacedTask {
    static constexpr std::int64_t kIgnored = -100;

    TextBatch text;              ///< Generated ids.
    at::Tensor labels;           ///< [B, L]: 1 replaced, 0 true, kIgnored.
    std::int64_t numLabels = 0;  ///< Others than kIgnored.
};

/// `firstPlace` is the flat position of these captions' first token in the whole batch's grid.
ReplacedTask makeReplacedTask(const MomentumNetwork& momentum,
                              const TextBatch& captions,
                              const CorruptedText& corrupted,
                              const at::Tensor& otherTokens,
                              const SpecialTokens& tokens,
                              Draws& draws,
                              std::int64_t firstPlace = 0);

/// Mean over the labels, of which there is one at least. Traces `mrtd_logits`.
at::Tensor replacedLoss(const nn::Rasa& network,
                        const ReplacedTask& task,
                        const at::Tensor& imageTokens,
                        const nn::Trace& trace = {});

}  // namespace descry::training

#pragma once
/// The fusion layers and heads as search runs them: one text with many images. What does not depend
/// on the image (the first fusion layer's self-attention and its queries) is done once per text;
/// in the last layer only [CLS] is computed, unless every token is asked for.
/// Thread rule: immutable after construction, any thread. Failure rule: Cancelled; c10::Error.

#include <optional>
#include <stop_token>
#include <vector>

#include "core/model/config.h"
#include "core/model/nn/cross_attention.h"
#include "core/model/nn/text_layers.h"

namespace descry::nn {

/// Which rows the last layer gives: those that a head reads.
enum class FusedRows {
    Cls,  ///< One per pair: ITM, PRD.
    All,  ///< L per pair: MRTD.
};

/// A text ready to meet images.
struct FusionStart {
    std::int64_t numTokens = 0;  ///< L.
    FusedRows rows = FusedRows::Cls;
    at::Tensor residual;  ///< After the first fusion layer's self-attention.
    at::Tensor queries;   ///< Of its cross-attention.
};

class PairScorer {
  public:
    PairScorer(const RasaConfig& config, const WeightSource& source, const Placement& placement);

    /// From the text layers' output [L, D].
    FusionStart prepare(const HiddenState& text,
                        std::int64_t numTokens,
                        FusedRows rows = FusedRows::Cls) const;
    /// imageTokens [C, N, D], contiguous, of the placement's type -> the states that `start` asks
    /// for, float32: [C, D] of [CLS], or all [C * L, D].
    at::Tensor fuse(const FusionStart& start,
                    const at::Tensor& imageTokens,
                    const std::stop_token& stop) const;
    /// [CLS] states [C, D] -> [C, 2].
    at::Tensor matchLogits(const at::Tensor& cls) const;
    at::Tensor relationLogits(const at::Tensor& cls) const;
    /// States [rows, D] -> [rows, 2]; class 1 = replaced token.
    at::Tensor replacedLogits(const at::Tensor& states) const;

  private:
    struct Layer {
        std::optional<SelfAttention> self;       ///< Absent in the last layer.
        std::optional<CrossAttention> lastSelf;  ///< There instead: of [CLS] alone, or of all.
        CrossAttention cross;
        FeedForward feedForward;
    };

    HiddenState selfAttend(const Layer& layer,
                           HiddenState state,
                           std::int64_t numTokens,
                           FusedRows rows) const;

    Placement m_placement;
    std::int64_t m_numImageTokens;
    std::vector<Layer> m_layers;
    LinearWeights m_itmHead;
    LinearWeights m_prdHead;
    LinearWeights m_mrtdHead;
};

}  // namespace descry::nn

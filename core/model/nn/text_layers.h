#pragma once
/// The parts of the text encoder as search runs it: no padding, no gradient, packed weights.
/// Thread rule: immutable after construction, any thread. Failure rule: c10::Error.

#include <string>
#include <vector>

#include "core/model/config.h"
#include "core/model/nn/placement.h"

namespace descry::nn {

/// A post-norm state: the float32 residual and its copy in the type of products, [B * L, D].
struct HiddenState {
    at::Tensor residual;
    at::Tensor input;
};

/// Self-attention over L tokens, with its residual and norm.
class SelfAttention {
  public:
    SelfAttention(const BertConfig& config,
                  const WeightSource& source,
                  const std::string& layerName,
                  const Placement& placement);

    void run(HiddenState& state, std::int64_t numTokens) const;

  private:
    std::int64_t m_numHeads;
    PackedLinear m_qkv;
    PackedLinear m_output;
    Norm m_norm;
};

/// dense, GELU, dense, residual, norm.
class FeedForward {
  public:
    FeedForward(const BertConfig& config,
                const WeightSource& source,
                const std::string& layerName,
                const Placement& placement);

    void run(HiddenState& state) const;

  private:
    PackedLinear m_inner;
    PackedLinear m_output;
    Norm m_norm;
};

/// Embeddings and text layers.
class TextLayers {
  public:
    TextLayers(const RasaConfig& config, const WeightSource& source, const Placement& placement);

    /// ids [L] int64 on the placement's device -> the text layers' output [L, D].
    HiddenState operator()(const at::Tensor& ids) const;
    /// [E] float32, unit, of a state's [CLS] row.
    at::Tensor feature(const HiddenState& state) const;

  private:
    struct Layer {
        SelfAttention attention;
        FeedForward feedForward;
    };

    Placement m_placement;
    at::Tensor m_words;      ///< [V, D] of the placement's type.
    at::Tensor m_positions;  ///< [positions, D], token type 0 added.
    Norm m_norm;
    std::vector<Layer> m_layers;
    LinearWeights m_projection;
};

std::string bertLayerName(std::int64_t layer);

}  // namespace descry::nn

#pragma once
/// The image encoder as search and indexing run it: weights packed for the device, no gradient,
/// GELU inside the product, attention without copies, stop points between layers. Computes what
/// VisionTransformer computes. Thread rule: one call at a time. Failure rule: Cancelled; c10::Error
/// (out of memory) passes through to the model that owns it.

#include <functional>
#include <stop_token>
#include <vector>

#include "core/model/config.h"
#include "core/model/nn/placement.h"

namespace descry::nn {

/// Throws Cancelled if a stop was requested.
void checkStop(const std::stop_token& stop);

class ImageEncoder {
  public:
    ImageEncoder(const RasaConfig& config, const WeightSource& source, const Placement& placement);

    /// [B, 3, R, R] float32 on the placement's device -> tokens [B, N, D] float32 there.
    at::Tensor operator()(const at::Tensor& images, const std::stop_token& stop) const;
    /// Tokens -> [B, E] float32, unit rows.
    at::Tensor features(const at::Tensor& tokens) const;

  private:
    struct Block {
        Norm norm1;
        PackedLinear qkv;
        PackedLinear proj;
        Norm norm2;
        PackedLinear fc1;
        PackedLinear fc2;
    };

    at::Tensor embed(const at::Tensor& images) const;
    at::Tensor attend(const at::Tensor& qkv, std::int64_t batch) const;

    Placement m_placement;
    std::int64_t m_patchSize;
    std::int64_t m_width;
    std::int64_t m_numHeads;
    PackedLinear m_patches;
    at::Tensor m_clsToken;   ///< [D], with its position added.
    at::Tensor m_positions;  ///< [N - 1, D].
    std::vector<Block> m_blocks;
    Norm m_norm;
    LinearWeights m_projection;
};

/// x / max(|x|, tiny) by rows.
at::Tensor unitRows(const at::Tensor& x);

}  // namespace descry::nn

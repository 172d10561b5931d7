#pragma once
/// The image encoder as a trainable module (`visual_encoder.*`): pre-norm ViT, class token first,
/// learned positions, one qkv matrix laid out q|k|v then head (rasa-spec section 2).
/// Thread rule: as layers.h. Failure rule: c10::Error for shapes that do not fit.

#include <memory>
#include <vector>

#include "core/model/config.h"
#include "core/model/nn/layers.h"

namespace descry::nn {

/// [B, 3, R, R] -> [B, g*g, 3*p*p]: patches row by row, each channel by channel.
at::Tensor patchRows(const at::Tensor& images, std::int64_t patchSize);

class VisionBlock;

class VisionTransformer : public torch::nn::Module {
  public:
    VisionTransformer(const RasaConfig& config, const at::TensorOptions& options);

    /// [B, 3, R, R] -> [B, N, D], after the final norm. Traces `vit.patch_embed`,
    /// `vit.tokens_plus_pos`, `vit.block.I.{attn_branch,mlp_branch,out}`, `vit.norm`.
    at::Tensor forward(const at::Tensor& images, const Trace& trace = {}) const;

    /// Blocks keep their input alone while training; a traced run does not.
    void recomputeActivations(bool isOn) { m_isRecomputed = isOn; }

  private:
    at::Tensor embedPatches(const at::Tensor& images, const Trace& trace) const;

    std::int64_t m_patchSize;
    bool m_isRecomputed = false;
    at::Tensor m_clsToken;
    at::Tensor m_posEmbed;
    at::Tensor m_patchWeight;
    at::Tensor m_patchBias;
    std::vector<std::shared_ptr<VisionBlock>> m_blocks;
    std::shared_ptr<LayerNorm> m_norm;
};

}  // namespace descry::nn

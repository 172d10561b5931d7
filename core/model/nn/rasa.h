#pragma once
/// The whole online RaSa network as a trainable module with the published state names: image
/// encoder, text and fusion encoder, projections, ITM, PRD and MRTD heads, temperature (rasa-spec
/// sections 2 to 4). Momentum copies and queues are training's and stand beside it.
/// Thread rule: as layers.h. Failure rule: c10::Error for shapes that do not fit.

#include <memory>

#include "core/model/config.h"
#include "core/model/nn/text_encoder.h"
#include "core/model/nn/vision_transformer.h"
#include "core/model/nn/weight_source.h"

namespace descry::nn {

/// `projection` of the [CLS] token, tokens [B, N, D] -> [B, E], unit rows, float32 at least.
at::Tensor projectedFeature(const Linear& projection, const at::Tensor& tokens);

/// Parameters come in the order of the reference, by which its optimiser numbers them.
class Rasa : public torch::nn::Module {
  public:
    Rasa(const RasaConfig& config, const at::TensorOptions& options);

    const VisionTransformer& visualEncoder() const { return *m_visualEncoder; }
    const TextEncoder& textEncoder() const { return *m_textEncoder; }
    /// Whether layers run again on the way back instead of keeping their activations.
    void recomputeActivations(bool isOn);
    const at::Tensor& temperature() const { return m_temperature; }  ///< Scalar.

    /// Tokens [B, N, D] -> [B, E], unit rows.
    at::Tensor imageFeature(const at::Tensor& imageTokens) const;
    at::Tensor textFeature(const at::Tensor& textHidden) const;
    /// Fused states [B, L, D] -> [B, 2], read at [CLS]. ITM: class 1 = match. PRD: class 0 =
    /// strong.
    at::Tensor matchLogits(const at::Tensor& fused) const;
    at::Tensor relationLogits(const at::Tensor& fused) const;
    /// Fused states [B, L, D] -> [B, L, 2]; class 1 = replaced token.
    at::Tensor replacedLogits(const at::Tensor& fused) const;

  private:
    std::shared_ptr<VisionTransformer> m_visualEncoder;
    std::shared_ptr<Linear> m_visionProj;
    std::shared_ptr<TextEncoder> m_textEncoder;
    std::shared_ptr<Linear> m_textProj;
    std::shared_ptr<Linear> m_itmHead;
    std::shared_ptr<Linear> m_prdHead;
    std::shared_ptr<Linear> m_mrtdHead;
    at::Tensor m_temperature;
};

/// A network with its weights loaded, in evaluation mode. `options` says device and float type.
std::shared_ptr<Rasa> loadRasa(const RasaConfig& config,
                               const WeightSource& source,
                               const at::TensorOptions& options);

}  // namespace descry::nn

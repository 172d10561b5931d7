#include "core/model/nn/rasa.h"

namespace descry::nn {
namespace {

constexpr std::int64_t kNumClasses = 2;

at::Tensor unitRows(const at::Tensor& rows) {
    // Autocast leaves halves: a feature is compared at full precision.
    const bool isHalf = rows.scalar_type() == at::kBFloat16 || rows.scalar_type() == at::kHalf;
    const at::Tensor x = isHalf ? rows.to(at::kFloat) : rows;
    return x / at::linalg_vector_norm(x, 2, at::IntArrayRef{-1}, true).clamp_min(1e-12);
}

}  // namespace

at::Tensor projectedFeature(const Linear& projection, const at::Tensor& tokens) {
    return unitRows(projection.forward(tokens.select(1, 0)));
}

Rasa::Rasa(const RasaConfig& config, const at::TensorOptions& options) {
    const std::int64_t width = config.bert.hiddenSize;
    const auto linear = [&](const char* name, std::int64_t inputs, std::int64_t outputs) {
        return register_module(name, std::make_shared<Linear>(inputs, outputs, options));
    };
    m_visualEncoder =
        register_module("visual_encoder", std::make_shared<VisionTransformer>(config, options));
    m_textEncoder =
        register_module("text_encoder", std::make_shared<TextEncoder>(config.bert, options));
    m_visionProj = linear("vision_proj", config.vit.embedDim, config.embedDim);
    m_textProj = linear("text_proj", width, config.embedDim);
    m_itmHead = linear("itm_head", width, kNumClasses);
    m_prdHead = linear("prd_head", width, kNumClasses);
    m_mrtdHead = linear("mrtd_head", width, kNumClasses);
    m_temperature = register_parameter("temp", at::empty({}, options));
}

void Rasa::recomputeActivations(bool isOn) {
    m_visualEncoder->recomputeActivations(isOn);
    m_textEncoder->recomputeActivations(isOn);
}

at::Tensor Rasa::imageFeature(const at::Tensor& imageTokens) const {
    return projectedFeature(*m_visionProj, imageTokens);
}

at::Tensor Rasa::textFeature(const at::Tensor& textHidden) const {
    return projectedFeature(*m_textProj, textHidden);
}

at::Tensor Rasa::matchLogits(const at::Tensor& fused) const {
    return m_itmHead->forward(fused.select(1, 0));
}

at::Tensor Rasa::relationLogits(const at::Tensor& fused) const {
    return m_prdHead->forward(fused.select(1, 0));
}

at::Tensor Rasa::replacedLogits(const at::Tensor& fused) const {
    return m_mrtdHead->forward(fused);
}

std::shared_ptr<Rasa> loadRasa(const RasaConfig& config,
                               const WeightSource& source,
                               const at::TensorOptions& options) {
    auto network = std::make_shared<Rasa>(config, options);
    loadParameters(*network, source);
    network->eval();
    return network;
}

}  // namespace descry::nn

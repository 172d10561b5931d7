#include "core/training/step/training_state.h"

#include <cstring>

#include "core/base/error.h"

namespace descry::training {
namespace {

constexpr std::string_view kCopySuffix = "_m";

/// "vision_proj_m.bias" -> "vision_proj.bias".
std::string onlineName(const std::string& name) {
    const std::size_t dot = name.find('.');
    return name.substr(0, dot - kCopySuffix.size()) + name.substr(dot);
}

void fill(at::Tensor tensor, const std::vector<std::byte>& bytes, const std::string& name) {
    at::Tensor values = at::empty(tensor.sizes(), tensor.options().device(at::kCPU));
    if (bytes.size() != values.nbytes()) {
        fail(ErrorCode::InvalidInput,
             "{}: {} bytes instead of {}",
             name,
             bytes.size(),
             values.nbytes());
    }
    std::memcpy(values.mutable_data_ptr(), bytes.data(), bytes.size());
    tensor.copy_(values);
}

}  // namespace

MomentumNetwork::MomentumNetwork(const RasaConfig& config, const at::TensorOptions& options) {
    m_visualEncoder = register_module("visual_encoder_m",
                                      std::make_shared<nn::VisionTransformer>(config, options));
    m_visionProj = register_module(
        "vision_proj_m",
        std::make_shared<nn::Linear>(config.vit.embedDim, config.embedDim, options));
    m_textEncoder =
        register_module("text_encoder_m", std::make_shared<nn::TextEncoder>(config.bert, options));
    m_textProj = register_module(
        "text_proj_m",
        std::make_shared<nn::Linear>(config.bert.hiddenSize, config.embedDim, options));
    for (at::Tensor& parameter : parameters()) parameter.requires_grad_(false);
}

at::Tensor MomentumNetwork::imageFeature(const at::Tensor& imageTokens) const {
    return nn::projectedFeature(*m_visionProj, imageTokens);
}

at::Tensor MomentumNetwork::textFeature(const at::Tensor& textHidden) const {
    return nn::projectedFeature(*m_textProj, textHidden);
}

template <typename Take>
void MomentumNetwork::withOnline(const nn::Rasa& online, const Take& take) {
    const at::NoGradGuard noGrad;
    const auto sources = online.named_parameters();
    std::vector<at::Tensor> copies;
    std::vector<at::Tensor> originals;
    for (const auto& copy : named_parameters()) {
        copies.push_back(copy.value());
        originals.push_back(sources[onlineName(copy.key())]);
    }
    take(copies, originals);
}

void MomentumNetwork::copy(const nn::Rasa& online) {
    withOnline(online, [](const auto& copies, const auto& originals) {
        at::_foreach_copy_(copies, originals);
    });
}

void MomentumNetwork::follow(const nn::Rasa& online, double momentum) {
    withOnline(online, [&](const auto& copies, const auto& originals) {
        at::_foreach_lerp_(copies, originals, 1.0 - momentum);
    });
}

std::map<std::string, at::Tensor> TrainingState::tensors() const {
    std::map<std::string, at::Tensor> named;
    for (const auto& item : online->named_parameters()) named[item.key()] = item.value();
    for (const auto& item : momentum->named_parameters()) named[item.key()] = item.value();
    for (const auto& item : queue->named_buffers()) named[item.key()] = item.value();
    return named;
}

void TrainingState::train() {
    online->train();
    momentum->train();
}

TrainingState makeTrainingState(const RasaConfig& config, at::Device device) {
    const auto options = at::TensorOptions(at::kFloat).device(device);
    return {config,
            std::make_shared<nn::Rasa>(config, options),
            std::make_shared<MomentumNetwork>(config, options),
            std::make_shared<FeatureQueue>(config, device)};
}

void loadTrainingState(TrainingState& state, const CheckpointStart& start) {
    const at::NoGradGuard noGrad;
    auto wanted = state.tensors();
    for (const StartTensor& tensor : start.tensors()) {
        const std::string& name = tensor.tensor.name;
        const auto found = wanted.find(name);
        if (found == wanted.end()) continue;  // A tied duplicate, or position_ids.
        fill(found->second, start.read(tensor), name);
        wanted.erase(found);
    }
    if (!wanted.empty()) {
        fail(ErrorCode::Internal, "no source for the tensor {}", wanted.begin()->first);
    }
}

}  // namespace descry::training

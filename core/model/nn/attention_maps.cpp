#include "core/model/nn/attention_maps.h"

#include <torch/csrc/autograd/autograd.h>

#include <string>
#include <vector>

#include "core/model/nn/image_encoder.h"
#include "core/model/nn/tensor_bridge.h"
#include "core/model/nn/unpack_tokens.h"

namespace descry::nn {
namespace {

/// [1, H, L, N] -> [L, N].
at::Tensor meanOverHeads(const at::Tensor& probabilities) {
    return probabilities.mean(1).squeeze(0);
}

/// [L, N - 1]: what is more than the row's mean.
at::Tensor aboveEven(const at::Tensor& cells) {
    return (cells - cells.mean(1, true)).clamp_min(0);
}

/// Listens to a run of the encoder and keeps what a map is made of. The run starts without
/// gradient; the chosen layer's probabilities become the leaf from which on it is recorded.
class AttentionReader {
  public:
    AttentionReader(MapVariant variant, std::int64_t layer) : m_variant(variant), m_chosen(layer) {}

    void listen(const std::string& name, const at::Tensor& value) {
        if (name.ends_with(".self_attention")) {
            ++m_layer;
            if (m_share.defined() && m_layer <= m_chosen) {
                m_share = (m_share + at::matmul(meanOverHeads(value), m_share)) / 2;
            }
        } else if (name.ends_with(".cross_attention") && m_layer <= m_chosen) {
            if (isFollowed()) follow(value);
            if (m_layer == m_chosen) choose(value);
        }
    }

    /// [L, N].
    at::Tensor map(const at::Tensor& matchLogit) const {
        if (isFollowed()) return m_share;
        if (m_variant == MapVariant::Raw) return meanOverHeads(m_probabilities);
        const at::Tensor gradient = torch::autograd::grad({matchLogit}, {m_probabilities}).front();
        return meanOverHeads(m_probabilities.detach() * gradient.clamp_min(0));
    }

  private:
    bool isFollowed() const {
        return m_variant == MapVariant::Rollout || m_variant == MapVariant::Focus;
    }
    /// A state is half what it was and half what its attention brings.
    void follow(const at::Tensor& value) {
        const at::Tensor brought = meanOverHeads(value);
        m_share = (m_share.defined() ? m_share + brought : brought) / 2;
    }

    void choose(const at::Tensor& value) {
        m_probabilities = value;
        if (m_variant != MapVariant::Gradient) return;
        m_probabilities.requires_grad_();
        at::GradMode::set_enabled(true);
    }

    MapVariant m_variant;
    std::int64_t m_chosen;
    std::int64_t m_layer = -1;  ///< The one that runs.
    at::Tensor m_probabilities;
    at::Tensor m_share;  ///< [L, N]: how much of each text state stems from each image token.
};

}  // namespace

LayerMaps layerMaps(const MapSubject& subject,
                    const EncoderInput& input,
                    const at::Tensor& ids,
                    const MapRequest& request) {
    AttentionReader reader(request.variant, request.layer.value());
    const at::AutoGradMode startsWithout(false);
    const at::Tensor fused = subject.encoder.multiModal(
        ids, input, [&](const std::string& name, const at::Tensor& value) {
            checkStop(subject.stop);
            reader.listen(name, value);
        });
    const at::Tensor matchLogit = subject.matchLogits(fused).select(1, 1).squeeze(0);
    const at::Tensor cells = reader.map(matchLogit).slice(1, 1);
    const bool isFocus = request.variant == MapVariant::Focus;
    return {isFocus ? aboveEven(cells) : cells, matchLogit.detach()};
}

/// The parts of a Rasa that a map needs, under the names they have there.
class AttentionMaps::Network : public torch::nn::Module {
  public:
    Network(const BertConfig& config, const at::TensorOptions& options)
        : m_encoder(
              register_module("text_encoder", std::make_shared<TextEncoder>(config, options))),
          m_itmHead(register_module("itm_head",
                                    std::make_shared<Linear>(config.hiddenSize, 2, options))) {}

    MapSubject subject(const std::stop_token& stop) const {
        const auto matchLogits = [this](const at::Tensor& fused) {
            return m_itmHead->forward(fused.select(1, 0));
        };
        return {*m_encoder, matchLogits, stop};
    }

  private:
    std::shared_ptr<TextEncoder> m_encoder;
    std::shared_ptr<Linear> m_itmHead;
};

AttentionMaps::AttentionMaps(const RasaConfig& config,
                             const WeightSource& source,
                             at::Device device)
    : m_config(config),
      m_device(device),
      m_network(
          std::make_shared<Network>(config.bert, at::TensorOptions(at::kFloat).device(device))) {
    loadParameters(*m_network, source);
    m_network->eval();
    for (const at::Tensor& parameter : m_network->parameters()) parameter.requires_grad_(false);
}

AttentionMaps::~AttentionMaps() = default;

TokenMaps AttentionMaps::operator()(std::span<const std::int64_t> ids,
                                    const ImageTokens& image,
                                    const MapRequest& request,
                                    const std::stop_token& stop) const {
    const std::int64_t layer = explainedLayer(m_config, request);
    const ImageTokens* const one = &image;
    EncoderInput input;
    input.imageTokens = unpackImageTokens(std::span(&one, 1), m_config, {m_device, at::kFloat});
    std::vector<std::int64_t> copy(ids.begin(), ids.end());
    const auto length = static_cast<std::int64_t>(ids.size());
    const at::Tensor row = tensorOf(std::move(copy), {1, length}).to(m_device);
    const LayerMaps found =
        layerMaps(m_network->subject(stop), input, row, {layer, request.variant});
    TokenMaps maps;
    maps.layer = layer;
    maps.grid = m_config.imageRes / m_config.patchSize;
    maps.values = valuesOf(found.maps);
    maps.matchLogit = found.matchLogit.item<float>();
    return maps;
}

}  // namespace descry::nn

#pragma once
/// Heat maps from cross-attention: the text and fusion encoder once more as a module that autograd
/// can follow, in float32 whatever the placement's type, because the packed inference path has no
/// way back. Only layers behind the chosen one are differentiated.
/// Thread rule: immutable after construction, one caller at a time. Failure rule: InvalidInput for
/// a layer or image that does not fit; Cancelled; c10::Error.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>

#include "core/model/image_tokens.h"
#include "core/model/nn/text_encoder.h"
#include "core/model/nn/weight_source.h"
#include "core/model/token_maps.h"

namespace descry::nn {

/// What maps are read from.
struct MapSubject {
    const TextEncoder& encoder;
    /// Fused states [1, L, D] -> [1, 2], class 1 = match.
    std::function<at::Tensor(const at::Tensor& fused)> matchLogits;
    std::stop_token stop{};  ///< Looked at between layers.
};

struct LayerMaps {
    at::Tensor maps;        ///< [L, N - 1], 0 or more, without the image's [CLS].
    at::Tensor matchLogit;  ///< Scalar.
};

/// Maps of the request's layer, which is set. ids [1, L] without padding; input.imageTokens
/// [1, N, D].
LayerMaps layerMaps(const MapSubject& subject,
                    const EncoderInput& input,
                    const at::Tensor& ids,
                    const MapRequest& request);

class AttentionMaps {
  public:
    AttentionMaps(const RasaConfig& config, const WeightSource& source, at::Device device);
    ~AttentionMaps();

    TokenMaps operator()(std::span<const std::int64_t> ids,
                         const ImageTokens& image,
                         const MapRequest& request,
                         const std::stop_token& stop) const;

  private:
    class Network;

    RasaConfig m_config;
    at::Device m_device;
    std::shared_ptr<Network> m_network;
};

}  // namespace descry::nn

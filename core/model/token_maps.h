#pragma once
/// Heat maps of a text's tokens over one image, read from the cross-attention of a fusion layer
/// (rasa-spec section 11; Grad-CAM as ALBEF shows it). RasaModel::explain makes them.
/// Thread rule: values and pure functions. Errors: InvalidInput naming the layer.

#include <cstdint>
#include <optional>
#include <vector>

#include "core/model/config.h"

namespace descry {

enum class MapVariant {
    Gradient,  ///< Attention times what the match logit gains by it, where it gains (Grad-CAM).
    Raw,       ///< Attention alone.
    Rollout,   ///< Attention from the first fusion layer on, followed through the residuals (Abnar
               ///< and Zuidema, ACL 2020).
    Focus,     ///< What of the rollout is more than an even look at the whole image would give.
};

/// By default, of every model: focus at the last fusion layer. On the demo bundle more of its heat
/// lies on a word's garment than of any other map's, and its hottest place about as often as the
/// rollout's, which is more often than attention's alone or Grad-CAM's (tests/bench/RESULTS.md). It has not been measured at the published size, where rasa-spec
/// section 11 names Grad-CAM of layer 8: descry-cli evaluate-maps tells of any bundle.
struct MapRequest {
    /// Counted from the first text layer: fusionLayer .. numHiddenLayers - 1. Absent: the last; for
    /// Gradient about two thirds up, because after the last one only [CLS] is read, so that words
    /// have no gradient there.
    std::optional<std::int64_t> layer;
    MapVariant variant = MapVariant::Focus;
};

struct TokenMaps {
    std::int64_t layer = 0;     ///< The one read.
    std::int64_t grid = 0;      ///< g: patches along a side of the image.
    std::vector<float> values;  ///< [L, g, g], rows then columns of patches; 0 or more.
    float matchLogit = 0;       ///< Of the pair, computed in float32.
};

/// The layer that a request means on this model; throws where it is no fusion layer.
std::int64_t explainedLayer(const RasaConfig& config, const MapRequest& request);

}  // namespace descry

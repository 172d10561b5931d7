#include "core/model/token_maps.h"

#include <algorithm>

#include "core/base/error.h"

namespace descry {

std::int64_t explainedLayer(const RasaConfig& config, const MapRequest& request) {
    const std::int64_t first = config.bert.fusionLayer;
    const std::int64_t last = config.bert.numHiddenLayers - 1;
    if (!request.layer) {
        if (request.variant != MapVariant::Gradient) return last;
        const std::int64_t twoThirds = (2 * config.bert.numHiddenLayers + 1) / 3;
        return std::clamp(twoThirds, first, std::max(first, last - 1));
    }
    if (*request.layer < first || *request.layer > last) {
        fail(ErrorCode::InvalidInput,
             "layer {} has no cross-attention: this model's fusion layers are {} to {}",
             *request.layer,
             first,
             last);
    }
    return *request.layer;
}

}  // namespace descry

#include "core/model/hold_sizes.h"

#include <algorithm>

#include "core/model/flops.h"

namespace descry {
namespace {

/// Half a second of two slow cores: 27 GFLOP/s each (tests/bench/RESULTS.md, G).
constexpr double kFlopsPerHold = 2.5e10;
constexpr std::size_t kMostAtOnce = 64;
constexpr std::int64_t kUsualTokens = 32;

std::size_t fitting(double flopsOfOne) {
    const double most = static_cast<double>(kMostAtOnce);
    return static_cast<std::size_t>(std::clamp(kFlopsPerHold / flopsOfOne, 1.0, most));
}

}  // namespace

HoldSizes holdSizes(const RasaModel& model) {
    if (model.device().isCuda) return {.images = kMostAtOnce, .pairs = kMostAtOnce};
    const RasaConfig& config = model.config();
    return {.images = fitting(encodeFlops(config)),
            .pairs = fitting(plainPairFlops(config, kUsualTokens))};
}

}  // namespace descry

#include "core/explain/overlay.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace descry {
namespace {

using Colour = std::array<float, 3>;

/// The ramp's anchors, at heat 0, 1/2 and 1; between them it is straight.
constexpr std::array<Colour, 3> kAnchors = {
    {{0.0F, 32.0F, 96.0F}, {124.0F, 124.0F, 122.0F}, {255.0F, 232.0F, 66.0F}}};

Colour rampAt(float heat) noexcept {
    const float at = std::clamp(heat, 0.0F, 1.0F) * static_cast<float>(kAnchors.size() - 1);
    const auto first = std::min(static_cast<std::size_t>(at), kAnchors.size() - 2);
    Colour colour{};
    for (std::size_t c = 0; c < colour.size(); ++c) {
        colour[c] =
            std::lerp(kAnchors[first][c], kAnchors[first + 1][c], at - static_cast<float>(first));
    }
    return colour;
}

std::uint8_t toSample(float value) noexcept {
    return static_cast<std::uint8_t>(std::lround(value));
}

void requireShare(double value, const char* name) {
    if (value >= 0 && value <= 1) return;
    fail(ErrorCode::InvalidInput, "{} is {}: give 0 to 1", name, value);
}

}  // namespace

void OverlayOptions::validate() const {
    requireShare(opacity, "opacity");
    requireShare(strength, "strength");
}

std::array<std::uint8_t, 3> heatColour(float heat) noexcept {
    const Colour colour = rampAt(heat);
    return {toSample(colour[0]), toSample(colour[1]), toSample(colour[2])};
}

RgbImage overlaid(const RgbImage& image, const HeatMap& map, const OverlayOptions& options) {
    options.validate();
    const HeatMap heat = enlarged(normalised(map), image.width, image.height);
    const auto opacity = static_cast<float>(options.opacity * options.strength);
    RgbImage result = image;
    for (std::size_t i = 0; i < heat.values.size(); ++i) {
        const Colour colour = rampAt(heat.values[i]);
        for (std::size_t c = 0; c < colour.size(); ++c) {
            std::uint8_t& sample = result.samples[i * colour.size() + c];
            sample = toSample(
                std::lerp(static_cast<float>(sample), colour[c], opacity * heat.values[i]));
        }
    }
    return result;
}

}  // namespace descry

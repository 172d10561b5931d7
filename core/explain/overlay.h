#pragma once
/// Heat over a picture in colours that people with any colour vision can order. Thread rule: pure
/// functions. Errors: InvalidInput naming the option that is out of range.

#include <array>
#include <cstdint>

#include "core/explain/heat_map.h"
#include "core/pixels/image.h"

namespace descry {

/// Dark blue for 0, grey in the middle, yellow for 1: lightness grows evenly, and blue against
/// yellow is what red-green blindness leaves. `heat` outside 0 to 1 is taken as the nearer end.
std::array<std::uint8_t, 3> heatColour(float heat) noexcept;

struct OverlayOptions {
    double opacity = 0.75;  ///< 0 to 1, at the hottest place; it falls with the heat.
    double strength = 1;    ///< 0 to 1, on top of it: a word's evidence, so that a word without
                            ///< support leaves the picture as it is.

    /// Throws InvalidInput naming the field.
    void validate() const;
};

/// The picture under the map, which is normalised and enlarged to its size first.
RgbImage overlaid(const RgbImage& image, const HeatMap& map, const OverlayOptions& options = {});

}  // namespace descry

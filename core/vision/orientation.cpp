#include "core/vision/orientation.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace descry {
namespace {

constexpr std::size_t kRgb = 3;

/// The turn, as three steps from the upright place of a pixel to its stored one.
struct Turn {
    bool swapsAxes = false;
    bool mirrorsX = false;
    bool mirrorsY = false;
};

Turn turnOf(int orientation) noexcept {
    switch (orientation) {
        case 2:
            return {false, true, false};
        case 3:
            return {false, true, true};
        case 4:
            return {false, false, true};
        case 5:
            return {true, false, false};
        case 6:
            return {true, false, true};
        case 7:
            return {true, true, true};
        case 8:
            return {true, true, false};
        default:
            return {};
    }
}

}  // namespace

RgbImage turnUpright(RgbImage image, int orientation) {
    if (orientation <= 1 || orientation > 8) return image;
    const Turn turn = turnOf(orientation);
    RgbImage upright;
    upright.width = turn.swapsAxes ? image.height : image.width;
    upright.height = turn.swapsAxes ? image.width : image.height;
    upright.samples.resize(image.samples.size());
    std::uint8_t* target = upright.samples.data();
    for (int y = 0; y < upright.height; ++y) {
        for (int x = 0; x < upright.width; ++x, target += kRgb) {
            int storedX = turn.swapsAxes ? y : x;
            int storedY = turn.swapsAxes ? x : y;
            if (turn.mirrorsX) storedX = image.width - 1 - storedX;
            if (turn.mirrorsY) storedY = image.height - 1 - storedY;
            const std::size_t index =
                static_cast<std::size_t>(storedY) * static_cast<std::size_t>(image.width) +
                static_cast<std::size_t>(storedX);
            std::copy_n(image.samples.data() + index * kRgb, kRgb, target);
        }
    }
    return upright;
}

}  // namespace descry

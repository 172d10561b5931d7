#include "core/vision/thumbnail.h"

#include <algorithm>
#include <cstdint>

#include "core/base/error.h"
#include "core/pixels/resize.h"
#include "core/vision/encode.h"

namespace descry {
namespace {

constexpr int kQuality = 85;

/// The other side, rounded, when the longer one becomes `maxSide`.
int shrunk(int side, int longest, int maxSide) noexcept {
    const std::int64_t scaled = std::int64_t{side} * maxSide * 2 + longest;
    return std::max(1, static_cast<int>(scaled / (std::int64_t{longest} * 2)));
}

}  // namespace

std::vector<std::byte> makeThumbnail(const RgbImage& image, int maxSide) {
    if (maxSide < 1) {
        fail(ErrorCode::InvalidInput, "a thumbnail of {} pixels: 1 or more are needed", maxSide);
    }
    const int longest = std::max(image.width, image.height);
    const bool shrinks = longest > maxSide;
    const RgbImage small =
        resizeBicubic(image,
                      shrinks ? shrunk(image.width, longest, maxSide) : image.width,
                      shrinks ? shrunk(image.height, longest, maxSide) : image.height);
    return encodeJpeg(small, kQuality);
}

}  // namespace descry

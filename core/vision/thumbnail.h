#pragma once
/// Small JPEG pictures for lists and grids. Thread rule: pure.

#include <cstddef>
#include <vector>

#include "core/pixels/image.h"

namespace descry {

/// The picture within maxSide x maxSide, aspect kept, never enlarged, as JPEG of quality 85.
std::vector<std::byte> makeThumbnail(const RgbImage& image, int maxSide);

}  // namespace descry

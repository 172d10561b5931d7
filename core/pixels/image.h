#pragma once
/// 8-bit RGB images in memory. Thread rule: values.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace descry {

struct RgbImage {
    int width = 0;                      ///< Pixels, 1 or more.
    int height = 0;                     ///< Pixels, 1 or more.
    std::vector<std::uint8_t> samples;  ///< [height, width, 3], row-major, R G B.
};

}  // namespace descry

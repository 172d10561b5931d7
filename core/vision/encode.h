#pragma once
/// Pictures into files: JPEG for photographs, PNG where values must survive. Thread rule: pure.
/// Errors: InvalidInput for a picture of no pixels or another number of samples, Internal where the
/// codec fails.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/pixels/image.h"

namespace descry {

/// `quality` 1..100.
std::vector<std::byte> encodeJpeg(const RgbImage& image, int quality);

std::vector<std::byte> encodePng(const RgbImage& image);

/// 8-bit grey; `samples` is [height, width], row-major.
std::vector<std::byte> encodeGrayPng(std::span<const std::uint8_t> samples, int width, int height);

}  // namespace descry

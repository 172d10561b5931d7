#pragma once
/// 8-bit RGB to the network's input: [0,1], minus mean, by standard deviation (rasa-spec section
/// 6). Thread rule: pure.

#include <span>
#include <vector>

#include "core/pixels/image.h"

namespace descry {

/// Writes [3, height, width] float32 into `out`, which is exactly that long.
void normalise(const RgbImage& image, std::span<float> out);
/// resizeBicubic to `imageRes` x `imageRes`, then normalise: [3, imageRes, imageRes].
void preprocess(const RgbImage& image, int imageRes, std::span<float> out);

}  // namespace descry

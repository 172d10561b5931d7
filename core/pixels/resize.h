#pragma once
/// Pillow's bicubic resize (before Pillow 13), bit for bit: a = -0.5, support widened when
/// shrinking, 22-bit fixed-point coefficients, horizontal pass first, 8-bit rounding between the
/// passes, a pass whose size does not change skipped (rasa-spec section 6). Thread rule: pure.

#include "core/pixels/image.h"

namespace descry {

/// width, height >= 1; the aspect ratio is not kept.
RgbImage resizeBicubic(const RgbImage& image, int width, int height);

}  // namespace descry

#pragma once
/// Private to core/vision: turning a picture upright as its EXIF orientation says. Thread rule:
/// pure. Failure rule: never fails. Source: EXIF 2.32, tag 0x0112.

#include "core/pixels/image.h"

namespace descry {

/// `orientation` 1..8; 1 gives the picture back as it is.
RgbImage turnUpright(RgbImage image, int orientation);

}  // namespace descry

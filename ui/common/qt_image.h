#pragma once
/// A picture of core's as Qt's. Thread rule: pure.

#include <QImage>

#include "core/pixels/image.h"

namespace descry {

/// A copy, so that it outlives the picture.
inline QImage toQImage(const RgbImage& image) {
    return QImage(image.samples.data(),
                  image.width,
                  image.height,
                  static_cast<qsizetype>(image.width) * 3,
                  QImage::Format_RGB888)
        .copy();
}

}  // namespace descry

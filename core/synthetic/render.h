#pragma once
/// Renders one picture: surfaces of a person before a backdrop, under a light, through a camera,
/// with a mask that says which part each pixel shows. Thread rule: pure. Failure rule: never fails.

#include <vector>

#include "core/pixels/image.h"
#include "core/synthetic/attributes.h"
#include "core/synthetic/camera.h"
#include "core/synthetic/shading.h"

namespace descry::synthetic {

struct Picture {
    RgbImage image;
    std::vector<std::uint8_t> labels;  ///< [height, width], values of Label.
    LabelCounts counts{};
};

/// `azimuth`: where the person faces (Sighting).
Picture renderPicture(const std::vector<Surface>& surfaces,
                      float azimuth,
                      const Camera& camera,
                      const std::vector<RgbImage>& panoramas,
                      RandomStream& random);

}  // namespace descry::synthetic

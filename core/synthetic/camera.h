#pragma once
/// The cameras of the synthetic street: where they look, and how they spoil a picture (colour cast,
/// gamma, haze, blur, noise, JPEG). Thread rule: values; functions are pure. Errors: none of their
/// own.

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/random_stream.h"
#include "core/pixels/image.h"
#include "core/synthetic/backdrop.h"

namespace descry::synthetic {

enum class Place { Street, Indoor, Plain };

struct Camera {
    Place place = Place::Street;
    std::size_t panorama = 0;  ///< Index, of a street's.
    float azimuth = 0;         ///< Middle of the panorama's part that it sees, radians.
    float pitch = 0.15F;       ///< Downwards, radians.
    Rgb gain{1, 1, 1};         ///< Colour cast, 0.86 .. 1.14.
    float gamma = 1;           ///< 0.8 .. 1.25.
    float saturation = 1;      ///< 0.72 .. 1.
    float haze = 0;            ///< Grey veil, 0 .. 0.12.
    float blur = 0.6F;         ///< Deviation, pixels.
    float noise = 0.015F;      ///< Deviation, share of white.
    int quality = 80;          ///< JPEG.
    float sunlight = 0.5F;     ///< 0 overcast .. 1 full sun.
};

/// The same cameras for a seed; about three in four see streets.
std::vector<Camera> drawCameras(std::size_t count, std::size_t numPanoramas, RandomStream& random);

/// Blurs in place with a Gaussian of `deviation` pixels.
void blurImage(LightImage& image, float deviation);

/// What the camera makes of the light.
RgbImage develop(const LightImage& light, const Camera& camera, RandomStream& random);

}  // namespace descry::synthetic

#pragma once
/// The colour of a surface under a light: patterns of cloth, folds, hair, skin. Thread rule: pure.
/// Failure rule: never fails.

#include "core/synthetic/solid.h"

namespace descry::synthetic {

/// Directions are in the axes of the camera: x right, y up, z to the viewer; colours are linear.
struct Light {
    Vec3 sun{0.4F, 0.7F, 0.6F};  ///< Where it stands, length 1.
    Rgb sunColour{1, 1, 1};
    Rgb sky{0.5F, 0.5F, 0.5F};     ///< From above.
    Rgb ground{0.2F, 0.2F, 0.2F};  ///< Reflected from below.
};

/// Linear colour of a material at a place of the body at rest.
Rgb albedo(const Material& material, Vec3 rest);

/// The normal as folds of the cloth turn it.
Vec3 folded(const Material& material, Vec3 normal, Vec3 rest);

/// `normal` has length 1 and faces the viewer; `lit` is the share of the sun that arrives.
Rgb shade(const Material& material, Rgb colour, Vec3 normal, const Light& light, float lit);

/// Smooth noise of -1 .. 1 with features of about one unit.
float smoothNoise(Vec3 place) noexcept;

}  // namespace descry::synthetic

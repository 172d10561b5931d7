#pragma once
/// Private to core/synthetic: a pinhole camera looking down at a person who fills the frame. Axes
/// of the camera: x right, y up, z to the viewer, origin at half the person's height. Thread rule:
/// values. Failure rule: never fails.

#include <vector>

#include "core/synthetic/raster.h"
#include "core/synthetic/solid.h"

namespace descry::synthetic {

struct Frame {
    int width = 0;   ///< Pixels.
    int height = 0;  ///< Pixels.
    float pitch = 0;
    float distance = 100;  ///< Of the camera, dm.
    float scale = 1;       ///< Pixels per dm at the origin.
    float centreX = 0;     ///< Pixel where the origin falls.
    float centreY = 0;
    Vec3 up;      ///< The world's, in the camera's axes.
    Vec3 ground;  ///< A point of the ground.

    /// Place in the picture; z is the distance from the camera.
    ScreenVertex project(Vec3 place) const noexcept {
        const float depth = distance - place.z;
        const float size = scale * distance / depth;
        return {centreX + place.x * size, centreY - place.y * size, depth};
    }
    /// Where a pixel's ray meets the ground; nothing above the horizon.
    bool meetsGround(float x, float y, Vec3& place) const noexcept {
        const Vec3 ray{(x - centreX) / (scale * distance), (centreY - y) / (scale * distance), -1};
        const Vec3 eye{0, 0, distance};
        const float slope = dot(ray, up);
        if (slope > -1e-4F) return false;
        place = eye + ray * (dot(ground - eye, up) / slope);
        return true;
    }
};

/// What the picture wants of the frame; margins are shares of its height.
struct FrameWish {
    int height = 192;
    float azimuth = 0;
    float pitch = 0.1F;
    float distance = 100;
    float top = 0.05F;
    float bottom = 0.05F;  ///< Below 0: the feet are cut off.
    float side = 1.2F;     ///< Width of the frame over that of the person.
    float shift = 0;       ///< Sideways, share of the width.
};

/// Turns the surfaces' places into the camera's axes and finds the frame.
Frame frameSurfaces(std::vector<Surface>& surfaces, const FrameWish& wish);

}  // namespace descry::synthetic

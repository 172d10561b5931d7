#include "core/synthetic/projection.h"

#include <algorithm>
#include <limits>

namespace descry::synthetic {
namespace {

constexpr float kNarrowest = 0.34F;  ///< Width over height of the frame.
constexpr float kBroadest = 0.5F;

struct Box {
    float left = std::numeric_limits<float>::max();
    float right = std::numeric_limits<float>::lowest();
    float top = std::numeric_limits<float>::max();
    float bottom = std::numeric_limits<float>::lowest();

    void add(ScreenVertex vertex) noexcept {
        left = std::min(left, vertex.x);
        right = std::max(right, vertex.x);
        top = std::min(top, vertex.y);
        bottom = std::max(bottom, vertex.y);
    }
};

float tallest(const std::vector<Surface>& surfaces) noexcept {
    float height = 1;
    for (const Surface& surface : surfaces) {
        for (const Vec3 place : surface.places) height = std::max(height, place.y);
    }
    return height;
}

}  // namespace

Frame frameSurfaces(std::vector<Surface>& surfaces, const FrameWish& wish) {
    const Mat3 turn = rotationAbout({1, 0, 0}, wish.pitch) * rotationAbout({0, 1, 0}, wish.azimuth);
    const Vec3 middle{0, tallest(surfaces) / 2, 0};
    Frame frame;
    frame.height = wish.height;
    frame.pitch = wish.pitch;
    frame.distance = wish.distance;
    frame.up = turn * Vec3{0, 1, 0};
    frame.ground = turn * (Vec3{} - middle);
    Box box;
    for (Surface& surface : surfaces) {
        for (Vec3& place : surface.places) {
            place = turn * (place - middle);
            box.add(frame.project(place));
        }
    }
    const auto height = static_cast<float>(wish.height);
    frame.scale = height * (1 - wish.top - wish.bottom) / (box.bottom - box.top);
    const float personWidth = (box.right - box.left) * frame.scale;
    const float width =
        std::clamp(personWidth * wish.side, kNarrowest * height, kBroadest * height);
    frame.width = static_cast<int>(width);
    // Whoever is too broad for the frame gets smaller in it.
    const float shrink = std::min(1.0F, width / (personWidth * 1.02F));
    frame.scale *= shrink;
    frame.centreX = width / 2 - (box.left + box.right) / 2 * frame.scale + wish.shift * width;
    frame.centreY = height * (wish.top + (1 - shrink) * 0.4F) - box.top * frame.scale;
    return frame;
}

}  // namespace descry::synthetic

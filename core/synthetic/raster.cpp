#include "core/synthetic/raster.h"

#include <algorithm>
#include <cmath>

namespace descry::synthetic {
namespace {

constexpr float kFar = 1e9F;
constexpr float kLeastArea = 1e-7F;

}  // namespace

VisibilityBuffer::VisibilityBuffer(int width, int height) : m_width(width), m_height(height) {
    clear();
}

void VisibilityBuffer::clear() {
    const std::size_t count = index(0, m_height);
    m_depths.assign(count, kFar);
    m_hits.assign(count, Hit{});
}

void VisibilityBuffer::draw(std::uint32_t surface,
                            std::span<const ScreenVertex> vertices,
                            std::span<const Quad> faces,
                            float layer) {
    for (std::uint32_t i = 0; i < faces.size(); ++i) {
        for (std::uint32_t half = 0; half < 2; ++half) {
            const auto corners = triangleCorners(faces[i], half);
            ScreenVertex a = vertices[corners[0]];
            ScreenVertex b = vertices[corners[1]];
            ScreenVertex c = vertices[corners[2]];
            a.z -= layer;
            b.z -= layer;
            c.z -= layer;
            drawTriangle(a, b, c, {surface, 2 * i + half});
        }
    }
}

void VisibilityBuffer::drawTriangle(const ScreenVertex& a,
                                    const ScreenVertex& b,
                                    const ScreenVertex& c,
                                    const Hit& hit) {
    const float area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
    if (!(std::abs(area) > kLeastArea)) return;
    // Samples lie at whole numbers plus a half.
    const auto first = [](float low) { return static_cast<int>(std::ceil(low - 0.5F)); };
    const auto last = [](float high) { return static_cast<int>(std::floor(high - 0.5F)); };
    const auto widthF = static_cast<float>(m_width);
    const auto heightF = static_cast<float>(m_height);
    const float left = std::max(std::min({a.x, b.x, c.x}), 0.0F);
    const float right = std::min(std::max({a.x, b.x, c.x}), widthF);
    const float top = std::max(std::min({a.y, b.y, c.y}), 0.0F);
    const float bottom = std::min(std::max({a.y, b.y, c.y}), heightF);
    if (!(left <= right) || !(top <= bottom)) return;
    const float scale = 1 / area;
    const float bx = (c.y - a.y) * scale;
    const float by = (a.x - c.x) * scale;
    const float cx = (a.y - b.y) * scale;
    const float cy = (b.x - a.x) * scale;
    for (int y = first(top); y <= last(bottom) && y < m_height; ++y) {
        const float dy = static_cast<float>(y) + 0.5F - a.y;
        for (int x = first(left); x <= last(right) && x < m_width; ++x) {
            const float dx = static_cast<float>(x) + 0.5F - a.x;
            const float weightB = dx * bx + dy * by;
            const float weightC = dx * cx + dy * cy;
            if (weightB < 0 || weightC < 0 || weightB + weightC > 1) continue;
            const float depth = a.z + weightB * (b.z - a.z) + weightC * (c.z - a.z);
            const std::size_t place = index(x, y);
            if (depth >= m_depths[place]) continue;
            m_depths[place] = depth;
            m_hits[place] = hit;
        }
    }
}

Vec3 cornerWeights(const ScreenVertex& a,
                   const ScreenVertex& b,
                   const ScreenVertex& c,
                   float x,
                   float y) noexcept {
    const float area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
    if (!(std::abs(area) > kLeastArea)) return {1, 0, 0};
    const float weightB = ((x - a.x) * (c.y - a.y) - (c.x - a.x) * (y - a.y)) / area;
    const float weightC = ((b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)) / area;
    return {1 - weightB - weightC, weightB, weightC};
}

}  // namespace descry::synthetic

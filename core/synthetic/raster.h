#pragma once
/// A software rasteriser: which face of which surface is nearest at each sample. Thread rule: one
/// object, one thread. Failure rule: never fails; what lies outside the frame is clipped away.

#include <cstdint>
#include <span>
#include <vector>

#include "core/synthetic/mesh_files.h"

namespace descry::synthetic {

/// Where a vertex falls: x and y in samples from the top left corner, z the distance.
using ScreenVertex = Vec3;

class VisibilityBuffer {
  public:
    static constexpr std::uint32_t kNothing = 0xffffffffU;

    struct Hit {
        std::uint32_t surface = kNothing;
        std::uint32_t triangle = 0;  ///< Two per quad: corners 0 1 2 and 0 2 3.
    };

    VisibilityBuffer(int width, int height);

    void clear();
    /// `layer` is taken off the distance of every sample.
    void draw(std::uint32_t surface,
              std::span<const ScreenVertex> vertices,
              std::span<const Quad> faces,
              float layer);

    int width() const noexcept { return m_width; }
    int height() const noexcept { return m_height; }
    const Hit& hit(int x, int y) const noexcept { return m_hits[index(x, y)]; }
    /// Distance less the layer; very large where nothing is.
    float depth(int x, int y) const noexcept { return m_depths[index(x, y)]; }

  private:
    std::size_t index(int x, int y) const noexcept {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) +
               static_cast<std::size_t>(x);
    }
    void drawTriangle(const ScreenVertex& a,
                      const ScreenVertex& b,
                      const ScreenVertex& c,
                      const Hit& hit);

    int m_width;
    int m_height;
    std::vector<float> m_depths;
    std::vector<Hit> m_hits;
};

/// Corners of a triangle of a quad.
inline std::array<std::uint32_t, 3> triangleCorners(const Quad& face, std::uint32_t half) noexcept {
    return half == 0 ? std::array{face[0], face[1], face[2]}
                     : std::array{face[0], face[2], face[3]};
}

/// Weights of a triangle's corners at a sample, sum 1.
Vec3 cornerWeights(
    const ScreenVertex& a, const ScreenVertex& b, const ScreenVertex& c, float x, float y) noexcept;

}  // namespace descry::synthetic

#include "core/synthetic/solid.h"

#include <algorithm>
#include <cmath>

namespace descry::synthetic {
namespace {

constexpr std::uint32_t kAround = 16;
constexpr std::uint32_t kAlong = 10;

/// sign(v) |v|^power: what turns an ellipsoid into a box.
float bulge(float value, float power) noexcept {
    return std::copysign(std::pow(std::abs(value), power), value);
}

Mesh superEllipsoid(Vec3 radii, float power) {
    Mesh mesh;
    for (std::uint32_t i = 0; i <= kAlong; ++i) {
        const float latitude = kPi * (static_cast<float>(i) / kAlong - 0.5F);
        for (std::uint32_t k = 0; k < kAround; ++k) {
            const float longitude = 2 * kPi * static_cast<float>(k) / kAround;
            const float flat = bulge(std::cos(latitude), power);
            mesh.places.push_back({radii.x * flat * bulge(std::cos(longitude), power),
                                   radii.y * bulge(std::sin(latitude), power),
                                   radii.z * flat * bulge(std::sin(longitude), power)});
        }
    }
    for (std::uint32_t i = 0; i < kAlong; ++i) {
        for (std::uint32_t k = 0; k < kAround; ++k) {
            const std::uint32_t next = (k + 1) % kAround;
            mesh.faces.push_back({i * kAround + k,
                                  i * kAround + next,
                                  (i + 1) * kAround + next,
                                  (i + 1) * kAround + k});
        }
    }
    return mesh;
}

}  // namespace

Mesh roundedBox(Vec3 size) {
    return superEllipsoid(size * 0.5F, 0.35F);
}

Mesh ellipsoid(Vec3 centre, Vec3 radii) {
    Mesh mesh = superEllipsoid(radii, 1);
    shift(mesh, centre);
    return mesh;
}

Mesh band(std::span<const Vec3> points, std::span<const Vec3> facing, float width) {
    Mesh mesh;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Vec3 before = points[i == 0 ? 0 : i - 1];
        const Vec3 after = points[std::min(i + 1, points.size() - 1)];
        const Vec3 side = normalised(cross(after - before, facing[i])) * (width / 2);
        mesh.places.push_back(points[i] - side);
        mesh.places.push_back(points[i] + side);
    }
    for (std::uint32_t i = 0; i + 1 < points.size(); ++i) {
        mesh.faces.push_back({2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2});
    }
    return mesh;
}

Mesh ring(Vec3 centre, float radiusX, float radiusZ, float thickness) {
    constexpr std::uint32_t kSides = 8;
    Mesh mesh;
    for (std::uint32_t i = 0; i < kAround; ++i) {
        const float around = 2 * kPi * static_cast<float>(i) / kAround;
        for (std::uint32_t k = 0; k < kSides; ++k) {
            const float angle = 2 * kPi * static_cast<float>(k) / kSides;
            const float out = thickness * std::cos(angle);
            mesh.places.push_back(centre + Vec3{(radiusX + out) * std::cos(around),
                                                1.25F * thickness * std::sin(angle),
                                                (radiusZ + out) * std::sin(around)});
            const std::uint32_t nextRing = (i + 1) % kAround;
            const std::uint32_t nextSide = (k + 1) % kSides;
            mesh.faces.push_back({i * kSides + k,
                                  i * kSides + nextSide,
                                  nextRing * kSides + nextSide,
                                  nextRing * kSides + k});
        }
    }
    return mesh;
}

Mesh brim(Vec3 root, float halfWidth, float length) {
    Mesh mesh;
    for (std::uint32_t i = 0; i <= kAlong; ++i) {
        const float across = 2 * static_cast<float>(i) / kAlong - 1;
        const float round = std::sqrt(std::max(0.0F, 1 - across * across));
        const Vec3 inner = root + Vec3{halfWidth * across, 0, -halfWidth * (1 - round)};
        mesh.places.push_back(inner);
        mesh.places.push_back(inner + Vec3{0, -0.14F * length, length * round});
    }
    for (std::uint32_t i = 0; i < kAlong; ++i) {
        mesh.faces.push_back({2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2});
    }
    return mesh;
}

void append(Mesh& mesh, const Mesh& other) {
    const auto first = static_cast<std::uint32_t>(mesh.places.size());
    mesh.places.insert(mesh.places.end(), other.places.begin(), other.places.end());
    for (Quad face : other.faces) {
        for (std::uint32_t& corner : face) corner += first;
        mesh.faces.push_back(face);
    }
}

void shift(Mesh& mesh, Vec3 by) {
    for (Vec3& place : mesh.places) place += by;
}

}  // namespace descry::synthetic

#pragma once
/// Vectors and rotations of the small scenes that are rendered: y up, z towards the front of the
/// person, lengths in decimetres. Thread rule: values. Failure rule: never fails; a vector of no
/// length stays what it is when normalised.

#include <array>
#include <cmath>

namespace descry::synthetic {

inline constexpr float kPi = 3.14159265358979f;

struct Vec3 {
    float x = 0;
    float y = 0;
    float z = 0;

    friend Vec3 operator+(Vec3 a, Vec3 b) noexcept { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
    friend Vec3 operator-(Vec3 a, Vec3 b) noexcept { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
    friend Vec3 operator*(Vec3 a, float s) noexcept { return {a.x * s, a.y * s, a.z * s}; }
    friend Vec3 operator*(Vec3 a, Vec3 b) noexcept { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
    Vec3& operator+=(Vec3 b) noexcept { return *this = *this + b; }
    friend bool operator==(const Vec3&, const Vec3&) = default;
};

inline float dot(Vec3 a, Vec3 b) noexcept {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vec3 cross(Vec3 a, Vec3 b) noexcept {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline float length(Vec3 a) noexcept {
    return std::sqrt(dot(a, a));
}
inline Vec3 normalised(Vec3 a) noexcept {
    const float size = length(a);
    return size > 1e-12F ? a * (1 / size) : a;
}
inline Vec3 mixed(Vec3 a, Vec3 b, float share) noexcept {
    return a + (b - a) * share;
}

/// A rotation, rows first.
struct Mat3 {
    std::array<Vec3, 3> rows{Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};

    friend Vec3 operator*(const Mat3& m, Vec3 v) noexcept {
        return {dot(m.rows[0], v), dot(m.rows[1], v), dot(m.rows[2], v)};
    }
    friend Mat3 operator*(const Mat3& a, const Mat3& b) noexcept {
        Mat3 product;
        for (std::size_t i = 0; i < 3; ++i) {
            const Vec3 row = a.rows[i];
            product.rows[i] = b.rows[0] * row.x + b.rows[1] * row.y + b.rows[2] * row.z;
        }
        return product;
    }
};

/// Rotation by `angle` radians about an axis of length 1.
inline Mat3 rotationAbout(Vec3 axis, float angle) noexcept {
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    const Vec3 a = axis * (1 - c);
    return {{Vec3{a.x * axis.x + c, a.x * axis.y - s * axis.z, a.x * axis.z + s * axis.y},
             Vec3{a.y * axis.x + s * axis.z, a.y * axis.y + c, a.y * axis.z - s * axis.x},
             Vec3{a.z * axis.x - s * axis.y, a.z * axis.y + s * axis.x, a.z * axis.z + c}}};
}

/// The shortest rotation that takes direction `from` to direction `to`, both of length 1.
inline Mat3 rotationBetween(Vec3 from, Vec3 to) noexcept {
    const Vec3 axis = cross(from, to);
    const float sine = length(axis);
    if (sine < 1e-6F) return {};
    return rotationAbout(axis * (1 / sine), std::atan2(sine, dot(from, to)));
}

}  // namespace descry::synthetic

#include "core/synthetic/shading.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace descry::synthetic {
namespace {

float latticeValue(int x, int y, int z) noexcept {
    auto hash = static_cast<std::uint32_t>(x) * 0x8da6b343U ^
                static_cast<std::uint32_t>(y) * 0xd8163841U ^
                static_cast<std::uint32_t>(z) * 0xcb1ab31fU;
    hash = (hash ^ (hash >> 13)) * 0x5bd1e995U;
    hash ^= hash >> 15;
    return static_cast<float>(hash & 0xffffU) / 32767.5F - 1;
}

/// Position within its period, 0 .. 1.
float within(float value, float period) noexcept {
    const float share = value / period;
    return share - std::floor(share);
}

/// Share of the second colour.
float patternShare(const Material& material, Vec3 rest) noexcept {
    const float across = rest.x + 0.55F * rest.z;
    const float period = material.period;
    switch (material.pattern) {
        case Pattern::Plain:
            return 0;
        case Pattern::Striped:
            return within(rest.y, period) < 0.45F ? 1.0F : 0.0F;
        case Pattern::Pinstriped:
            return within(across, 0.6F * period) < 0.35F ? 1.0F : 0.0F;
        case Pattern::Checked: {
            const float rows = within(rest.y, period) < 0.45F ? 0.5F : 0.0F;
            return rows + (within(across, period) < 0.45F ? 0.5F : 0.0F);
        }
        case Pattern::Dotted: {
            const float row = std::floor(rest.y / (0.55F * period));
            const float y = within(rest.y, 0.55F * period) - 0.5F;
            const float x = within(across + 0.4F * period * row, 0.8F * period) - 0.5F;
            return x * x * 1.9F + y * y < 0.1F ? 1.0F : 0.0F;
        }
        case Pattern::Printed: {
            const bool isChest =
                rest.z > 0.5F && std::abs(rest.x) < 0.85F && rest.y > 2.5F && rest.y < 4.2F;
            return isChest ? 1.0F : 0.0F;
        }
    }
    return 0;
}

/// Lighter along the front of the thighs.
float fadeShare(Vec3 rest) noexcept {
    const float thigh = 1 - std::min(1.0F, std::abs(rest.y + 2.2F) / 2.4F);
    const float front = std::clamp(rest.z * 0.7F, 0.0F, 1.0F);
    return thigh * front;
}

}  // namespace

float smoothNoise(Vec3 place) noexcept {
    const float fx = std::floor(place.x);
    const float fy = std::floor(place.y);
    const float fz = std::floor(place.z);
    const auto ease = [](float t) { return t * t * (3 - 2 * t); };
    const float tx = ease(place.x - fx);
    const float ty = ease(place.y - fy);
    const float tz = ease(place.z - fz);
    const int x = static_cast<int>(fx);
    const int y = static_cast<int>(fy);
    const int z = static_cast<int>(fz);
    const auto mix = [](float a, float b, float t) { return a + (b - a) * t; };
    const auto row = [&](int dy, int dz) {
        return mix(latticeValue(x, y + dy, z + dz), latticeValue(x + 1, y + dy, z + dz), tx);
    };
    return mix(mix(row(0, 0), row(1, 0), ty), mix(row(0, 1), row(1, 1), ty), tz);
}

Rgb albedo(const Material& material, Vec3 rest) {
    if (rest.y < material.soleHeight) return linearColour(material.second);
    Rgb colour = linearColour(material.colour);
    const float second = patternShare(material, rest);
    if (second > 0) colour = mixed(colour, linearColour(material.second), second);
    if (material.fade > 0) {
        colour = mixed(colour, {0.5F, 0.53F, 0.58F}, 0.16F * material.fade * fadeShare(rest));
    }
    float brightness = 1 + material.mottle * smoothNoise(rest * 1.6F) +
                       0.6F * material.mottle * smoothNoise(rest * 4.3F);
    if (material.isStranded) {
        brightness *= 1 + 0.22F * smoothNoise(rest * Vec3{11, 1.2F, 11});
    }
    return colour * brightness;
}

Vec3 folded(const Material& material, Vec3 normal, Vec3 rest) {
    if (material.folds == 0) return normal;
    // Folds run across limbs more than along them.
    const Vec3 place = rest * Vec3{0.9F, 2.1F, 0.9F};
    const Vec3 tilt{smoothNoise(place + Vec3{7.3F, 0, 0}), smoothNoise(place), 0};
    return normalised(normal + tilt * material.folds);
}

Rgb shade(const Material& material, Rgb colour, Vec3 normal, const Light& light, float lit) {
    const float up = 0.5F + 0.5F * normal.y;
    // A little light wraps around, as cloth scatters it.
    const float facing = std::max(0.0F, (dot(normal, light.sun) + 0.12F) / 1.12F);
    const Rgb ambient = mixed(light.ground, light.sky, up);
    Rgb shaded = colour * (ambient + light.sunColour * (facing * lit));
    if (material.shine > 0) {
        const Vec3 half = normalised(light.sun + Vec3{0, 0, 1});
        const float highlight = std::pow(std::max(0.0F, dot(normal, half)), 14.0F);
        shaded += light.sunColour * (0.22F * material.shine * highlight * lit);
    }
    return shaded;
}

}  // namespace descry::synthetic

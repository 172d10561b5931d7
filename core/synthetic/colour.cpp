#include "core/synthetic/colour.h"

#include <algorithm>
#include <array>
#include <limits>

namespace descry::synthetic {
namespace {

struct NamedColour {
    std::string_view text;
    Rgb centre;     ///< 0 .. 255.
    float spread;   ///< Of one part, 0 .. 255.
    float shading;  ///< Of all parts together, share.
};

constexpr std::array<NamedColour, kNumColours> kColours = {{
    {"black", {25, 25, 28}, 4, 0.35F},
    {"white", {234, 233, 230}, 6, 0.06F},
    {"gray", {128, 129, 132}, 6, 0.28F},
    {"navy", {30, 38, 74}, 6, 0.2F},
    {"blue", {44, 86, 164}, 14, 0.2F},
    {"light blue", {140, 180, 222}, 12, 0.1F},
    {"teal", {34, 134, 138}, 12, 0.2F},
    {"green", {56, 140, 70}, 14, 0.2F},
    {"dark green", {50, 72, 44}, 8, 0.2F},
    {"yellow", {232, 200, 48}, 14, 0.1F},
    {"orange", {230, 118, 32}, 12, 0.12F},
    {"red", {198, 32, 38}, 12, 0.18F},
    {"maroon", {104, 24, 40}, 8, 0.2F},
    {"pink", {232, 140, 172}, 14, 0.12F},
    {"purple", {112, 56, 148}, 14, 0.2F},
    {"beige", {206, 184, 148}, 9, 0.12F},
    {"brown", {104, 68, 42}, 8, 0.22F},
}};

constexpr int kTries = 24;

float labRoot(float value) noexcept {
    return value > 0.008856F ? std::cbrt(value) : 7.787F * value + 16.0F / 116;
}

/// L*, a*, b*, for daylight.
Vec3 labFrom(Rgb colour) noexcept {
    const Rgb c = linearColour(colour);
    const float x = labRoot((0.4124F * c.x + 0.3576F * c.y + 0.1805F * c.z) / 0.9505F);
    const float y = labRoot(0.2126F * c.x + 0.7152F * c.y + 0.0722F * c.z);
    const float z = labRoot((0.0193F * c.x + 0.1192F * c.y + 0.9505F * c.z) / 1.089F);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

Rgb clamped(Rgb colour) noexcept {
    return {std::clamp(colour.x, 0.0F, 1.0F),
            std::clamp(colour.y, 0.0F, 1.0F),
            std::clamp(colour.z, 0.0F, 1.0F)};
}

}  // namespace

std::string_view colourText(ColourName name) noexcept {
    return kColours[static_cast<std::size_t>(name)].text;
}

Rgb sampleColour(ColourName name, RandomStream& random) {
    const NamedColour& entry = kColours[static_cast<std::size_t>(name)];
    for (int attempt = 0; attempt < kTries; ++attempt) {
        const float shade = 1 + entry.shading * random.between(-1, 1);
        const Vec3 noise{random.between(-1, 1), random.between(-1, 1), random.between(-1, 1)};
        const Rgb colour = clamped((entry.centre * shade + noise * entry.spread) * (1.0F / 255));
        if (nameColour(colour) == name) return colour;
    }
    return entry.centre * (1.0F / 255);
}

ColourName nameColour(Rgb colour) noexcept {
    std::size_t best = 0;
    float smallest = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < kColours.size(); ++i) {
        const float distance = colourDistance(colour, kColours[i].centre * (1.0F / 255));
        if (distance >= smallest) continue;
        smallest = distance;
        best = i;
    }
    return static_cast<ColourName>(best);
}

float colourDistance(Rgb a, Rgb b) noexcept {
    const Vec3 difference = labFrom(a) - labFrom(b);
    return length(difference * Vec3{0.5F, 1, 1});
}

float linearFromSrgb(float value) noexcept {
    return value <= 0.04045F ? value / 12.92F : std::pow((value + 0.055F) / 1.055F, 2.4F);
}

float srgbFromLinear(float value) noexcept {
    if (value <= 0.0031308F) return std::max(0.0F, value) * 12.92F;
    return 1.055F * std::pow(std::min(value, 1.0F), 1 / 2.4F) - 0.055F;
}

}  // namespace descry::synthetic

#pragma once
/// Colour names of clothes and the colours that bear them: sampling a colour of a name, naming a
/// colour. A sampled colour always bears its name again. Thread rule: pure. Failure rule: never
/// fails. Source of the distance: CIE L*a*b* with lightness at half weight.

#include <cstddef>
#include <string_view>

#include "core/base/random_stream.h"
#include "core/synthetic/geometry.h"

namespace descry::synthetic {

enum class ColourName {
    Black,
    White,
    Gray,
    Navy,
    Blue,
    LightBlue,
    Teal,
    Green,
    DarkGreen,
    Yellow,
    Orange,
    Red,
    Maroon,
    Pink,
    Purple,
    Beige,
    Brown,
};
inline constexpr std::size_t kNumColours = 17;

/// "black", "light blue", ...: the value in records.
std::string_view colourText(ColourName name) noexcept;

/// sRGB, each part 0 .. 1.
using Rgb = Vec3;

/// A colour of that name.
Rgb sampleColour(ColourName name, RandomStream& random);
ColourName nameColour(Rgb colour) noexcept;
/// Distance as the naming sees it; two clothes below about 25 are hard to tell apart.
float colourDistance(Rgb a, Rgb b) noexcept;

float linearFromSrgb(float value) noexcept;
float srgbFromLinear(float value) noexcept;
inline Rgb linearColour(Rgb colour) noexcept {
    return {linearFromSrgb(colour.x), linearFromSrgb(colour.y), linearFromSrgb(colour.z)};
}

}  // namespace descry::synthetic

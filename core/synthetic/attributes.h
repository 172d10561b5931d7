#pragma once
/// What is true of a person in a picture, as names and values ("top.colour" is "red"), and the
/// labels of the parts that show it. Captions, records and the oracle speak these words.
/// Thread rule: values. Failure rule: never fails.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace descry::synthetic {

/// What a pixel of a mask shows; the number is the pixel's value.
enum class Label : std::uint8_t {
    Background = 0,
    Skin = 1,
    Hair = 2,
    Hat = 3,
    Top = 4,
    Outer = 5,
    Bottom = 6,
    Shoes = 7,
    Bag = 8,
    Scarf = 9,
    Dress = 10,
};
inline constexpr std::size_t kNumLabels = 11;

std::string_view labelText(Label label) noexcept;  ///< "skin", "hair", ...

/// Values by attribute name, sorted.
using AttributeSet = std::map<std::string, std::string, std::less<>>;

/// The part that shows an attribute: Label::Top for "top.colour"; Background for the whole person.
Label labelOfAttribute(std::string_view name) noexcept;

/// Pixels of each label.
using LabelCounts = std::array<std::size_t, kNumLabels>;

}  // namespace descry::synthetic

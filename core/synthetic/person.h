#pragma once
/// A person as drawn by chance: body, hair, clothes, what is carried; and a sighting of that
/// person: pose, direction, what is worn in it. Colours follow what streets show: black, gray, blue
/// and white dominate. Thread rule: values; drawing is pure given the random stream. Failure rule:
/// never fails.

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/synthetic/attributes.h"
#include "core/synthetic/body.h"
#include "core/synthetic/colour.h"
#include "core/synthetic/wardrobe.h"

namespace descry::synthetic {

enum class Pattern { Plain, Striped, Pinstriped, Checked, Dotted, Printed };
std::string_view patternText(Pattern pattern) noexcept;

/// A piece of the wardrobe in its colours.
struct Cloth {
    std::size_t piece = 0;
    ColourName name = ColourName::Black;
    Rgb colour;
    Pattern pattern = Pattern::Plain;
    ColourName secondName = ColourName::White;
    Rgb second;           ///< Of the pattern; of a shoe's sole.
    float period = 1.2F;  ///< Of the pattern, dm.

    std::string_view type() const { return pieces()[piece].type; }
};

enum class BagKind { Backpack, ShoulderBag, MessengerBag, Handbag, ShoppingBag, Suitcase };
std::string_view bagText(BagKind kind) noexcept;

struct Bag {
    BagKind kind = BagKind::Backpack;
    ColourName name = ColourName::Black;
    Rgb colour;
    bool isLeft = false;  ///< On the person's left side; meaningless for a backpack.
    Vec3 size;            ///< Width, height, depth, dm.
};

struct Person {
    std::int64_t id = 0;
    BodyShape body;
    Rgb skin;
    std::string_view hairColourText;
    Rgb hairColour;
    std::size_t hairPiece = 0;
    Cloth top;               ///< Or a dress.
    bool isDressed = false;  ///< The top is a dress; there is no bottom.
    std::optional<Cloth> bottom;
    std::optional<Cloth> outer;
    std::optional<Cloth> hat;
    std::optional<Cloth> scarf;  ///< Its piece means nothing.
    Cloth shoes;
    Rgb socks;
    std::optional<Bag> bag;
};

Person drawPerson(std::int64_t id, RandomStream& random);

/// One picture's circumstances, as far as they are the person's.
struct Sighting {
    Pose pose;
    float azimuth = 0;  ///< Direction the person faces: 0 to the camera, pi/2 to its right.
    bool wearsOuter = true;
    bool carriesBag = true;
};

Sighting drawSighting(const Person& person, RandomStream& random);

/// "front", "back" or "side": how the person is seen. Left and right are not told apart, for a
/// picture may be mirrored in training.
std::string_view viewText(float azimuth) noexcept;

/// Everything that is true of the person in the sighting, seen or not.
AttributeSet trueAttributes(const Person& person, const Sighting& sighting);

/// The true attributes that the pixels show: `counts` of the picture's labels, of `numPixels`. A
/// garment under another shows its colour but not its kind; a ponytail does not show from the
/// front.
AttributeSet visibleAttributes(const AttributeSet& truth,
                               const LabelCounts& counts,
                               std::size_t numPixels);

}  // namespace descry::synthetic

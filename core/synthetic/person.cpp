#include "core/synthetic/person.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

namespace descry::synthetic {
namespace {

using ColourWeights = std::array<double, kNumColours>;

/// In the order of ColourName: black white gray navy blue l.blue teal green d.green yellow orange
/// red maroon pink purple beige brown.
constexpr ColourWeights kTopColours = {16, 14, 12, 8, 8, 5, 2, 4, 4, 3, 3, 7, 4, 4, 3, 5, 3};
constexpr ColourWeights kOuterColours = {24, 4, 12, 13, 7, 2, 1, 2, 6, 2, 2, 6, 3, 2, 2, 7, 6};
constexpr ColourWeights kBottomColours = {
    28, 5, 14, 14, 12, 4, 0.5, 1, 3, 0.3, 0.3, 1.5, 1.5, 1, 1, 9, 5};
constexpr ColourWeights kJeansColours = {18, 2, 9, 26, 30, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
constexpr ColourWeights kShoeColours = {
    34, 24, 11, 4, 4, 1, 0.7, 1, 0.8, 0.7, 1, 4, 1, 2, 0.5, 4, 9};
constexpr ColourWeights kBagColours = {30, 4, 11, 8, 9, 2, 2, 4, 3, 2, 2, 8, 2, 3, 2, 6, 11};

constexpr double kSecondGap = 30;  ///< Least distance of a pattern's two colours.

struct Tone {
    std::string_view text;
    Rgb colour;
    double weight;
};
constexpr std::array<Tone, 5> kHairTones = {{{"black", {0.075F, 0.065F, 0.06F}, 34},
                                             {"brown", {0.30F, 0.19F, 0.12F}, 30},
                                             {"blond", {0.76F, 0.61F, 0.37F}, 20},
                                             {"red", {0.45F, 0.20F, 0.10F}, 5},
                                             {"gray", {0.62F, 0.61F, 0.60F}, 5}}};
constexpr std::array<Rgb, 6> kSkinTones = {{{0.94F, 0.78F, 0.68F},
                                            {0.88F, 0.70F, 0.57F},
                                            {0.80F, 0.61F, 0.47F},
                                            {0.66F, 0.47F, 0.34F},
                                            {0.47F, 0.32F, 0.23F},
                                            {0.32F, 0.21F, 0.155F}}};

ColourName drawColour(const ColourWeights& weights, RandomStream& random) {
    return static_cast<ColourName>(random.weighted(weights));
}

std::size_t drawPiece(Slot slot, bool isFemale, RandomStream& random) {
    const std::span<const Piece> all = pieces();
    std::vector<double> weights;
    for (const Piece& piece : all) {
        const bool fits = piece.slot == slot && (piece.wearers == Wearers::Anyone ||
                                                 (piece.wearers == Wearers::Women) == isFemale);
        weights.push_back(fits ? piece.weight : 0);
    }
    return random.weighted(weights);
}

Pattern drawPattern(Slot slot, RandomStream& random) {
    switch (slot) {
        case Slot::Top:
            return static_cast<Pattern>(
                random.weighted(std::array<double, 6>{58, 14, 2, 10, 4, 12}));
        case Slot::Dress:
            return static_cast<Pattern>(
                random.weighted(std::array<double, 6>{56, 14, 2, 12, 16, 0}));
        case Slot::Outer:
            return static_cast<Pattern>(random.weighted(std::array<double, 6>{90, 2, 2, 6, 0, 0}));
        case Slot::Bottom:
            return static_cast<Pattern>(random.weighted(std::array<double, 6>{91, 1, 3, 5, 0, 0}));
        default:
            return Pattern::Plain;
    }
}

Cloth drawCloth(Slot slot, bool isFemale, const ColourWeights& colours, RandomStream& random) {
    Cloth cloth;
    cloth.piece = drawPiece(slot, isFemale, random);
    const bool isDenim = cloth.type() == "jeans" || cloth.type() == "overalls";
    cloth.name = drawColour(isDenim ? kJeansColours : colours, random);
    cloth.colour = sampleColour(cloth.name, random);
    // Denim is never as pure as other cloth.
    const float light = dot(cloth.colour, {0.3F, 0.59F, 0.11F});
    if (isDenim) cloth.colour = mixed(cloth.colour, Rgb{0.94F, 1, 1.1F} * light, 0.38F);
    cloth.pattern = isDenim ? Pattern::Plain : drawPattern(slot, random);
    cloth.period = random.between(1.0F, 2.0F);
    do {
        cloth.secondName = random.chance(0.4) ? ColourName::White : drawColour(kTopColours, random);
        cloth.second = sampleColour(cloth.secondName, random);
    } while (colourDistance(cloth.colour, cloth.second) < kSecondGap);
    return cloth;
}

BodyShape drawBody(RandomStream& random) {
    BodyShape body;
    body.isFemale = random.chance(0.48);
    body.age = random.chance(0.12) ? random.between(0.75F, 1) : random.between(0, 0.4F);
    std::array<float, 3> shares{};
    shares[random.index(3)] = 1;
    shares[random.index(3)] += random.between(0, 0.7F);
    const float total = shares[0] + shares[1] + shares[2];
    for (std::size_t i = 0; i < 3; ++i) body.peoples[i] = shares[i] / total;
    body.muscle = std::clamp(random.normal() * 0.35F, -0.8F, body.isFemale ? 0.0F : 0.7F);
    // Three kinds with gaps between them, so that a caption may speak of build.
    const std::array<double, 3> kinds{0.27, 0.5, 0.23};
    switch (random.weighted(kinds)) {
        case 0:
            body.weight = random.between(-0.95F, -0.6F);
            break;
        case 1:
            body.weight = random.between(-0.3F, 0.25F);
            break;
        default:
            body.weight = random.between(0.65F, 1.0F);
    }
    body.height = std::clamp(random.normal() * 0.4F, -0.8F, 0.8F);
    return body;
}

void drawHead(Person& person, RandomStream& random) {
    person.hairPiece = drawPiece(Slot::Hair, person.body.isFemale, random);
    std::array<double, kHairTones.size()> weights{};
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = kHairTones[i].weight;
    if (person.body.age > 0.5F) weights = {3, 3, 3, 0, 60};
    // Dark skin comes with dark hair far more often than not.
    const std::size_t skin = std::min<std::size_t>(
        kSkinTones.size() - 1,
        static_cast<std::size_t>(person.body.peoples[0] * 3.2F + person.body.peoples[1] * 1.2F +
                                 random.between(0, 2.4F)));
    if (skin >= 3) weights[1] *= 0.5, weights[2] *= 0.1, weights[3] *= 0.1;
    const Tone& tone = kHairTones[random.weighted(weights)];
    person.hairColourText = tone.text;
    person.hairColour = tone.colour * random.between(0.85F, 1.15F);
    person.skin = kSkinTones[skin] * random.between(0.92F, 1.06F);
    const std::string_view style = pieces()[person.hairPiece].type;
    const bool fitsUnderHat = style != "afro" && style != "ponytail";
    if (fitsUnderHat && random.chance(0.2)) {
        person.hat = drawCloth(Slot::Hat, person.body.isFemale, kBagColours, random);
    }
}

Bag drawBag(bool isFemale, RandomStream& random) {
    struct Kind {
        BagKind kind;
        double women, men;
        Vec3 size;
    };
    static constexpr std::array<Kind, 6> kKinds = {
        {{BagKind::Backpack, 26, 46, {3.0F, 4.2F, 1.5F}},
         {BagKind::ShoulderBag, 24, 8, {3.0F, 2.3F, 1.0F}},
         {BagKind::MessengerBag, 12, 18, {3.3F, 2.5F, 0.9F}},
         {BagKind::Handbag, 20, 6, {2.8F, 2.1F, 1.1F}},
         {BagKind::ShoppingBag, 9, 10, {3.0F, 3.4F, 1.2F}},
         {BagKind::Suitcase, 9, 12, {3.6F, 5.4F, 2.2F}}}};
    std::array<double, kKinds.size()> weights{};
    for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] = isFemale ? kKinds[i].women : kKinds[i].men;
    }
    const Kind& kind = kKinds[random.weighted(weights)];
    Bag bag;
    bag.kind = kind.kind;
    bag.name = drawColour(kBagColours, random);
    bag.colour = sampleColour(bag.name, random);
    bag.isLeft = random.chance(0.5);
    bag.size = kind.size * random.between(0.9F, 1.2F);
    return bag;
}

void drawClothes(Person& person, RandomStream& random) {
    const bool isFemale = person.body.isFemale;
    person.isDressed = isFemale && random.chance(0.14);
    person.top =
        drawCloth(person.isDressed ? Slot::Dress : Slot::Top, isFemale, kTopColours, random);
    if (!person.isDressed) {
        person.bottom = drawCloth(Slot::Bottom, isFemale, kBottomColours, random);
    }
    const bool isWarm = person.top.type() == "hoodie" || person.top.type() == "tank top" ||
                        person.top.type() == "crop top" ||
                        (person.bottom && person.bottom->type() == "overalls");
    if (!isWarm && random.chance(0.4)) {
        do {
            person.outer = drawCloth(Slot::Outer, isFemale, kOuterColours, random);
        } while (person.isDressed && person.outer->type() == "coat");
    }
    if (random.chance(person.outer ? 0.2 : 0.04)) {
        Cloth scarf;
        scarf.name = drawColour(kTopColours, random);
        scarf.colour = sampleColour(scarf.name, random);
        person.scarf = scarf;
    }
    person.shoes = drawCloth(Slot::Shoes, isFemale, kShoeColours, random);
    const bool isSneaker = person.shoes.type() == "sneakers";
    const float sole = isSneaker ? random.between(0.8F, 0.95F) : random.between(0.06F, 0.2F);
    person.shoes.second = {sole, sole, sole};
    const float sock = random.chance(0.5) ? 0.9F : 0.08F;
    person.socks = {sock, sock, sock};
}

}  // namespace

std::string_view patternText(Pattern pattern) noexcept {
    constexpr std::array<std::string_view, 6> kTexts = {
        "plain", "striped", "pinstriped", "checked", "dotted", "printed"};
    return kTexts[static_cast<std::size_t>(pattern)];
}

std::string_view bagText(BagKind kind) noexcept {
    constexpr std::array<std::string_view, 6> kTexts = {
        "backpack", "shoulder bag", "messenger bag", "handbag", "shopping bag", "suitcase"};
    return kTexts[static_cast<std::size_t>(kind)];
}

Person drawPerson(std::int64_t id, RandomStream& random) {
    Person person;
    person.id = id;
    person.body = drawBody(random);
    drawHead(person, random);
    drawClothes(person, random);
    if (random.chance(0.62)) person.bag = drawBag(person.body.isFemale, random);
    return person;
}

Sighting drawSighting(const Person& person, RandomStream& random) {
    Sighting sighting;
    sighting.azimuth = random.between(-kPi, kPi);
    sighting.wearsOuter = person.outer.has_value() && !random.chance(0.3);
    sighting.carriesBag = person.bag.has_value() && !random.chance(0.3);
    Pose& pose = sighting.pose;
    const bool walks = random.chance(0.75);
    pose.phase = random.between(0, 1);
    pose.stride = walks ? random.between(0.6F, 1.0F) : random.between(0, 0.12F);
    pose.elbow = random.between(0.1F, 0.7F);
    pose.spread = random.between(0.0F, 0.16F);
    pose.lean = random.between(-0.02F, 0.1F);
    pose.twist = random.normal() * 0.05F;
    pose.headTurn = random.normal() * 0.3F;
    pose.headBow = random.between(-0.05F, 0.3F);
    const bool holds = sighting.carriesBag && person.bag->kind >= BagKind::Handbag;
    const bool isLeftFree = !holds || !person.bag->isLeft;
    const bool isRightFree = !holds || person.bag->isLeft;
    if (random.chance(0.18)) {
        if (isLeftFree && (!isRightFree || random.chance(0.5))) {
            pose.raisedLeft = random.between(0.6F, 1);
        } else if (isRightFree) {
            pose.raisedRight = random.between(0.6F, 1);
        }
    }
    if (holds) pose.elbow *= 0.3F, pose.spread += 0.06F;
    return sighting;
}

}  // namespace descry::synthetic

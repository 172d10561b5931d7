// What is true of a sighting and what its pixels show: the lower half of person.h.

#include <cmath>

#include "core/synthetic/person.h"

namespace descry::synthetic {
namespace {

/// Least share of the picture that a part needs to be spoken of.
constexpr std::array<double, kNumLabels> kLeastShare = {
    0, 0.003, 0.004, 0.005, 0.018, 0.03, 0.03, 0.0035, 0.009, 0.005, 0.03};
/// And to show a pattern, or of what kind it is.
constexpr double kPatternShare = 0.03;

void addCloth(AttributeSet& set, std::string_view part, const Cloth& cloth, bool hasPattern) {
    const std::string prefix(part);
    set[prefix + ".colour"] = colourText(cloth.name);
    set[prefix + ".type"] = cloth.type();
    if (!hasPattern) return;
    set[prefix + ".pattern"] = patternText(cloth.pattern);
    if (cloth.pattern != Pattern::Plain) set[prefix + ".second"] = colourText(cloth.secondName);
}

std::string_view dressLength(const Cloth& dress) {
    const float hem = pieces()[dress.piece].second.cut.minY;
    if (hem > -3) return "short";
    return hem > -5 ? "knee-length" : "long";
}

bool isPattern(std::string_view name) noexcept {
    return name.ends_with(".pattern") || name.ends_with(".second");
}

}  // namespace

std::string_view viewText(float azimuth) noexcept {
    const float toCamera = std::cos(azimuth);
    if (toCamera > 0.62F) return "front";
    if (toCamera < -0.62F) return "back";
    return "side";
}

AttributeSet trueAttributes(const Person& person, const Sighting& sighting) {
    AttributeSet set;
    set["gender"] = person.body.isFemale ? "female" : "male";
    set["age"] = person.body.age > 0.5F ? "elderly" : "adult";
    const float weight = person.body.weight;
    set["build"] = weight < -0.5F ? "slim" : weight > 0.5F ? "heavy" : "average";
    set["hair.style"] = pieces()[person.hairPiece].type;
    if (set["hair.style"] != "bald") set["hair.colour"] = person.hairColourText;
    addCloth(set, person.isDressed ? "dress" : "top", person.top, true);
    if (person.isDressed) set["dress.length"] = dressLength(person.top);
    if (person.bottom) addCloth(set, "bottom", *person.bottom, true);
    if (sighting.wearsOuter && person.outer) {
        addCloth(set, "outer", *person.outer, true);
        set["outer.front"] = pieces()[person.outer->piece].variant;
    } else {
        set["outer.type"] = "none";
    }
    addCloth(set, "shoes", person.shoes, false);
    if (person.hat) {
        addCloth(set, "hat", *person.hat, false);
    } else {
        set["hat.type"] = "none";
    }
    if (person.scarf) set["scarf.colour"] = colourText(person.scarf->name);
    if (sighting.carriesBag && person.bag) {
        set["bag.type"] = bagText(person.bag->kind);
        set["bag.colour"] = colourText(person.bag->name);
    } else {
        set["bag.type"] = "none";
    }
    set["motion"] = sighting.pose.stride > 0.3F ? "walking" : "standing";
    set["view"] = viewText(sighting.azimuth);
    return set;
}

AttributeSet visibleAttributes(const AttributeSet& truth,
                               const LabelCounts& counts,
                               std::size_t numPixels) {
    const auto isTrue = [&truth](std::string_view name, std::string_view value) {
        const auto found = truth.find(name);
        return found != truth.end() && found->second == value;
    };
    const bool isCovered = !isTrue("outer.type", "none");
    AttributeSet visible;
    for (const auto& [name, value] : truth) {
        const Label label = labelOfAttribute(name);
        const auto index = static_cast<std::size_t>(label);
        const double share = static_cast<double>(counts[index]) / static_cast<double>(numPixels);
        // Absence is seen with the whole person; baldness with the skin.
        const bool isWhole = label == Label::Background || value == "none" || value == "bald";
        if (!isWhole && share < kLeastShare[index]) continue;
        if (isPattern(name) && share < kPatternShare) continue;
        const bool isUpper = label == Label::Top || label == Label::Dress;
        if (isUpper && isCovered && (name.ends_with(".type") || isPattern(name))) continue;
        // A print is on the chest.
        if (isUpper && isTrue(std::string(labelText(label)) + ".pattern", "printed") &&
            isPattern(name) && !isTrue("view", "front")) {
            continue;
        }
        if (name == "outer.front" && !isTrue("view", "front")) continue;
        const bool isTied = value == "ponytail" || value == "braid";
        if (name == "hair.style" && isTied && isTrue("view", "front")) continue;
        if (name == "hair.style" && isTrue("hat.type", "none") == false) continue;
        if (name == "motion" && !isTrue("motion", "walking")) continue;
        visible.emplace(name, value);
    }
    return visible;
}

}  // namespace descry::synthetic

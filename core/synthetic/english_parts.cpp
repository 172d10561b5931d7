// The phrases of English captions.

#include "core/synthetic/english_parts.h"

#include <initializer_list>

namespace descry::synthetic {
namespace {

using Choices = std::initializer_list<std::string_view>;

class PartWriter {
  public:
    PartWriter(const AttributeSet& visible, RandomStream& random)
        : m_visible(visible), m_random(random) {}

    EnglishParts write() {
        m_namesGender = has("gender") && chance(0.94);
        if (m_namesGender) {
            m_parts.pronoun = is("gender", "male") ? "he" : "she";
            m_parts.possessive = is("gender", "male") ? "his" : "her";
        }
        drawParts();
        return std::move(m_parts);
    }

  private:
    bool has(std::string_view name) const { return m_visible.contains(name); }
    bool is(std::string_view name, std::string_view value) const {
        const auto found = m_visible.find(name);
        return found != m_visible.end() && found->second == value;
    }
    bool chance(double probability) { return m_random.chance(probability); }
    std::string_view pick(Choices words) { return drawOneOf(words, m_random); }

    Phrase say(std::string_view name) {
        const std::string& value = m_visible.find(name)->second;
        return {drawEnglishWords(name, value, m_random), std::string(name), value};
    }
    Phrase sayIf(std::string_view name, double probability) {
        return has(name) && chance(probability) ? say(name) : Phrase();
    }

    /// "checked red and white shirt": colours, pattern and kind of a part.
    Phrase cloth(const std::string& part, std::string_view noun) {
        const bool hasKind = has(part + ".type") && (noun.empty() || chance(0.93));
        const Phrase kind = hasKind ? say(part + ".type") : Phrase(noun.empty() ? "piece" : noun);
        Phrase colour = sayIf(part + ".colour", 0.95);
        const bool isPlain = is(part + ".pattern", "plain");
        const Phrase pattern = sayIf(part + ".pattern", isPlain ? 0.12 : 0.9);
        Phrase tail;
        if (!pattern.empty() && !colour.empty() && has(part + ".second") && chance(0.6)) {
            if (chance(0.5)) {
                colour = colour + " and " + say(part + ".second");
            } else {
                tail = joined(
                    {pick({"with ", "and "}), say(part + ".second"), " ", patternNoun(part)});
            }
        }
        const bool isColourFirst = chance(0.5);
        const Phrase front = isColourFirst ? spaced(colour, pattern) : spaced(pattern, colour);
        return spaced(spaced(front, kind), tail);
    }

    std::string_view patternNoun(const std::string& part) {
        if (is(part + ".pattern", "checked")) return pick({"checks", "squares"});
        if (is(part + ".pattern", "dotted")) return pick({"dots", "spots"});
        if (is(part + ".pattern", "printed"))
            return pick({"print", "logo", "picture on the chest"});
        return pick({"stripes", "lines", "bands"});
    }

    Phrase person() {
        Phrase noun = m_namesGender
                          ? say("gender")
                          : Phrase(pick({"person", "pedestrian", "individual", "figure", "adult"}));
        const bool isSpecial = is("build", "slim") || is("build", "heavy");
        const Phrase build = sayIf("build", isSpecial ? 0.2 : 0.02);
        const Phrase age = sayIf("age", is("age", "elderly") ? 0.35 : 0.05);
        return spaced(build, spaced(age, noun));
    }

    Phrase upper() {
        if (has("dress.colour")) {
            if (!has("dress.type")) return withArticle(cloth("dress", "outfit"));
            const Phrase length = sayIf("dress.length", 0.6);
            return withArticle(spaced(length, cloth("dress", "dress")));
        }
        if (!has("top.colour")) return {};
        if (has("top.type")) return withArticle(cloth("top", chance(0.5) ? "top" : "shirt"));
        return withArticle(cloth("top", pick({"top", "shirt", "garment"})));
    }

    Phrase outer() {
        if (!has("outer.colour")) return {};
        const Phrase front = sayIf("outer.front", 0.3);
        return withArticle(spaced(front, cloth("outer", "jacket")));
    }

    Phrase lower() {
        if (!has("bottom.colour")) return {};
        const bool isSkirt = m_visible.find("bottom.type")->second.ends_with("skirt");
        if (isSkirt) return withArticle(cloth("bottom", "skirt"));
        // "pants" would be wrong for shorts.
        const Phrase phrase = cloth("bottom", is("bottom.type", "shorts") ? "" : "pants");
        return chance(0.12) ? Phrase("a pair of ") + phrase : phrase;
    }

    Phrase hair() {
        if (is("hair.style", "bald")) {
            return withArticle(joined({say("hair.style"), " ", pick({"head", "scalp"})}));
        }
        const Phrase colour = sayIf("hair.colour", 0.9);
        const bool isTied = is("hair.style", "ponytail") || is("hair.style", "braid");
        if (!isTied) {
            const Phrase style = sayIf("hair.style", 0.85);
            const Phrase both = spaced(style, colour);
            return both.empty() ? Phrase() : both + " hair";
        }
        const Phrase tied = Phrase(pick({" tied in ", " in ", " worn in ", " pulled into "}));
        return spaced(colour, "hair") + tied + say("hair.style");
    }

    void drawParts() {
        const bool isSeen = has("top.colour") || has("dress.colour");
        m_parts.person = person();
        if (has("outer.colour") && chance(0.96)) m_parts.outer = outer();
        if (isSeen && chance(m_parts.outer.empty() ? 0.97 : 0.5)) m_parts.upper = upper();
        if (has("bottom.colour") && chance(0.94)) m_parts.lower = lower();
        if (has("shoes.colour") && chance(0.28)) m_parts.shoes = cloth("shoes", "shoes");
        if ((has("hair.colour") || is("hair.style", "bald")) && chance(0.3)) m_parts.hair = hair();
        if (has("hat.colour") && chance(0.8)) m_parts.hat = withArticle(cloth("hat", "hat"));
        if (has("bag.colour") && chance(0.85)) m_parts.bag = withArticle(cloth("bag", "bag"));
        if (has("scarf.colour") && chance(0.5)) {
            m_parts.scarf = withArticle(cloth("scarf", pick({"scarf", "neck scarf", "muffler"})));
        }
        m_parts.motion = sayIf("motion", 0.12);
        m_parts.view = sayIf("view", 0.12);
        if (has("bag.type")) m_parts.bagType = m_visible.find("bag.type")->second;
    }

    const AttributeSet& m_visible;
    RandomStream& m_random;
    bool m_namesGender = true;
    EnglishParts m_parts;
};

}  // namespace

EnglishParts drawEnglishParts(const AttributeSet& visible, RandomStream& random) {
    return PartWriter(visible, random).write();
}

}  // namespace descry::synthetic

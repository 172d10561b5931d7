// English captions: the first half of caption.h.

#include <array>
#include <initializer_list>
#include <utility>

#include "core/synthetic/caption.h"
#include "core/synthetic/english_parts.h"

namespace descry::synthetic {
namespace {

using Choices = std::initializer_list<std::string_view>;

class SentenceWriter {
  public:
    SentenceWriter(EnglishParts parts, RandomStream& random)
        : m_parts(std::move(parts)), m_random(random) {}

    Phrase write() {
        constexpr std::array<double, 6> kStyles{30, 22, 14, 14, 7, 13};
        switch (m_random.weighted(kStyles)) {
            case 0:
                return flowing();
            case 1:
                return shortSentences();
            case 2:
                return clothesFirst();
            case 3:
                return shown();
            case 4:
                return telegram();
            default:
                return described();
        }
    }

  private:
    bool chance(double probability) { return m_random.chance(probability); }
    Phrase pick(Choices words) { return drawOneOf(words, m_random); }
    /// Takes a part, so that no later clause names it again.
    static Phrase take(Phrase& part) { return std::exchange(part, Phrase()); }

    Phrase verb(std::string_view plural, std::string_view singular) const {
        return Phrase(m_parts.pronoun == "they" ? plural : singular);
    }
    Phrase own() const { return Phrase(m_parts.possessive); }
    Phrase subject() const { return capitalised(Phrase(m_parts.pronoun)); }

    /// Takes what is worn, joined; now and then with shoes and hat.
    Phrase worn() {
        Phrase body = take(m_parts.outer);
        const Phrase upper = take(m_parts.upper);
        if (!body.empty() && !upper.empty()) {
            body += pick({" over ", " on top of ", " worn over ", " and underneath "}) + upper;
        } else if (body.empty()) {
            body = upper;
        }
        std::vector<Phrase> parts{body, take(m_parts.lower)};
        if (chance(0.65)) parts.push_back(take(m_parts.shoes));
        if (chance(0.4)) parts.push_back(take(m_parts.hat));
        if (chance(0.5)) parts.push_back(take(m_parts.scarf));
        return listed(parts, ", ", chance(0.7) ? " and " : chance(0.5) ? ", and " : " with ");
    }

    /// "walking, seen from behind": what the person does.
    Phrase doing() {
        return listed({take(m_parts.motion), take(m_parts.view)}, ", ", pick({", ", " and "}).text);
    }

    Phrase carrying() {
        const Phrase bag = take(m_parts.bag);
        if (m_parts.bagType == "backpack") {
            return joined({pick({"carrying ", "wearing ", "bearing ", "shouldering "}),
                           bag,
                           chance(0.5) ? Phrase(" on ") + own() + " back" : Phrase()});
        }
        if (m_parts.bagType == "suitcase") {
            return joined({pick({"pulling ", "dragging ", "rolling ", "hauling "}),
                           bag,
                           chance(0.3) ? pick({" along", " behind", " alongside"}) : Phrase()});
        }
        if (m_parts.bagType == "handbag" || m_parts.bagType == "shopping bag") {
            return joined(
                {pick({"holding ", "carrying ", "gripping ", "clutching "}),
                 bag,
                 chance(0.4) ? pick({" in one hand", " by the handle", " by the handles"})
                             : Phrase()});
        }
        return joined(
            {pick({"carrying ", "toting ", "wearing ", "bringing "}),
             bag,
             chance(0.4) ? pick({" with a strap", " on a strap", " at the hip", " at waist height"})
                         : Phrase()});
    }

    Phrase withHair() {
        if (m_parts.hair.empty()) return {};
        return pick({"with ", "having ", "sporting "}) + take(m_parts.hair);
    }

    /// Sentences about all that has not been said.
    Phrase rest() {
        std::vector<Phrase> sentences;
        if (!m_parts.shoes.empty()) {
            const Phrase shoes = take(m_parts.shoes);
            sentences.push_back(
                chance(0.5)
                    ? subject() + " " + verb("wear", "wears") + " " + shoes
                    : capitalised(own()) +
                          pick({" footwear is a pair of ", " feet are in ", " shoes are "}) +
                          shoes);
        }
        if (!m_parts.bag.empty()) {
            sentences.push_back(subject() + " " + verb("are", "is") + " " + carrying());
        }
        if (!m_parts.hair.empty()) {
            sentences.push_back(subject() + " " + verb("have", "has") + " " + take(m_parts.hair));
        }
        std::vector<Phrase> extras{take(m_parts.hat), take(m_parts.scarf)};
        if (!extras[0].empty() || !extras[1].empty()) {
            sentences.push_back(subject() + pick({" also ", " additionally ", " moreover "}) +
                                verb("wear", "wears") + " " + listed(extras, ", ", " and "));
        }
        const Phrase action = doing();
        if (!action.empty()) {
            sentences.push_back(subject() + " " + verb("are", "is") + " " + action);
        }
        Phrase text;
        for (const Phrase& sentence : sentences) text = spaced(text, sentence + ".");
        return text;
    }

    /// "A man with short hair is wearing ... He carries ..."
    Phrase flowing() {
        Phrase text = capitalised(withArticle(take(m_parts.person)));
        if (chance(0.6)) text = spaced(text, withHair());
        text += pick({" is wearing ", " is dressed in ", " is clad in ", " wears "});
        text += wornOrOrdinary();
        if (!m_parts.bag.empty() && chance(0.6)) text += Phrase(", ") + carrying();
        return spaced(text + ".", rest());
    }

    /// "The man wears a red top. His shoes are white. ..."
    Phrase shortSentences() {
        Phrase text =
            joined({pick({"The ", "This "}),
                    take(m_parts.person),
                    pick({" wears ", " has on ", " is in ", " is wearing ", " is attired in "})});
        text += wornOrOrdinary() + ".";
        return spaced(text, rest());
    }

    /// "Wearing a red top and blue jeans, a man is walking."
    Phrase clothesFirst() {
        Phrase text = joined({pick({"Wearing ", "Dressed in ", "In ", "Clothed in "}),
                              wornOrOrdinary(),
                              pick({", a ", ", the ", ", this "})});
        text = joinArticle(std::move(text), take(m_parts.person));
        const bool hasAction = !m_parts.motion.empty() || !m_parts.view.empty();
        if (hasAction) {
            text += Phrase(" is ") + doing();
        } else if (!m_parts.bag.empty()) {
            text += Phrase(" is ") + carrying();
        } else if (!m_parts.hair.empty()) {
            text += Phrase(" has ") + take(m_parts.hair);
        } else {
            text += pick({" can be seen", " is visible", " appears", " is in the picture"});
        }
        return spaced(text + ".", rest());
    }

    /// "The picture shows a man in ... who carries ..."
    Phrase shown() {
        Phrase text = joined({pick({"There is ",
                                    "The picture shows ",
                                    "We see ",
                                    "The image depicts ",
                                    "Here is ",
                                    "One can see ",
                                    "The photo captures "}),
                              withArticle(take(m_parts.person)),
                              pick({" in ", " wearing ", " who is wearing ", " dressed in "})});
        text += wornOrOrdinary();
        if (!m_parts.hair.empty() && chance(0.5)) text += Phrase(", ") + withHair();
        if (!m_parts.bag.empty() && chance(0.7)) {
            text += joined({pick({", ", " while "}), carrying()});
        }
        return spaced(text + ".", rest());
    }

    /// "Man, red top, blue jeans, black backpack."
    Phrase telegram() {
        Phrase text = listed({withArticle(take(m_parts.person)),
                              take(m_parts.hair),
                              take(m_parts.hat),
                              take(m_parts.outer),
                              take(m_parts.upper),
                              take(m_parts.lower),
                              take(m_parts.shoes),
                              take(m_parts.scarf),
                              take(m_parts.bag),
                              take(m_parts.motion),
                              take(m_parts.view)},
                             chance(0.3) ? "; " : ", ",
                             ", ");
        return capitalised(std::move(text)) + ".";
    }

    /// "A man with long hair, carrying a bag. He is dressed in ..."
    Phrase described() {
        Phrase text = capitalised(withArticle(take(m_parts.person)));
        std::vector<Phrase> facts{withHair()};
        if (!m_parts.bag.empty()) facts.push_back(carrying());
        facts.push_back(doing());
        const Phrase said = listed(facts, ", ", ", ");
        text += said.empty() ? Phrase() : Phrase(" ") + said;
        text +=
            ". " + subject() + " " +
            (chance(0.5) ? verb("are", "is") + pick({" dressed in ", " wearing ", " outfitted in "})
                         : verb("wear ", "wears "));
        text += wornOrOrdinary() + ".";
        return spaced(text, rest());
    }

    Phrase wornOrOrdinary() {
        const Phrase clothes = worn();
        return clothes.empty() ? Phrase("ordinary clothes") : clothes;
    }

    /// Turns "a " before the noun into "an " where it must be.
    static Phrase joinArticle(Phrase text, const Phrase& noun) {
        if (!text.text.ends_with(" a ")) return std::move(text) + noun;
        text.text.resize(text.text.size() - 2);
        return std::move(text) + withArticle(noun);
    }

    EnglishParts m_parts;
    RandomStream& m_random;
};

}  // namespace

Caption englishCaption(const AttributeSet& visible, RandomStream& random) {
    SentenceWriter writer(drawEnglishParts(visible, random), random);
    Phrase phrase = writer.write();
    return {std::move(phrase.text), std::move(phrase.mentions)};
}

}  // namespace descry::synthetic

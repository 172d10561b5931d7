#include "core/evaluation/word_swap.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace descry {
namespace {

using synthetic::AttributeSet;
using synthetic::Caption;
using synthetic::Mention;

constexpr int kDraws = 40;

char lower(char letter) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

bool isLetter(char letter) {
    return std::isalpha(static_cast<unsigned char>(letter)) != 0;
}

/// Values of one attribute that stand in a sentence in the same way have the same form.
std::string_view formOf(std::string_view attribute, std::string_view value) {
    if (attribute == "hair.style") {
        if (value == "ponytail" || value == "braid") return "tied";
        return value == "bald" ? "bald" : "loose";
    }
    if (attribute == "bag.type") {
        if (value == "suitcase") return "pulled";
        return value == "handbag" || value == "shopping bag" ? "held" : "worn";
    }
    if (attribute == "bottom.type") return value.ends_with("skirt") ? "skirt" : "legs";
    return "any";
}

/// Names under which a value would be true of the same cloth: its two colours are one set.
std::array<std::string, 2> namesOfSameCloth(std::string_view attribute) {
    const std::string name(attribute);
    const std::string part = name.substr(0, name.find('.'));
    const bool isColour = name.ends_with(".colour") || name.ends_with(".second");
    if (!isColour) return {name, name};
    return {part + ".colour", part + ".second"};
}

std::vector<std::string_view> wordsIn(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" -"), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

/// Whether `said` is true of a value too, being part of a way to say it: "pants" of "denim pants".
bool alsoSays(std::string_view said, std::string_view attribute, std::string_view value) {
    const auto ways = synthetic::englishWords(attribute, value);
    const auto holds = [&](std::string_view way) {
        const auto known = wordsIn(way);
        const auto words = wordsIn(said);
        return std::all_of(words.begin(), words.end(), [&](std::string_view word) {
            return std::find(known.begin(), known.end(), word) != known.end();
        });
    };
    return holds(value) || std::any_of(ways.begin(), ways.end(), holds);
}

bool isTrue(std::string_view attribute, std::string_view value, const AttributeSet& truth) {
    const auto names = namesOfSameCloth(attribute);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        const auto found = truth.find(name);
        return found != truth.end() && found->second == value;
    });
}

bool saysTruth(std::string_view words, std::string_view attribute, const AttributeSet& truth) {
    const auto names = namesOfSameCloth(attribute);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        const auto found = truth.find(name);
        return found != truth.end() && alsoSays(words, attribute, found->second);
    });
}

/// A pattern whose second colour is named is named again there: "with white stripes".
bool isSaidTwice(const Caption& caption, const Mention& mention) {
    if (!mention.attribute.ends_with(".pattern")) return false;
    const std::string second = mention.attribute.substr(0, mention.attribute.find('.')) + ".second";
    return std::any_of(caption.mentions.begin(), caption.mentions.end(), [&](const Mention& other) {
        return other.attribute == second;
    });
}

/// With "a" or "an" at its end as the words behind want it.
std::string withArticle(std::string before, std::string_view words) {
    if (!before.ends_with(' ') || words.empty()) return before;
    const std::size_t end = before.size() - 1;
    const std::size_t blank = end == 0 ? std::string::npos : before.rfind(' ', end - 1);
    const std::size_t begin = blank == std::string::npos ? 0 : blank + 1;
    const std::string_view last = std::string_view(before).substr(begin, end - begin);
    const bool isArticle = last == "a" || last == "an" || last == "A" || last == "An";
    if (!isArticle) return before;
    const bool isVowel = std::string_view("aeiou").find(lower(words.front())) != std::string::npos;
    before.resize(begin + 1);
    return before + (isVowel ? "n " : " ");
}

std::string withPronouns(std::string_view text, std::string_view gender) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kPairs{
        {{"he", "she"}, {"his", "her"}}};
    const auto other = [&](std::string_view word) -> std::string_view {
        for (const auto& [male, female] : kPairs) {
            if (word == (gender == "female" ? male : female)) {
                return gender == "female" ? female : male;
            }
        }
        return {};
    };
    std::string changed;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        std::string word;
        while (end < text.size() && isLetter(text[end])) word.push_back(lower(text[end++]));
        const std::string_view found = other(word);
        if (found.empty()) {
            end = std::max(end, i + 1);
            changed += text.substr(i, end - i);
        } else {
            const bool isCapital = text[i] != word.front();
            changed += isCapital ? static_cast<char>(std::toupper(found.front())) : found.front();
            changed += found.substr(1);
        }
        i = end;
    }
    return changed;
}

WordSwap written(const Caption& caption,
                 const Mention& mention,
                 std::string_view value,
                 std::string words) {
    std::string before = caption.text.substr(0, mention.begin);
    std::string after = caption.text.substr(mention.end);
    if (mention.attribute == "gender") {
        before = withPronouns(before, value);
        after = withPronouns(after, value);
    }
    before = withArticle(std::move(before), words);
    if (std::isupper(static_cast<unsigned char>(caption.text[mention.begin])) != 0) {
        words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
    }
    const ByteSpan place{before.size(), before.size() + words.size()};
    return {mention.attribute, {mention.begin, mention.end}, before + words + after, place};
}

}  // namespace

WordSwapper::WordSwapper(std::span<const AttributeSet* const> truths) {
    for (const AttributeSet* truth : truths) {
        for (const auto& [attribute, value] : *truth) {
            if (value != "none") m_values[attribute].push_back(value);
        }
    }
}

std::optional<WordSwap> WordSwapper::swap(const Caption& caption,
                                          std::size_t mention,
                                          const AttributeSet& truth,
                                          RandomStream& random) const {
    const Mention& said = caption.mentions.at(mention);
    const auto known = m_values.find(said.attribute);
    if (known == m_values.end() || !isTrue(said.attribute, said.value, truth)) return std::nullopt;
    if (isSaidTwice(caption, said)) return std::nullopt;
    for (int draw = 0; draw < kDraws; ++draw) {
        const std::string& value = random.pick(known->second);
        const bool fits = !isTrue(said.attribute, value, truth) &&
                          formOf(said.attribute, value) == formOf(said.attribute, said.value);
        if (!fits) continue;
        const std::string_view words = synthetic::drawEnglishWords(said.attribute, value, random);
        if (words.empty() || saysTruth(words, said.attribute, truth)) continue;
        return written(caption, said, value, std::string(words));
    }
    return std::nullopt;
}

std::string_view attributeGroup(std::string_view attribute) {
    const std::size_t dot = attribute.find('.');
    if (dot == std::string_view::npos) return attribute;
    const std::string_view part = attribute.substr(0, dot);
    if (part == "hair" || part == "bag") return part;
    const std::string_view field = attribute.substr(dot + 1);
    return field == "second" ? "colour" : field;
}

}  // namespace descry

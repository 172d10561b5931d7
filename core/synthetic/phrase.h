#pragma once
/// Private to core/synthetic: a piece of a caption that remembers what it says where. Thread rule:
/// values. Failure rule: never fails.

#include <cctype>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/random_stream.h"
#include "core/synthetic/caption.h"

namespace descry::synthetic {

struct Phrase {
    std::string text;
    std::vector<Mention> mentions;

    Phrase() = default;
    Phrase(const char* words) : text(words) {}             // NOLINT: reads as text
    Phrase(std::string words) : text(std::move(words)) {}  // NOLINT
    Phrase(std::string_view words) : text(words) {}        // NOLINT
    Phrase(std::string_view words, std::string attribute, std::string value) : text(words) {
        mentions.push_back({std::move(attribute), std::move(value), 0, text.size()});
    }

    bool empty() const noexcept { return text.empty(); }

    Phrase& operator+=(const Phrase& other) {
        for (Mention mention : other.mentions) {
            mention.begin += text.size();
            mention.end += text.size();
            mentions.push_back(std::move(mention));
        }
        text += other.text;
        return *this;
    }
    friend Phrase operator+(Phrase left, const Phrase& right) { return std::move(left += right); }
};

/// All in a row. The braces are what counts: their draws are made from left to right, while those
/// of `a() + b()` are made in an order of the compiler's.
inline Phrase joined(std::initializer_list<Phrase> parts) {
    Phrase whole;
    for (const Phrase& part : parts) whole += part;
    return whole;
}

/// Both with a blank between them, unless one is empty.
inline Phrase spaced(const Phrase& left, const Phrase& right) {
    if (left.empty()) return right;
    return right.empty() ? left : left + " " + right;
}

/// "a, b and c", with `last` before the last; empty phrases are left out.
inline Phrase listed(const std::vector<Phrase>& phrases,
                     std::string_view between,
                     std::string_view last) {
    std::vector<const Phrase*> full;
    for (const Phrase& phrase : phrases) {
        if (!phrase.empty()) full.push_back(&phrase);
    }
    Phrase list;
    for (std::size_t i = 0; i < full.size(); ++i) {
        if (i > 0) list += Phrase(i + 1 == full.size() ? last : between);
        list += *full[i];
    }
    return list;
}

/// One of the ways to put a thing; the first, which is the plain one, about as often as all others.
inline std::string_view drawOneOf(std::initializer_list<std::string_view> ways,
                                  RandomStream& random) {
    return ways.begin()[random.chance(0.4) ? 0 : random.index(ways.size())];
}

/// "a" or "an" before it.
inline Phrase withArticle(const Phrase& phrase) {
    const char first = phrase.empty() ? 'x' : phrase.text.front();
    const bool isVowel = std::string_view("aeiou").find(first) != std::string_view::npos;
    return Phrase(isVowel ? "an " : "a ") + phrase;
}

inline Phrase capitalised(Phrase phrase) {
    if (!phrase.empty()) {
        phrase.text.front() =
            static_cast<char>(std::toupper(static_cast<unsigned char>(phrase.text.front())));
    }
    return phrase;
}

}  // namespace descry::synthetic

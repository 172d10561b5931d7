#pragma once
/// Captions written from attributes: varied English and Chinese sentences that name a part of what
/// is visible in a picture and nothing else, with a note of every attribute named and where in the
/// text. Thread rule: pure given the random stream. Failure rule: never fails; an empty set gives a
/// caption about "a person".

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random_stream.h"
#include "core/synthetic/attributes.h"

namespace descry::synthetic {

/// An attribute that a caption names.
struct Mention {
    std::string attribute;  ///< "top.colour".
    std::string value;      ///< "red".
    std::size_t begin = 0;  ///< First byte of the words that say it.
    std::size_t end = 0;    ///< Behind the last.
};

struct Caption {
    std::string text;
    std::vector<Mention> mentions;
};

Caption englishCaption(const AttributeSet& visible, RandomStream& random);
Caption chineseCaption(const AttributeSet& visible, RandomStream& random);

/// Ways to say a value, the commonest first; none where there is but the value itself. Colours are
/// looked up as "colour" whatever the part.
std::span<const std::string_view> englishWords(std::string_view attribute, std::string_view value);
std::span<const std::string_view> chineseWords(std::string_view attribute, std::string_view value);
/// One of the English ways, drawn as captions draw it; the value itself where there is no other.
std::string_view drawEnglishWords(std::string_view attribute,
                                  std::string_view value,
                                  RandomStream& random);

}  // namespace descry::synthetic

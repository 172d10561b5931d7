#pragma once
/// Where captions name an attribute in tests that must not depend on what they say. Thread rule:
/// pure. Failure rule: none.

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace descry {

/// First byte and end of a caption's second word, or of its only one.
inline std::pair<std::size_t, std::size_t> secondWord(const std::string& caption) {
    const std::size_t blank = std::min(caption.find(' '), caption.size());
    const std::size_t found = caption.find_first_not_of(' ', blank);
    const std::size_t begin = found == std::string::npos ? 0 : found;
    return {begin, std::min(caption.find(' ', begin), caption.size())};
}

}  // namespace descry

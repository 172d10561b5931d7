#include "core/text/caption.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

bool isDeleted(char32_t c) {
    return std::u32string_view(U",.'!?\"()*#:;~").find(c) != std::u32string_view::npos;
}

std::u32string deletePunctuation(std::u32string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (const char32_t c : text) {
        if (isDeleted(c)) continue;
        out += c == U'-' || c == U'/' ? U' ' : c;
    }
    return out;
}

/// Some annotations put a person's name behind this mark.
std::u32string openPersonMark(std::u32string_view text) {
    constexpr std::u32string_view kMark = U"<person>";
    std::u32string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t at = std::min(text.find(kMark), text.size());
        out += text.substr(0, at);
        text.remove_prefix(at);
        if (text.empty()) break;
        out += U"person";
        text.remove_prefix(kMark.size());
    }
    return out;
}

/// Two or more white-space characters become one blank; a single one stays what it is.
std::u32string foldWhitespaceRuns(std::u32string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && isWhitespace(text[end])) ++end;
        if (end - i >= 2) {
            out += U' ';
            i = end;
        } else {
            out += text[i++];
        }
    }
    return out;
}

std::u32string_view strip(std::u32string_view text) {
    text = text.substr(0, text.find_last_not_of(U'\n') + 1);
    text.remove_prefix(std::min(text.find_first_not_of(U' '), text.size()));
    return text.substr(0, text.find_last_not_of(U' ') + 1);
}

std::u32string_view firstWords(std::u32string_view text, int maxWords) {
    std::size_t end = 0;
    for (int word = 0; word < maxWords; ++word) {
        end = text.find(U' ', word == 0 ? 0 : end + 1);
        if (end == std::u32string_view::npos) return text;
    }
    return text.substr(0, end);
}

}  // namespace

std::string cleanCaption(std::string_view caption, int maxWords) {
    if (maxWords < 1)
        fail(ErrorCode::InvalidInput, "maxWords is {}; it must be at least 1", maxWords);
    const std::u32string lowered = toLower(decodeUtf8(caption));
    const std::u32string folded = foldWhitespaceRuns(openPersonMark(deletePunctuation(lowered)));
    return encodeUtf8(firstWords(strip(folded), maxWords));
}

}  // namespace descry

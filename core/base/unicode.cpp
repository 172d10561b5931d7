#include "core/base/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/base/unicode_tables.h"

namespace descry {
namespace {

#ifdef DESCRY_PORTABLE
const UnicodeTables& kTables = kGeneratedTables;
#else
const UnicodeTables& kTables = kUtf8procTables;
#endif

constexpr char32_t kReplacement = 0xfffd;
constexpr char32_t kCapitalSigma = 0x3a3;
constexpr char32_t kSmallSigma = 0x3c3;
constexpr char32_t kFinalSigma = 0x3c2;
constexpr char32_t kCapitalIWithDot = 0x130;
constexpr char32_t kFirstDecomposable = 0xc0;

struct Decoded {
    char32_t codePoint = kReplacement;
    std::size_t numBytes = 0;  ///< 0 where the bytes are not valid UTF-8.
};

bool isContinuation(unsigned char byte) noexcept {
    return (byte & 0xc0) == 0x80;
}

/// Decodes the character at the start of a text that is not empty.
Decoded decodeFirst(std::string_view text) noexcept {
    const auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = at(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t numBytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < numBytes) return {};
    char32_t codePoint = lead & (0xffU >> (numBytes + 1));
    for (std::size_t i = 1; i < numBytes; ++i) {
        if (!isContinuation(at(i))) return {};
        codePoint = (codePoint << 6) | (at(i) & 0x3fU);
    }
    const bool isOverlong =
        (numBytes == 3 && codePoint < 0x800) || (numBytes == 4 && codePoint < 0x10000);
    const bool isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
    if (isOverlong || isSurrogate || codePoint > 0x10ffff) return {};
    return {codePoint, numBytes};
}

/// Python looks at the text as it is before lower-casing; so does this.
bool isFinalSigma(std::u32string_view text, std::size_t index) noexcept {
    std::size_t before = index;
    while (before > 0 && kTables.caseRole(text[before - 1]) == CaseRole::Ignorable) --before;
    if (before == 0 || kTables.caseRole(text[before - 1]) != CaseRole::Cased) return false;
    std::size_t after = index + 1;
    while (after < text.size() && kTables.caseRole(text[after]) == CaseRole::Ignorable) ++after;
    return after == text.size() || kTables.caseRole(text[after]) != CaseRole::Cased;
}

}  // namespace

std::optional<std::size_t> firstInvalidUtf8(std::string_view text) noexcept {
    std::size_t offset = 0;
    while (offset < text.size()) {
        const std::size_t numBytes = decodeFirst(text.substr(offset)).numBytes;
        if (numBytes == 0) return offset;
        offset += numBytes;
    }
    return std::nullopt;
}

char32_t takeCodePoint(std::string_view& text) noexcept {
    const Decoded decoded = decodeFirst(text);
    text.remove_prefix(std::max<std::size_t>(decoded.numBytes, 1));
    return decoded.codePoint;
}

std::u32string decodeUtf8(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    while (!text.empty()) points += takeCodePoint(text);
    return points;
}

void appendUtf8(std::string& out, char32_t codePoint) {
    const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    const auto continuation = [&](int shift) { put(0x80 | ((codePoint >> shift) & 0x3f)); };
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
        codePoint = kReplacement;
    }
    if (codePoint < 0x80) return put(codePoint);
    if (codePoint < 0x800) {
        put(0xc0 | (codePoint >> 6));
    } else if (codePoint < 0x10000) {
        put(0xe0 | (codePoint >> 12));
        continuation(6);
    } else {
        put(0xf0 | (codePoint >> 18));
        continuation(12);
        continuation(6);
    }
    continuation(0);
}

std::string encodeUtf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char32_t codePoint : text) appendUtf8(out, codePoint);
    return out;
}

std::string displayable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Decoded decoded = decodeFirst(text);
        const std::size_t numBytes = std::max<std::size_t>(decoded.numBytes, 1);
        const bool isControl =
            decoded.codePoint < 0x20 || (decoded.codePoint >= 0x7f && decoded.codePoint < 0xa0);
        for (const char byte : text.substr(0, numBytes)) {
            if (decoded.numBytes == 0 || isControl) {
                fmt::format_to(
                    std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(byte));
            } else {
                out += byte;
            }
        }
        text.remove_prefix(numBytes);
    }
    return out;
}

std::string validUtf8(std::string_view text) {
    return firstInvalidUtf8(text) ? displayable(text) : std::string(text);
}

CharacterClass characterClass(char32_t codePoint) noexcept {
    return kTables.characterClass(codePoint);
}

bool isWhitespace(char32_t c) noexcept {
    if (c < 0x80) return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20);
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

std::u32string toLower(std::u32string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        if (c < 0x80) {
            out += c >= U'A' && c <= U'Z' ? c + 32 : c;
        } else if (c == kCapitalSigma) {
            out += isFinalSigma(text, i) ? kFinalSigma : kSmallSigma;
        } else if (c == kCapitalIWithDot) {
            out += U"i\u0307";
        } else {
            out += kTables.simpleLower(c);
        }
    }
    return out;
}

std::u32string toNfd(std::u32string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (const char32_t c : text) {
        if (c < kFirstDecomposable) {
            out += c;
        } else {
            kTables.appendDecomposition(out, c);
        }
    }
    // Canonical order: runs of combining characters sorted by class, equal classes as they stand.
    const auto combines = [](char32_t c) { return c >= 0x300 && kTables.combiningClass(c) != 0; };
    for (auto start = out.begin(); start != out.end();) {
        start = std::find_if(start, out.end(), combines);
        const auto end = std::find_if_not(start, out.end(), combines);
        if (end - start > 1) {
            std::stable_sort(start, end, [](char32_t a, char32_t b) {
                return kTables.combiningClass(a) < kTables.combiningClass(b);
            });
        }
        start = end;
    }
    return out;
}

}  // namespace descry

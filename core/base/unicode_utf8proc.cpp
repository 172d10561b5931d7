#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "core/base/unicode_tables.h"

namespace descry {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t codePoint) noexcept {
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), codePoint, [](char32_t c, const Range& r) {
            return c < r.first;
        });
    return after != ranges.begin() && codePoint <= std::prev(after)->last;
}

// utf8proc does not carry these properties. PropList.txt: Other_Lowercase (those that are not Lm)
// and Other_Uppercase.
constexpr std::array<Range, 7> kOtherCased{{{0xaa, 0xaa},
                                            {0xba, 0xba},
                                            {0x2160, 0x217f},
                                            {0x24b6, 0x24e9},
                                            {0x1f130, 0x1f149},
                                            {0x1f150, 0x1f169},
                                            {0x1f170, 0x1f189}}};

// WordBreakProperty.txt: MidLetter, MidNumLet, Single_Quote.
constexpr std::array<Range, 16> kMidWord{{{0x27, 0x27},
                                          {0x2e, 0x2e},
                                          {0x3a, 0x3a},
                                          {0xb7, 0xb7},
                                          {0x387, 0x387},
                                          {0x55f, 0x55f},
                                          {0x5f4, 0x5f4},
                                          {0x2018, 0x2019},
                                          {0x2024, 0x2024},
                                          {0x2027, 0x2027},
                                          {0xfe13, 0xfe13},
                                          {0xfe52, 0xfe52},
                                          {0xfe55, 0xfe55},
                                          {0xff07, 0xff07},
                                          {0xff0e, 0xff0e},
                                          {0xff1a, 0xff1a}}};

utf8proc_int32_t signedPoint(char32_t codePoint) noexcept {
    return codePoint > 0x10ffff ? -1 : static_cast<utf8proc_int32_t>(codePoint);
}

CharacterClass characterClassOf(char32_t codePoint) noexcept {
    switch (utf8proc_category(signedPoint(codePoint))) {
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CO:
            return CharacterClass::Control;
        case UTF8PROC_CATEGORY_MN:
            return CharacterClass::Mark;
        case UTF8PROC_CATEGORY_PC:
        case UTF8PROC_CATEGORY_PD:
        case UTF8PROC_CATEGORY_PS:
        case UTF8PROC_CATEGORY_PE:
        case UTF8PROC_CATEGORY_PI:
        case UTF8PROC_CATEGORY_PF:
        case UTF8PROC_CATEGORY_PO:
            return CharacterClass::Punctuation;
        case UTF8PROC_CATEGORY_ZS:
            return CharacterClass::Space;
        default:
            return CharacterClass::Other;
    }
}

char32_t simpleLowerOf(char32_t codePoint) noexcept {
    if (codePoint > 0x10ffff) return codePoint;
    return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(codePoint)));
}

CaseRole caseRoleOf(char32_t codePoint) noexcept {
    if (contains(kMidWord, codePoint)) return CaseRole::Ignorable;
    switch (utf8proc_category(signedPoint(codePoint))) {
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_ME:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_SK:
            return CaseRole::Ignorable;
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
            return CaseRole::Cased;
        default:
            return contains(kOtherCased, codePoint) ? CaseRole::Cased : CaseRole::None;
    }
}

std::uint8_t combiningClassOf(char32_t codePoint) noexcept {
    const auto combining = utf8proc_get_property(signedPoint(codePoint))->combining_class;
    return static_cast<std::uint8_t>(combining);
}

void appendDecompositionOf(std::u32string& out, char32_t codePoint) {
    std::array<utf8proc_int32_t, 16> parts;
    int unusedBoundary = 0;
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        signedPoint(codePoint), parts.data(), parts.size(), UTF8PROC_DECOMPOSE, &unusedBoundary);
    if (count <= 0 || count > static_cast<utf8proc_ssize_t>(parts.size())) {
        out += codePoint;
        return;
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        out += static_cast<char32_t>(parts[i]);
    }
}

}  // namespace

const UnicodeTables kUtf8procTables{
    characterClassOf, simpleLowerOf, caseRoleOf, combiningClassOf, appendDecompositionOf};

}  // namespace descry

#include <algorithm>
#include <iterator>
#include <span>

#include "core/base/unicode_tables.h"

namespace descry {
namespace {

struct ClassRun {
    char32_t first;  ///< Holds until the next run's first.
    CharacterClass characterClass;
};
struct RoleRun {
    char32_t first;
    CaseRole caseRole;
};
struct CombiningRun {
    char32_t first;
    std::uint8_t combiningClass;
};
struct LowerRun {
    char32_t first;
    char32_t last;
    std::int32_t offset;
};
struct Decomposition {
    char32_t codePoint;
    std::uint32_t start;  ///< In kDecomposed.
    std::uint32_t count;
};

#include "unicode_tables.inc"

// Unicode, section 3.12: Hangul syllables decompose by arithmetic.
constexpr char32_t kHangulFirst = 0xac00;
constexpr char32_t kHangulLast = 0xd7a3;
constexpr char32_t kLeadFirst = 0x1100;
constexpr char32_t kVowelFirst = 0x1161;
constexpr char32_t kTrailBase = 0x11a7;
constexpr char32_t kNumVowels = 21;
constexpr char32_t kNumTrails = 28;

/// The last run that starts at or before the code point.
template <typename Run, std::size_t N>
const Run* runAt(const Run (&runs)[N], char32_t codePoint) noexcept {
    const auto after = std::upper_bound(
        std::begin(runs), std::end(runs), codePoint, [](char32_t c, const Run& run) {
            return c < run.first;
        });
    return after == std::begin(runs) ? nullptr : std::prev(after);
}

CharacterClass characterClassOf(char32_t codePoint) noexcept {
    if (codePoint > 0x10ffff) return CharacterClass::Control;
    return runAt(kClassRuns, codePoint)->characterClass;
}

char32_t simpleLowerOf(char32_t codePoint) noexcept {
    const LowerRun* run = runAt(kLowerRuns, codePoint);
    if (run == nullptr || codePoint > run->last) return codePoint;
    return static_cast<char32_t>(static_cast<std::int32_t>(codePoint) + run->offset);
}

CaseRole caseRoleOf(char32_t codePoint) noexcept {
    return codePoint > 0x10ffff ? CaseRole::None : runAt(kRoleRuns, codePoint)->caseRole;
}

std::uint8_t combiningClassOf(char32_t codePoint) noexcept {
    if (codePoint > 0x10ffff) return 0;
    return runAt(kCombiningRuns, codePoint)->combiningClass;
}

void appendDecompositionOf(std::u32string& out, char32_t codePoint) {
    if (codePoint >= kHangulFirst && codePoint <= kHangulLast) {
        const char32_t index = codePoint - kHangulFirst;
        out += kLeadFirst + index / (kNumVowels * kNumTrails);
        out += kVowelFirst + index % (kNumVowels * kNumTrails) / kNumTrails;
        if (index % kNumTrails != 0) out += kTrailBase + index % kNumTrails;
        return;
    }
    const auto found = std::lower_bound(
        std::begin(kDecompositions),
        std::end(kDecompositions),
        codePoint,
        [](const Decomposition& entry, char32_t c) { return entry.codePoint < c; });
    if (found == std::end(kDecompositions) || found->codePoint != codePoint) {
        out += codePoint;
        return;
    }
    out.append(kDecomposed + found->start, found->count);
}

}  // namespace

const UnicodeTables kGeneratedTables{
    characterClassOf, simpleLowerOf, caseRoleOf, combiningClassOf, appendDecompositionOf};

}  // namespace descry

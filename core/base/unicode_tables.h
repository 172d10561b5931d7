#pragma once
/// Private to core/base: what a source of Unicode tables has to answer. Two exist, utf8proc's and
/// the generated ones; a test compares them. Thread rule: pure functions. Never fails.

#include <cstdint>
#include <string>

#include "core/base/unicode.h"

namespace descry {

/// What a character means for the final-sigma rule (Unicode, section 3.13, Final_Sigma).
enum class CaseRole { None, Cased, Ignorable };

struct UnicodeTables {
    CharacterClass (*characterClass)(char32_t) noexcept;
    /// Lower case by one code point, without context.
    char32_t (*simpleLower)(char32_t) noexcept;
    /// Ignorable wins where a character is both.
    CaseRole (*caseRole)(char32_t) noexcept;
    /// Canonical_Combining_Class.
    std::uint8_t (*combiningClass)(char32_t) noexcept;
    /// Appends the full canonical decomposition of one character, Hangul included.
    void (*appendDecomposition)(std::u32string& out, char32_t);
};

extern const UnicodeTables kUtf8procTables;
extern const UnicodeTables kGeneratedTables;

}  // namespace descry

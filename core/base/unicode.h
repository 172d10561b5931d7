#pragma once
/// UTF-8 and the few Unicode tables the text encoder needs (general category, NFD, lower case).
/// utf8proc holds the tables; the portable build generates them from Python's unicodedata.
/// Thread rule: pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace descry {

/// General categories, in groups as the tokenizer asks for them.
enum class CharacterClass { Control, Mark, Punctuation, Space, Other };

/// Offset in bytes of the first byte that is not valid UTF-8 (overlong, surrogate, cut); nothing
/// if all is valid.
std::optional<std::size_t> firstInvalidUtf8(std::string_view text) noexcept;

/// Code points of a valid UTF-8 text; each invalid byte becomes U+FFFD.
std::u32string decodeUtf8(std::string_view text);
/// Takes the first character off a text that is not empty; an invalid byte counts as U+FFFD.
char32_t takeCodePoint(std::string_view& text) noexcept;
std::string encodeUtf8(std::u32string_view text);
void appendUtf8(std::string& out, char32_t codePoint);
/// The text as it can stand in a message or a JSON string: control characters and bytes that are
/// not valid UTF-8 are written \xNN. For paths and names out of files.
std::string displayable(std::string_view text);
/// The text if it is valid UTF-8, else as it is displayable: JSON holds nothing else.
std::string validUtf8(std::string_view text);

/// Control is category C* (control, format, surrogate, private, unassigned); Mark is Mn alone;
/// Punctuation is P*; Space is Zs.
CharacterClass characterClass(char32_t codePoint) noexcept;
/// White space as Unicode's White_Space property plus U+001C..U+001F (what Python's str.isspace
/// and re's \s accept).
bool isWhitespace(char32_t codePoint) noexcept;
/// Full lower-casing of a whole text (SpecialCasing without locale, final sigma included).
std::u32string toLower(std::u32string_view text);
/// Canonical decomposition, NFD.
std::u32string toNfd(std::u32string_view text);

}  // namespace descry

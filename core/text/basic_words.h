#pragma once
/// Private to core/text: BERT's basic tokenisation, which comes before WordPiece. Cuts a text into
/// words, punctuation and CJK ideographs, lower-cased and without accents, and remembers where each
/// character came from. Thread rule: pure functions. Source: rasa-spec section 5.

#include <string>
#include <string_view>
#include <vector>

#include "core/text/tokenizer.h"

namespace descry {

struct BasicWord {
    std::u32string text;            ///< Normalised code points.
    std::vector<ByteSpan> sources;  ///< [text.size()], bytes of the original text.
    bool isSpecial = false;         ///< One of kSpecialTokenNames, written out.

    ByteSpan span() const { return {sources.front().begin, sources.back().end}; }
};

inline constexpr std::string_view kPadName = "[PAD]";
inline constexpr std::string_view kUnkName = "[UNK]";
inline constexpr std::string_view kClsName = "[CLS]";
inline constexpr std::string_view kSepName = "[SEP]";
inline constexpr std::string_view kMaskName = "[MASK]";
inline constexpr std::string_view kSpecialTokenNames[] = {
    kPadName, kUnkName, kClsName, kSepName, kMaskName};

enum class SpecialTokenText {
    Keep,   ///< "[MASK]" in the text is one word.
    Plain,  ///< It is a bracket, a word and a bracket.
};

std::vector<BasicWord> basicWords(std::string_view text, SpecialTokenText specials);

}  // namespace descry

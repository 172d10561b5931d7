#pragma once
/// Captions as the network reads them, and the way back: which tokens come from given words of the
/// raw caption, although cleaning has deleted and replaced characters before. Thread rule: pure
/// functions. Errors: InvalidInput (a text that is too long).

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/text/tokenizer.h"

namespace descry {

/// Cleaned, tokenised and cut to `maxWords` tokens, [CLS] included.
Encoding encodeCaption(std::string_view caption, const Tokenizer& tokenizer, std::int64_t maxWords);

/// Indices into `encoding`, which is encodeCaption of `caption`, of the tokens that share a
/// character with `words`, bytes of `caption` that begin and end where words do; empty if all of
/// them were cut off.
std::vector<std::size_t> tokensOfWords(std::string_view caption,
                                       ByteSpan words,
                                       const Encoding& encoding,
                                       std::int64_t maxWords);

}  // namespace descry

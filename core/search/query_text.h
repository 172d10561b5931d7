#pragma once
/// From what a person typed to the ids that the text encoder reads: cleaned as captions are, cut at
/// max_words words and tokens. Thread rule: pure functions. Errors: InvalidInput for a text in
/// which nothing is left to search for.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/text/tokenizer.h"

namespace descry {

struct QueryText {
    std::string cleaned;
    Encoding encoding;            ///< At most max_words tokens, [CLS] included.
    std::vector<Error> warnings;  ///< Words cut off, words that the vocabulary lacks.
};

QueryText prepareQuery(std::string_view text, const Tokenizer& tokenizer, std::int64_t maxWords);

}  // namespace descry

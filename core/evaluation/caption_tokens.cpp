#include "core/evaluation/caption_tokens.h"

#include "core/text/caption.h"

namespace descry {

Encoding encodeCaption(std::string_view caption,
                       const Tokenizer& tokenizer,
                       std::int64_t maxWords) {
    Encoding encoding = tokenizer.encode(cleanCaption(caption, static_cast<int>(maxWords)));
    encoding.truncate(static_cast<std::size_t>(maxWords));
    return encoding;
}

std::vector<std::size_t> tokensOfWords(std::string_view caption,
                                       ByteSpan words,
                                       const Encoding& encoding,
                                       std::int64_t maxWords) {
    // Cleaning looks at nothing behind a word, so a cleaned beginning of the caption is a beginning
    // of the cleaned caption, but for blanks at its end.
    const auto cleanedSize = [&](std::size_t end) {
        return cleanCaption(caption.substr(0, end), static_cast<int>(maxWords)).size();
    };
    const ByteSpan cleaned{cleanedSize(words.begin), cleanedSize(words.end)};
    std::vector<std::size_t> tokens;
    for (std::size_t i = 1; i < encoding.spans.size(); ++i) {
        const ByteSpan span = encoding.spans[i];
        if (span.begin < cleaned.end && span.end > cleaned.begin) tokens.push_back(i);
    }
    return tokens;
}

}  // namespace descry

#include "core/search/query_text.h"

#include <algorithm>
#include <limits>

#include "core/base/unicode.h"
#include "core/text/caption.h"

namespace descry {
namespace {

constexpr std::size_t kMaxQueryBytes = std::size_t{64} << 10;

std::string quotedList(const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) {
        list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", displayable(word));
    }
    return list;
}

/// Words of which a piece is [UNK], each once.
std::vector<std::string> unknownWords(const QueryText& query, std::int64_t unknownId) {
    std::vector<std::string> words;
    const Encoding& encoding = query.encoding;
    for (std::size_t i = 1; i < encoding.ids.size(); ++i) {
        const std::int32_t word = encoding.wordOfPiece[i];
        if (encoding.ids[i] != unknownId || word < 0) continue;
        const ByteSpan span = encoding.words[static_cast<std::size_t>(word)];
        std::string text = query.cleaned.substr(span.begin, span.end - span.begin);
        if (std::find(words.begin(), words.end(), text) == words.end()) {
            words.push_back(std::move(text));
        }
    }
    return words;
}

}  // namespace

QueryText prepareQuery(std::string_view text, const Tokenizer& tokenizer, std::int64_t maxWords) {
    if (text.size() > kMaxQueryBytes) {
        fail(ErrorCode::InvalidInput,
             "the description has {} bytes, and at most {} are read; shorten it",
             text.size(),
             kMaxQueryBytes);
    }
    constexpr int kAllWords = std::numeric_limits<int>::max();
    const auto wordLimit = static_cast<int>(std::clamp<std::int64_t>(maxWords, 1, kAllWords));
    QueryText query;
    query.cleaned = cleanCaption(text, wordLimit);
    query.encoding = tokenizer.encode(query.cleaned);
    const std::size_t numTokens = query.encoding.ids.size();
    const auto tokenLimit = static_cast<std::size_t>(std::max(wordLimit, 2));  // [CLS] and a word.
    if (numTokens < 2) {
        fail(ErrorCode::InvalidInput,
             "the description is empty; say what the person looks like, for example \"a woman in a "
             "red coat\"");
    }
    if (numTokens > tokenLimit || query.cleaned != cleanCaption(text, kAllWords)) {
        query.warnings.push_back(makeError(
            ErrorCode::InvalidInput,
            "the description is long: this bundle reads its first {} words or word pieces",
            tokenLimit - 1));
        query.encoding.truncate(tokenLimit);
    }
    const std::int64_t unknown = tokenizer.specialTokens().unk;
    const auto& ids = query.encoding.ids;
    const std::vector<std::string> words = unknownWords(query, unknown);
    if (std::all_of(ids.begin() + 1, ids.end(), [&](std::int64_t id) { return id == unknown; })) {
        fail(ErrorCode::InvalidInput,
             "the bundle's vocabulary knows none of the words {}; describe the person in the "
             "language the bundle was trained on",
             quotedList(words));
    }
    if (!words.empty()) {
        query.warnings.push_back(makeError(ErrorCode::InvalidInput,
                                           "the bundle's vocabulary does not know {}",
                                           quotedList(words)));
    }
    return query;
}

}  // namespace descry

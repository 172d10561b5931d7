#include "core/text/tokenizer.h"

#include <algorithm>

#include "core/base/error.h"

namespace descry {
namespace {

bool isSentencePieceFile(const std::filesystem::path& file) {
    return file.extension() == ".model";
}

}  // namespace

void Encoding::truncate(std::size_t length) {
    if (length >= ids.size()) return;
    ids.resize(length);
    pieces.resize(length);
    wordOfPiece.resize(length);
    spans.resize(length);
    const auto last = std::max_element(wordOfPiece.begin(), wordOfPiece.end());
    const std::int32_t numWords = last == wordOfPiece.end() ? 0 : *last + 1;
    words.resize(static_cast<std::size_t>(numWords));
}

std::unique_ptr<Tokenizer> loadTokenizer(const std::filesystem::path& file) {
    return isSentencePieceFile(file) ? loadSentencePiece(file) : loadWordPiece(file);
}

TokenizerSummary inspectTokenizer(const std::filesystem::path& file) {
    if (isSentencePieceFile(file)) return {true, checkSentencePiece(file), std::nullopt};
    const auto tokenizer = loadWordPiece(file);
    return {false, tokenizer->vocabularySize(), tokenizer->specialTokens()};
}

}  // namespace descry

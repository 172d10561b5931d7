#pragma once
/// Text to token ids, whichever vocabulary a bundle carries: BERT's WordPiece (vocab.txt) or a
/// sentencepiece model (tokenizer.model). A text is [CLS] + pieces, with no [SEP] at the end
/// (rasa-spec section 5). Spans are kept, because a word's heat map is the mean over its pieces.
/// Thread rule: immutable after loading, any thread. Errors: NotFound, CorruptFile, InvalidInput.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace descry {

inline constexpr std::size_t kMaxTextBytes = std::size_t{1} << 20;

struct SpecialTokens {
    std::int64_t pad = 0;
    std::int64_t unk = 0;
    std::int64_t cls = 0;
    std::int64_t sep = 0;
    std::int64_t mask = 0;
};

/// A half-open range of bytes of the text that was encoded.
struct ByteSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct Encoding {
    std::vector<std::int64_t> ids;          ///< [L], ids[0] is [CLS]; no padding, no [SEP].
    std::vector<std::string> pieces;        ///< [L], as in the vocabulary ("##ing").
    std::vector<std::int32_t> wordOfPiece;  ///< [L], index into `words`, -1 for [CLS].
    std::vector<ByteSpan> spans;            ///< [L], where each piece comes from; [CLS] is empty.
    std::vector<ByteSpan> words;            ///< Words of the encoded text, in order.

    /// Keeps the first `length` tokens, [CLS] included (evaluation: max_words).
    void truncate(std::size_t length);
};

class Tokenizer {
  public:
    virtual ~Tokenizer() = default;

    /// Encodes a text as it stands (clean it first: core/text/caption.h). Never truncates; a text
    /// above kMaxTextBytes is InvalidInput.
    virtual Encoding encode(std::string_view text) const = 0;
    virtual const SpecialTokens& specialTokens() const = 0;
    virtual std::size_t vocabularySize() const = 0;
    virtual std::string_view piece(std::int64_t id) const = 0;
};

/// BERT uncased WordPiece from a vocab.txt: one token a line; [PAD], [UNK], [CLS], [SEP], [MASK]
/// are looked up by name.
std::unique_ptr<Tokenizer> loadWordPiece(const std::filesystem::path& vocabFile);
/// A sentencepiece model that has [PAD] (or <pad>), [CLS], [SEP] and [MASK] among its pieces; its
/// unknown piece stands for [UNK]. The portable build has no sentencepiece: Unsupported.
std::unique_ptr<Tokenizer> loadSentencePiece(const std::filesystem::path& modelFile);
/// By the file's name: `*.model` is sentencepiece, anything else a vocabulary.
std::unique_ptr<Tokenizer> loadTokenizer(const std::filesystem::path& file);

/// The same from bytes in memory; `name` opens every message.
std::unique_ptr<Tokenizer> parseWordPiece(std::string contents, std::string_view name);
std::unique_ptr<Tokenizer> parseSentencePiece(std::string_view contents, std::string_view name);

/// Reads a sentencepiece model as loadSentencePiece does, but asks for no special pieces beyond
/// its own unknown piece. Gives the number of pieces.
std::size_t checkSentencePiece(const std::filesystem::path& modelFile);
std::size_t checkSentencePiece(std::string_view contents, std::string_view name);

/// What a vocabulary file holds, for `descry-cli tokenizer check`. A sentencepiece model is
/// accepted here without the five special pieces (a bundle needs them: loadSentencePiece).
struct TokenizerSummary {
    bool isSentencePiece = false;
    std::size_t numPieces = 0;
    std::optional<SpecialTokens> specialTokens;  ///< Of a vocabulary; absent for sentencepiece.
};

/// Reads and checks a vocab.txt or a sentencepiece model, told apart as in loadTokenizer.
/// Errors: NotFound, CorruptFile.
TokenizerSummary inspectTokenizer(const std::filesystem::path& file);

}  // namespace descry

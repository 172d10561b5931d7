#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/text/basic_words.h"
#include "core/text/tokenizer.h"

namespace descry {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;
constexpr std::size_t kMaxTokens = 1'000'000;
constexpr std::size_t kMaxTokenBytes = 512;
constexpr std::size_t kMaxWordCharacters = 100;
constexpr std::string_view kContinuation = "##";

bool isPlainControl(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value < 0x20 || value == 0x7f;
}

/// The tokens of a vocab.txt in order, and the way back from token to id. The views point into the
/// text, so neither is ever moved.
class Vocabulary {
  public:
    Vocabulary(std::string contents, std::string_view name)
        : m_name(displayable(name)), m_contents(std::move(contents)) {
        std::string_view rest = m_contents;
        if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
        if (rest.empty()) fail(ErrorCode::CorruptFile, "{}: the vocabulary is empty", m_name);
        if (const auto invalid = firstInvalidUtf8(rest)) {
            fail(ErrorCode::CorruptFile,
                 "{}: not a vocabulary: byte {} is not UTF-8 text",
                 m_name,
                 *invalid);
        }
        const auto numLines = std::count(rest.begin(), rest.end(), '\n') + 1;
        m_ids.reserve(std::min(static_cast<std::size_t>(numLines), kMaxTokens));
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            addLine(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    Vocabulary(const Vocabulary&) = delete;
    Vocabulary& operator=(const Vocabulary&) = delete;

    /// -1 where the vocabulary has no such token.
    std::int64_t find(std::string_view token) const {
        const auto found = m_ids.find(token);
        return found == m_ids.end() ? -1 : found->second;
    }

    std::int64_t require(std::string_view token) const {
        const std::int64_t id = find(token);
        if (id < 0) {
            fail(ErrorCode::CorruptFile,
                 "{}: not a BERT vocabulary: it has no {} among its {} tokens",
                 m_name,
                 token,
                 m_tokens.size());
        }
        return id;
    }

    const std::vector<std::string_view>& tokens() const { return m_tokens; }
    std::size_t longestTokenBytes() const { return m_longestTokenBytes; }

  private:
    void addLine(std::string_view line) {
        const std::size_t lineNumber = m_tokens.size() + 1;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) {
            fail(ErrorCode::CorruptFile, "{}: line {}: a token is missing", m_name, lineNumber);
        }
        if (line.size() > kMaxTokenBytes) {
            fail(ErrorCode::CorruptFile,
                 "{}: line {}: {} bytes long, and a token has at most {}",
                 m_name,
                 lineNumber,
                 line.size(),
                 kMaxTokenBytes);
        }
        if (std::any_of(line.begin(), line.end(), isPlainControl)) {
            fail(ErrorCode::CorruptFile,
                 "{}: line {}: a control character in \"{}\": not a vocabulary",
                 m_name,
                 lineNumber,
                 displayable(line));
        }
        if (m_tokens.size() == kMaxTokens) {
            fail(ErrorCode::CorruptFile, "{}: more than {} tokens", m_name, kMaxTokens);
        }
        const auto [place, isNew] = m_ids.emplace(line, static_cast<std::int32_t>(m_tokens.size()));
        if (!isNew) {
            fail(ErrorCode::CorruptFile,
                 "{}: line {}: the token \"{}\" is already on line {}",
                 m_name,
                 lineNumber,
                 displayable(line),
                 place->second + 1);
        }
        m_tokens.push_back(line);
        m_longestTokenBytes = std::max(m_longestTokenBytes, line.size());
    }

    std::string m_name;
    std::string m_contents;
    std::vector<std::string_view> m_tokens;
    std::unordered_map<std::string_view, std::int32_t> m_ids;
    std::size_t m_longestTokenBytes = 0;
};

/// A word with "##" before it, so that any part of it can be looked up in place.
struct PieceBuffer {
    std::string bytes;
    std::array<std::size_t, kMaxWordCharacters + 1> offsets;  ///< Of each character in `bytes`.

    explicit PieceBuffer(std::u32string_view word) : bytes(kContinuation) {
        for (std::size_t i = 0; i < word.size(); ++i) {
            offsets[i] = bytes.size();
            appendUtf8(bytes, word[i]);
        }
        offsets[word.size()] = bytes.size();
    }

    /// Characters [first, last); a part that does not start the word has the mark before it, over
    /// bytes that are already matched.
    std::string_view part(std::size_t first, std::size_t last) {
        const std::size_t begin = first == 0 ? offsets[0] : offsets[first] - kContinuation.size();
        if (first != 0)
            std::memcpy(bytes.data() + begin, kContinuation.data(), kContinuation.size());
        return std::string_view(bytes).substr(begin, offsets[last] - begin);
    }
};

class WordPiece : public Tokenizer {
  public:
    WordPiece(std::string contents, std::string_view name)
        : m_vocabulary(std::move(contents), name) {
        m_specials.pad = m_vocabulary.require(kPadName);
        m_specials.unk = m_vocabulary.require(kUnkName);
        m_specials.cls = m_vocabulary.require(kClsName);
        m_specials.sep = m_vocabulary.require(kSepName);
        m_specials.mask = m_vocabulary.require(kMaskName);
    }

    Encoding encode(std::string_view text) const override {
        if (text.size() > kMaxTextBytes) {
            fail(ErrorCode::InvalidInput,
                 "a text of {} bytes; at most {} are encoded",
                 text.size(),
                 kMaxTextBytes);
        }
        Encoding encoding;
        append(encoding, m_specials.cls, -1, {});
        for (const BasicWord& word : basicWords(text, SpecialTokenText::Keep)) {
            appendWord(encoding, word);
        }
        return encoding;
    }

    const SpecialTokens& specialTokens() const override { return m_specials; }
    std::size_t vocabularySize() const override { return m_vocabulary.tokens().size(); }

    std::string_view piece(std::int64_t id) const override {
        if (id < 0 || static_cast<std::size_t>(id) >= vocabularySize()) {
            fail(ErrorCode::InvalidInput,
                 "token id {} is outside the vocabulary of {}",
                 id,
                 vocabularySize());
        }
        return m_vocabulary.tokens()[static_cast<std::size_t>(id)];
    }

  private:
    void append(Encoding& encoding, std::int64_t id, std::int32_t word, ByteSpan span) const {
        encoding.ids.push_back(id);
        encoding.pieces.emplace_back(piece(id));
        encoding.wordOfPiece.push_back(word);
        encoding.spans.push_back(span);
    }

    void appendWord(Encoding& encoding, const BasicWord& word) const {
        const auto wordIndex = static_cast<std::int32_t>(encoding.words.size());
        encoding.words.push_back(word.span());
        if (word.isSpecial) {
            const std::int64_t id = m_vocabulary.require(encodeUtf8(word.text));
            return append(encoding, id, wordIndex, word.span());
        }
        const auto parts = split(word);
        if (parts.empty()) return append(encoding, m_specials.unk, wordIndex, word.span());
        for (const Part& part : parts) {
            const ByteSpan span{word.sources[part.first].begin, word.sources[part.last - 1].end};
            append(encoding, part.id, wordIndex, span);
        }
    }

    struct Part {
        std::int64_t id;
        std::size_t first;
        std::size_t last;
    };

    /// Greedy, longest part first; nothing where the word cannot be completed.
    std::vector<Part> split(const BasicWord& word) const {
        const std::size_t length = word.text.size();
        if (length > kMaxWordCharacters) return {};
        PieceBuffer buffer(word.text);
        std::vector<Part> parts;
        for (std::size_t first = 0; first < length;) {
            std::size_t last = std::min(length, first + m_vocabulary.longestTokenBytes());
            std::int64_t id = -1;
            for (; last > first; --last) {
                id = m_vocabulary.find(buffer.part(first, last));
                if (id >= 0) break;
            }
            if (id < 0) return {};
            parts.push_back({id, first, last});
            first = last;
        }
        return parts;
    }

    Vocabulary m_vocabulary;
    SpecialTokens m_specials;
};

}  // namespace

std::unique_ptr<Tokenizer> parseWordPiece(std::string contents, std::string_view name) {
    return std::make_unique<WordPiece>(std::move(contents), name);
}

std::unique_ptr<Tokenizer> loadWordPiece(const std::filesystem::path& vocabFile) {
    return parseWordPiece(readFile(vocabFile, kMaxFileBytes), vocabFile.native());
}

}  // namespace descry

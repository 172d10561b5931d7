#include <sentencepiece_processor.h>

#include <algorithm>
#include <new>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/text/basic_words.h"
#include "core/text/sentencepiece_file.h"
#include "core/text/tokenizer.h"

namespace descry {
namespace {

using sentencepiece::SentencePieceProcessor;

std::unique_ptr<SentencePieceProcessor> loadProcessor(std::string_view contents,
                                                      std::string_view name) {
    const SentencePieceFile file = examineSentencePieceFile(contents, name);
    auto processor = std::make_unique<SentencePieceProcessor>();
    std::string reason;
    try {
        const auto status = processor->LoadFromSerializedProto(file.bytes);
        if (status.ok()) return processor;
        reason = displayable(std::string_view(status.message()).substr(0, 200));
    } catch (const std::bad_alloc&) {
        fail(ErrorCode::OutOfMemory, "{}: no memory to load the model", displayable(name));
    } catch (const std::exception& error) {
        reason = error.what();
    }
    fail(ErrorCode::CorruptFile,
         "{}: the sentencepiece library refuses this model: {}",
         displayable(name),
         reason);
}

/// Words as a reader sees them; words that one piece covers together become one.
class WordSpans {
  public:
    explicit WordSpans(std::string_view text) {
        for (const BasicWord& word : basicWords(text, SpecialTokenText::Plain)) {
            m_words.push_back(word.span());
        }
        m_joinsPrevious.resize(m_words.size());
    }

    void cover(ByteSpan piece) {
        const auto [first, last] = overlap(piece);
        for (std::size_t i = first + 1; i < last; ++i) m_joinsPrevious[i] = true;
    }

    /// Joins what is to be joined; afterwards `find` gives indices into the result.
    std::vector<ByteSpan> join() {
        std::vector<ByteSpan> joined;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            if (m_joinsPrevious[i]) {
                joined.back().end = m_words[i].end;
            } else {
                joined.push_back(m_words[i]);
            }
        }
        m_words = joined;
        return joined;
    }

    /// The word a piece belongs to: that it overlaps, else the next one (a blank before a word),
    /// else the last; -1 where there are no words.
    std::int32_t find(ByteSpan piece) const {
        const std::size_t first = overlap(piece).first;
        return static_cast<std::int32_t>(std::min(first + 1, m_words.size())) - 1;
    }

  private:
    /// Half-open range of words that share a byte with the piece.
    std::pair<std::size_t, std::size_t> overlap(ByteSpan piece) const {
        const auto first = std::partition_point(
            m_words.begin(), m_words.end(), [&](ByteSpan word) { return word.end <= piece.begin; });
        const auto last = std::partition_point(
            first, m_words.end(), [&](ByteSpan word) { return word.begin < piece.end; });
        return {static_cast<std::size_t>(first - m_words.begin()),
                static_cast<std::size_t>(last - m_words.begin())};
    }

    std::vector<ByteSpan> m_words;
    std::vector<bool> m_joinsPrevious;
};

class SentencePiece : public Tokenizer {
  public:
    SentencePiece(std::string_view contents, std::string_view name)
        : m_processor(loadProcessor(contents, name)) {
        const std::string shownName = displayable(name);
        m_specials.unk = m_processor->unk_id();
        m_specials.pad = find(kPadName) >= 0 ? find(kPadName) : require("<pad>", shownName);
        m_specials.cls = require(kClsName, shownName);
        m_specials.sep = require(kSepName, shownName);
        m_specials.mask = require(kMaskName, shownName);
    }

    Encoding encode(std::string_view text) const override {
        if (text.size() > kMaxTextBytes) {
            fail(ErrorCode::InvalidInput,
                 "a text of {} bytes; at most {} are encoded",
                 text.size(),
                 kMaxTextBytes);
        }
        sentencepiece::ImmutableSentencePieceText result;
        const auto status = m_processor->Encode(text, result.mutable_proto());
        if (!status.ok()) {
            fail(ErrorCode::Internal, "sentencepiece cannot encode a text: {}", status.message());
        }
        return toEncoding(text, result);
    }

    const SpecialTokens& specialTokens() const override { return m_specials; }

    std::size_t vocabularySize() const override {
        return static_cast<std::size_t>(m_processor->GetPieceSize());
    }

    std::string_view piece(std::int64_t id) const override {
        if (id < 0 || static_cast<std::size_t>(id) >= vocabularySize()) {
            fail(ErrorCode::InvalidInput,
                 "token id {} is outside the vocabulary of {}",
                 id,
                 vocabularySize());
        }
        return m_processor->IdToPiece(static_cast<int>(id));
    }

  private:
    std::int64_t find(std::string_view name) const {
        const int id = m_processor->PieceToId(name);
        return m_processor->IdToPiece(id) == name ? id : -1;
    }

    std::int64_t require(std::string_view name, std::string_view shownName) const {
        const std::int64_t id = find(name);
        if (id < 0) {
            fail(ErrorCode::CorruptFile,
                 "{}: this sentencepiece model has no piece {}; Descry needs [PAD], [CLS], [SEP] "
                 "and [MASK]",
                 shownName,
                 name);
        }
        return id;
    }

    Encoding toEncoding(std::string_view text,
                        const sentencepiece::ImmutableSentencePieceText& result) const {
        Encoding encoding;
        encoding.ids.push_back(m_specials.cls);
        encoding.pieces.emplace_back(piece(m_specials.cls));
        encoding.spans.push_back({});
        WordSpans words(text);
        for (const auto& found : result.pieces()) {
            encoding.ids.push_back(found.id());
            encoding.pieces.push_back(found.piece());
            encoding.spans.push_back(withoutBlanks(text, {found.begin(), found.end()}));
            words.cover(encoding.spans.back());
        }
        encoding.words = words.join();
        encoding.wordOfPiece.push_back(-1);
        for (std::size_t i = 1; i < encoding.spans.size(); ++i) {
            encoding.wordOfPiece.push_back(words.find(encoding.spans[i]));
        }
        return encoding;
    }

    /// A piece that starts a word carries the blank before it.
    static ByteSpan withoutBlanks(std::string_view text, ByteSpan span) {
        while (span.begin < span.end) {
            std::string_view rest = text.substr(span.begin, span.end - span.begin);
            if (!isWhitespace(takeCodePoint(rest))) break;
            span.begin = span.end - rest.size();
        }
        return span;
    }

    std::unique_ptr<SentencePieceProcessor> m_processor;
    SpecialTokens m_specials;
};

}  // namespace

std::unique_ptr<Tokenizer> parseSentencePiece(std::string_view contents, std::string_view name) {
    return std::make_unique<SentencePiece>(contents, name);
}

std::unique_ptr<Tokenizer> loadSentencePiece(const std::filesystem::path& modelFile) {
    return parseSentencePiece(readFile(modelFile, kMaxSentencePieceFileBytes), modelFile.native());
}

std::size_t checkSentencePiece(std::string_view contents, std::string_view name) {
    const auto processor = loadProcessor(contents, name);
    return static_cast<std::size_t>(processor->GetPieceSize());
}

std::size_t checkSentencePiece(const std::filesystem::path& modelFile) {
    return checkSentencePiece(readFile(modelFile, kMaxSentencePieceFileBytes), modelFile.native());
}

}  // namespace descry

#pragma once
/// Makes a sentencepiece model from captions, for a bundle that is trained from nothing: a unigram
/// model that holds [PAD], [CLS], [SEP] and [MASK], as loadSentencePiece asks for. The same
/// captions give the same bytes. Thread rule: one call at a time (the library logs through a
/// global). Errors: InvalidInput (too few captions for the size, a size out of range), Internal.

#include <cstdint>
#include <span>
#include <string>

namespace descry {

struct SentencePieceTraining {
    std::int64_t vocabularySize = 2000;  ///< Pieces at most, special ones included; 16..100000.

    void validate() const;
};

/// `captions` are cleaned ones (core/text/caption.h). Returns the bytes of a tokenizer.model; a
/// text that does not hold enough different pieces gives fewer than asked for.
std::string trainSentencePiece(std::span<const std::string> captions,
                               const SentencePieceTraining& options = {});

}  // namespace descry

#pragma once
/// Private to core/text: examines the bytes of a sentencepiece model before the library sees them.
/// The library trusts the numbers in a model; a broken one makes it read outside its buffers. Here
/// the whole structure is walked and every number that is used as a place or a size is checked.
/// Thread rule: pure function. Errors: CorruptFile, InvalidInput with `name` in the message.
/// Source: the protobuf encoding, sentencepiece's ModelProto and the darts-clone double array.

#include <cstddef>
#include <string>
#include <string_view>

namespace descry {

inline constexpr std::size_t kMaxSentencePieceFileBytes = std::size_t{16} << 20;

struct SentencePieceFile {
    std::string bytes;  ///< A model with the checked parts alone, for the library.
    std::size_t numPieces = 0;
};

SentencePieceFile examineSentencePieceFile(std::string_view contents, std::string_view name);

}  // namespace descry

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/text/tokenizer.h"

namespace descry {
namespace {

[[noreturn]] void refuse(std::string_view name) {
    fail(ErrorCode::Unsupported,
         "{}: this build reads no sentencepiece models; use the full build, or a bundle with a "
         "vocab.txt",
         displayable(name));
}

}  // namespace

std::unique_ptr<Tokenizer> loadSentencePiece(const std::filesystem::path& modelFile) {
    refuse(modelFile.native());
}

std::unique_ptr<Tokenizer> parseSentencePiece(std::string_view, std::string_view name) {
    refuse(name);
}

std::size_t checkSentencePiece(const std::filesystem::path& modelFile) {
    refuse(modelFile.native());
}

std::size_t checkSentencePiece(std::string_view, std::string_view name) {
    refuse(name);
}

}  // namespace descry

// A sentencepiece model of any bytes: refused with a descry::Error, or good for encoding.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/error.h"
#include "core/text/tokenizer.h"

namespace {

constexpr std::array<std::string_view, 3> kTexts = {
    "a man wearing a black jacket, carrying a red backpack",
    "",
    "\xe4\xba\xba\xcc\x81 [MASK] x\xff##y"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    try {
        const std::string_view contents(reinterpret_cast<const char*>(bytes), size);
        const auto tokenizer = descry::parseSentencePiece(contents, "fuzzed tokenizer.model");
        for (const std::string_view text : kTexts) {
            for (const std::int64_t id : tokenizer->encode(text).ids) {
                if (id < 0 || static_cast<std::size_t>(id) >= tokenizer->vocabularySize()) {
                    std::abort();
                }
            }
        }
    } catch (const descry::Error&) {
        return 0;
    }
    return 0;
}

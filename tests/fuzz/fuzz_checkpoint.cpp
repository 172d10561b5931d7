// A checkpoint of any bytes, zip or the older stream: refused with a descry::Error, or every tensor
// of it can be read.
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/error.h"
#include "core/tensorfile/tensor_check.h"
#include "core/tensorfile/tensor_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    try {
        const auto file =
            descry::openTensorBytes(std::as_bytes(std::span(bytes, size)), "fuzzed.pth");
        descry::checkTensorFile(*file);
    } catch (const descry::Error&) {
        // The expected end of most inputs.
    }
    return 0;
}

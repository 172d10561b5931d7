// A picture of any bytes: refused with a descry::Error, or decoded to as many samples as it says.
#include <cstdint>
#include <cstdlib>
#include <span>

#include "core/base/error.h"
#include "core/vision/decode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    // Small caps: the fuzzer looks for faults, not for large pictures that are merely slow.
    descry::DecodeOptions options;
    options.maxSide = 2048;
    options.maxPixels = 1'000'000;
    options.applyExifOrientation = size % 2 == 1;
    try {
        const auto decoded =
            descry::decodeImage(std::as_bytes(std::span(bytes, size)), "fuzzed picture", options);
        const auto& image = decoded.image;
        const auto numSamples = std::int64_t{image.width} * image.height * 3;
        if (image.width < 1 || image.height < 1) std::abort();
        if (static_cast<std::int64_t>(image.samples.size()) != numSamples) std::abort();
        if (decoded.exifOrientation < 1 || decoded.exifOrientation > 8) std::abort();
    } catch (const descry::Error&) {
        return 0;
    }
    return 0;
}

#include "core/pixels/normalise.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/error.h"
#include "core/pixels/resize.h"

namespace descry {
namespace {

constexpr std::size_t kChannels = 3;
constexpr std::array<float, kChannels> kMean = {0.48145466F, 0.4578275F, 0.40821073F};
constexpr std::array<float, kChannels> kDeviation = {0.26862954F, 0.26130258F, 0.27577711F};

using ByteTable = std::array<float, 256>;

/// The values of the 256 bytes, rounded to float32 after each of the three operations.
std::array<ByteTable, kChannels> makeTables() noexcept {
    std::array<ByteTable, kChannels> tables{};
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const float scaled = static_cast<float>(byte) / 255.0F;
            const float centred = scaled - kMean[channel];
            tables[channel][byte] = centred / kDeviation[channel];
        }
    }
    return tables;
}

}  // namespace

void normalise(const RgbImage& image, std::span<float> out) {
    static const std::array<ByteTable, kChannels> kTables = makeTables();
    const std::size_t numPixels =
        static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    if (image.samples.size() != numPixels * kChannels || out.size() != numPixels * kChannels) {
        fail(ErrorCode::Internal,
             "a picture of {}x{} with {} samples does not fill {} values",
             image.width,
             image.height,
             image.samples.size(),
             out.size());
    }
    const std::uint8_t* sample = image.samples.data();
    float* red = out.data();
    float* green = red + numPixels;
    float* blue = green + numPixels;
    for (std::size_t i = 0; i < numPixels; ++i, sample += kChannels) {
        red[i] = kTables[0][sample[0]];
        green[i] = kTables[1][sample[1]];
        blue[i] = kTables[2][sample[2]];
    }
}

void preprocess(const RgbImage& image, int imageRes, std::span<float> out) {
    normalise(resizeBicubic(image, imageRes, imageRes), out);
}

}  // namespace descry

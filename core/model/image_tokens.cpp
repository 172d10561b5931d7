#include "core/model/image_tokens.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/error.h"
#include "core/base/half.h"

namespace descry {
namespace {

static_assert(std::endian::native == std::endian::little, "token bytes are written as they lie");

constexpr float kInt8Limit = 127.0F;
constexpr float kHalfLimit = 65'504.0F;

/// The largest magnitude; NaN where there is one among the values.
float largestMagnitude(std::span<const float> values) noexcept {
    float largest = 0.0F;
    bool isOrdered = true;
    for (const float value : values) {
        const float magnitude = std::fabs(value);
        isOrdered = isOrdered && magnitude == magnitude;
        largest = std::max(largest, magnitude);
    }
    return isOrdered ? largest : std::nanf("");
}

float requireBelow(std::span<const float> values, float limit) {
    const float largest = largestMagnitude(values);
    if (largest <= limit) return largest;
    fail(ErrorCode::InvalidInput,
         "image tokens hold a value of magnitude {}, which the token format cannot keep; the "
         "weights or the picture's pixels are broken",
         largest);
}

void packFloat(std::span<const float> tokens, std::span<std::byte> out) {
    requireBelow(tokens, std::numeric_limits<float>::max());
    std::memcpy(out.data(), tokens.data(), out.size());
}

void packHalf(std::span<const float> tokens, std::span<std::byte> out) {
    requireBelow(tokens, kHalfLimit);
    std::vector<std::uint16_t> halves(tokens.size());
    floatToHalf(tokens, halves);
    std::memcpy(out.data(), halves.data(), out.size());
}

void packInt8(std::span<const float> tokens, std::size_t width, std::span<std::byte> out) {
    const std::size_t numTokens = tokens.size() / width;
    std::byte* codes = out.data() + numTokens * sizeof(float);
    for (std::size_t i = 0; i < numTokens; ++i) {
        const std::span<const float> row = tokens.subspan(i * width, width);
        const float largest = requireBelow(row, std::numeric_limits<float>::max());
        const float scale = largest / kInt8Limit;
        std::memcpy(out.data() + i * sizeof(float), &scale, sizeof(float));
        // A row of zeros, or so small that its scale underflows, is kept as zeros.
        const double inverse = scale > 0.0F ? 1.0 / static_cast<double>(scale) : 0.0;
        for (std::size_t j = 0; j < width; ++j) {
            const double code = std::nearbyint(static_cast<double>(row[j]) * inverse);
            const auto clamped = static_cast<std::int8_t>(std::clamp(code, -127.0, 127.0));
            codes[i * width + j] = static_cast<std::byte>(clamped);
        }
    }
}

void unpackHalf(std::span<const std::byte> bytes, std::span<float> out) {
    constexpr std::size_t kChunk = 4096;
    std::array<std::uint16_t, kChunk> halves;
    for (std::size_t begin = 0; begin < out.size(); begin += kChunk) {
        const std::size_t count = std::min(kChunk, out.size() - begin);
        std::memcpy(halves.data(), bytes.data() + begin * sizeof(std::uint16_t), count * 2);
        halfToFloat(std::span(halves).first(count), out.subspan(begin, count));
    }
}

void unpackInt8(std::span<const std::byte> bytes, std::size_t width, std::span<float> out) {
    const std::size_t numTokens = out.size() / width;
    const auto* codes =
        reinterpret_cast<const std::int8_t*>(bytes.data() + numTokens * sizeof(float));
    for (std::size_t i = 0; i < numTokens; ++i) {
        float scale = 0.0F;
        std::memcpy(&scale, bytes.data() + i * sizeof(float), sizeof(float));
        for (std::size_t j = 0; j < width; ++j) {
            out[i * width + j] = scale * static_cast<float>(codes[i * width + j]);
        }
    }
}

}  // namespace

std::size_t tokenBytes(TokenFormat format, std::int64_t numTokens, std::int64_t width) noexcept {
    const auto rows = static_cast<std::size_t>(numTokens);
    const auto columns = static_cast<std::size_t>(width);
    switch (format) {
        case TokenFormat::F32: return rows * columns * sizeof(float);
        case TokenFormat::F16: return rows * columns * sizeof(std::uint16_t);
        case TokenFormat::Int8: break;
    }
    return rows * (sizeof(float) + columns);
}

ImageTokens packTokens(std::span<const float> tokens, std::int64_t width, TokenFormat format) {
    assert(width > 0 && tokens.size() % static_cast<std::size_t>(width) == 0);
    const auto columns = static_cast<std::size_t>(width);
    const auto numTokens = static_cast<std::int64_t>(tokens.size() / columns);
    ImageTokens packed{format, std::vector<std::byte>(tokenBytes(format, numTokens, width))};
    switch (format) {
        case TokenFormat::F32: packFloat(tokens, packed.bytes); break;
        case TokenFormat::F16: packHalf(tokens, packed.bytes); break;
        case TokenFormat::Int8: packInt8(tokens, columns, packed.bytes); break;
    }
    return packed;
}

void unpackTokens(const ImageTokens& tokens, std::int64_t width, std::span<float> out) {
    assert(width > 0 && out.size() % static_cast<std::size_t>(width) == 0);
    const auto columns = static_cast<std::size_t>(width);
    const auto numTokens = static_cast<std::int64_t>(out.size() / columns);
    const std::size_t expected = tokenBytes(tokens.format, numTokens, width);
    if (tokens.bytes.size() != expected) {
        fail(ErrorCode::CorruptFile,
             "kept image tokens have {} bytes, and {} tokens of width {} need {}; encode the image "
             "again",
             tokens.bytes.size(),
             numTokens,
             width,
             expected);
    }
    switch (tokens.format) {
        case TokenFormat::F32:
            std::memcpy(out.data(), tokens.bytes.data(), tokens.bytes.size());
            break;
        case TokenFormat::F16: unpackHalf(tokens.bytes, out); break;
        case TokenFormat::Int8: unpackInt8(tokens.bytes, columns, out); break;
    }
}

}  // namespace descry

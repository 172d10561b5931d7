#pragma once
/// Conversions between float32 and the two 16-bit float formats, round to nearest even, as stored
/// in embeddings, token caches and bundles. Thread rule: pure functions.

#include <bit>
#include <cstdint>
#include <span>

namespace descry {

/// IEEE binary16 -> binary32, exact.
float halfToFloat(std::uint16_t half) noexcept;
/// binary32 -> IEEE binary16, round to nearest even, overflow to infinity.
std::uint16_t floatToHalf(float value) noexcept;

inline float bfloat16ToFloat(std::uint16_t value) noexcept {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16);
}
std::uint16_t floatToBfloat16(float value) noexcept;

/// Whole arrays; `out` is as long as `in`.
void halfToFloat(std::span<const std::uint16_t> in, std::span<float> out) noexcept;
void floatToHalf(std::span<const float> in, std::span<std::uint16_t> out) noexcept;

}  // namespace descry

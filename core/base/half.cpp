#include "core/base/half.h"

#include <cassert>
#include <cstddef>

namespace descry {

// By bits rather than by _Float16, which some compilers have only for newer processors.

float halfToFloat(std::uint16_t half) noexcept {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
    const std::uint32_t magnitude = half & 0x7fffU;
    // Moving the exponent by a product leaves subnormal numbers right; 2^112 is the difference of
    // the two formats' biases.
    const float scaled = std::bit_cast<float>(magnitude << 13) * 0x1p112F;
    const std::uint32_t special = magnitude >= 0x7c00U ? 0x7f800000U : 0U;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(scaled) | special | sign);
}

std::uint16_t floatToHalf(float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t sign = (bits >> 16) & 0x8000U;
    const std::uint32_t magnitude = bits & 0x7fffffffU;
    if (magnitude > 0x7f800000U) {  // NaN: quiet, with what fits of its payload.
        return static_cast<std::uint16_t>(sign | 0x7e00U | ((magnitude >> 13) & 0x3ffU));
    }
    // 65520 is halfway between the largest half and the next step, and rounds away from it.
    if (magnitude >= 0x477ff000U) return static_cast<std::uint16_t>(sign | 0x7c00U);
    if (magnitude < 0x38800000U) {
        // Below 2^-14 a half's last place is 2^-24: adding 0.5, whose last place is that too,
        // makes the processor round there.
        const float rounded = std::bit_cast<float>(magnitude) + 0.5F;
        return static_cast<std::uint16_t>(sign |
                                          (std::bit_cast<std::uint32_t>(rounded) - 0x3f000000U));
    }
    const std::uint32_t odd = (magnitude >> 13) & 1U;
    const std::uint32_t rounded = magnitude - 0x38000000U + 0xfffU + odd;
    return static_cast<std::uint16_t>(sign | (rounded >> 13));
}

std::uint16_t floatToBfloat16(float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7fffffffU) > 0x7f800000U) return static_cast<std::uint16_t>((bits >> 16) | 0x40U);
    return static_cast<std::uint16_t>((bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16);
}

void halfToFloat(std::span<const std::uint16_t> in, std::span<float> out) noexcept {
    assert(in.size() == out.size());
    for (std::size_t i = 0; i < in.size(); ++i) out[i] = halfToFloat(in[i]);
}

void floatToHalf(std::span<const float> in, std::span<std::uint16_t> out) noexcept {
    assert(in.size() == out.size());
    for (std::size_t i = 0; i < in.size(); ++i) out[i] = floatToHalf(in[i]);
}

}  // namespace descry

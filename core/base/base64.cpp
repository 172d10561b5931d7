#include "core/base/base64.h"

#include <algorithm>
#include <cstdint>

namespace descry {

std::string toBase64(std::span<const std::byte> bytes) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    constexpr std::size_t kGroup = 3;
    std::string text;
    text.reserve((bytes.size() + kGroup - 1) / kGroup * 4);
    for (std::size_t i = 0; i < bytes.size(); i += kGroup) {
        const std::size_t size = std::min(kGroup, bytes.size() - i);
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < kGroup; ++j) {
            bits = bits << 8 | (j < size ? std::to_integer<std::uint32_t>(bytes[i + j]) : 0U);
        }
        for (std::size_t j = 0; j <= kGroup; ++j) {
            text += j <= size ? kDigits[bits >> (18 - 6 * j) & 63U] : '=';
        }
    }
    return text;
}

}  // namespace descry

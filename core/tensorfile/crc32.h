#pragma once
/// Private to core/tensorfile: CRC-32 as zip archives use it (polynomial 0xEDB88320, reflected).
/// Thread rule: pure functions.

#include <cstddef>
#include <cstdint>
#include <span>

namespace descry {

/// Continues from `previous`, the result over the bytes before; 0 to begin.
std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t previous = 0) noexcept;

}  // namespace descry

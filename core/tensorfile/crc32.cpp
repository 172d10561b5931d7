#include "core/tensorfile/crc32.h"

#include <array>

#include "core/tensorfile/little_endian.h"

namespace descry {
namespace {

constexpr std::size_t kSlices = 8;
using Tables = std::array<std::array<std::uint32_t, 256>, kSlices>;

/// Table 0 advances by one byte; table k by one byte followed by k zero bytes, so that eight bytes
/// are taken at a time.
constexpr Tables makeTables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
        }
        tables[0][byte] = value;
    }
    for (std::size_t slice = 1; slice < kSlices; ++slice) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t before = tables[slice - 1][byte];
            tables[slice][byte] = (before >> 8) ^ tables[0][before & 0xFFU];
        }
    }
    return tables;
}

constexpr Tables kTables = makeTables();

}  // namespace

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t previous) noexcept {
    std::uint32_t value = ~previous;
    while (bytes.size() >= kSlices) {
        const std::uint64_t word = loadLittleEndian<std::uint64_t>(bytes.data()) ^ value;
        value = 0;
        for (std::size_t i = 0; i < kSlices; ++i) {
            value ^= kTables[kSlices - 1 - i][(word >> (8 * i)) & 0xFFU];
        }
        bytes = bytes.subspan(kSlices);
    }
    for (const std::byte byte : bytes) {
        value = (value >> 8) ^ kTables[0][(value ^ std::to_integer<std::uint32_t>(byte)) & 0xFFU];
    }
    return ~value;
}

}  // namespace descry

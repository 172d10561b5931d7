#pragma once
/// Private to core/vision: reading numbers out of bytes that may end anywhere. Thread rule: pure.
/// Failure rule: callers ask holds() first; the reads themselves assert.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace descry {

using Bytes = std::span<const std::byte>;

inline bool holds(Bytes bytes, std::size_t offset, std::size_t count) noexcept {
    return offset <= bytes.size() && count <= bytes.size() - offset;
}

inline std::uint32_t byteAt(Bytes bytes, std::size_t offset) noexcept {
    assert(holds(bytes, offset, 1));
    return std::to_integer<std::uint32_t>(bytes[offset]);
}

inline std::uint32_t readBig16(Bytes bytes, std::size_t offset) noexcept {
    return byteAt(bytes, offset) << 8 | byteAt(bytes, offset + 1);
}

inline std::uint32_t readBig32(Bytes bytes, std::size_t offset) noexcept {
    return readBig16(bytes, offset) << 16 | readBig16(bytes, offset + 2);
}

inline std::uint32_t readLittle16(Bytes bytes, std::size_t offset) noexcept {
    return byteAt(bytes, offset) | byteAt(bytes, offset + 1) << 8;
}

inline std::uint32_t readLittle24(Bytes bytes, std::size_t offset) noexcept {
    return readLittle16(bytes, offset) | byteAt(bytes, offset + 2) << 16;
}

inline std::uint32_t readLittle32(Bytes bytes, std::size_t offset) noexcept {
    return readLittle16(bytes, offset) | readLittle16(bytes, offset + 2) << 16;
}

/// Whether `text` stands at `offset`.
inline bool hasText(Bytes bytes, std::size_t offset, std::string_view text) noexcept {
    if (!holds(bytes, offset, text.size())) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (byteAt(bytes, offset + i) != static_cast<unsigned char>(text[i])) return false;
    }
    return true;
}

}  // namespace descry

#pragma once
/// Private to core/tensorfile: fixed-width little-endian numbers in raw bytes. The caller has
/// checked that the bytes are there. Thread rule: pure functions.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

namespace descry {

static_assert(std::endian::native == std::endian::little,
              "stored tensors are little-endian and are copied as they are");

template <typename T>
T loadLittleEndian(const std::byte* bytes) noexcept {
    static_assert(std::is_trivially_copyable_v<T>);
    T value;
    std::memcpy(&value, bytes, sizeof(T));
    return value;
}

template <typename T>
void appendLittleEndian(std::string& out, T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out.append(bytes, sizeof(T));
}

}  // namespace descry

#pragma once
/// A fast 64-bit checksum against accidents (torn writes, bad disks), for embeddings and image
/// tokens; no protection against intent. Any change within one 8-byte word is sure to be noticed.
/// Thread rule: pure.

#include <cstddef>
#include <cstdint>
#include <span>

namespace descry {

/// `seed` ties the sum to where the bytes belong: an item id, say.
std::uint64_t checksum64(std::span<const std::byte> bytes, std::uint64_t seed) noexcept;

}  // namespace descry

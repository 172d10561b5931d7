#pragma once
/// Private to core/tensorfile: the structures of a zip archive of stored records, aligned as
/// torch.save aligns them. Pure text in, so that archives beyond 4 GiB can be tested without
/// writing one. Thread rule: pure functions. Errors: Unsupported for a record of 4 GiB or more.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace descry {

inline constexpr std::size_t kZipAlignment = 64;

struct ZipEntry {
    std::string name;
    std::uint64_t headerOffset = 0;
    std::size_t size = 0;
    std::uint32_t crc32 = 0;
};

/// The record's header with a padding field, so that its bytes begin at a multiple of 64.
std::string zipLocalHeader(const ZipEntry& entry);
/// The directory and the end records, to stand at `offset`; zip64 where something needs it.
std::string zipDirectory(std::span<const ZipEntry> entries, std::uint64_t offset);

}  // namespace descry

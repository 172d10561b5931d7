#pragma once
/// Private to core/tensorfile: the directory of a zip archive as PyTorch writes it: stored records
/// only, zip64. Strict, since a lenient reader and another lenient reader may see two different
/// archives in the same bytes: one end record, nothing before the first entry, local headers that
/// agree with the directory, no overlap, no name twice. Thread rule: immutable, any thread.
/// Errors: CorruptFile, Unsupported (compression, encryption). Source: APPNOTE 6.3.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace descry {

struct ZipRecord {
    std::string_view name;   ///< Points into the archive.
    std::size_t offset = 0;  ///< Of the record's bytes in the file.
    std::size_t size = 0;
    std::uint32_t crc32 = 0;  ///< as the directory says.
};

class ZipArchive {
  public:
    /// `file` must outlive the object; `shownPath` opens every message.
    ZipArchive(std::span<const std::byte> file, std::string shownPath);

    std::span<const ZipRecord> records() const noexcept { return m_records; }
    /// nullptr if there is none of that name.
    const ZipRecord* find(std::string_view name) const;
    std::span<const std::byte> bytes(const ZipRecord& record) const noexcept {
        return m_file.subspan(record.offset, record.size);
    }

  private:
    std::span<const std::byte> m_file;
    std::string m_shownPath;
    std::vector<ZipRecord> m_records;
    std::unordered_map<std::string_view, std::size_t> m_byName;
};

}  // namespace descry

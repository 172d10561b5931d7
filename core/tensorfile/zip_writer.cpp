#include "core/tensorfile/zip_writer.h"

#include "core/base/error.h"
#include "core/tensorfile/little_endian.h"

namespace descry {
namespace {

constexpr std::uint32_t kIn64 = 0xFFFFFFFF;
constexpr std::uint16_t kRecordsIn64 = 0xFFFF;
constexpr std::size_t kLocalBytes = 30;
constexpr std::uint16_t kFlagUtf8 = 1U << 11;
constexpr std::uint16_t kVersionNeeded = 20;
constexpr std::uint16_t kVersionNeeded64 = 45;
/// 1980-01-01, the first day zip can name: the same tree gives the same file.
constexpr std::uint16_t kDate = 1U << 5 | 1U;
constexpr std::size_t kFieldHeaderBytes = 4;

template <typename... Numbers>
void append(std::string& out, Numbers... numbers) {
    (appendLittleEndian(out, numbers), ...);
}

std::uint32_t size32(const ZipEntry& entry) {
    if (entry.size >= kIn64) {
        fail(ErrorCode::Unsupported,
             "a checkpoint's record {} of {} bytes; records of 4 GiB are not written",
             entry.name,
             entry.size);
    }
    return static_cast<std::uint32_t>(entry.size);
}

/// What both headers of a record have in common.
void appendCommon(std::string& out, const ZipEntry& entry) {
    constexpr std::uint16_t kStored = 0;
    constexpr std::uint16_t kTime = 0;
    append(out, kFlagUtf8, kStored, kTime, kDate, entry.crc32, size32(entry), size32(entry));
    append(out, static_cast<std::uint16_t>(entry.name.size()));
}

void appendDirectoryEntry(std::string& out, const ZipEntry& entry) {
    const bool isFar = entry.headerOffset >= kIn64;
    const std::uint16_t version = isFar ? kVersionNeeded64 : kVersionNeeded;
    append(out, std::uint32_t{0x02014b50}, version, version);
    appendCommon(out, entry);
    constexpr std::uint16_t kNone = 0;
    const std::uint16_t extraBytes = isFar ? kFieldHeaderBytes + 8 : 0;
    append(out, extraBytes, kNone, kNone, kNone, std::uint32_t{0});
    append(out, isFar ? kIn64 : static_cast<std::uint32_t>(entry.headerOffset));
    out += entry.name;
    if (isFar) append(out, std::uint16_t{1}, std::uint16_t{8}, entry.headerOffset);
}

/// The zip64 end record and the locator that points at it.
void appendEnd64(std::string& out, std::uint64_t numRecords, std::uint64_t offset) {
    const std::uint64_t directoryBytes = out.size();
    append(out, std::uint32_t{0x06064b50}, std::uint64_t{44}, kVersionNeeded64, kVersionNeeded64);
    append(out, std::uint32_t{0}, std::uint32_t{0}, numRecords, numRecords, directoryBytes, offset);
    append(out,
           std::uint32_t{0x07064b50},
           std::uint32_t{0},
           offset + directoryBytes,
           std::uint32_t{1});
}

}  // namespace

std::string zipLocalHeader(const ZipEntry& entry) {
    const std::uint64_t unpadded =
        entry.headerOffset + kLocalBytes + entry.name.size() + kFieldHeaderBytes;
    const std::size_t padding =
        static_cast<std::size_t>((kZipAlignment - unpadded % kZipAlignment) % kZipAlignment);
    std::string header;
    append(header, std::uint32_t{0x04034b50}, kVersionNeeded);
    appendCommon(header, entry);
    append(header, static_cast<std::uint16_t>(kFieldHeaderBytes + padding));
    header += entry.name;
    // The field "FB" is what torch.save pads with; readers pass over it.
    header += "FB";
    append(header, static_cast<std::uint16_t>(padding));
    header.append(padding, 'Z');
    return header;
}

std::string zipDirectory(std::span<const ZipEntry> entries, std::uint64_t offset) {
    std::string out;
    for (const ZipEntry& entry : entries) appendDirectoryEntry(out, entry);
    const std::uint64_t directoryBytes = out.size();
    const bool isLarge =
        offset >= kIn64 || directoryBytes >= kIn64 || entries.size() >= kRecordsIn64;
    if (isLarge) appendEnd64(out, entries.size(), offset);
    const auto numRecords =
        static_cast<std::uint16_t>(entries.size() >= kRecordsIn64 ? kRecordsIn64 : entries.size());
    append(
        out, std::uint32_t{0x06054b50}, std::uint16_t{0}, std::uint16_t{0}, numRecords, numRecords);
    append(out, directoryBytes >= kIn64 ? kIn64 : static_cast<std::uint32_t>(directoryBytes));
    append(out, offset >= kIn64 ? kIn64 : static_cast<std::uint32_t>(offset), std::uint16_t{0});
    return out;
}

}  // namespace descry

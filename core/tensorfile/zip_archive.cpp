#include "core/tensorfile/zip_archive.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/tensorfile/little_endian.h"

namespace descry {
namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kCentralSignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kEnd64LocatorSignature = 0x07064b50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kEnd64Bytes = 56;
constexpr std::size_t kEnd64LocatorBytes = 20;
constexpr std::size_t kMaxComment = 0xFFFF;
constexpr std::size_t kMaxRecords = 200'000;
constexpr std::size_t kMaxName = 1024;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF;
constexpr std::uint16_t kFlagSizesFollow = 1U << 3;
constexpr std::uint16_t kFlagUtf8 = 1U << 11;
constexpr std::uint16_t kZip64Extra = 1;

/// Reads the archive's structures; every access is checked against the file.
class DirectoryReader {
  public:
    DirectoryReader(std::span<const std::byte> file, const std::string& shownPath)
        : m_file(file), m_shownPath(shownPath) {}

    std::vector<ZipRecord> read();

  private:
    struct Directory {
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::uint64_t numRecords = 0;
        std::uint64_t end = 0;  ///< Where the structures after the directory begin.
    };
    struct Entry {
        ZipRecord record;
        std::uint64_t headerOffset = 0;
        std::uint16_t flags = 0;
    };
    /// Sizes and offset of an entry, of which any may stand in the zip64 field.
    struct Extents {
        std::uint64_t size = 0;
        std::uint64_t packedSize = 0;
        std::uint64_t headerOffset = 0;
    };

    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        fail(ErrorCode::CorruptFile,
             "{}: damaged zip archive: {}",
             m_shownPath,
             makeError(ErrorCode::CorruptFile, format, std::forward<Args>(args)...));
    }
    template <typename T>
    T number(std::size_t offset) const {
        if (offset > m_file.size() || sizeof(T) > m_file.size() - offset) {
            refuse("a structure reaches past the end");
        }
        return loadLittleEndian<T>(m_file.data() + offset);
    }
    std::string_view text(std::size_t offset, std::size_t length) const {
        if (offset > m_file.size() || length > m_file.size() - offset) {
            refuse("a name reaches past the end");
        }
        return {reinterpret_cast<const char*>(m_file.data()) + offset, length};
    }

    std::size_t findEnd() const;
    Directory readDirectory() const;
    Directory readDirectory64(std::size_t end, const Directory& plain) const;
    Entry readEntry(std::size_t at) const;
    void readZip64Extra(std::string_view extra, Extents& extents) const;
    void checkName(std::string_view name) const;
    void checkLocalHeader(Entry& entry, const Directory& directory) const;
    void checkOverlaps(std::vector<Entry>& entries) const;

    std::span<const std::byte> m_file;
    const std::string& m_shownPath;
};

std::vector<ZipRecord> DirectoryReader::read() {
    const Directory directory = readDirectory();
    std::vector<Entry> entries;
    entries.reserve(static_cast<std::size_t>(directory.numRecords));
    std::size_t at = static_cast<std::size_t>(directory.offset);
    for (std::uint64_t i = 0; i < directory.numRecords; ++i) {
        entries.push_back(readEntry(at));
        const std::size_t variable = std::size_t{number<std::uint16_t>(at + 28)} +
                                     number<std::uint16_t>(at + 30) +
                                     number<std::uint16_t>(at + 32);
        at += kCentralBytes + variable;
        if (at > directory.end) refuse("its directory is longer than it says");
        checkLocalHeader(entries.back(), directory);
    }
    if (at != directory.end) refuse("its directory is shorter than it says");
    std::vector<ZipRecord> records;
    records.reserve(entries.size());
    for (const Entry& entry : entries) records.push_back(entry.record);
    checkOverlaps(entries);
    return records;
}

/// The end record, whose comment must reach exactly to the end of the file; a second one inside
/// the comment would let two readers see two archives.
std::size_t DirectoryReader::findEnd() const {
    if (m_file.size() < kEndBytes) refuse("it is cut off");
    const std::size_t last = m_file.size() - kEndBytes;
    const std::size_t first = last > kMaxComment ? last - kMaxComment : 0;
    std::optional<std::size_t> found;
    for (std::size_t at = last + 1; at-- > first;) {
        if (number<std::uint32_t>(at) != kEndSignature) continue;
        if (at + kEndBytes + number<std::uint16_t>(at + 20) != m_file.size()) continue;
        if (found) refuse("it has two ends");
        found = at;
    }
    if (!found) refuse("its end is missing; the file is cut off or was not written to its end");
    return *found;
}

DirectoryReader::Directory DirectoryReader::readDirectory() const {
    const std::size_t end = findEnd();
    Directory directory;
    directory.numRecords = number<std::uint16_t>(end + 10);
    directory.size = number<std::uint32_t>(end + 12);
    directory.offset = number<std::uint32_t>(end + 16);
    directory.end = end;
    if (number<std::uint16_t>(end + 4) != 0 || number<std::uint16_t>(end + 6) != 0 ||
        number<std::uint16_t>(end + 8) != directory.numRecords) {
        refuse("it is one part of several");
    }
    const bool hasLocator =
        end >= kEnd64LocatorBytes &&
        number<std::uint32_t>(end - kEnd64LocatorBytes) == kEnd64LocatorSignature;
    if (hasLocator) directory = readDirectory64(end, directory);
    if (directory.offset > directory.end || directory.size != directory.end - directory.offset) {
        refuse("its directory of {} bytes at {} does not end where its end record begins",
               directory.size,
               directory.offset);
    }
    if (directory.numRecords > directory.size / kCentralBytes) {
        refuse("its directory of {} bytes cannot list {} records",
               directory.size,
               directory.numRecords);
    }
    if (directory.numRecords > kMaxRecords) refuse("more than {} records", kMaxRecords);
    return directory;
}

DirectoryReader::Directory DirectoryReader::readDirectory64(std::size_t end,
                                                            const Directory& plain) const {
    const std::size_t locator = end - kEnd64LocatorBytes;
    const auto at = number<std::uint64_t>(locator + 8);
    if (locator < kEnd64Bytes || at != locator - kEnd64Bytes ||
        number<std::uint32_t>(static_cast<std::size_t>(at)) != kEnd64Signature) {
        refuse("its zip64 end record is not where it should be");
    }
    const auto record = static_cast<std::size_t>(at);
    Directory directory;
    directory.numRecords = number<std::uint64_t>(record + 32);
    directory.size = number<std::uint64_t>(record + 40);
    directory.offset = number<std::uint64_t>(record + 48);
    directory.end = at;
    const bool agrees = number<std::uint64_t>(record + 4) == kEnd64Bytes - 12 &&
                        number<std::uint32_t>(record + 16) == 0 &&
                        number<std::uint32_t>(record + 20) == 0 &&
                        number<std::uint64_t>(record + 24) == directory.numRecords &&
                        (plain.numRecords == 0xFFFF || plain.numRecords == directory.numRecords) &&
                        (plain.size == kIn64 || plain.size == directory.size) &&
                        (plain.offset == kIn64 || plain.offset == directory.offset);
    if (!agrees) refuse("its two end records disagree");
    return directory;
}

DirectoryReader::Entry DirectoryReader::readEntry(std::size_t at) const {
    if (number<std::uint32_t>(at) != kCentralSignature) refuse("its directory is not one");
    Entry entry;
    entry.flags = number<std::uint16_t>(at + 8);
    entry.record.crc32 = number<std::uint32_t>(at + 16);
    Extents extents{number<std::uint32_t>(at + 24),
                    number<std::uint32_t>(at + 20),
                    number<std::uint32_t>(at + 42)};
    const auto nameLength = number<std::uint16_t>(at + 28);
    const auto extraLength = number<std::uint16_t>(at + 30);
    entry.record.name = text(at + kCentralBytes, nameLength);
    checkName(entry.record.name);
    const std::string shownName = displayable(entry.record.name);
    if ((entry.flags & ~(kFlagSizesFollow | kFlagUtf8)) != 0) {
        fail(ErrorCode::Unsupported,
             "{}: the record {} is encrypted or packed in a way that torch.save never uses",
             m_shownPath,
             shownName);
    }
    if (const auto method = number<std::uint16_t>(at + 10); method != 0) {
        fail(ErrorCode::Unsupported,
             "{}: the record {} is compressed (method {}); torch.save stores records as they are, "
             "so unpack the archive and store it again without compression",
             m_shownPath,
             shownName,
             method);
    }
    readZip64Extra(text(at + kCentralBytes + nameLength, extraLength), extents);
    if (extents.size != extents.packedSize) {
        refuse("the record {} is stored with two sizes", shownName);
    }
    if (extents.size > m_file.size()) {
        refuse("the record {} claims {} bytes, more than the file has", shownName, extents.size);
    }
    entry.record.size = static_cast<std::size_t>(extents.size);
    entry.headerOffset = extents.headerOffset;
    return entry;
}

void DirectoryReader::readZip64Extra(std::string_view extra, Extents& extents) const {
    const auto* bytes = reinterpret_cast<const std::byte*>(extra.data());
    for (std::size_t at = 0; at + 4 <= extra.size();) {
        const auto id = loadLittleEndian<std::uint16_t>(bytes + at);
        const std::size_t length = loadLittleEndian<std::uint16_t>(bytes + at + 2);
        at += 4;
        if (length > extra.size() - at) refuse("an entry's extra field is cut");
        if (id == kZip64Extra) {
            std::size_t field = at;
            for (std::uint64_t* value :
                 {&extents.size, &extents.packedSize, &extents.headerOffset}) {
                if (*value != kIn64) continue;
                if (field + 8 > at + length) refuse("an entry's zip64 field is cut");
                *value = loadLittleEndian<std::uint64_t>(bytes + field);
                field += 8;
            }
            return;
        }
        at += length;
    }
}

void DirectoryReader::checkName(std::string_view name) const {
    if (name.empty() || name.size() > kMaxName) {
        refuse("a record's name of {} bytes", name.size());
    }
    const bool isOdd = firstInvalidUtf8(name).has_value() || name.front() == '/' ||
                       name.find('\0') != name.npos || name.find('\\') != name.npos;
    bool climbs = false;
    for (std::size_t start = 0; start <= name.size();) {
        const std::size_t end = std::min(name.find('/', start), name.size());
        const std::string_view part = name.substr(start, end - start);
        climbs = climbs || part == ".." || part == ".";
        start = end + 1;
    }
    if (isOdd || climbs) {
        refuse("a record named \"{}\", which leads outside the archive or is no plain name",
               displayable(name.substr(0, 100)));
    }
}

void DirectoryReader::checkLocalHeader(Entry& entry, const Directory& directory) const {
    const std::string shownName = displayable(entry.record.name);
    const std::uint64_t at64 = entry.headerOffset;
    if (at64 > directory.offset || directory.offset - at64 < kLocalBytes) {
        refuse("the record {} begins past the records", shownName);
    }
    const auto at = static_cast<std::size_t>(at64);
    if (number<std::uint32_t>(at) != kLocalSignature) {
        refuse("there is no record where {} should begin", shownName);
    }
    const std::size_t nameLength = number<std::uint16_t>(at + 26);
    const std::size_t extraLength = number<std::uint16_t>(at + 28);
    if (text(at + kLocalBytes, nameLength) != entry.record.name) {
        refuse("the record {} has another name in its own header", shownName);
    }
    if (number<std::uint16_t>(at + 6) != entry.flags || number<std::uint16_t>(at + 8) != 0) {
        refuse("the record {} has other flags in its own header", shownName);
    }
    Extents local{number<std::uint32_t>(at + 22), number<std::uint32_t>(at + 18), 0};
    readZip64Extra(text(at + kLocalBytes + nameLength, extraLength), local);
    const std::uint32_t crc = number<std::uint32_t>(at + 14);
    const bool isLeftOpen =
        (entry.flags & kFlagSizesFollow) != 0 && local.size == 0 && local.packedSize == 0;
    if (!isLeftOpen && (local.size != entry.record.size || local.packedSize != entry.record.size)) {
        refuse("the record {} has another size in its own header", shownName);
    }
    if (!isLeftOpen && crc != entry.record.crc32) {
        refuse("the record {} has another checksum in its own header", shownName);
    }
    entry.record.offset = at + kLocalBytes + nameLength + extraLength;
    if (entry.record.offset > directory.offset ||
        entry.record.size > directory.offset - entry.record.offset) {
        refuse("the record {} reaches into the directory", shownName);
    }
}

void DirectoryReader::checkOverlaps(std::vector<Entry>& entries) const {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.headerOffset < b.headerOffset;
    });
    std::uint64_t end = 0;
    for (const Entry& entry : entries) {
        if (entry.headerOffset < end) {
            refuse("the record {} overlaps another", displayable(entry.record.name));
        }
        end = entry.record.offset + entry.record.size;
    }
    if (!entries.empty() && entries.front().headerOffset != 0) {
        refuse("{} bytes stand before its first record", entries.front().headerOffset);
    }
}

}  // namespace

ZipArchive::ZipArchive(std::span<const std::byte> file, std::string shownPath)
    : m_file(file), m_shownPath(std::move(shownPath)) {
    m_records = DirectoryReader(m_file, m_shownPath).read();
    m_byName.reserve(m_records.size());
    for (std::size_t i = 0; i < m_records.size(); ++i) {
        if (!m_byName.emplace(m_records[i].name, i).second) {
            fail(ErrorCode::CorruptFile,
                 "{}: damaged zip archive: it has two records named {}",
                 m_shownPath,
                 displayable(m_records[i].name));
        }
    }
}

const ZipRecord* ZipArchive::find(std::string_view name) const {
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? nullptr : &m_records[found->second];
}

}  // namespace descry

#include "core/vision/exif.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "core/vision/byte_order.h"

namespace descry {
namespace {

constexpr std::uint32_t kTagOrientation = 0x0112;
constexpr std::uint32_t kTagExifFolder = 0x8769;
constexpr std::uint32_t kTagTimeOriginal = 0x9003;
constexpr std::uint32_t kTagOffsetOriginal = 0x9011;
constexpr std::uint32_t kTypeAscii = 2;
constexpr std::uint32_t kTypeShort = 3;
constexpr std::uint32_t kTypeLong = 4;
constexpr std::size_t kEntryBytes = 12;

struct Entry {
    std::uint32_t type = 0;
    std::uint32_t count = 0;
    std::size_t valueOffset = 0;  ///< Of the four bytes that are the value or point to it.
};

class TiffBlock {
  public:
    TiffBlock(Bytes bytes, bool bigEndian) : m_bytes(bytes), m_bigEndian(bigEndian) {}

    std::uint32_t read16(std::size_t offset) const noexcept {
        return m_bigEndian ? readBig16(m_bytes, offset) : readLittle16(m_bytes, offset);
    }
    std::uint32_t read32(std::size_t offset) const noexcept {
        return m_bigEndian ? readBig32(m_bytes, offset) : readLittle32(m_bytes, offset);
    }

    std::optional<Entry> find(std::size_t folder, std::uint32_t tag) const noexcept {
        if (!holds(m_bytes, folder, 2)) return std::nullopt;
        const std::size_t numEntries = read16(folder);
        for (std::size_t i = 0; i < numEntries; ++i) {
            const std::size_t offset = folder + 2 + i * kEntryBytes;
            if (!holds(m_bytes, offset, kEntryBytes)) return std::nullopt;
            if (read16(offset) == tag) {
                return Entry{read16(offset + 2), read32(offset + 4), offset + 8};
            }
        }
        return std::nullopt;
    }

    /// The text of an entry up to its first NUL.
    std::optional<std::string> text(const Entry& entry) const {
        if (entry.type != kTypeAscii) return std::nullopt;
        const std::size_t offset = entry.count <= 4 ? entry.valueOffset : read32(entry.valueOffset);
        if (!holds(m_bytes, offset, entry.count)) return std::nullopt;
        std::string result;
        for (std::size_t i = 0; i < entry.count; ++i) {
            const std::uint32_t byte = byteAt(m_bytes, offset + i);
            if (byte == 0) break;
            result.push_back(static_cast<char>(byte));
        }
        return result;
    }

  private:
    Bytes m_bytes;
    bool m_bigEndian;
};

/// Whether the text has the pattern's punctuation, and a digit wherever the pattern has a 0.
bool fits(std::string_view text, std::string_view pattern) noexcept {
    return std::equal(
        text.begin(), text.end(), pattern.begin(), pattern.end(), [](char letter, char wanted) {
            return wanted == '0' ? letter >= '0' && letter <= '9' : letter == wanted;
        });
}

int orientationOf(const TiffBlock& block, std::size_t folder) noexcept {
    const auto entry = block.find(folder, kTagOrientation);
    if (!entry || entry->type != kTypeShort || entry->count != 1) return 1;
    const std::uint32_t value = block.read16(entry->valueOffset);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

std::optional<std::string> timeOf(const TiffBlock& block, std::size_t folder) {
    const auto entry = block.find(folder, kTagTimeOriginal);
    if (!entry) return std::nullopt;
    auto time = block.text(*entry);
    if (!time || !fits(*time, "0000:00:00 00:00:00")) return std::nullopt;
    const auto offsetEntry = block.find(folder, kTagOffsetOriginal);
    if (!offsetEntry) return time;
    const auto offset = block.text(*offsetEntry);
    if (offset && (fits(*offset, "+00:00") || fits(*offset, "-00:00"))) *time += *offset;
    return time;
}

}  // namespace

ExifFacts readExif(std::span<const std::byte> block) {
    const bool bigEndian = hasText(block, 0, std::string_view("MM\0*", 4));
    if (!bigEndian && !hasText(block, 0, std::string_view("II*\0", 4))) return {};
    if (!holds(block, 0, 8)) return {};
    const TiffBlock tiff(block, bigEndian);
    const std::size_t folder = tiff.read32(4);
    ExifFacts facts;
    facts.orientation = orientationOf(tiff, folder);
    const auto inner = tiff.find(folder, kTagExifFolder);
    if (inner && inner->type == kTypeLong && inner->count == 1) {
        facts.time = timeOf(tiff, tiff.read32(inner->valueOffset));
    }
    return facts;
}

}  // namespace descry

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/base/error.h"
#include "core/vision/image_reader.h"

namespace descry {
namespace {

constexpr std::size_t kRgb = 3;
constexpr std::size_t kFileHeaderBytes = 14;
constexpr std::uint32_t kOldHeaderBytes = 12;
constexpr std::uint32_t kMaxHeaderBytes = 124;
constexpr std::uint32_t kCompressionNone = 0;
constexpr std::uint32_t kCompressionRle8 = 1;
constexpr std::uint32_t kCompressionRle4 = 2;
constexpr std::uint32_t kCompressionMasks = 3;

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
};

/// How the pixels of a file with more than 8 bits lie in their little-endian word.
struct Masks {
    std::uint32_t red = 0;
    std::uint32_t green = 0;
    std::uint32_t blue = 0;
};

struct Layout {
    std::uint32_t headerBytes = 0;
    std::uint32_t bitsPerPixel = 0;
    std::uint32_t compression = kCompressionNone;
    std::uint32_t numColours = 0;
    std::size_t pixelOffset = 0;
    bool isTopDown = false;
    Masks masks;
    std::array<Colour, 256> palette;
};

[[noreturn]] void refuse(const ImageSource& source, const auto& reason) {
    fail(ErrorCode::CorruptFile,
         "{}: the BMP is damaged ({}); copy the original again",
         source.name,
         reason);
}

[[noreturn]] void refuseKind(const ImageSource& source, const auto& kind) {
    fail(ErrorCode::Unsupported,
         "{}: a BMP {} is not read; save it as PNG or JPEG",
         source.name,
         kind);
}

/// Grey levels behind the stored colours, as in Pillow.
void readPalette(const ImageSource& source, Layout& layout) {
    for (std::size_t i = 0; i < layout.palette.size(); ++i) {
        const auto level = static_cast<std::uint8_t>(i);
        layout.palette[i] = {level, level, level};
    }
    const std::size_t maxColours = std::size_t{1} << layout.bitsPerPixel;
    const std::size_t numColours = layout.numColours == 0 ? maxColours : layout.numColours;
    const std::size_t entryBytes = layout.headerBytes == kOldHeaderBytes ? 3 : 4;
    const std::size_t start = kFileHeaderBytes + layout.headerBytes;
    if (numColours > 65536 || !holds(source.bytes, start, numColours * entryBytes)) {
        refuse(source, "its palette is cut");
    }
    for (std::size_t i = 0; i < std::min(numColours, layout.palette.size()); ++i) {
        const std::size_t entry = start + i * entryBytes;
        layout.palette[i] = {static_cast<std::uint8_t>(byteAt(source.bytes, entry + 2)),
                             static_cast<std::uint8_t>(byteAt(source.bytes, entry + 1)),
                             static_cast<std::uint8_t>(byteAt(source.bytes, entry))};
    }
}

bool isWholeBytes(const Masks& masks) noexcept {
    const auto isByte = [](std::uint32_t mask) {
        return mask == 0xff || mask == 0xff00 || mask == 0xff0000 || mask == 0xff000000;
    };
    return isByte(masks.red) && isByte(masks.green) && isByte(masks.blue);
}

void readMasks(const ImageSource& source, Layout& layout) {
    constexpr Masks k555{0x7c00, 0x3e0, 0x1f};
    constexpr Masks k888{0xff0000, 0xff00, 0xff};
    layout.masks = layout.bitsPerPixel == 16 ? k555 : k888;
    if (layout.compression != kCompressionMasks) return;
    constexpr std::size_t kStart = kFileHeaderBytes + 40;
    if (!holds(source.bytes, kStart, 12)) refuse(source, "its colour masks are cut");
    const Masks stored{readLittle32(source.bytes, kStart),
                       readLittle32(source.bytes, kStart + 4),
                       readLittle32(source.bytes, kStart + 8)};
    if (layout.bitsPerPixel == 32 && (stored.red | stored.green | stored.blue) == 0) return;
    const bool is565 = stored.red == 0xf800 && stored.green == 0x7e0 && stored.blue == 0x1f;
    const bool is555 =
        stored.red == k555.red && stored.green == k555.green && stored.blue == k555.blue;
    if (layout.bitsPerPixel == 16 ? !is565 && !is555 : !isWholeBytes(stored)) {
        refuseKind(source, "with unusual colour masks");
    }
    layout.masks = stored;
}

void checkKind(const ImageSource& source, const Layout& layout) {
    constexpr std::array kBits = {1U, 4U, 8U, 16U, 24U, 32U};
    const std::uint32_t bits = layout.bitsPerPixel;
    if (std::find(kBits.begin(), kBits.end(), bits) == kBits.end()) {
        refuse(source, makeError(ErrorCode::CorruptFile, "{} bits per pixel", bits));
    }
    switch (layout.compression) {
        case kCompressionNone:
            return;
        case kCompressionRle8:
            if (bits != 8) refuse(source, "8-bit run lengths without 8 bits per pixel");
            return;
        case kCompressionRle4:
            if (bits != 4) refuse(source, "4-bit run lengths without 4 bits per pixel");
            return;
        case kCompressionMasks:
            if (bits < 16) refuse(source, "colour masks beside a palette");
            return;
        default:
            refuseKind(source,
                       makeError(ErrorCode::Unsupported, "of compression {}", layout.compression));
    }
}

Layout readLayout(const ImageSource& source) {
    const Bytes bytes = source.bytes;
    Layout layout;
    layout.headerBytes = readLittle32(bytes, kFileHeaderBytes);
    layout.pixelOffset = readLittle32(bytes, 10);
    if (layout.headerBytes == kOldHeaderBytes) {
        layout.bitsPerPixel = readLittle16(bytes, kFileHeaderBytes + 10);
    } else {
        if (layout.headerBytes < 40 || layout.headerBytes > kMaxHeaderBytes) {
            refuse(source,
                   makeError(ErrorCode::CorruptFile, "a header of {} bytes", layout.headerBytes));
        }
        layout.bitsPerPixel = readLittle16(bytes, kFileHeaderBytes + 14);
        layout.compression = readLittle32(bytes, kFileHeaderBytes + 16);
        layout.numColours = readLittle32(bytes, kFileHeaderBytes + 32);
        layout.isTopDown = byteAt(bytes, kFileHeaderBytes + 11) >= 0x80;
    }
    if (!holds(bytes, kFileHeaderBytes, layout.headerBytes)) refuse(source, "its header is cut");
    checkKind(source, layout);
    if (layout.bitsPerPixel <= 8) {
        readPalette(source, layout);
    } else {
        readMasks(source, layout);
    }
    if (layout.pixelOffset < kFileHeaderBytes + layout.headerBytes ||
        layout.pixelOffset > bytes.size()) {
        refuse(source, "its pixels lie outside the file");
    }
    return layout;
}

/// The place of a row that is the y-th in the file.
std::uint8_t* targetRow(RgbImage& image, const Layout& layout, int y) noexcept {
    const int row = layout.isTopDown ? y : image.height - 1 - y;
    const std::size_t stride = static_cast<std::size_t>(image.width) * kRgb;
    return image.samples.data() + static_cast<std::size_t>(row) * stride;
}

void put(std::uint8_t* row, std::size_t x, Colour colour) noexcept {
    row[x * kRgb] = colour.red;
    row[x * kRgb + 1] = colour.green;
    row[x * kRgb + 2] = colour.blue;
}

void convertIndexedRow(Bytes row, const Layout& layout, std::span<std::uint8_t> target) noexcept {
    const std::size_t perByte = 8 / layout.bitsPerPixel;
    const std::uint32_t mask = (1U << layout.bitsPerPixel) - 1;
    for (std::size_t x = 0; x < target.size() / kRgb; ++x) {
        const std::size_t shift = 8 - layout.bitsPerPixel * (x % perByte + 1);
        put(target.data(), x, layout.palette[byteAt(row, x / perByte) >> shift & mask]);
    }
}

/// A channel as 8 bits; 5 and 6 bits are scaled and cut down, as in Pillow.
std::uint8_t channelOf(std::uint32_t word, std::uint32_t mask) noexcept {
    const std::uint32_t unit = mask & (~mask + 1);
    const std::uint32_t maximum = mask / unit;
    return static_cast<std::uint8_t>((word & mask) / unit * 255 / maximum);
}

void convertWordRow(Bytes row, const Layout& layout, std::span<std::uint8_t> target) noexcept {
    const std::size_t wordBytes = layout.bitsPerPixel / 8;
    for (std::size_t x = 0; x < target.size() / kRgb; ++x) {
        const std::size_t offset = x * wordBytes;
        const std::uint32_t word = wordBytes == 2   ? readLittle16(row, offset)
                                   : wordBytes == 3 ? readLittle24(row, offset)
                                                    : readLittle32(row, offset);
        put(target.data(),
            x,
            {channelOf(word, layout.masks.red),
             channelOf(word, layout.masks.green),
             channelOf(word, layout.masks.blue)});
    }
}

void readPlainRows(const ImageSource& source, const Layout& layout, RgbImage& image) {
    const std::size_t rowBits = static_cast<std::size_t>(image.width) * layout.bitsPerPixel;
    const std::size_t rowBytes = (rowBits + 31) / 32 * 4;
    const std::size_t dataBytes = rowBytes * static_cast<std::size_t>(image.height);
    // Some writers leave out the padding of the last row.
    const std::size_t neededBytes = dataBytes - rowBytes + (rowBits + 7) / 8;
    if (!holds(source.bytes, layout.pixelOffset, neededBytes)) {
        refuse(source, "its picture data is cut");
    }
    for (int y = 0; y < image.height; ++y) {
        const Bytes row = source.bytes.subspan(
            layout.pixelOffset + static_cast<std::size_t>(y) * rowBytes, (rowBits + 7) / 8);
        const std::span<std::uint8_t> target(targetRow(image, layout, y),
                                             static_cast<std::size_t>(image.width) * kRgb);
        if (layout.bitsPerPixel <= 8) {
            convertIndexedRow(row, layout, target);
        } else {
            convertWordRow(row, layout, target);
        }
    }
}

/// Walks the run lengths of BI_RLE8 and BI_RLE4.
class RunLengthReader {
  public:
    RunLengthReader(const ImageSource& source, const Layout& layout, RgbImage& image)
        : m_source(source), m_layout(layout), m_image(image), m_offset(layout.pixelOffset) {}

    void read() {
        while (true) {
            const std::uint32_t count = nextByte();
            const std::uint32_t value = nextByte();
            if (count != 0) {
                putRun(count, value);
            } else if (value == 1) {
                return;
            } else if (value == 0) {
                startRow(m_y + 1);
            } else if (value == 2) {
                m_x += nextByte();
                startRow(m_y + static_cast<int>(nextByte()), m_x);
            } else {
                putLiterals(value);
            }
        }
    }

  private:
    std::uint32_t nextByte() {
        if (!holds(m_source.bytes, m_offset, 1)) refuse(m_source, "its picture data is cut");
        return byteAt(m_source.bytes, m_offset++);
    }

    void startRow(int y, std::size_t x = 0) {
        if (y > m_image.height) refuse(m_source, "its rows lie outside the picture");
        m_y = y;
        m_x = x;
    }

    /// Pixels beyond the edge are dropped: encoders round a row's run up to whole words.
    void putIndex(std::uint32_t index) noexcept {
        if (m_y < m_image.height && m_x < static_cast<std::size_t>(m_image.width)) {
            put(targetRow(m_image, m_layout, m_y), m_x, m_layout.palette[index]);
        }
        ++m_x;
    }

    std::uint32_t nibble(std::uint32_t byte, std::uint32_t i) const noexcept {
        return i % 2 == 0 ? byte >> 4 : byte & 0xf;
    }

    void putRun(std::uint32_t count, std::uint32_t value) noexcept {
        const bool isByte = m_layout.bitsPerPixel == 8;
        for (std::uint32_t i = 0; i < count; ++i) putIndex(isByte ? value : nibble(value, i));
    }

    void putLiterals(std::uint32_t count) {
        const std::size_t start = m_offset;
        if (m_layout.bitsPerPixel == 8) {
            for (std::uint32_t i = 0; i < count; ++i) putIndex(nextByte());
        } else {
            std::uint32_t byte = 0;
            for (std::uint32_t i = 0; i < count; ++i) {
                if (i % 2 == 0) byte = nextByte();
                putIndex(nibble(byte, i));
            }
        }
        if ((m_offset - start) % 2 != 0) ++m_offset;
    }

    const ImageSource& m_source;
    const Layout& m_layout;
    RgbImage& m_image;
    std::size_t m_offset;
    std::size_t m_x = 0;
    int m_y = 0;
};

/// What no run covers has palette index 0.
void fillBackground(const Layout& layout, RgbImage& image) {
    const std::size_t numPixels = image.samples.size() / kRgb;
    for (std::size_t i = 0; i < numPixels; ++i) put(image.samples.data(), i, layout.palette[0]);
}

}  // namespace

RgbImage readBmp(const ImageSource& source) {
    const Layout layout = readLayout(source);
    RgbImage image = makeBlankImage(source.header);
    if (layout.compression == kCompressionRle8 || layout.compression == kCompressionRle4) {
        fillBackground(layout, image);
        RunLengthReader(source, layout, image).read();
    } else {
        readPlainRows(source, layout, image);
    }
    return image;
}

}  // namespace descry

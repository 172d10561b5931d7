#include "core/vision/image_header.h"

#include <array>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/vision/byte_order.h"
#include "core/vision/jpeg_markers.h"

namespace descry {
namespace {

using namespace std::string_view_literals;

constexpr auto kPngMagic = "\x89PNG\r\n\x1a\n"sv;
constexpr auto kExifMagic = "Exif\0\0"sv;
constexpr std::size_t kPngChunkOverhead = 12;

struct Magic {
    std::size_t offset;
    std::string_view text;
    std::string_view format;
};

/// Formats that people do try, so that the refusal can name them.
constexpr std::array kOtherFormats = {
    Magic{0, "GIF8", errorWords("a GIF")},
    Magic{0, "II*\0"sv, errorWords("a TIFF")},
    Magic{0, "MM\0*"sv, errorWords("a TIFF")},
    Magic{0, "<svg", errorWords("an SVG drawing")},
    Magic{0, "<?xml", errorWords("an XML text")},
    Magic{0, "%PDF", errorWords("a PDF")},
    Magic{4, "ftypavif", errorWords("an AVIF")},
    Magic{4, "ftyphei", errorWords("a HEIF")},
    Magic{4, "ftypmif1", errorWords("a HEIF")},
    Magic{4, "ftyp", errorWords("a video")},
    Magic{0, "PK\x03\x04", errorWords("a zip")},
    Magic{0, "\0\0\1\0"sv, errorWords("an icon")},
    Magic{0, "\xff\x0a", errorWords("a JPEG XL")},
    Magic{4, "JXL ", errorWords("a JPEG XL")},
    Magic{4, "jP  ", errorWords("a JPEG 2000")},
    Magic{0, "8BPS", errorWords("a Photoshop file")},
};

std::optional<ImageFormat> formatOf(Bytes bytes) noexcept {
    if (hasText(bytes, 0, "\xff\xd8\xff")) return ImageFormat::Jpeg;
    if (hasText(bytes, 0, kPngMagic)) return ImageFormat::Png;
    if (hasText(bytes, 0, "RIFF") && hasText(bytes, 8, "WEBP")) return ImageFormat::WebP;
    if (hasText(bytes, 0, "BM")) return ImageFormat::Bmp;
    return std::nullopt;
}

[[noreturn]] void refuseFormat(Bytes bytes, const std::string& name) {
    if (bytes.empty()) fail(ErrorCode::CorruptFile, "{}: the file is empty", name);
    for (const Magic& magic : kOtherFormats) {
        if (hasText(bytes, magic.offset, magic.text)) {
            fail(ErrorCode::Unsupported,
                 "{}: this is {}; save the picture as JPEG, PNG, WebP or BMP",
                 name,
                 magic.format);
        }
    }
    fail(ErrorCode::Unsupported, "{}: not a JPEG, PNG, WebP or BMP picture", name);
}

[[noreturn]] void refuseCut(ImageFormat format, const std::string& name) {
    fail(ErrorCode::CorruptFile,
         "{}: this {} is cut or damaged before its picture data; copy the original again",
         name,
         imageFormatName(format));
}

void readJpegHeader(Bytes bytes, ImageHeader& header, const std::string& name) {
    JpegMarkers markers(bytes);
    bool hasFrame = false;
    while (const auto segment = markers.next()) {
        const Bytes body = segment->body;
        if (segment->isFrame() && body.size() >= 6 && !hasFrame) {
            header.height = readBig16(body, 1);
            header.width = readBig16(body, 3);
            hasFrame = true;
        }
        if (segment->code == kJpegApp1 && header.exif.empty() && hasText(body, 0, kExifMagic)) {
            header.exif = body.subspan(kExifMagic.size());
        }
        if (segment->code == kJpegStartOfScan) {
            if (!hasFrame) refuseCut(ImageFormat::Jpeg, name);
            return;
        }
    }
    refuseCut(ImageFormat::Jpeg, name);
}

void readPngHeader(Bytes bytes, ImageHeader& header, const std::string& name) {
    constexpr std::size_t kFirstChunk = kPngMagic.size();
    if (!holds(bytes, kFirstChunk, 25) || !hasText(bytes, kFirstChunk + 4, "IHDR")) {
        refuseCut(ImageFormat::Png, name);
    }
    header.width = readBig32(bytes, kFirstChunk + 8);
    header.height = readBig32(bytes, kFirstChunk + 12);
    std::size_t offset = kFirstChunk;
    while (holds(bytes, offset, kPngChunkOverhead)) {
        const std::size_t length = readBig32(bytes, offset);
        if (!holds(bytes, offset + kPngChunkOverhead, length)) return;
        if (hasText(bytes, offset + 4, "eXIf")) {
            header.exif = bytes.subspan(offset + 8, length);
            return;
        }
        offset += kPngChunkOverhead + length;
    }
}

/// Size of the canvas or of the only frame, from the chunk that opens the file.
void readWebpSize(Bytes bytes, ImageHeader& header, const std::string& name) {
    constexpr std::size_t kChunk = 12;
    constexpr std::size_t kBody = kChunk + 8;
    if (hasText(bytes, kChunk, "VP8X") && holds(bytes, kBody, 10)) {
        header.width = std::int64_t{readLittle24(bytes, kBody + 4)} + 1;
        header.height = std::int64_t{readLittle24(bytes, kBody + 7)} + 1;
    } else if (hasText(bytes, kChunk, "VP8L") && holds(bytes, kBody, 5)) {
        const std::uint32_t sizes = readLittle32(bytes, kBody + 1);
        header.width = (sizes & 0x3fff) + 1;
        header.height = (sizes >> 14 & 0x3fff) + 1;
    } else if (hasText(bytes, kChunk, "VP8 ") && holds(bytes, kBody, 10)) {
        header.width = readLittle16(bytes, kBody + 6) & 0x3fff;
        header.height = readLittle16(bytes, kBody + 8) & 0x3fff;
    } else {
        refuseCut(ImageFormat::WebP, name);
    }
}

void readWebpHeader(Bytes bytes, ImageHeader& header, const std::string& name) {
    readWebpSize(bytes, header, name);
    std::size_t offset = 12;
    while (holds(bytes, offset, 8)) {
        const std::size_t length = readLittle32(bytes, offset + 4);
        if (!holds(bytes, offset + 8, length)) return;
        if (hasText(bytes, offset, "EXIF")) {
            header.exif = bytes.subspan(offset + 8, length);
            // Some writers keep the prefix that the block has in a JPEG.
            if (hasText(header.exif, 0, kExifMagic)) {
                header.exif = header.exif.subspan(kExifMagic.size());
            }
            return;
        }
        offset += 8 + length + length % 2;
    }
}

void readBmpHeader(Bytes bytes, ImageHeader& header, const std::string& name) {
    constexpr std::size_t kSizes = 18;
    if (!holds(bytes, 14, 12)) refuseCut(ImageFormat::Bmp, name);
    if (readLittle32(bytes, 14) == 12) {
        header.width = readLittle16(bytes, kSizes);
        header.height = readLittle16(bytes, kSizes + 2);
        return;
    }
    if (!holds(bytes, 14, 40)) refuseCut(ImageFormat::Bmp, name);
    header.width = static_cast<std::int32_t>(readLittle32(bytes, kSizes));
    const std::int64_t height = static_cast<std::int32_t>(readLittle32(bytes, kSizes + 4));
    header.height = height < 0 ? -height : height;
}

}  // namespace

std::string_view imageFormatName(ImageFormat format) noexcept {
    switch (format) {
        case ImageFormat::Jpeg:
            return "JPEG";
        case ImageFormat::Png:
            return "PNG";
        case ImageFormat::WebP:
            return "WebP";
        case ImageFormat::Bmp:
            return "BMP";
    }
    return "";
}

ImageHeader readImageHeader(std::span<const std::byte> bytes, std::string_view name) {
    const std::string shownName = displayable(name);
    const auto format = formatOf(bytes);
    if (!format) refuseFormat(bytes, shownName);
    ImageHeader header;
    header.format = *format;
    switch (*format) {
        case ImageFormat::Jpeg:
            readJpegHeader(bytes, header, shownName);
            break;
        case ImageFormat::Png:
            readPngHeader(bytes, header, shownName);
            break;
        case ImageFormat::WebP:
            readWebpHeader(bytes, header, shownName);
            break;
        case ImageFormat::Bmp:
            readBmpHeader(bytes, header, shownName);
            break;
    }
    if (header.width < 1 || header.height < 1) {
        fail(ErrorCode::CorruptFile,
             "{}: its header claims a picture of {} x {} pixels",
             shownName,
             header.width,
             header.height);
    }
    return header;
}

}  // namespace descry

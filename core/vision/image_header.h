#pragma once
/// What a picture file says of itself before its pixels are touched: format by magic bytes, size,
/// where its EXIF block lies. Thread rule: pure. Errors: Unsupported (another format), CorruptFile;
/// `name` opens every message.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace descry {

enum class ImageFormat { Jpeg, Png, WebP, Bmp };

std::string_view imageFormatName(ImageFormat format) noexcept;  ///< "JPEG", "PNG", ...

struct ImageHeader {
    ImageFormat format = ImageFormat::Jpeg;
    std::int64_t width = 0;   ///< Pixels as claimed, 1 or more; nothing is capped here.
    std::int64_t height = 0;  ///< Likewise.
    std::span<const std::byte>
        exif;  ///< Part of the bytes given, from the TIFF header; may be empty.
};

ImageHeader readImageHeader(std::span<const std::byte> bytes, std::string_view name);

}  // namespace descry

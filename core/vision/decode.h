#pragma once
/// Safe decoding of image files to 8-bit RGB as Pillow's convert('RGB') does. Formats by magic
/// bytes: JPEG, PNG, WebP, BMP. Dimensions are read from the header and capped before decoding.
/// Thread rule: any thread. Errors: NotFound, Io, Unsupported (another format), CorruptFile, and
/// InvalidInput for a picture over the limits; messages name the file.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/pixels/image.h"
#include "core/vision/image_header.h"

namespace descry {

struct DecodeOptions {
    int maxSide = 16384;                            ///< Pixels.
    std::int64_t maxPixels = 64'000'000;            ///< width * height.
    std::size_t maxBytes = std::size_t{512} << 20;  ///< Size of the file.
    bool applyExifOrientation = false;              ///< The reference ignores it.
};

struct DecodedImage {
    RgbImage image;
    ImageFormat format = ImageFormat::Jpeg;
    int exifOrientation = 1;  ///< 1..8 as written in the file; 1 if absent.
    std::optional<std::string>
        exifTime;  ///< DateTimeOriginal as written, "YYYY:MM:DD hh:mm:ss", with "+hh:mm" after it
                   ///< where the file gives an offset.
    std::vector<Error> warnings;  ///< "cut inside the picture data: ..." and such.
};

/// Decodes bytes; `name` opens the messages.
DecodedImage decodeImage(std::span<const std::byte> bytes,
                         std::string_view name,
                         const DecodeOptions& options = {});
DecodedImage readImage(const std::filesystem::path& path, const DecodeOptions& options = {});

}  // namespace descry

#include "core/vision/decode.h"

#include <new>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/base/waiting.h"
#include "core/vision/exif.h"
#include "core/vision/image_reader.h"
#include "core/vision/orientation.h"

namespace descry {
namespace {

constexpr std::int64_t kRgb = 3;
constexpr std::int64_t kOrdinaryMemory = std::int64_t{240} << 20;
constexpr std::int64_t kPixelsPerBit = 64;

void checkSize(const ImageHeader& header, const std::string& name, const DecodeOptions& options) {
    if (header.width > options.maxSide || header.height > options.maxSide) {
        fail(ErrorCode::InvalidInput,
             "{}: {} x {} pixels; a side may have {} at most: make the picture smaller",
             name,
             header.width,
             header.height,
             options.maxSide);
    }
    if (header.width * header.height > options.maxPixels) {
        fail(ErrorCode::InvalidInput,
             "{}: {} x {} pixels; {} in all are read at most: make the picture smaller",
             name,
             header.width,
             header.height,
             options.maxPixels);
    }
}

RgbImage readPixels(const ImageSource& source, std::vector<Error>& warnings) {
    switch (source.header.format) {
        case ImageFormat::Jpeg:
            return readJpeg(source, warnings);
        case ImageFormat::Png:
            return readPng(source);
        case ImageFormat::WebP:
            return readWebp(source);
        case ImageFormat::Bmp:
            return readBmp(source);
    }
    fail(ErrorCode::Internal, "{}: no reader for this format", source.name);
}

}  // namespace

RgbImage makeBlankImage(const ImageHeader& header) {
    RgbImage image;
    image.width = static_cast<int>(header.width);
    image.height = static_cast<int>(header.height);
    image.samples.resize(static_cast<std::size_t>(header.width * header.height * kRgb));
    return image;
}

void requireSubstance(const ImageSource& source, std::int64_t memoryBytes) {
    if (memoryBytes <= kOrdinaryMemory) return;
    const std::int64_t numPixels = source.header.width * source.header.height;
    const auto numBits = static_cast<std::int64_t>(source.bytes.size()) * 8;
    if (numBits >= numPixels / kPixelsPerBit) return;
    fail(ErrorCode::InvalidInput,
         "{}: {} bytes claim to be {} x {} pixels; such a picture holds nothing to search",
         source.name,
         source.bytes.size(),
         source.header.width,
         source.header.height);
}

DecodedImage decodeImage(std::span<const std::byte> bytes,
                         std::string_view name,
                         const DecodeOptions& options) {
    mayWait("decoding");
    ImageSource source{bytes, displayable(name), readImageHeader(bytes, name)};
    checkSize(source.header, source.name, options);
    const ExifFacts exif = readExif(source.header.exif);
    DecodedImage result;
    result.format = source.header.format;
    result.exifOrientation = exif.orientation;
    result.exifTime = exif.time;
    try {
        result.image = readPixels(source, result.warnings);
        if (options.applyExifOrientation) {
            result.image = turnUpright(std::move(result.image), exif.orientation);
        }
    } catch (const std::bad_alloc&) {
        fail(ErrorCode::OutOfMemory,
             "{}: no memory left for a picture of {} x {} pixels",
             source.name,
             source.header.width,
             source.header.height);
    }
    return result;
}

DecodedImage readImage(const std::filesystem::path& path, const DecodeOptions& options) {
    const std::string contents = readFile(path, options.maxBytes);
    return decodeImage(std::as_bytes(std::span(contents)), path.native(), options);
}

}  // namespace descry

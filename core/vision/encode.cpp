#include "core/vision/encode.h"

#include <png.h>

#include <csetjmp>
#include <cstdlib>

#include "core/base/error.h"
#include "core/vision/libjpeg.h"

namespace descry {
namespace {

constexpr std::size_t kRgb = 3;

void requireSamples(int width, int height, std::size_t numSamples, std::size_t channels) {
    const bool hasSize = width > 0 && height > 0;
    const auto wanted = static_cast<std::size_t>(hasSize ? width : 0) *
                        static_cast<std::size_t>(hasSize ? height : 0) * channels;
    if (!hasSize || wanted != numSamples) {
        fail(ErrorCode::InvalidInput,
             "a picture of {} x {} pixels with {} samples cannot be encoded",
             width,
             height,
             numSamples);
    }
}

/// libjpeg's state; its error callback leaves by longjmp, so nothing that needs a destructor may
/// live in a frame between it and the setjmp.
struct Encoder {
    jpeg_compress_struct library{};
    jpeg_error_mgr errors{};
    std::jmp_buf escape{};
    char reason[JMSG_LENGTH_MAX] = {};
    unsigned char* bytes = nullptr;
    unsigned long numBytes = 0;

    Encoder() = default;
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;
    ~Encoder() {
        jpeg_destroy_compress(&library);
        std::free(bytes);
    }
};

[[noreturn]] void onError(j_common_ptr library) {
    auto* encoder = static_cast<Encoder*>(library->client_data);
    library->err->format_message(library, encoder->reason);
    std::longjmp(encoder->escape, 1);
}

void onOutput(j_common_ptr) {}

bool encode(Encoder& encoder, const RgbImage& image, int quality) {
    jpeg_compress_struct& library = encoder.library;
    library.err = jpeg_std_error(&encoder.errors);
    encoder.errors.error_exit = onError;
    encoder.errors.output_message = onOutput;
    library.client_data = &encoder;
    if (setjmp(encoder.escape) != 0) return false;
    jpeg_create_compress(&library);
    jpeg_mem_dest(&library, &encoder.bytes, &encoder.numBytes);
    library.image_width = static_cast<JDIMENSION>(image.width);
    library.image_height = static_cast<JDIMENSION>(image.height);
    library.input_components = static_cast<int>(kRgb);
    library.in_color_space = JCS_RGB;
    jpeg_set_defaults(&library);
    jpeg_set_quality(&library, quality, TRUE);
    jpeg_start_compress(&library, TRUE);
    const std::size_t stride = static_cast<std::size_t>(image.width) * kRgb;
    while (library.next_scanline < library.image_height) {
        // libjpeg only reads the row; its interface lacks the const.
        JSAMPROW row = const_cast<JSAMPROW>(image.samples.data()) + stride * library.next_scanline;
        jpeg_write_scanlines(&library, &row, 1);
    }
    jpeg_finish_compress(&library);
    return true;
}

/// `format` is one of libpng's, of 8-bit samples without padding between rows.
std::vector<std::byte> pngOf(std::span<const std::uint8_t> samples,
                             int width,
                             int height,
                             png_uint_32 format) {
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    header.width = static_cast<png_uint_32>(width);
    header.height = static_cast<png_uint_32>(height);
    header.format = format;
    png_alloc_size_t numBytes = 0;
    const auto write = [&](void* target) {
        return png_image_write_to_memory(&header, target, &numBytes, 0, samples.data(), 0, nullptr);
    };
    std::vector<std::byte> bytes;
    if (write(nullptr) != 0) {
        bytes.resize(numBytes);
        if (write(bytes.data()) != 0) {
            bytes.resize(numBytes);
            return bytes;
        }
    }
    fail(ErrorCode::Internal,
         "no PNG of a picture of {} x {} pixels: {}",
         width,
         height,
         header.message);
}

}  // namespace

std::vector<std::byte> encodeJpeg(const RgbImage& image, int quality) {
    requireSamples(image.width, image.height, image.samples.size(), kRgb);
    Encoder encoder;
    if (!encode(encoder, image, quality)) {
        fail(ErrorCode::Internal,
             "no JPEG of a picture of {} x {} pixels: {}",
             image.width,
             image.height,
             encoder.reason);
    }
    const auto* first = reinterpret_cast<const std::byte*>(encoder.bytes);
    return {first, first + encoder.numBytes};
}

std::vector<std::byte> encodePng(const RgbImage& image) {
    requireSamples(image.width, image.height, image.samples.size(), kRgb);
    return pngOf(image.samples, image.width, image.height, PNG_FORMAT_RGB);
}

std::vector<std::byte> encodeGrayPng(std::span<const std::uint8_t> samples, int width, int height) {
    requireSamples(width, height, samples.size(), 1);
    return pngOf(samples, width, height, PNG_FORMAT_GRAY);
}

}  // namespace descry

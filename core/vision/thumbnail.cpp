#include "core/vision/thumbnail.h"

#include <algorithm>
#include <csetjmp>
#include <cstdint>
#include <cstdlib>

#include "core/base/error.h"
#include "core/pixels/resize.h"
#include "core/vision/libjpeg.h"

namespace descry {
namespace {

constexpr int kQuality = 85;
constexpr std::size_t kRgb = 3;

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

bool encode(Encoder& encoder, const RgbImage& image) {
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
    jpeg_set_quality(&library, kQuality, TRUE);
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

/// The other side, rounded, when the longer one becomes `maxSide`.
int shrunk(int side, int longest, int maxSide) noexcept {
    const std::int64_t scaled = std::int64_t{side} * maxSide * 2 + longest;
    return std::max(1, static_cast<int>(scaled / (std::int64_t{longest} * 2)));
}

}  // namespace

std::vector<std::byte> makeThumbnail(const RgbImage& image, int maxSide) {
    if (maxSide < 1) {
        fail(ErrorCode::InvalidInput, "a thumbnail of {} pixels: 1 or more are needed", maxSide);
    }
    const int longest = std::max(image.width, image.height);
    const bool shrinks = longest > maxSide;
    const RgbImage small =
        resizeBicubic(image,
                      shrinks ? shrunk(image.width, longest, maxSide) : image.width,
                      shrinks ? shrunk(image.height, longest, maxSide) : image.height);
    Encoder encoder;
    if (!encode(encoder, small)) {
        fail(ErrorCode::Internal,
             "no thumbnail of a picture of {} x {} pixels: {}",
             image.width,
             image.height,
             encoder.reason);
    }
    const auto* first = reinterpret_cast<const std::byte*>(encoder.bytes);
    return {first, first + encoder.numBytes};
}

}  // namespace descry

#include <png.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdint>
#include <cstring>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/vision/image_reader.h"

namespace descry {
namespace {

constexpr std::size_t kRgb = 3;
constexpr png_alloc_size_t kMaxChunkBytes = 8U << 20;

/// libpng's state and what its callbacks need. The callbacks leave by longjmp, so nothing that
/// needs a destructor may live in a frame between them and the setjmp.
struct Decoder {
    png_structp library = nullptr;
    png_infop facts = nullptr;
    Bytes bytes;
    std::size_t offset = 0;
    std::jmp_buf escape{};
    char reason[120] = {};
    int colour = 0;
    int bitDepth = 0;
    int numPasses = 1;

    Decoder() = default;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    ~Decoder() { png_destroy_read_struct(&library, &facts, nullptr); }
};

[[noreturn]] void onError(png_structp library, png_const_charp reason) {
    auto* decoder = static_cast<Decoder*>(png_get_error_ptr(library));
    std::strncpy(decoder->reason, reason, sizeof(decoder->reason) - 1);
    std::longjmp(decoder->escape, 1);
}

void onWarning(png_structp, png_const_charp) {}

void onRead(png_structp library, png_bytep target, std::size_t count) {
    auto* decoder = static_cast<Decoder*>(png_get_io_ptr(library));
    if (!holds(decoder->bytes, decoder->offset, count)) png_error(library, "the file ends early");
    std::memcpy(target, decoder->bytes.data() + decoder->offset, count);
    decoder->offset += count;
}

/// Text, profiles and the like may unpack to any size and say nothing about the pixels.
void ignoreAncillaryChunks(png_structp library) {
    png_set_keep_unknown_chunks(library, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    static constexpr png_byte kTransparency[] = {'t', 'R', 'N', 'S', 0};
    png_set_keep_unknown_chunks(library, PNG_HANDLE_CHUNK_NEVER, kTransparency, 1);
}

/// What remains one value per pixel (palette index, 16-bit grey) is widened after decoding.
void requestBytes(Decoder& decoder) {
    decoder.colour = png_get_color_type(decoder.library, decoder.facts);
    decoder.bitDepth = png_get_bit_depth(decoder.library, decoder.facts);
    if (decoder.colour == PNG_COLOR_TYPE_PALETTE) {
        png_set_packing(decoder.library);
    } else if (decoder.colour != PNG_COLOR_TYPE_GRAY || decoder.bitDepth != 16) {
        if (decoder.bitDepth < 8) png_set_expand_gray_1_2_4_to_8(decoder.library);
        png_set_strip_16(decoder.library);
        png_set_strip_alpha(decoder.library);
        png_set_gray_to_rgb(decoder.library);
    }
    decoder.numPasses = png_set_interlace_handling(decoder.library);
    png_read_update_info(decoder.library, decoder.facts);
}

bool readHeader(Decoder& decoder) {
    decoder.library = png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoder, onError, onWarning);
    if (decoder.library == nullptr) return false;
    if (setjmp(decoder.escape) != 0) return false;
    decoder.facts = png_create_info_struct(decoder.library);
    if (decoder.facts == nullptr) return false;
    png_set_chunk_malloc_max(decoder.library, kMaxChunkBytes);
    ignoreAncillaryChunks(decoder.library);
    png_set_read_fn(decoder.library, &decoder, onRead);
    png_read_info(decoder.library, decoder.facts);
    requestBytes(decoder);
    return true;
}

bool readRows(Decoder& decoder, std::uint8_t* samples, std::size_t stride, std::size_t height) {
    if (setjmp(decoder.escape) != 0) return false;
    for (int pass = 0; pass < decoder.numPasses; ++pass) {
        for (std::size_t y = 0; y < height; ++y) {
            png_read_row(decoder.library, samples + y * stride, nullptr);
        }
    }
    png_read_end(decoder.library, nullptr);
    return true;
}

[[noreturn]] void refuse(const Decoder& decoder, const ImageSource& source) {
    if (decoder.library == nullptr || decoder.facts == nullptr) {
        fail(ErrorCode::OutOfMemory, "{}: no memory left to decode this PNG", source.name);
    }
    fail(ErrorCode::CorruptFile,
         "{}: the PNG is damaged ({}); copy the original again",
         source.name,
         displayable(decoder.reason));
}

/// Indices behind the palette's end show as grey of that level, as in Pillow.
std::array<png_color, 256> paletteOf(const Decoder& decoder) {
    std::array<png_color, 256> palette;
    for (std::size_t i = 0; i < palette.size(); ++i) {
        const auto level = static_cast<png_byte>(i);
        palette[i] = {level, level, level};
    }
    png_colorp stored = nullptr;
    int numStored = 0;
    if (png_get_PLTE(decoder.library, decoder.facts, &stored, &numStored) != 0) {
        std::copy_n(stored, std::clamp(numStored, 0, 256), palette.begin());
    }
    return palette;
}

/// Widens rows in place, from the last pixel to the first.
void expandPalette(const Decoder& decoder, RgbImage& image) {
    const auto palette = paletteOf(decoder);
    const auto width = static_cast<std::size_t>(image.width);
    for (std::size_t y = 0; y < static_cast<std::size_t>(image.height); ++y) {
        std::uint8_t* row = image.samples.data() + y * width * kRgb;
        for (std::size_t x = width; x-- > 0;) {
            const png_color colour = palette[row[x]];
            row[x * kRgb] = colour.red;
            row[x * kRgb + 1] = colour.green;
            row[x * kRgb + 2] = colour.blue;
        }
    }
}

/// 16-bit grey is clipped, not scaled: the reference's own reading of such files.
void clipGray16(RgbImage& image) {
    const auto width = static_cast<std::size_t>(image.width);
    for (std::size_t y = 0; y < static_cast<std::size_t>(image.height); ++y) {
        std::uint8_t* row = image.samples.data() + y * width * kRgb;
        for (std::size_t x = width; x-- > 0;) {
            const std::uint8_t level = row[2 * x] != 0 ? std::uint8_t{255} : row[2 * x + 1];
            std::fill_n(row + x * kRgb, kRgb, level);
        }
    }
}

}  // namespace

RgbImage readPng(const ImageSource& source) {
    Decoder decoder;
    decoder.bytes = source.bytes;
    if (!readHeader(decoder)) refuse(decoder, source);
    RgbImage image = makeBlankImage(source.header);
    const auto height = static_cast<std::size_t>(image.height);
    const std::size_t stride = static_cast<std::size_t>(image.width) * kRgb;
    // The rows written must be the rows allocated, whatever the library made of the header.
    if (png_get_image_width(decoder.library, decoder.facts) != source.header.width ||
        png_get_image_height(decoder.library, decoder.facts) != source.header.height ||
        png_get_rowbytes(decoder.library, decoder.facts) > stride) {
        fail(ErrorCode::CorruptFile, "{}: the PNG gives two sizes of itself", source.name);
    }
    if (!readRows(decoder, image.samples.data(), stride, height)) refuse(decoder, source);
    if (decoder.colour == PNG_COLOR_TYPE_PALETTE) {
        expandPalette(decoder, image);
    } else if (decoder.colour == PNG_COLOR_TYPE_GRAY && decoder.bitDepth == 16) {
        clipGray16(image);
    }
    return image;
}

}  // namespace descry

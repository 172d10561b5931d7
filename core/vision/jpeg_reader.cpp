#include <algorithm>
#include <csetjmp>
#include <cstdint>
#include <memory>

#include "core/base/error.h"
#include "core/vision/image_reader.h"
#include "core/vision/jpeg_markers.h"
#include "core/vision/libjpeg.h"

namespace descry {
namespace {

/// Ceiling for libjpeg's own buffers, above what any picture within the caps needs.
constexpr long kMaxLibraryBytes = 768L << 20;
/// Scans that a picture may have: many for a small one; for the largest as many as real progressive
/// files have twice over, or a file of empty scans would keep the decoder busy for minutes.
constexpr std::int64_t kMinScans = 24;
constexpr std::int64_t kMaxScans = 200;
constexpr std::int64_t kScanPixels = 24 * std::int64_t{64'000'000};

constexpr std::size_t kRgb = 3;
constexpr std::size_t kCmyk = 4;

/// libjpeg's state and what its callbacks need. The callbacks leave by longjmp, so nothing that
/// needs a destructor may live in a frame between them and the setjmp.
struct Decoder {
    jpeg_decompress_struct library{};
    jpeg_error_mgr errors{};
    jpeg_source_mgr source{};
    jpeg_progress_mgr progress{};
    std::jmp_buf escape{};
    char reason[JMSG_LENGTH_MAX] = {};
    int firstWarning = 0;
    int maxScans = 0;
    bool hasTooManyScans = false;
    bool hasRunOut = false;  ///< The decoder asked for bytes behind the last.

    Decoder() = default;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    ~Decoder() { jpeg_destroy_decompress(&library); }
};

Decoder& decoderOf(j_common_ptr library) noexcept {
    return *static_cast<Decoder*>(library->client_data);
}

[[noreturn]] void onError(j_common_ptr library) {
    Decoder& decoder = decoderOf(library);
    library->err->format_message(library, decoder.reason);
    std::longjmp(decoder.escape, 1);
}

void onMessage(j_common_ptr library, int level) {
    if (level >= 0) return;
    Decoder& decoder = decoderOf(library);
    if (library->err->num_warnings++ == 0) decoder.firstWarning = library->err->msg_code;
}

void onOutput(j_common_ptr) {}

void onStart(j_decompress_ptr) {}

/// Ends the data with the marker that a cut file lacks; the decoder makes up the rest.
boolean onNeedBytes(j_decompress_ptr library) {
    static constexpr JOCTET kEndOfImage[] = {0xff, JPEG_EOI};
    static_cast<Decoder*>(library->client_data)->hasRunOut = true;
    library->src->next_input_byte = kEndOfImage;
    library->src->bytes_in_buffer = sizeof(kEndOfImage);
    return TRUE;
}

void onSkip(j_decompress_ptr library, long numBytes) {
    if (numBytes <= 0) return;
    const auto wanted = static_cast<std::size_t>(numBytes);
    if (wanted > library->src->bytes_in_buffer) {
        onNeedBytes(library);
        return;
    }
    library->src->next_input_byte += wanted;
    library->src->bytes_in_buffer -= wanted;
}

void onProgress(j_common_ptr library) {
    Decoder& decoder = decoderOf(library);
    if (decoder.library.input_scan_number <= decoder.maxScans) return;
    decoder.hasTooManyScans = true;
    std::longjmp(decoder.escape, 1);
}

void connect(Decoder& decoder, Bytes bytes) noexcept {
    decoder.library.err = jpeg_std_error(&decoder.errors);
    decoder.errors.error_exit = onError;
    decoder.errors.emit_message = onMessage;
    decoder.errors.output_message = onOutput;
    decoder.source.next_input_byte = reinterpret_cast<const JOCTET*>(bytes.data());
    decoder.source.bytes_in_buffer = bytes.size();
    decoder.source.init_source = onStart;
    decoder.source.fill_input_buffer = onNeedBytes;
    decoder.source.skip_input_data = onSkip;
    decoder.source.resync_to_restart = jpeg_resync_to_restart;
    decoder.source.term_source = onStart;
    decoder.progress.progress_monitor = onProgress;
    decoder.library.client_data = &decoder;
}

bool readHeader(Decoder& decoder) {
    if (setjmp(decoder.escape) != 0) return false;
    jpeg_create_decompress(&decoder.library);
    decoder.library.src = &decoder.source;
    decoder.library.progress = &decoder.progress;
    decoder.library.mem->max_memory_to_use = kMaxLibraryBytes;
    jpeg_read_header(&decoder.library, TRUE);
    return true;
}

/// Writes rows of RGB to `pixels`, or rows of CMYK to `scratch` and from there RGB to `pixels`.
struct RowTarget {
    JSAMPLE* pixels = nullptr;
    std::size_t stride = 0;
    JSAMPLE* scratch = nullptr;
};

std::uint8_t scaled(std::uint32_t value, std::uint32_t factor) noexcept {
    const std::uint32_t product = value * factor + 128;
    return static_cast<std::uint8_t>(((product >> 8) + product) >> 8);
}

/// The simple rule on Adobe's inverted samples: white is 255 of everything.
void convertCmykRow(const JSAMPLE* cmyk, JSAMPLE* rgb, std::size_t width) noexcept {
    for (std::size_t x = 0; x < width; ++x, cmyk += kCmyk, rgb += kRgb) {
        const std::uint32_t light = cmyk[3];
        for (std::size_t channel = 0; channel < kRgb; ++channel) {
            const std::uint32_t ink = 255U - cmyk[channel];
            const int value = static_cast<int>(light) - scaled(ink, light);
            rgb[channel] = static_cast<JSAMPLE>(std::clamp(value, 0, 255));
        }
    }
}

bool readRows(Decoder& decoder, const RowTarget& target) {
    if (setjmp(decoder.escape) != 0) return false;
    jpeg_start_decompress(&decoder.library);
    while (decoder.library.output_scanline < decoder.library.output_height) {
        JSAMPLE* pixels = target.pixels + target.stride * decoder.library.output_scanline;
        JSAMPROW row = target.scratch != nullptr ? target.scratch : pixels;
        if (jpeg_read_scanlines(&decoder.library, &row, 1) != 1) return false;
        if (target.scratch != nullptr) {
            convertCmykRow(target.scratch, pixels, decoder.library.output_width);
        }
    }
    jpeg_finish_decompress(&decoder.library);
    return true;
}

[[noreturn]] void refuse(const Decoder& decoder, const ImageSource& source) {
    if (decoder.hasTooManyScans) {
        fail(ErrorCode::InvalidInput,
             "{}: the JPEG has more than {} scans; save it again as an ordinary JPEG",
             source.name,
             decoder.maxScans);
    }
    if (decoder.errors.msg_code == JERR_OUT_OF_MEMORY ||
        decoder.errors.msg_code == JERR_NO_BACKING_STORE) {
        fail(ErrorCode::OutOfMemory, "{}: no memory left to decode this JPEG", source.name);
    }
    fail(ErrorCode::CorruptFile,
         "{}: the JPEG is damaged ({}); copy the original again",
         source.name,
         decoder.reason);
}

struct UsablePart {
    Bytes bytes;
    bool isCut = false;
};

/// The file up to its end marker, or up to the segment in which it was cut: a cut table between
/// two scans must not spoil the scans before it.
UsablePart usablePart(const ImageSource& source) {
    JpegMarkers markers(source.bytes);
    std::size_t firstData = 0;
    while (const auto segment = markers.next()) {
        if (segment->code == kJpegStartOfScan && firstData == 0) firstData = markers.offset();
        if (segment->code == kJpegEndOfImage && firstData != 0) {
            return {source.bytes.first(markers.offset()), false};
        }
    }
    if (firstData == 0 || markers.offset() <= firstData) {
        fail(ErrorCode::CorruptFile,
             "{}: the JPEG is cut before its picture data; copy the original again",
             source.name);
    }
    return {source.bytes.first(markers.offset()), true};
}

/// Several scans make the decoder keep the coefficients of the whole picture.
std::int64_t coefficientBytes(const jpeg_decompress_struct& library) noexcept {
    std::int64_t numBlocks = 0;
    for (int i = 0; i < library.num_components; ++i) {
        const jpeg_component_info& component = library.comp_info[i];
        numBlocks += std::int64_t{component.width_in_blocks} * component.height_in_blocks;
    }
    return numBlocks * static_cast<std::int64_t>(sizeof(JBLOCK));
}

void configure(Decoder& decoder, const ImageSource& source) {
    jpeg_decompress_struct& library = decoder.library;
    if (library.image_width != source.header.width ||
        library.image_height != source.header.height) {
        fail(ErrorCode::CorruptFile, "{}: the JPEG gives two sizes of itself", source.name);
    }
    const int numChannels = library.num_components;
    if (numChannels != 1 && numChannels != 3 && numChannels != 4) {
        fail(ErrorCode::Unsupported,
             "{}: a JPEG of {} channels is neither grey, RGB nor CMYK",
             source.name,
             numChannels);
    }
    library.out_color_space = numChannels == 4 ? JCS_CMYK : JCS_RGB;
    const std::int64_t numPixels = source.header.width * source.header.height;
    decoder.maxScans = static_cast<int>(std::clamp(kScanPixels / numPixels, kMinScans, kMaxScans));
    if (jpeg_has_multiple_scans(&library)) {
        requireSubstance(source, coefficientBytes(library) + numPixels * std::int64_t{kRgb});
    }
}

void addWarnings(const Decoder& decoder, bool isCut, std::vector<Error>& warnings) {
    if (isCut) {
        warnings.push_back(makeError(ErrorCode::CorruptFile,
                                     "cut inside the picture data: decoded as far as it goes"));
    } else if (decoder.firstWarning == JWRN_HIT_MARKER || decoder.firstWarning == JWRN_JPEG_EOF ||
               decoder.hasRunOut) {
        warnings.push_back(makeError(ErrorCode::CorruptFile,
                                     "the picture data ends early: decoded as far as it goes"));
    } else if (decoder.firstWarning != 0 && decoder.firstWarning != JWRN_EXTRANEOUS_DATA &&
               decoder.firstWarning != JWRN_ADOBE_XFORM &&
               decoder.firstWarning != JWRN_JFIF_MAJOR) {
        warnings.push_back(
            makeError(ErrorCode::CorruptFile,
                      "the picture data is damaged: parts of the picture may be wrong"));
    }
}

}  // namespace

RgbImage readJpeg(const ImageSource& source, std::vector<Error>& warnings) {
    const UsablePart part = usablePart(source);
    const auto decoder = std::make_unique<Decoder>();
    connect(*decoder, part.bytes);
    if (!readHeader(*decoder)) refuse(*decoder, source);
    configure(*decoder, source);
    RgbImage image = makeBlankImage(source.header);
    const auto width = static_cast<std::size_t>(image.width);
    std::vector<JSAMPLE> scratch(decoder->library.num_components == 4 ? width * kCmyk : 0);
    const RowTarget target{
        image.samples.data(), width * kRgb, scratch.empty() ? nullptr : scratch.data()};
    if (!readRows(*decoder, target)) refuse(*decoder, source);
    addWarnings(*decoder, part.isCut, warnings);
    return image;
}

}  // namespace descry

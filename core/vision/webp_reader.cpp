#include <webp/decode.h>
#include <webp/demux.h>

#include <cstdint>
#include <memory>

#include "core/base/error.h"
#include "core/vision/image_reader.h"

namespace descry {
namespace {

constexpr std::size_t kRgb = 3;
/// Held per pixel while a lossless picture or an alpha plane is decoded, the result included.
constexpr std::int64_t kDecodingBytesPerPixel = 7;

struct DemuxerDeleter {
    void operator()(WebPDemuxer* demuxer) const noexcept { WebPDemuxDelete(demuxer); }
};
using Demuxer = std::unique_ptr<WebPDemuxer, DemuxerDeleter>;

[[noreturn]] void refuse(const ImageSource& source) {
    fail(ErrorCode::CorruptFile,
         "{}: the WebP is cut or damaged; copy the original again",
         source.name);
}

Demuxer openContainer(const ImageSource& source) {
    const WebPData data{reinterpret_cast<const std::uint8_t*>(source.bytes.data()),
                        source.bytes.size()};
    Demuxer demuxer(WebPDemux(&data));
    if (!demuxer || WebPDemuxGetI(demuxer.get(), WEBP_FF_FRAME_COUNT) == 0) refuse(source);
    if (WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH) != source.header.width ||
        WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT) != source.header.height) {
        fail(ErrorCode::CorruptFile, "{}: the WebP gives two sizes of itself", source.name);
    }
    return demuxer;
}

struct FrameIterator {
    WebPIterator state{};

    FrameIterator() = default;
    FrameIterator(const FrameIterator&) = delete;
    FrameIterator& operator=(const FrameIterator&) = delete;
    ~FrameIterator() { WebPDemuxReleaseIterator(&state); }
};

/// Whether the frame lies on the canvas and its stream has the size that its header gives.
bool isFrameSound(const WebPIterator& frame, const RgbImage& canvas) {
    if (frame.complete == 0 || frame.width < 1 || frame.height < 1) return false;
    if (frame.x_offset < 0 || frame.width > canvas.width - frame.x_offset) return false;
    if (frame.y_offset < 0 || frame.height > canvas.height - frame.y_offset) return false;
    int width = 0;
    int height = 0;
    return WebPGetInfo(frame.fragment.bytes, frame.fragment.size, &width, &height) != 0 &&
           width == frame.width && height == frame.height;
}

}  // namespace

RgbImage readWebp(const ImageSource& source) {
    const Demuxer demuxer = openContainer(source);
    requireSubstance(source, kDecodingBytesPerPixel * source.header.width * source.header.height);
    RgbImage image = makeBlankImage(source.header);
    FrameIterator first;
    if (WebPDemuxGetFrame(demuxer.get(), 1, &first.state) == 0) refuse(source);
    const WebPIterator& frame = first.state;
    if (!isFrameSound(frame, image)) refuse(source);
    const std::size_t stride = static_cast<std::size_t>(image.width) * kRgb;
    // What an animation's first frame leaves free is transparent black, and alpha is dropped.
    const std::size_t start = static_cast<std::size_t>(frame.y_offset) * stride +
                              static_cast<std::size_t>(frame.x_offset) * kRgb;
    if (WebPDecodeRGBInto(frame.fragment.bytes,
                          frame.fragment.size,
                          image.samples.data() + start,
                          image.samples.size() - start,
                          static_cast<int>(stride)) == nullptr) {
        refuse(source);
    }
    return image;
}

}  // namespace descry

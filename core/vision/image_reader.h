#pragma once
/// Private to core/vision: one reader per format, each giving what Pillow's convert('RGB') gives.
/// Sizes have been capped from the header before a reader is called; a reader refuses a stream that
/// turns out to be larger than its header said. Thread rule: pure. Errors: CorruptFile,
/// Unsupported, InvalidInput, OutOfMemory, opened by the name.

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/pixels/image.h"
#include "core/vision/byte_order.h"
#include "core/vision/image_header.h"

namespace descry {

struct ImageSource {
    Bytes bytes;
    std::string name;  ///< As it can stand in a message.
    ImageHeader header;
};

RgbImage readJpeg(const ImageSource& source, std::vector<Error>& warnings);
RgbImage readPng(const ImageSource& source);
RgbImage readWebp(const ImageSource& source);
RgbImage readBmp(const ImageSource& source);

/// An image of the header's size, all black.
RgbImage makeBlankImage(const ImageHeader& header);

/// Refuses a file of next to nothing that makes a decoder hold gigantic buffers: above the memory
/// that any picture may take, every 8 x 8 pixels must be backed by a bit of the file.
/// `memoryBytes`: what the decoder will hold at its peak, the result included.
void requireSubstance(const ImageSource& source, std::int64_t memoryBytes);

}  // namespace descry

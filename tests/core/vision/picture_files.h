#pragma once
/// Picture files made by hand for the tests of core/vision. Thread rule: pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/pixels/image.h"
#include "core/vision/thumbnail.h"

namespace descry::test {

inline std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text));
}

inline std::string little(std::uint64_t value, int numBytes) {
    std::string text;
    for (int i = 0; i < numBytes; ++i) text.push_back(static_cast<char>(value >> (8 * i)));
    return text;
}

inline std::string big(std::uint32_t value, int numBytes) {
    std::string text;
    for (int i = numBytes - 1; i >= 0; --i) text.push_back(static_cast<char>(value >> (8 * i)));
    return text;
}

/// A TIFF block of one folder with an orientation and, inside it, an EXIF folder with a time.
struct ExifBlock {
    bool isBigEndian = false;
    std::uint32_t orientation = 1;
    std::string time = "2024:05:06 07:08:09";
    std::string offset;  ///< "+02:00"; left out if empty.

    std::string number(std::uint32_t value, int numBytes) const {
        return isBigEndian ? big(value, numBytes) : little(value, numBytes);
    }

    std::string entry(std::uint32_t tag,
                      std::uint32_t type,
                      std::uint32_t count,
                      const std::string& value) const {
        return number(tag, 2) + number(type, 2) + number(count, 4) + value;
    }

    std::string text() const {
        constexpr std::uint32_t kInner = 38;
        const std::uint32_t numInner = offset.empty() ? 1 : 2;
        const std::uint32_t texts = kInner + 2 + numInner * 12 + 4;
        const auto timeBytes = static_cast<std::uint32_t>(time.size() + 1);
        std::string block = isBigEndian ? std::string("MM\0*", 4) : std::string("II*\0", 4);
        block += number(8, 4) + number(2, 2);
        block += entry(0x0112, 3, 1, number(orientation, 2) + number(0, 2));
        block += entry(0x8769, 4, 1, number(kInner, 4)) + number(0, 4);
        block += number(numInner, 2) + entry(0x9003, 2, timeBytes, number(texts, 4));
        if (!offset.empty()) {
            block += entry(0x9011,
                           2,
                           static_cast<std::uint32_t>(offset.size() + 1),
                           number(texts + timeBytes, 4));
        }
        block += number(0, 4) + time + '\0';
        if (!offset.empty()) block += offset + '\0';
        return block;
    }
};

inline std::string jpegOf(const RgbImage& image) {
    const auto bytes = makeThumbnail(image, 16384);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The JPEG with an APP1 segment behind its first two bytes.
inline std::string withExif(const std::string& jpeg, const std::string& block) {
    const std::string body = std::string("Exif\0\0", 6) + block;
    return jpeg.substr(0, 2) + "\xff\xe1" + big(static_cast<std::uint32_t>(body.size() + 2), 2) +
           body + jpeg.substr(2);
}

inline RgbImage gradient(int width, int height) {
    RgbImage image{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            image.samples.insert(image.samples.end(),
                                 {static_cast<std::uint8_t>(x * 255 / width),
                                  static_cast<std::uint8_t>(y * 255 / height),
                                  static_cast<std::uint8_t>((x + y) % 256)});
        }
    }
    return image;
}

}  // namespace descry::test

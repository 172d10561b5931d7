#pragma once
/// Private to core/vision: walks the marker segments of a JPEG without decoding. Thread rule: one
/// object, one thread. Failure rule: next() ends the walk at the first segment that is cut.

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/vision/byte_order.h"

namespace descry {

inline constexpr std::uint32_t kJpegStartOfScan = 0xda;
inline constexpr std::uint32_t kJpegEndOfImage = 0xd9;
inline constexpr std::uint32_t kJpegApp1 = 0xe1;

struct JpegSegment {
    std::uint32_t code = 0;  ///< Second byte of the marker.
    std::size_t offset = 0;  ///< Of the marker's first byte.
    Bytes body;              ///< After the length; empty for markers without one.

    /// Start of frame: SOF0..SOF15 without DHT, JPG and DAC, which share the range.
    bool isFrame() const noexcept {
        return code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc;
    }
};

class JpegMarkers {
  public:
    explicit JpegMarkers(Bytes bytes) : m_bytes(bytes) {}

    /// The next whole segment; nothing at the end of the bytes or where a segment is cut. Entropy
    /// coded data and stray bytes before a marker are stepped over.
    std::optional<JpegSegment> next() noexcept;
    /// Where the walk stands: behind the last whole segment, or at the marker of the cut one.
    std::size_t offset() const noexcept { return m_offset; }

  private:
    Bytes m_bytes;
    std::size_t m_offset = 2;
};

inline std::optional<JpegSegment> JpegMarkers::next() noexcept {
    for (; holds(m_bytes, m_offset, 2); ++m_offset) {
        if (byteAt(m_bytes, m_offset) != 0xff) continue;
        const std::uint32_t code = byteAt(m_bytes, m_offset + 1);
        // 0: a stuffed byte of the data. 0xff: fill. 1 and 0xd0..0xd7: stand inside the data.
        if (code <= 1 || code == 0xff || (code >= 0xd0 && code <= 0xd8)) continue;
        JpegSegment segment{code, m_offset, {}};
        if (code == kJpegEndOfImage) {
            m_offset += 2;
            return segment;
        }
        if (!holds(m_bytes, m_offset, 4)) return std::nullopt;
        const std::size_t length = readBig16(m_bytes, m_offset + 2);
        if (length < 2 || !holds(m_bytes, m_offset + 2, length)) return std::nullopt;
        segment.body = m_bytes.subspan(m_offset + 4, length - 2);
        m_offset += 2 + length;
        return segment;
    }
    m_offset = m_bytes.size();
    return std::nullopt;
}

}  // namespace descry

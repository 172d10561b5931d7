#include "core/tensorfile/file_bytes.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "core/base/unicode.h"

namespace descry {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{8} << 20;
/// Below this, telling the kernel costs more than the pages are worth.
constexpr std::size_t kReleaseBytes = std::size_t{1} << 20;

}  // namespace

FileBytes::FileBytes(const std::filesystem::path& path)
    : m_path(path), m_shownPath(displayable(path.native())) {
    m_mapping.emplace(path, MappedFile::Access::Sequential);
    m_bytes = m_mapping->bytes();
}

FileBytes::FileBytes(std::span<const std::byte> bytes, std::filesystem::path name)
    : m_path(std::move(name)), m_shownPath(displayable(m_path.native())), m_bytes(bytes) {}

void FileBytes::copy(std::size_t offset, std::span<std::byte> out) const noexcept {
    assert(offset <= m_bytes.size() && out.size() <= m_bytes.size() - offset);
    while (!out.empty()) {
        const std::size_t length = std::min(out.size(), kPieceBytes);
        std::memcpy(out.data(), m_bytes.data() + offset, length);
        release(offset, length);
        out = out.subspan(length);
        offset += length;
    }
}

void FileBytes::release(std::size_t offset, std::size_t length) const noexcept {
    if (m_mapping && length >= kReleaseBytes) m_mapping->release(offset, length);
}

}  // namespace descry

#include "core/base/mapped_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_descriptor.h"

namespace descry {
namespace {

void unmap(std::span<const std::byte> bytes) noexcept {
    if (!bytes.empty()) ::munmap(const_cast<std::byte*>(bytes.data()), bytes.size());
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path, Access access) : m_path(path) {
    const OpenFile file = openForReading(path);
    if (file.sizeBytes == 0) return;
    void* start = ::mmap(nullptr, file.sizeBytes, PROT_READ, MAP_PRIVATE, file.descriptor.get(), 0);
    if (start == MAP_FAILED) {
        const int reason = errno;
        fail(reason == ENOMEM ? ErrorCode::OutOfMemory : ErrorCode::Io,
             "{}: its {} bytes cannot be mapped into memory: {}",
             shown(path),
             file.sizeBytes,
             systemReason(reason));
    }
    ::madvise(start, file.sizeBytes, access == Access::Sequential ? MADV_SEQUENTIAL : MADV_RANDOM);
    m_bytes = {static_cast<const std::byte*>(start), file.sizeBytes};
}

MappedFile::~MappedFile() {
    unmap(m_bytes);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_bytes(std::exchange(other.m_bytes, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    if (this == &other) return *this;
    unmap(m_bytes);
    m_path = std::move(other.m_path);
    m_bytes = std::exchange(other.m_bytes, {});
    return *this;
}

void MappedFile::release(std::size_t offset, std::size_t length) const noexcept {
    if (offset >= m_bytes.size()) return;
    const auto pageBytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t end = offset + std::min(length, m_bytes.size() - offset);
    // Only pages that lie wholly inside the range: a neighbour may still be in use.
    const std::size_t first = (offset + pageBytes - 1) / pageBytes * pageBytes;
    const std::size_t last = end == m_bytes.size() ? end : end / pageBytes * pageBytes;
    if (first >= last) return;
    ::madvise(const_cast<std::byte*>(m_bytes.data()) + first, last - first, MADV_DONTNEED);
}

}  // namespace descry

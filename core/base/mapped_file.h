#pragma once
/// A file mapped read-only into memory. Owns the mapping; pages are touched only where read.
/// Thread rule: immutable, any thread. Errors: NotFound, Io (a folder, a pipe, unreadable).
/// A file that shrinks while mapped raises SIGBUS: callers map files that nobody is writing.

#include <cstddef>
#include <filesystem>
#include <span>

namespace descry {

class MappedFile {
  public:
    enum class Access { Sequential, Random };

    explicit MappedFile(const std::filesystem::path& path, Access access = Access::Random);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    /// The file's bytes; empty for an empty file.
    std::span<const std::byte> bytes() const noexcept { return m_bytes; }
    const std::filesystem::path& path() const noexcept { return m_path; }

    /// Tells the kernel that a range will not be read again soon, so its pages can be dropped.
    void release(std::size_t offset, std::size_t length) const noexcept;

  private:
    std::filesystem::path m_path;
    std::span<const std::byte> m_bytes;
};

}  // namespace descry

#pragma once
/// Private to core/tensorfile: the bytes of a tensor file, mapped from disk or lent by the caller.
/// Thread rule: immutable, any thread. Errors: as MappedFile.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "core/base/mapped_file.h"

namespace descry {

class FileBytes {
  public:
    explicit FileBytes(const std::filesystem::path& path);
    /// `bytes` must outlive the object; `name` stands for a path in messages.
    FileBytes(std::span<const std::byte> bytes, std::filesystem::path name);

    const std::filesystem::path& path() const noexcept { return m_path; }
    /// The path as messages show it.
    const std::string& shownPath() const noexcept { return m_shownPath; }
    std::span<const std::byte> bytes() const noexcept { return m_bytes; }

    /// Copies `out.size()` bytes from `offset`, giving large ranges back to the kernel on the way,
    /// so that reading a whole file does not keep it in memory a second time.
    void copy(std::size_t offset, std::span<std::byte> out) const noexcept;
    void release(std::size_t offset, std::size_t length) const noexcept;

  private:
    std::filesystem::path m_path;
    std::string m_shownPath;
    std::optional<MappedFile> m_mapping;
    std::span<const std::byte> m_bytes;
};

}  // namespace descry

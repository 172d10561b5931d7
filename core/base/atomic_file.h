#pragma once
/// Writing that is whole or not at all: a temporary beside the target, fsync, rename. A crash
/// leaves the old file or the new one, and no temporary file where the system has unnamed ones.
/// Thread rule: one object, one thread. Errors: DiskFull or Io, with the path and
/// the system's reason.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace descry {

/// A file that appears under its name only when commit() returns; dropped without commit, it
/// leaves nothing behind.
class AtomicFile {
  public:
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::span<const std::byte> bytes);
    void write(std::string_view text) { write(std::as_bytes(std::span(text))); }
    /// Bytes written so far.
    std::size_t position() const noexcept { return m_position; }
    /// Flushes to the disk and renames over the target.
    void commit();

  private:
    /// Tries names until `take` succeeds with m_temporary; errno EEXIST asks for another.
    template <typename Take>
    void withTemporaryName(const Take& take);

    std::filesystem::path m_target;
    std::filesystem::path m_temporary;  ///< Empty while the file has no name.
    int m_descriptor = -1;
    std::size_t m_position = 0;
};

/// A folder built under a temporary name beside the target. commit() renames it into place;
/// an existing target that is not an empty folder is refused at construction.
class AtomicFolder {
  public:
    explicit AtomicFolder(std::filesystem::path target);
    ~AtomicFolder();
    AtomicFolder(const AtomicFolder&) = delete;
    AtomicFolder& operator=(const AtomicFolder&) = delete;

    /// Where to write the contents until commit().
    const std::filesystem::path& path() const noexcept { return m_temporary; }
    void commit();

  private:
    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
};

/// Makes a folder and those above it; one that is there is left alone.
void makeFolder(const std::filesystem::path& folder);

/// Puts a folder in the place of another on the same disk in one step; what was there, if anything,
/// is then at `source`.
void exchangeFolder(const std::filesystem::path& source, const std::filesystem::path& target);

/// Whole small file at once.
void writeFileAtomically(const std::filesystem::path& target, std::string_view contents);
/// Reads a whole file of at most `maxBytes`; NotFound, Io, or InvalidInput if larger.
std::string readFile(const std::filesystem::path& path, std::size_t maxBytes);

}  // namespace descry

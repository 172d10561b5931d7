#pragma once
/// Private to core/base: an open POSIX file and the words for why opening one failed. Thread rule:
/// one object, one thread. Errors: NotFound, Io.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace descry {

/// Owns one descriptor and closes it.
class FileDescriptor {
  public:
    FileDescriptor() = default;
    explicit FileDescriptor(int descriptor) noexcept : m_descriptor(descriptor) {}
    ~FileDescriptor();
    FileDescriptor(FileDescriptor&& other) noexcept : m_descriptor(other.release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;

    int get() const noexcept { return m_descriptor; }
    int release() noexcept;

  private:
    int m_descriptor = -1;
};

struct OpenFile {
    FileDescriptor descriptor;
    std::size_t sizeBytes = 0;  ///< At the time of opening.
};

/// Opens an ordinary file for reading; a folder, pipe or device is refused without waiting on it.
OpenFile openForReading(const std::filesystem::path& path);
/// Reads up to `buffer.size()` bytes; fewer only at the end of the file.
std::size_t readFully(const FileDescriptor& file,
                      std::span<std::byte> buffer,
                      const std::filesystem::path& path);

/// What the system says of an errno value: "No space left on device".
std::string systemReason(int errorNumber);
/// The path as it can stand in a message or a JSON string, whatever its bytes are.
std::string shown(const std::filesystem::path& path);

}  // namespace descry

#include "core/base/file_descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/base/waiting.h"

namespace descry {

FileDescriptor::~FileDescriptor() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    if (this == &other) return *this;
    if (m_descriptor >= 0) ::close(m_descriptor);
    m_descriptor = other.release();
    return *this;
}

int FileDescriptor::release() noexcept {
    return std::exchange(m_descriptor, -1);
}

std::string systemReason(int errorNumber) {
    return std::generic_category().message(errorNumber);
}

std::string shown(const std::filesystem::path& path) {
    return displayable(path.native());
}

OpenFile openForReading(const std::filesystem::path& path) {
    mayWait("a file");
    if (path.native().find('\0') != std::string::npos) {
        fail(ErrorCode::NotFound, "{}: no such file: a path cannot hold a NUL byte", shown(path));
    }
    // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) {
        const int reason = errno;
        if (reason == ENOENT || reason == ENOTDIR) {
            fail(ErrorCode::NotFound, "{}: no such file", shown(path));
        }
        fail(ErrorCode::Io,
             "{}: cannot be opened for reading: {}",
             shown(path),
             systemReason(reason));
    }
    OpenFile file{FileDescriptor(descriptor), 0};
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) {
        fail(ErrorCode::Io, "{}: cannot be examined: {}", shown(path), systemReason(errno));
    }
    if (S_ISDIR(status.st_mode)) {
        fail(ErrorCode::Io, "{}: is a folder; give a file", shown(path));
    }
    if (!S_ISREG(status.st_mode)) {
        fail(ErrorCode::Io, "{}: is a pipe or a device; give an ordinary file", shown(path));
    }
    file.sizeBytes = static_cast<std::size_t>(status.st_size);
    return file;
}

std::size_t readFully(const FileDescriptor& file,
                      std::span<std::byte> buffer,
                      const std::filesystem::path& path) {
    std::size_t done = 0;
    while (done < buffer.size()) {
        const ssize_t count = ::read(file.get(), buffer.data() + done, buffer.size() - done);
        if (count == 0) break;
        if (count < 0 && errno == EINTR) continue;
        if (count < 0)
            fail(ErrorCode::Io, "{}: reading failed: {}", shown(path), systemReason(errno));
        done += static_cast<std::size_t>(count);
    }
    return done;
}

}  // namespace descry

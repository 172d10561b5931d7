#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <random>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_descriptor.h"
#include "core/base/waiting.h"

namespace descry {
namespace fs = std::filesystem;
namespace {

constexpr int kNameAttempts = 100;

/// A name for a file that is not finished: hidden, short (the target's own name may already have
/// the longest length allowed) and unlikely to exist.
fs::path temporaryName(const fs::path& folder) {
    static std::atomic<std::uint32_t> counter{std::random_device{}()};
    return folder / fmt::format(".descry-{}-{:08x}.tmp", ::getpid(), counter.fetch_add(1));
}

/// A file without a name, which a kill leaves nothing of; -1 where the file system has none, or
/// where it could not be given a name later.
int openUnnamed(const fs::path& folder) {
    if (::access("/proc/self/fd", X_OK) != 0) return -1;
    return ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
}

/// The place that a rename has to replace: links followed, a closing slash dropped.
fs::path resolvedTarget(fs::path target) {
    if (!target.has_filename()) target = target.parent_path();
    if (target.empty() || !target.has_filename()) {
        fail(ErrorCode::InvalidInput, "\"{}\" is not a name to write to", shown(target));
    }
    if (target.native().find('\0') != std::string::npos) {
        fail(ErrorCode::InvalidInput, "{}: a path cannot hold a NUL byte", shown(target));
    }
    std::error_code ignored;
    if (!fs::is_symlink(target, ignored)) return target;
    fs::path behind = fs::weakly_canonical(target, ignored);
    return behind.empty() ? target : behind;
}

fs::path folderOf(const fs::path& target) {
    const fs::path folder = target.parent_path();
    return folder.empty() ? fs::path(".") : folder;
}

[[noreturn]] void failToWrite(const fs::path& target, int reason) {
    if (reason == ENOENT || reason == ENOTDIR) {
        fail(ErrorCode::NotFound,
             "{}: cannot be written: there is no folder {}",
             shown(target),
             shown(folderOf(target)));
    }
    fail(writeErrorCode(reason), "{}: cannot be written: {}", shown(target), systemReason(reason));
}

/// Makes names inside a folder last through a crash. File systems that cannot do that say EINVAL
/// and the like; the rename has then happened all the same.
void syncFolder(const fs::path& folder) noexcept {
    const FileDescriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() >= 0) ::fsync(descriptor.get());
}

void syncFile(const fs::path& path, const fs::path& target) {
    const FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0) failToWrite(target, errno);
}

}  // namespace

template <typename Take>
void AtomicFile::withTemporaryName(const Take& take) {
    for (int attempt = 0; attempt < kNameAttempts; ++attempt) {
        m_temporary = temporaryName(folderOf(m_target));
        if (take()) return;
        const int reason = errno;
        m_temporary.clear();
        if (reason != EEXIST) failToWrite(m_target, reason);
    }
    failToWrite(m_target, EEXIST);
}

AtomicFile::AtomicFile(fs::path target) : m_target(resolvedTarget(std::move(target))) {
    mayWait("a file");
    struct stat status = {};
    const bool replaces = ::stat(m_target.c_str(), &status) == 0;
    if (replaces && !S_ISREG(status.st_mode)) {
        fail(ErrorCode::Io, "{}: cannot be replaced: it is not an ordinary file", shown(m_target));
    }
    m_descriptor = openUnnamed(folderOf(m_target));
    if (m_descriptor < 0) {
        withTemporaryName([&] {
            m_descriptor =
                ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            return m_descriptor >= 0;
        });
    }
    // A replaced file keeps its permissions; where that is refused the usual ones will do.
    if (replaces && ::fchmod(m_descriptor, status.st_mode & 07777U) != 0) errno = 0;
}

AtomicFile::~AtomicFile() {
    if (m_descriptor >= 0) ::close(m_descriptor);
    if (!m_temporary.empty()) ::unlink(m_temporary.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
    assert(m_descriptor >= 0);
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(m_descriptor, bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) failToWrite(m_target, errno);
        done += static_cast<std::size_t>(count);
    }
    m_position += bytes.size();
}

void AtomicFile::commit() {
    assert(m_descriptor >= 0);
    if (::fsync(m_descriptor) != 0) failToWrite(m_target, errno);
    if (m_temporary.empty()) {
        // rename() replaces, linkat() does not: the file needs a name for a moment.
        const std::string unnamed = fmt::format("/proc/self/fd/{}", m_descriptor);
        withTemporaryName([&] {
            return ::linkat(AT_FDCWD,
                            unnamed.c_str(),
                            AT_FDCWD,
                            m_temporary.c_str(),
                            AT_SYMLINK_FOLLOW) == 0;
        });
    }
    if (::close(std::exchange(m_descriptor, -1)) != 0) failToWrite(m_target, errno);
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) failToWrite(m_target, errno);
    m_temporary.clear();
    syncFolder(folderOf(m_target));
}

AtomicFolder::AtomicFolder(fs::path target) : m_target(resolvedTarget(std::move(target))) {
    mayWait("a file");
    std::error_code error;
    const fs::file_status status = fs::symlink_status(m_target, error);
    if (fs::exists(status) && !(fs::is_directory(status) && fs::is_empty(m_target, error))) {
        fail(ErrorCode::InvalidInput,
             "{}: is already there and is not an empty folder; choose another name or remove it",
             shown(m_target));
    }
    for (int attempt = 0; attempt < kNameAttempts; ++attempt) {
        m_temporary = temporaryName(folderOf(m_target));
        if (::mkdir(m_temporary.c_str(), 0777) == 0) return;
        if (errno != EEXIST) failToWrite(m_target, errno);
    }
    failToWrite(m_target, EEXIST);
}

AtomicFolder::~AtomicFolder() {
    std::error_code ignored;
    if (!m_temporary.empty()) fs::remove_all(m_temporary, ignored);
}

void AtomicFolder::commit() {
    assert(!m_temporary.empty());
    std::error_code error;
    for (fs::recursive_directory_iterator entry(m_temporary, error), end; !error && entry != end;
         entry.increment(error)) {
        const fs::file_status status = entry->symlink_status(error);
        if (fs::is_regular_file(status)) syncFile(entry->path(), m_target);
        if (fs::is_directory(status)) syncFolder(entry->path());
    }
    if (error) failToWrite(m_target, error.value());
    syncFolder(m_temporary);
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) {
        const int reason = errno;
        if (reason == ENOTEMPTY || reason == EEXIST || reason == ENOTDIR) {
            fail(ErrorCode::InvalidInput,
                 "{}: something else has been put there meanwhile; choose another name",
                 shown(m_target));
        }
        failToWrite(m_target, reason);
    }
    m_temporary.clear();
    syncFolder(folderOf(m_target));
}

void makeFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) return;
    fail(writeErrorCode(error.value()),
         "{}: the folder cannot be made: {}",
         shown(folder),
         error.message());
}

void exchangeFolder(const fs::path& source, const fs::path& target) {
    if (::renameat2(AT_FDCWD, source.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) != 0) {
        if (errno == EINVAL || errno == ENOSYS) {
            // A disk that cannot exchange: for a moment nothing has the name.
            const fs::path aside = temporaryName(folderOf(target));
            if (::rename(target.c_str(), aside.c_str()) != 0) failToWrite(target, errno);
            if (::rename(source.c_str(), target.c_str()) != 0) failToWrite(target, errno);
            if (::rename(aside.c_str(), source.c_str()) != 0) failToWrite(target, errno);
        } else if (errno != ENOENT || ::rename(source.c_str(), target.c_str()) != 0) {
            failToWrite(target, errno);
        }
    }
    syncFolder(folderOf(target));
}

void writeFileAtomically(const fs::path& target, std::string_view contents) {
    AtomicFile file(target);
    file.write(contents);
    file.commit();
}

std::string readFile(const fs::path& path, std::size_t maxBytes) {
    const OpenFile file = openForReading(path);
    const auto refuse = [&](std::size_t sizeBytes) {
        fail(ErrorCode::InvalidInput,
             "{}: has {} bytes or more, and at most {} are read from such a file",
             shown(path),
             sizeBytes,
             maxBytes);
    };
    if (file.sizeBytes > maxBytes) refuse(file.sizeBytes);
    // The size is a hint: files under /proc say 0, and a file may grow while it is read.
    std::string contents;
    std::size_t done = 0;
    std::size_t chunk = std::min(std::max<std::size_t>(file.sizeBytes, 4096), maxBytes) + 1;
    for (;;) {
        contents.resize(done + chunk);
        const auto room = std::as_writable_bytes(std::span(contents)).subspan(done);
        const std::size_t count = readFully(file.descriptor, room, path);
        done += count;
        if (done > maxBytes) refuse(done);
        if (count < chunk) break;
        chunk = std::min(std::max<std::size_t>(done, 4096), maxBytes - done + 1);
    }
    contents.resize(done);
    return contents;
}

}  // namespace descry

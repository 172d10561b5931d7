#include "core/indexing/folder_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 7> kExtensions{
    "jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp"};

struct CloseFolder {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// Whether an error of stat() means that there is nothing, not that nothing can be said.
bool meansAbsent(int error) {
    return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG;
}

std::string reasonOf(int error) {
    return std::system_category().message(error);
}

}  // namespace

bool hasImageExtension(std::string_view name) noexcept {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return false;
    const std::string_view extension = name.substr(dot + 1);
    return std::any_of(kExtensions.begin(), kExtensions.end(), [&](std::string_view known) {
        return std::equal(
            known.begin(), known.end(), extension.begin(), extension.end(), [](char a, char b) {
                return a == ((b >= 'A' && b <= 'Z') ? static_cast<char>(b - 'A' + 'a') : b);
            });
    });
}

FileStatus statFile(const fs::path& root, const std::string& path) {
    struct stat status = {};
    if (::stat((root / path).c_str(), &status) != 0) {
        return {.file = {}, .problem = meansAbsent(errno) ? std::string() : reasonOf(errno)};
    }
    if (!S_ISREG(status.st_mode)) return {};
    return {.file = FoundFile{.path = path,
                              .sizeBytes = status.st_size,
                              .modifiedNs = nanoseconds(status.st_mtim)},
            .problem = {}};
}

FolderWalk::FolderWalk(FolderWalkOptions options) : m_options(std::move(options)) {
    if (enter(m_options.below)) return;
    const fs::path folder =
        m_options.below.empty() ? m_options.root : m_options.root / m_options.below;
    std::error_code ignored;
    const bool isThere = fs::status(folder, ignored).type() != fs::file_type::not_found;
    fail(isThere ? ErrorCode::Io : ErrorCode::NotFound,
         "{}: the folder cannot be read: {}; if its drive is not connected, connect it, or move "
         "the gallery's folder with \"gallery relocate\"",
         displayable(folder.native()),
         m_unreadable.back().reason);
}

bool FolderWalk::isSkipped(const fs::path& folder) const {
    return std::find(m_options.skipped.begin(), m_options.skipped.end(), folder) !=
           m_options.skipped.end();
}

std::optional<FolderWalk::Entry> FolderWalk::classify(int folder,
                                                      const std::string& path,
                                                      const char* name,
                                                      unsigned char type) {
    if (type == DT_LNK || type == DT_UNKNOWN) {
        struct stat status = {};
        if (::fstatat(folder, name, &status, 0) != 0) {
            if (!meansAbsent(errno)) noteUnreadable(path, reasonOf(errno));
            return std::nullopt;
        }
        type = S_ISDIR(status.st_mode) ? DT_DIR : S_ISREG(status.st_mode) ? DT_REG : DT_SOCK;
    }
    if (type == DT_DIR) return Entry{.name = name, .isFolder = true};
    if (type == DT_REG && hasImageExtension(name)) return Entry{.name = name};
    ++m_numIgnored;
    return std::nullopt;
}

void FolderWalk::noteUnreadable(const std::string& path, const std::string& reason) {
    const bool isNoted = std::any_of(m_unreadable.begin(),
                                     m_unreadable.end(),
                                     [&](const UnreadableFolder& f) { return f.path == path; });
    if (!isNoted) m_unreadable.push_back({.path = path, .reason = reason});
}

/// False if the folder could not be listed, or not wholly.
bool FolderWalk::enter(const std::string& path) {
    const fs::path folder = path.empty() ? m_options.root : m_options.root / path;
    const std::unique_ptr<DIR, CloseFolder> open(::opendir(folder.c_str()));
    if (!open) {
        noteUnreadable(path, reasonOf(errno));
        return false;
    }
    struct stat status = {};
    const bool known = ::fstat(::dirfd(open.get()), &status) == 0 &&
                       !m_visited.emplace(status.st_dev, status.st_ino).second;
    if (known) return true;

    Level level{.prefix = path.empty() ? std::string() : path + '/', .entries = {}};
    errno = 0;
    while (const dirent* entry = ::readdir(open.get())) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") continue;
        if (auto kept = classify(::dirfd(open.get()), path, entry->d_name, entry->d_type)) {
            level.entries.push_back(std::move(*kept));
        }
        errno = 0;
    }
    const int error = errno;
    // What was not listed may still be there.
    if (error != 0) noteUnreadable(path, reasonOf(error));
    // A folder sorts as "name/": then whole paths come in byte order.
    std::sort(level.entries.begin(), level.entries.end(), [](const Entry& a, const Entry& b) {
        return (a.isFolder ? a.name + '/' : a.name) < (b.isFolder ? b.name + '/' : b.name);
    });
    m_levels.push_back(std::move(level));
    return error == 0;
}

std::optional<FoundFile> FolderWalk::next() {
    while (!m_levels.empty()) {
        Level& level = m_levels.back();
        if (level.next == level.entries.size()) {
            m_levels.pop_back();
            continue;
        }
        const Entry& entry = level.entries[level.next++];
        const std::string path = level.prefix + entry.name;
        if (entry.isFolder) {
            if (!isSkipped(m_options.root / path)) enter(path);
            continue;
        }
        const FileStatus status = statFile(m_options.root, path);
        if (status.file) return status.file;
        if (!status.problem.empty()) {
            noteUnreadable(fs::path(path).parent_path().native(), status.problem);
        }
    }
    return std::nullopt;
}

bool FolderWalk::isUnknown(std::string_view path) const {
    return std::any_of(m_unreadable.begin(), m_unreadable.end(), [&](const UnreadableFolder& f) {
        return f.path.empty() || (path.starts_with(f.path) && path.size() > f.path.size() &&
                                  path[f.path.size()] == '/');
    });
}

}  // namespace descry

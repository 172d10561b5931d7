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

std::optional<FoundFile> statFile(const fs::path& root, const std::string& path) {
    struct stat status = {};
    if (::stat((root / path).c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    return FoundFile{.path = path,
                     .sizeBytes = status.st_size,
                     .modifiedNs = nanoseconds(status.st_mtim)};
}

FolderWalk::FolderWalk(FolderWalkOptions options) : m_options(std::move(options)) {
    enter(m_options.below);
    if (m_unreadable.empty()) return;
    const fs::path folder = m_options.root / m_options.below;
    const bool isThere = fs::exists(fs::status(folder));
    fail(isThere ? ErrorCode::Io : ErrorCode::NotFound,
         "{}: the folder cannot be read: {}; if its drive is not connected, connect it, or move "
         "the gallery's folder with \"gallery relocate\"",
         displayable(folder.native()),
         m_unreadable.front().reason);
}

bool FolderWalk::isSkipped(const fs::path& folder) const {
    return std::find(m_options.skipped.begin(), m_options.skipped.end(), folder) !=
           m_options.skipped.end();
}

std::optional<FolderWalk::Entry> FolderWalk::classify(int folder,
                                                      const char* name,
                                                      unsigned char type) {
    if (type == DT_LNK || type == DT_UNKNOWN) {
        struct stat status = {};
        if (::fstatat(folder, name, &status, 0) != 0) return std::nullopt;
        type = S_ISDIR(status.st_mode) ? DT_DIR : S_ISREG(status.st_mode) ? DT_REG : DT_SOCK;
    }
    if (type == DT_DIR) return Entry{.name = name, .isFolder = true};
    if (type == DT_REG && hasImageExtension(name)) return Entry{.name = name};
    ++m_numIgnored;
    return std::nullopt;
}

void FolderWalk::enter(const std::string& path) {
    const fs::path folder = path.empty() ? m_options.root : m_options.root / path;
    const std::unique_ptr<DIR, CloseFolder> open(::opendir(folder.c_str()));
    if (!open) {
        m_unreadable.push_back(
            {.path = path, .reason = std::system_category().message(errno)});
        return;
    }
    struct stat status = {};
    const bool known = ::fstat(::dirfd(open.get()), &status) == 0 &&
                       !m_visited.emplace(status.st_dev, status.st_ino).second;
    if (known) return;

    Level level{.prefix = path.empty() ? std::string() : path + '/', .entries = {}};
    errno = 0;
    while (const dirent* entry = ::readdir(open.get())) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") continue;
        if (auto kept = classify(::dirfd(open.get()), entry->d_name, entry->d_type)) {
            level.entries.push_back(std::move(*kept));
        }
        errno = 0;
    }
    if (errno != 0) {
        // What was not listed may still be there.
        m_unreadable.push_back(
            {.path = path, .reason = std::system_category().message(errno)});
    }
    // A folder sorts as "name/": then whole paths come in byte order.
    std::sort(level.entries.begin(), level.entries.end(), [](const Entry& a, const Entry& b) {
        return (a.isFolder ? a.name + '/' : a.name) < (b.isFolder ? b.name + '/' : b.name);
    });
    m_levels.push_back(std::move(level));
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
        if (auto file = statFile(m_options.root, path)) return file;
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

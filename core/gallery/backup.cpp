#include "core/gallery/backup.h"

#include <fmt/chrono.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <system_error>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/gallery/migrations.h"
#include "core/sqlite/database.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxNames = 1000;

std::string shownName(const fs::path& file) {
    return displayable(file.native());
}

fs::path besides(const fs::path& file, const std::string& suffix) {
    fs::path name = file;
    name += suffix;
    return name;
}

/// `file` + `suffix`, or with a number behind it.
fs::path freeName(const fs::path& file, const std::string& suffix) {
    for (int number = 1; number <= kMaxNames; ++number) {
        const fs::path name =
            besides(file, number == 1 ? suffix : fmt::format("{}{}", suffix, number));
        if (!fs::exists(fs::symlink_status(name))) return name;
    }
    fail(ErrorCode::Io, "{}: no free name beside it; remove old copies", shownName(file));
}

std::int64_t modifiedMs(const fs::path& file) {
    using namespace std::chrono;
    std::error_code ignored;
    const auto time = file_clock::to_sys(fs::last_write_time(file, ignored));
    return duration_cast<milliseconds>(time.time_since_epoch()).count();
}

/// Refuses a copy that is no whole gallery.
void checkCopy(Database& copy, const fs::path& backup) {
    checkSchema(copy, galleryMigrations());
    const std::string finding = copy.text("PRAGMA integrity_check(1)");
    if (finding != "ok") {
        fail(ErrorCode::CorruptFile,
             "{}: this copy is damaged too ({}); choose another one",
             shownName(backup),
             displayable(finding));
    }
}

/// Moves the gallery and its journal out of the way.
fs::path moveAway(const fs::path& gallery) {
    if (!fs::exists(fs::symlink_status(gallery))) return {};
    const fs::path kept = freeName(gallery, ".damaged");
    fs::rename(gallery, kept);
    std::error_code ignored;
    // Without its gallery's file a journal would be applied to the copy.
    fs::rename(besides(gallery, "-wal"), besides(kept, "-wal"), ignored);
    fs::remove(besides(gallery, "-shm"), ignored);
    fs::rename(besides(gallery, "-journal"), besides(kept, "-journal"), ignored);
    return kept;
}

/// A copy that is not in its place yet; gone when this is destroyed, unless it was moved.
class PartialCopy {
  public:
    explicit PartialCopy(fs::path file) : m_file(std::move(file)) {}
    PartialCopy(const PartialCopy&) = delete;
    PartialCopy& operator=(const PartialCopy&) = delete;
    ~PartialCopy() {
        for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
            ::unlink(besides(m_file, suffix).c_str());
        }
    }
    const fs::path& file() const { return m_file; }

  private:
    fs::path m_file;
};

}  // namespace

fs::path newBackupName(const fs::path& gallery) {
    const auto now =
        std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    return freeName(gallery, fmt::format(".{:%Y%m%dT%H%M%SZ}.backup", now));
}

std::vector<GalleryBackup> backupsOf(const fs::path& gallery) {
    const fs::path path = fs::absolute(gallery);
    const std::string opening = path.filename().native() + '.';
    std::vector<GalleryBackup> found;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(path.parent_path(), ignored)) {
        const std::string name = entry.path().filename().native();
        const std::size_t ending = name.rfind(".backup");
        const bool isBackup = name.starts_with(opening) && ending != std::string::npos &&
                              name.find_first_not_of("0123456789", ending + 7) == std::string::npos;
        std::error_code problem;
        if (!isBackup || !entry.is_regular_file(problem)) continue;
        found.push_back({.file = entry.path(),
                         .timeMs = modifiedMs(entry.path()),
                         .sizeBytes = static_cast<std::int64_t>(entry.file_size(problem))});
    }
    std::sort(found.begin(), found.end(), [](const GalleryBackup& a, const GalleryBackup& b) {
        return a.timeMs != b.timeMs ? a.timeMs > b.timeMs : a.file > b.file;
    });
    return found;
}

fs::path restoreBackup(const fs::path& gallery, const fs::path& backup) {
    const fs::path target = fs::absolute(gallery);
    if (!fs::is_regular_file(backup)) {
        fail(ErrorCode::NotFound, "{}: there is no such copy", shownName(backup));
    }
    try {
        const PartialCopy partial(freeName(target, fmt::format(".{}.restoring", ::getpid())));
        fs::copy_file(backup, partial.file());
        {
            Database copy(partial.file(), {.mode = Database::Mode::ReadWrite});
            checkCopy(copy, backup);
            // One file again, and a generation that no file of a search has seen.
            copy.text("PRAGMA journal_mode = DELETE");
            copy.execute(
                "UPDATE bundles SET generation = generation + 1 + abs(random() % 1000000000000)");
        }
        const fs::path kept = moveAway(target);
        std::error_code problem;
        fs::rename(partial.file(), target, problem);
        if (problem) {
            if (!kept.empty()) fs::rename(kept, target);
            throw fs::filesystem_error("restore", problem);
        }
        log().warn("{}: restored from {}", shownName(target), shownName(backup));
        return kept;
    } catch (const fs::filesystem_error& error) {
        fail(writeErrorCode(error.code().value()),
             "{}: cannot be restored from {}: {}",
             shownName(target),
             shownName(backup),
             error.code().message());
    }
}

}  // namespace descry

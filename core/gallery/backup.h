#pragma once
/// Copies of a gallery beside it: found, and put in its place when the gallery is damaged. A copy
/// is made by Gallery::backUp, or by the program itself before it upgrades a gallery. Thread rule:
/// any thread; nobody writes to the gallery meanwhile. Errors: NotFound, CorruptFile (the copy is
/// damaged too), Unsupported (it is of a newer program), Io; the gallery is replaced or left as it
/// is.

#include <cstdint>
#include <filesystem>
#include <vector>

namespace descry {

struct GalleryBackup {
    std::filesystem::path file;
    std::int64_t timeMs = 0;  ///< When it was made, UTC.
    std::int64_t sizeBytes = 0;
};

/// "street.descry" -> "street.descry.20261126T150000Z.backup", or with a number where that is
/// taken.
std::filesystem::path newBackupName(const std::filesystem::path& gallery);

/// Newest first.
std::vector<GalleryBackup> backupsOf(const std::filesystem::path& gallery);

/// Checks the copy, puts it in the gallery's place and keeps what was there under the name that is
/// returned ("street.descry.damaged"); empty if nothing was there.
std::filesystem::path restoreBackup(const std::filesystem::path& gallery,
                                    const std::filesystem::path& backup);

}  // namespace descry

#pragma once
/// What the Gallery workspace shows beside the counts: folders and whether they are there,
/// failures, the first pictures, statistics, sizes on the disk, copies. Read in one go. Thread
/// rule: off the GUI thread. Errors: the gallery's; Cancelled.

#include <QString>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/gallery/backup.h"
#include "core/gallery/gallery.h"

namespace descry {

/// A failure under the folder it happened in.
struct ShownFailure {
    RootId root;
    std::string path;            ///< Relative to the root.
    std::filesystem::path file;  ///< Absolute.
    QString reason;              ///< In the window's language.
    std::int64_t timeMs = 0;     ///< UTC, milliseconds since 1970.

    bool operator==(const ShownFailure&) const = default;
};

struct ShownRoot {
    Root root;
    RootCount count;
    bool isThere = false;  ///< Its drive may not be connected.
};

/// What a bundle's index takes on the disk beside the gallery's file.
struct IndexFiles {
    std::string fingerprint;
    std::vector<std::filesystem::path> derived;  ///< May be deleted with the index.
    std::int64_t derivedBytes = 0;
    std::int64_t vectorBytes = 0;  ///< In the gallery's file.
    std::int64_t tokenBytes = 0;
};

struct GalleryReading {
    std::vector<ShownRoot> roots;
    std::vector<ShownFailure> failures;
    std::vector<ItemId> firstItems;  ///< At most `numItems`.
    GalleryStatistics statistics;
    std::vector<IndexFiles> indexes;
    std::vector<GalleryBackup> backups;
};

GalleryReading readContents(const std::filesystem::path& gallery,
                            int numItems,
                            std::stop_token stop);

}  // namespace descry

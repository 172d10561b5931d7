#pragma once
/// What the Gallery workspace shows beside the counts: failures and the first pictures, read in one
/// go. Thread rule: off the GUI thread. Errors: the gallery's.

#include <filesystem>
#include <vector>

#include "core/gallery/gallery.h"

namespace descry {

/// A failure under the folder it happened in.
struct ShownFailure {
    std::filesystem::path file;  ///< Absolute.
    std::string reason;
    std::int64_t timeMs = 0;  ///< UTC, milliseconds since 1970.
};

struct GalleryReading {
    std::vector<ShownFailure> failures;
    std::vector<ItemId> firstItems;  ///< At most `numItems`.
};

GalleryReading readContents(const std::filesystem::path& gallery, int numItems);

}  // namespace descry

#pragma once
/// How a gallery stands, in words: why it could not be opened, why it can only be read, which of
/// its folders are not there. Thread rule: pure functions.

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/error.h"
#include "ui/gallery/gallery_reading.h"
#include "ui/gallery/notice_bar.h"

namespace descry {

/// A gallery that could not be opened, or no more be read.
struct GalleryFailure {
    std::filesystem::path file;
    Error error;
    std::vector<GalleryBackup> backups;
};

/// What a notice can lead to.
struct StateActions {
    std::function<void()> tryAgain;
    std::function<void(const std::filesystem::path& gallery, const GalleryBackup&)> restore;
    std::function<void(const ShownRoot&)> findFolder;
    std::function<void()> dismiss;
};

Notice noticeOf(const GalleryFailure& failure, const StateActions& actions);

struct GalleryStanding {
    std::filesystem::path file;
    bool isDamaged = false;  ///< Found by a check.
    bool isReadOnly = false;
    std::vector<ShownRoot> roots;
    std::vector<GalleryBackup> backups;
};

/// The worst that there is to say; an empty notice if all is well.
Notice noticeOf(const GalleryStanding& standing, const StateActions& actions);

}  // namespace descry

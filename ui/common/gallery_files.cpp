#include "ui/common/gallery_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxSameName = 1000;

std::unique_ptr<Gallery> openAny(const fs::path& file) {
    try {
        return Gallery::open(file);
    } catch (const Error& error) {
        if (!isInputOutput(error.code())) throw;
    }
    return Gallery::open(file, Gallery::Access::ReadOnly);
}

OpenGallery describe(Gallery& gallery) {
    return {.file = gallery.file(),
            .id = gallery.galleryId(),
            .access = gallery.readOnly() ? Gallery::Access::ReadOnly : Gallery::Access::ReadWrite,
            .counts = gallery.counts(),
            .roots = gallery.items().roots()};
}

bool knows(Gallery& gallery, const fs::path& folder) {
    const std::vector<Root> roots = gallery.items().roots();
    return std::any_of(roots.begin(), roots.end(), [&](const Root& root) {
        std::error_code unknown;
        return fs::equivalent(root.folder, folder, unknown);
    });
}

}  // namespace

OpenGallery readGallery(const fs::path& file) {
    return describe(*openAny(file));
}

OpenGallery galleryOfFolders(const fs::path& galleriesFolder,
                             const std::string& name,
                             const std::vector<fs::path>& folders) {
    for (const fs::path& folder : folders) {
        if (!fs::is_directory(folder)) {
            fail(ErrorCode::NotFound, "{}: no such folder", displayable(folder.native()));
        }
    }
    makeFolder(galleriesFolder);
    for (int number = 1; number <= kMaxSameName; ++number) {
        const std::string suffix = number == 1 ? "" : fmt::format(" {}", number);
        const fs::path file = galleriesFolder / (name + suffix + ".descry");
        if (!fs::exists(file)) {
            const auto made = Gallery::create(file);
            for (const fs::path& folder : folders) made->items().addRoot(folder);
            return describe(*made);
        }
        const auto existing = openAny(file);
        if (!folders.empty() && knows(*existing, folders.front())) return describe(*existing);
    }
    fail(ErrorCode::InvalidInput, "{}: too many galleries of this name", name);
}

}  // namespace descry

#include "ui/gallery/gallery_reading.h"

#include <map>

#include "core/base/unicode.h"

namespace descry {
namespace {

/// Without the path that core's messages begin with: it stands beside it.
std::string reasonOf(const Failure& failure, const std::filesystem::path& file) {
    const std::string opening = displayable(file.native()) + ": ";
    return failure.reason.starts_with(opening) ? failure.reason.substr(opening.size())
                                               : failure.reason;
}

}  // namespace

GalleryReading readContents(const std::filesystem::path& gallery, int numItems) {
    const auto opened = Gallery::open(gallery, Gallery::Access::ReadOnly);
    std::map<RootId, std::filesystem::path> folders;
    for (const Root& root : opened->items().roots()) folders[root.id] = root.folder;
    GalleryReading reading;
    for (const Failure& failure : opened->failures().all()) {
        const std::filesystem::path file = folders[failure.root] / failure.path;
        reading.failures.push_back({file, reasonOf(failure, file), failure.timeMs});
    }
    for (const Item& item : opened->items().page(ItemId{0}, numItems)) {
        reading.firstItems.push_back(item.id);
    }
    return reading;
}

}  // namespace descry

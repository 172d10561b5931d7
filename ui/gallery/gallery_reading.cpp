#include "ui/gallery/gallery_reading.h"

#include <map>
#include <system_error>

#include "core/gallery/token_cache.h"
#include "core/search/similarity_index.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

std::vector<ShownRoot> readRoots(Gallery& gallery, const GalleryStatistics& statistics) {
    std::vector<ShownRoot> shown;
    for (const Root& root : gallery.items().roots()) {
        std::error_code absent;
        ShownRoot entry{
            .root = root, .count = {}, .isThere = fs::is_directory(root.folder, absent)};
        for (const RootCount& count : statistics.roots) {
            if (count.root == root.id) entry.count = count;
        }
        shown.push_back(std::move(entry));
    }
    return shown;
}

std::vector<ShownFailure> readFailures(Gallery& gallery) {
    std::map<RootId, fs::path> folders;
    for (const Root& root : gallery.items().roots()) folders[root.id] = root.folder;
    std::vector<ShownFailure> shown;
    for (const Failure& failure : gallery.failures().all()) {
        const fs::path file = folders[failure.root] / failure.path;
        shown.push_back(
            {failure.root, failure.path, file, errorText(failure.reason, file), failure.timeMs});
    }
    return shown;
}

std::vector<IndexFiles> readIndexes(Gallery& gallery, const GalleryStatistics& statistics) {
    std::vector<IndexFiles> indexes;
    const std::vector<TokenCacheFile> tokens = tokenCacheFiles(gallery.file());
    for (const auto& [fingerprint, vectorBytes] : statistics.indexes) {
        IndexFiles files{.fingerprint = fingerprint, .derived = {}, .vectorBytes = vectorBytes};
        const fs::path matrix = SimilarityIndex::matrixPath(gallery.file(), fingerprint);
        std::error_code absent;
        const std::uintmax_t size = fs::file_size(matrix, absent);
        if (!absent) {
            files.derived.push_back(matrix);
            files.derivedBytes = static_cast<std::int64_t>(size);
        }
        for (const TokenCacheFile& file : tokens) {
            if (fingerprint.starts_with(file.fingerprint)) files.tokenBytes += file.sizeBytes;
        }
        indexes.push_back(std::move(files));
    }
    return indexes;
}

}  // namespace

GalleryReading readContents(const fs::path& gallery, int numItems, std::stop_token stop) {
    const auto opened = Gallery::open(gallery, Gallery::Access::ReadOnly);
    GalleryReading reading;
    reading.statistics = opened->statistics(std::move(stop));
    reading.roots = readRoots(*opened, reading.statistics);
    reading.failures = readFailures(*opened);
    for (const Item& item : opened->items().page(ItemId{0}, numItems)) {
        reading.firstItems.push_back(item.id);
    }
    reading.indexes = readIndexes(*opened, reading.statistics);
    reading.backups = backupsOf(gallery);
    return reading;
}

}  // namespace descry

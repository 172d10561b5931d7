#include <system_error>

#include "core/gallery/stores.h"
#include "core/gallery/token_cache.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

std::int64_t sizeOf(const fs::path& file) {
    std::error_code absent;
    const std::uintmax_t size = fs::file_size(file, absent);
    return absent ? 0 : static_cast<std::int64_t>(size);
}

std::vector<RootCount> countRoots(Database& database) {
    std::vector<RootCount> counts;
    Query query = database.query(
        "SELECT r.id, (SELECT count(*) FROM items i WHERE i.root_id = r.id AND i.state = 0), "
        "(SELECT count(*) FROM items i WHERE i.root_id = r.id AND i.state = 1), "
        "(SELECT count(*) FROM failures f WHERE f.root_id = r.id) FROM roots r ORDER BY r.id");
    while (query.step()) {
        counts.push_back({.root = RootId{query.integer(0)},
                          .numPresent = query.integer(1),
                          .numMissing = query.integer(2),
                          .numFailures = query.integer(3)});
    }
    return counts;
}

}  // namespace

GalleryStatistics readStatistics(Database& database) {
    GalleryStatistics statistics;
    statistics.roots = countRoots(database);
    Query known = database.query(
        "SELECT count(DISTINCT camera), count(DISTINCT person), count(DISTINCT track), "
        "count(time_ms), min(time_ms), max(time_ms) FROM items");
    known.step();
    statistics.numCameras = known.integer(0);
    statistics.numPeople = known.integer(1);
    statistics.numTracks = known.integer(2);
    statistics.numWithTime = known.integer(3);
    statistics.firstMs = known.optionalInteger(4);
    statistics.lastMs = known.optionalInteger(5);
    statistics.thumbnailBytes =
        database.number("SELECT coalesce(sum(length(jpeg)), 0) FROM thumbnails");
    Query indexes = database.query(
        "SELECT b.fingerprint, coalesce((SELECT sum(length(e.vector)) FROM embeddings e "
        "WHERE e.bundle_id = b.id), 0) FROM bundles b ORDER BY b.id");
    while (indexes.step()) {
        statistics.indexes.push_back({indexes.bytes(0), indexes.integer(1)});
        statistics.embeddingBytes += statistics.indexes.back().bytes;
    }
    fs::path journal = database.file();
    journal += "-wal";
    statistics.databaseBytes = sizeOf(database.file()) + sizeOf(journal);
    for (const TokenCacheFile& file : tokenCacheFiles(database.file())) {
        statistics.tokenBytes += file.sizeBytes;
    }
    return statistics;
}

}  // namespace descry

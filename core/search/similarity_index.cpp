#include "core/search/similarity_index.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <functional>
#include <future>
#include <limits>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/error.h"
#include "core/base/half.h"
#include "core/base/log.h"
#include "core/search/matrix_file.h"
#include "core/search/top_k.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPageItems = 4096;
constexpr std::size_t kChunkRows = 4096;  // 2 MB of E = 256; a multiple of 64 for the masks.
constexpr std::size_t kMaskedBlock = 64;

void checkStop(const std::stop_token& stop) {
    if (stop.stop_requested()) fail(ErrorCode::Cancelled, "the search was cancelled");
}

bool allFinite(std::span<const std::uint16_t> halves) {
    constexpr unsigned kExponent = 0x7C00;
    return std::none_of(halves.begin(), halves.end(), [](std::uint16_t half) {
        return (half & kExponent) == kExponent;
    });
}

/// Hands every usable embedding to `add`, in id order; returns how many were not usable.
std::int64_t readEmbeddings(Gallery& gallery,
                            const SimilarityIndexOptions& options,
                            const std::function<void(const Embedding&)>& add) {
    std::vector<ItemId> damaged;
    std::int64_t numOdd = 0;
    ItemId after{0};
    for (;;) {
        checkStop(options.stop);
        const std::size_t damagedBefore = damaged.size();
        const auto page =
            gallery.embeddings().page(options.fingerprint, after, kPageItems, damaged);
        for (const Embedding& embedding : page) {
            after = std::max(after, embedding.item);
            const bool fits =
                static_cast<std::int64_t>(embedding.values.size()) == options.dimension;
            if (fits && allFinite(embedding.values)) {
                add(embedding);
            } else {
                ++numOdd;
            }
        }
        // A page may consist of damaged rows alone: they, too, move the reading on.
        for (std::size_t i = damagedBefore; i < damaged.size(); ++i) {
            after = std::max(after, damaged[i]);
        }
        if (page.empty() && damaged.size() == damagedBefore) break;
    }
    return numOdd + static_cast<std::int64_t>(damaged.size());
}

MatrixIdentity identityOf(Gallery& gallery, const SimilarityIndexOptions& options) {
    Sha256 hash;
    hash.update(gallery.galleryId());
    hash.update("\n");
    hash.update(options.fingerprint);
    return {.owner = hash.digest(),
            .dimension = options.dimension,
            .generation = gallery.embeddings().generation(options.fingerprint)};
}

/// False where the file cannot be written; the reason goes to the log.
bool buildMatrixFile(Gallery& gallery,
                     const SimilarityIndexOptions& options,
                     const MatrixIdentity& identity,
                     const fs::path& path) {
    try {
        std::error_code error;
        fs::create_directory(path.parent_path(), error);
        MatrixWriter writer(path, identity);
        const std::int64_t numSkipped =
            readEmbeddings(gallery, options, [&](const Embedding& embedding) {
                writer.add(embedding.item, embedding.values);
            });
        writer.commit(numSkipped);
        return true;
    } catch (const Error& error) {
        if (!isInputOutput(error.code()) && error.code() != ErrorCode::NotFound) throw;
        log().info("{}; the similarity matrix is kept in memory", error.what());
        return false;
    }
}

std::size_t threadCount(int wanted, std::size_t numChunks) {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t threads = wanted > 0 ? static_cast<std::size_t>(wanted) : cores;
    return std::clamp<std::size_t>(numChunks, 1, threads);
}

/// Rows [begin, end) against the query; where a mask is given, whole blocks without an allowed row
/// are not read.
struct ChunkScan {
    std::span<const std::uint16_t> rows;
    std::span<const float> query;
    std::span<const std::uint64_t> mask;  ///< Empty: all rows.
    ScanKernel kernel = ScanKernel::Portable;

    void scan(std::size_t begin, std::size_t end, TopK& best) const {
        if (!mask.empty()) return scanMasked(begin, end, best);
        std::array<float, kChunkRows> results;
        const auto out = std::span(results).first(end - begin);
        scanRows(rows.subspan(begin * query.size(), out.size() * query.size()), query, out, kernel);
        for (std::size_t i = 0; i < out.size(); ++i) {
            best.push(out[i], static_cast<std::uint32_t>(begin + i));
        }
    }

    void scanMasked(std::size_t begin, std::size_t end, TopK& best) const {
        std::array<float, kMaskedBlock> results;
        for (std::size_t start = begin; start < end; start += kMaskedBlock) {
            const std::uint64_t word = mask[start / kMaskedBlock];
            if (word == 0) continue;
            const auto out = std::span(results).first(std::min(kMaskedBlock, end - start));
            scanRows(
                rows.subspan(start * query.size(), out.size() * query.size()), query, out, kernel);
            for (std::size_t i = 0; i < out.size(); ++i) {
                if ((word >> i & 1U) != 0) best.push(out[i], static_cast<std::uint32_t>(start + i));
            }
        }
    }
};

}  // namespace

struct SimilarityIndex::Storage {
    std::optional<MappedMatrix> mapped;
    std::vector<ItemId> items;
    std::vector<std::uint16_t> rows;
};

SimilarityIndex::SimilarityIndex(std::unique_ptr<Storage> storage, std::int64_t dimension)
    : m_storage(std::move(storage)), m_dimension(dimension), m_isMapped(m_storage->mapped) {
    if (m_isMapped) {
        m_items = m_storage->mapped->items;
        m_rows = m_storage->mapped->rows;
        m_numSkipped = m_storage->mapped->numSkipped;
    } else {
        m_items = m_storage->items;
        m_rows = m_storage->rows;
    }
    if (m_items.size() > std::numeric_limits<std::uint32_t>::max()) {
        fail(ErrorCode::Unsupported, "{} embeddings are more than one index holds", m_items.size());
    }
}

SimilarityIndex::~SimilarityIndex() = default;

fs::path SimilarityIndex::matrixPath(const fs::path& galleryFile, const std::string& fingerprint) {
    fs::path folder = galleryFile;
    folder += ".index";
    return folder / (fingerprint.substr(0, 16) + ".f16");
}

std::shared_ptr<const SimilarityIndex> SimilarityIndex::open(
    Gallery& gallery, const SimilarityIndexOptions& options) {
    if (options.dimension < 1) {
        fail(ErrorCode::InvalidInput,
             "embeddings of {} values cannot be indexed",
             options.dimension);
    }
    // The generation is read before the rows: what is written meanwhile makes it stale, never
    // wrong.
    const MatrixIdentity identity = identityOf(gallery, options);
    const std::int64_t count = gallery.embeddings().count(options.fingerprint);
    const fs::path path = matrixPath(gallery.file(), options.fingerprint);
    auto storage = std::make_unique<Storage>();
    std::int64_t numSkipped = 0;

    const auto openFile = [&] {
        storage->mapped = openMatrix(path, identity);
        if (!storage->mapped) return false;
        const auto numRows = static_cast<std::int64_t>(storage->mapped->items.size());
        return numRows + storage->mapped->numSkipped == count;
    };
    const bool isMapped =
        openFile() || (buildMatrixFile(gallery, options, identity, path) &&
                       (storage->mapped = openMatrix(path, identity)).has_value());
    if (!isMapped) {
        storage->mapped.reset();
        const auto numRows = static_cast<std::size_t>(std::max<std::int64_t>(count, 0));
        storage->items.reserve(numRows);
        storage->rows.reserve(numRows * static_cast<std::size_t>(options.dimension));
        numSkipped = readEmbeddings(gallery, options, [&](const Embedding& embedding) {
            storage->items.push_back(embedding.item);
            storage->rows.insert(
                storage->rows.end(), embedding.values.begin(), embedding.values.end());
        });
    }
    auto index = std::shared_ptr<SimilarityIndex>(
        new SimilarityIndex(std::move(storage), options.dimension));
    index->m_generation = identity.generation;
    if (!isMapped) index->m_numSkipped = numSkipped;
    return index;
}

std::shared_ptr<const SimilarityIndex> SimilarityIndex::fromRows(std::vector<ItemId> items,
                                                                 std::vector<std::uint16_t> rows,
                                                                 std::int64_t dimension) {
    const bool fits =
        dimension >= 1 && rows.size() == items.size() * static_cast<std::size_t>(dimension);
    const auto notRising = [](ItemId a, ItemId b) { return a >= b; };
    if (!fits || std::adjacent_find(items.begin(), items.end(), notRising) != items.end()) {
        fail(ErrorCode::InvalidInput,
             "{} values for {} items of dimension {}: rows and rising ids are wanted",
             rows.size(),
             items.size(),
             dimension);
    }
    auto storage = std::make_unique<Storage>();
    storage->items = std::move(items);
    storage->rows = std::move(rows);
    return std::shared_ptr<SimilarityIndex>(new SimilarityIndex(std::move(storage), dimension));
}

std::shared_ptr<const SimilarityIndex> SimilarityIndex::fromMatrix(MappedMatrix matrix,
                                                                   std::int64_t dimension) {
    auto storage = std::make_unique<Storage>();
    storage->mapped = std::move(matrix);
    return std::shared_ptr<SimilarityIndex>(new SimilarityIndex(std::move(storage), dimension));
}

std::vector<float> SimilarityIndex::embedding(ItemId item) const {
    const auto place = std::lower_bound(m_items.begin(), m_items.end(), item);
    if (place == m_items.end() || *place != item) return {};
    const auto row = static_cast<std::size_t>(place - m_items.begin());
    const auto width = static_cast<std::size_t>(m_dimension);
    std::vector<float> values(width);
    halfToFloat(m_rows.subspan(row * width, width), values);
    return values;
}

std::vector<std::uint64_t> SimilarityIndex::rowMask(const ItemSet& allowed) const {
    std::vector<std::uint64_t> mask((m_items.size() + 63) / 64);
    const std::vector<ItemId>& universe = allowed.universe();
    std::size_t place = 0;
    for (std::size_t row = 0; row < m_items.size(); ++row) {
        while (place < universe.size() && universe[place] < m_items[row]) ++place;
        if (place == universe.size()) break;
        if (universe[place] == m_items[row] && allowed.containsAt(place)) {
            mask[row / 64] |= std::uint64_t{1} << row % 64;
        }
    }
    return mask;
}

std::vector<SimilarityHit> SimilarityIndex::topK(std::span<const float> query,
                                                 const TopKOptions& options) const {
    if (static_cast<std::int64_t>(query.size()) != m_dimension) {
        fail(ErrorCode::InvalidInput,
             "a query of {} values for an index of dimension {}: use the bundle it was made with",
             query.size(),
             m_dimension);
    }
    if (!std::all_of(query.begin(), query.end(), [](float v) { return std::isfinite(v); })) {
        fail(ErrorCode::InvalidInput, "the query's embedding has values that are not finite");
    }
    if (options.k <= 0 || m_items.empty()) return {};
    const std::vector<std::uint64_t> mask =
        options.allowed != nullptr ? rowMask(*options.allowed) : std::vector<std::uint64_t>{};
    const ChunkScan chunks{.rows = m_rows, .query = query, .mask = mask, .kernel = options.kernel};
    const std::size_t k = std::min(static_cast<std::size_t>(options.k), m_items.size());
    const std::size_t numChunks = (m_items.size() + kChunkRows - 1) / kChunkRows;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        TopK best(k);
        for (std::size_t chunk = next++; chunk < numChunks; chunk = next++) {
            if (options.stop.stop_requested()) break;
            const std::size_t begin = chunk * kChunkRows;
            chunks.scan(begin, std::min(begin + kChunkRows, m_items.size()), best);
        }
        return best;
    };
    std::vector<std::future<TopK>> others;
    for (std::size_t i = 1; i < threadCount(options.numThreads, numChunks); ++i) {
        others.push_back(std::async(std::launch::async, work));
    }
    TopK best = work();
    for (auto& other : others) best.merge(other.get());
    checkStop(options.stop);

    std::vector<SimilarityHit> hits;
    for (const RowScore& score : best.take()) {
        hits.push_back({.item = m_items[score.row], .similarity = score.similarity});
    }
    return hits;
}

}  // namespace descry

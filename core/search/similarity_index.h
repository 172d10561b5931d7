#pragma once
/// Exact similarity search over all embeddings of one fingerprint: a matrix [G, E] of binary16,
/// rows in item-id order, mapped from `<gallery>.index/<first 16 digits of the fingerprint>.f16`.
/// The file is built from the gallery when it is missing, damaged or of another generation; where
/// it cannot be written the matrix lives in memory. It may be deleted at any time.
/// Thread rule: immutable after opening, any thread. Errors: as the gallery's; Cancelled;
/// InvalidInput for a query of another dimension.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/gallery/gallery.h"
#include "core/search/item_set.h"
#include "core/search/row_scan.h"

namespace descry {

struct MappedMatrix;  // core/search/matrix_file.h

struct SimilarityHit {
    ItemId item;
    float similarity = 0;

    bool operator==(const SimilarityHit&) const = default;
};

struct SimilarityIndexOptions {
    std::string fingerprint;     ///< Of the bundle, 64 hexadecimal digits.
    std::int64_t dimension = 0;  ///< E of the bundle.
    std::stop_token stop;        ///< Stops a build.
};

struct TopKOptions {
    std::int64_t k = 0;                ///< Hits wanted; clamped to what there is.
    const ItemSet* allowed = nullptr;  ///< Only these items, if set.
    int numThreads = 0;                ///< 0 = all cores.
    ScanKernel kernel = fastestScanKernel();
    std::stop_token stop;
};

class SimilarityIndex {
  public:
    static std::shared_ptr<const SimilarityIndex> open(Gallery& gallery,
                                                       const SimilarityIndexOptions& options);
    /// `rows` is [items.size(), dimension] binary16; ids rise strictly. Lives in memory.
    static std::shared_ptr<const SimilarityIndex> fromRows(std::vector<ItemId> items,
                                                           std::vector<std::uint16_t> rows,
                                                           std::int64_t dimension);
    /// A matrix file that is open already.
    static std::shared_ptr<const SimilarityIndex> fromMatrix(MappedMatrix matrix,
                                                             std::int64_t dimension);
    /// Where open() keeps the matrix.
    static std::filesystem::path matrixPath(const std::filesystem::path& galleryFile,
                                            const std::string& fingerprint);
    ~SimilarityIndex();
    SimilarityIndex(const SimilarityIndex&) = delete;
    SimilarityIndex& operator=(const SimilarityIndex&) = delete;

    std::int64_t count() const noexcept { return static_cast<std::int64_t>(m_items.size()); }
    std::int64_t dimension() const noexcept { return m_dimension; }
    /// Of the gallery's embeddings when the matrix was built.
    std::int64_t generation() const noexcept { return m_generation; }
    bool inMemory() const noexcept { return !m_isMapped; }
    /// Embeddings that were left out: damaged, of another dimension, not finite.
    std::int64_t numSkipped() const noexcept { return m_numSkipped; }
    std::span<const ItemId> items() const noexcept { return m_items; }
    std::span<const std::uint16_t> rows() const noexcept { return m_rows; }

    /// The item's embedding [E]; empty if it has none.
    std::vector<float> embedding(ItemId item) const;
    /// Best first; ties by item id. The same for any number of threads and any kernel.
    std::vector<SimilarityHit> topK(std::span<const float> query, const TopKOptions& options) const;

  private:
    struct Storage;
    SimilarityIndex(std::unique_ptr<Storage> storage, std::int64_t dimension);
    std::vector<std::uint64_t> rowMask(const ItemSet& allowed) const;

    std::unique_ptr<Storage> m_storage;
    std::span<const ItemId> m_items;
    std::span<const std::uint16_t> m_rows;
    std::int64_t m_dimension = 0;
    std::int64_t m_generation = 0;
    std::int64_t m_numSkipped = 0;
    bool m_isMapped = false;
};

}  // namespace descry

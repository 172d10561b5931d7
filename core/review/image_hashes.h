#pragma once
/// The hashes of a data set's images, which pairs are called by: computed once by a job that goes
/// on where it was stopped, killed or interrupted, and kept by path, size and time. The desk opens
/// with what is known and touches no image. Thread rule: run() on one thread. Errors: the cache's;
/// an image that is missing or cannot be read is a finding of its record.

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/dataset/dataset_check.h"
#include "core/jobs/job.h"
#include "core/review/pair_index.h"
#include "core/review/review_cache.h"

namespace descry {

/// By image of an index; absent: not known.
using ImageHashes = std::vector<std::optional<Sha256Digest>>;

/// What the cache knows, without a look at the files.
ImageHashes knownHashes(const PairIndex& index,
                        const std::filesystem::path& images,
                        ReviewCache& cache);

/// Of images that may be the same picture as another: both are paired with one of `captions`, and
/// their files are as large. What cannot be read is the same as none.
ImageHashes hashesOfTwins(const PairIndex& index,
                          const std::filesystem::path& images,
                          const std::set<std::string_view>& captions);

class ImageHashJob : public Job {
  public:
    struct Setup {
        std::shared_ptr<const PairIndex> index;
        std::filesystem::path images;  ///< Folder that the data set's paths are relative to.
        std::filesystem::path cache;   ///< File of the ReviewCache.
    };

    explicit ImageHashJob(Setup setup);

    std::string title() const override;
    void run(JobContext& context) override;

    /// After run() has returned.
    const ImageHashes& hashes() const noexcept { return m_hashes; }
    /// Missing and unreadable images, and those of the same bytes, by record.
    const std::vector<Finding>& findings() const noexcept { return m_findings; }

  private:
    /// From the cache or, if the file is another one, from its bytes.
    void hashOne(std::size_t image, ReviewCache& cache);
    void keepFresh(ReviewCache& cache);
    void findSameBytes();

    Setup m_setup;
    ImageHashes m_hashes;
    std::vector<std::pair<ImageFile, Sha256Digest>> m_fresh;  ///< Not in the cache yet.
    std::vector<Finding> m_findings;
};

}  // namespace descry

#pragma once
/// What a bundle says of every pair of a data set (review_cache.h, PairScores), computed once for
/// each bundle by a job that goes on where it was stopped or killed: an image's pairs are kept
/// together or not at all. Thread rule: run() on one thread; pictures are decoded ahead on another.
/// Errors: the model's and the cache's; Cancelled. An image that is missing or cannot be read is a
/// finding of its record.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/dataset_check.h"
#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/review/pair_ids.h"
#include "core/review/review_cache.h"
#include "core/search/search_model.h"

namespace descry {

/// The caption's words as one reads them: what stands between white space.
std::vector<ByteSpan> captionWords(std::string_view caption);

class PairScoreJob : public Job {
  public:
    struct Setup {
        SearchModel model;
        std::shared_ptr<ComputeLane> lane;
        std::shared_ptr<const PairIndex> index;
        std::filesystem::path images;  ///< Folder that the data set's paths are relative to.
        std::filesystem::path cache;   ///< File of the ReviewCache.
        std::size_t batch = 16;        ///< Images of a person decoded and encoded together at most.
    };

    explicit PairScoreJob(Setup setup);
    ~PairScoreJob() override;

    std::string title() const override;
    void run(JobContext& context) override;

    /// After run() has returned. Images left out and why, by record.
    const std::vector<Finding>& findings() const noexcept { return m_findings; }
    std::int64_t numScored() const noexcept { return m_numScored; }  ///< Pairs, in this run.

  private:
    struct Work;

    Setup m_setup;
    std::vector<Finding> m_findings;
    std::int64_t m_numScored = 0;
};

}  // namespace descry

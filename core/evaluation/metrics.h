#pragma once
/// Retrieval metrics of text-based person search (rasa-spec section 10): R@K, mAP, mINP.
/// Thread rule: pure functions; an accumulator belongs to one thread. Errors: InvalidInput where
/// sizes do not fit each other or there is nothing to count.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace descry {

/// All in percent. A query without positives has no average precision: mAP and mINP are absent
/// then, and the values over the other queries stand beside them.
struct RetrievalMetrics {
    double r1 = 0;
    double r5 = 0;
    double r10 = 0;
    std::optional<double> mAP;
    std::optional<double> mINP;
    std::int64_t queriesWithoutPositives = 0;
    std::optional<double> mAPOverRest;
    std::optional<double> mINPOverRest;
};

/// Where the images of a query's person stand in its ranking.
struct PositiveRanks {
    std::int64_t first = 0;       ///< Rank of the best one, from 1.
    double averagePrecision = 0;  ///< 0 to 1.
    double inversePenalty = 0;    ///< 0 to 1: their number by the rank of the last.
};

struct QueryOutcome {
    std::int64_t personId = 0;
    std::optional<PositiveRanks> positives;  ///< Absent where no image shows the person.
};

/// Throws InvalidInput if there is no query.
RetrievalMetrics metricsOf(std::span<const QueryOutcome> queries);

/// Image indices by falling score; ties keep the lower index first, and a score that is not a
/// number stands behind all others.
std::vector<std::int32_t> rankingOf(std::span<const float> scores);

/// Takes rankings query by query, so that no matrix of scores has to be kept.
class MetricsAccumulator {
  public:
    /// imageIds [numImages]: the person on each image.
    explicit MetricsAccumulator(std::span<const std::int64_t> imageIds);

    /// `ranking` is [numImages]: image indices, best first, each exactly once.
    void add(std::int64_t queryId, std::span<const std::int32_t> ranking);
    /// In the order they were added.
    const std::vector<QueryOutcome>& queries() const noexcept { return m_queries; }
    /// Throws InvalidInput if no query was added.
    RetrievalMetrics metrics() const { return metricsOf(m_queries); }

  private:
    std::vector<std::int64_t> m_imageIds;
    std::vector<QueryOutcome> m_queries;
};

/// `scores` is [numQueries, numImages] row-major. Higher is better; ties keep the lower image index
/// first. queryIds [numQueries], imageIds [numImages].
RetrievalMetrics retrievalMetrics(std::span<const float> scores,
                                  std::span<const std::int64_t> queryIds,
                                  std::span<const std::int64_t> imageIds);

}  // namespace descry

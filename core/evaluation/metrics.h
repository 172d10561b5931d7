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

/// Image indices by falling score; ties keep the lower index first, and a score that is not a
/// number stands behind all others.
std::vector<std::int32_t> rankingOf(std::span<const float> scores);

/// Adds up the metrics query by query, so that no matrix of scores has to be kept.
class MetricsAccumulator {
  public:
    /// imageIds [numImages]: the person on each image.
    explicit MetricsAccumulator(std::span<const std::int64_t> imageIds);

    /// `ranking` is [numImages]: image indices, best first, each exactly once.
    void add(std::int64_t queryId, std::span<const std::int32_t> ranking);
    /// Throws InvalidInput if no query was added.
    RetrievalMetrics metrics() const;

  private:
    std::vector<std::int64_t> m_imageIds;
    std::int64_t m_numQueries = 0;
    std::int64_t m_numWithoutPositives = 0;
    std::int64_t m_hitsAt1 = 0;
    std::int64_t m_hitsAt5 = 0;
    std::int64_t m_hitsAt10 = 0;
    double m_sumAveragePrecision = 0;
    double m_sumInversePenalty = 0;
};

/// `scores` is [numQueries, numImages] row-major. Higher is better; ties keep the lower image index
/// first. queryIds [numQueries], imageIds [numImages].
RetrievalMetrics retrievalMetrics(std::span<const float> scores,
                                  std::span<const std::int64_t> queryIds,
                                  std::span<const std::int64_t> imageIds);

}  // namespace descry

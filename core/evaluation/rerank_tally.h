#pragma once
/// Private to core/evaluation: metrics of a split re-ranked by one rule, in both orders: the images
/// that were not re-ranked at -100, as the reference has them, and behind the others in order of
/// similarity, as a search shows them. Thread rule: one object, one thread. Errors: InvalidInput
/// where sizes do not fit.

#include <cstdint>
#include <span>
#include <vector>

#include "core/evaluation/metrics.h"
#include "core/model/bundle.h"

namespace descry {

class RerankTally {
  public:
    /// imagePeople [G].
    RerankTally(const RankingRule& rule, std::span<const std::int64_t> imagePeople);

    struct Query {
        std::int64_t personId = 0;
        std::span<const float> similarities;  ///< [G].
        std::span<const std::int32_t> order;  ///< [G], images by falling similarity.
        std::span<const float> matchLogits;   ///< [k], of the first k of `order`.
    };
    void add(const Query& query);

    /// Of the last query, [G].
    std::span<const float> scores() const noexcept { return m_scores; }
    const MetricsAccumulator& reference() const noexcept { return m_reference; }
    const MetricsAccumulator& orderedTail() const noexcept { return m_orderedTail; }

  private:
    RankingRule m_rule;
    MetricsAccumulator m_reference;
    MetricsAccumulator m_orderedTail;
    std::vector<float> m_scores;
};

}  // namespace descry

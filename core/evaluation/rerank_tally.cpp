#include "core/evaluation/rerank_tally.h"

#include <algorithm>

#include "core/evaluation/calibration.h"
#include "core/search/search_model.h"

namespace descry {

RerankTally::RerankTally(const RankingRule& rule, std::span<const std::int64_t> imagePeople)
    : m_rule(rule),
      m_reference(imagePeople),
      m_orderedTail(imagePeople),
      m_scores(imagePeople.size()) {}

void RerankTally::add(const Query& query) {
    std::fill(m_scores.begin(), m_scores.end(), ScoreTable::kNotReranked);
    for (std::size_t place = 0; place < query.matchLogits.size(); ++place) {
        const auto image = static_cast<std::size_t>(query.order[place]);
        m_scores[image] = static_cast<float>(
            rankingScore(m_rule, query.similarities[image], query.matchLogits[place]));
    }
    m_reference.add(query.personId, rankingOf(m_scores));

    std::vector<std::int32_t> order(query.order.begin(), query.order.end());
    const auto score = [&](std::int32_t image) {
        return m_scores[static_cast<std::size_t>(image)];
    };
    std::sort(order.begin(),
              order.begin() + static_cast<std::ptrdiff_t>(query.matchLogits.size()),
              [&](std::int32_t a, std::int32_t b) {
                  return score(a) != score(b) ? score(a) > score(b) : a < b;
              });
    m_orderedTail.add(query.personId, order);
}

}  // namespace descry

#include "core/evaluation/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace descry {
namespace {

double percent(double part, std::int64_t whole) {
    return 100.0 * part / static_cast<double>(whole);
}

}  // namespace

std::vector<std::int32_t> rankingOf(std::span<const float> scores) {
    std::vector<std::int32_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0);
    const auto better = [&](std::int32_t a, std::int32_t b) {
        const float left = scores[static_cast<std::size_t>(a)];
        const float right = scores[static_cast<std::size_t>(b)];
        if (std::isnan(left) || std::isnan(right)) {
            if (std::isnan(left) != std::isnan(right)) return std::isnan(right);
            return a < b;
        }
        if (left != right) return left > right;
        return a < b;
    };
    std::sort(order.begin(), order.end(), better);
    return order;
}

MetricsAccumulator::MetricsAccumulator(std::span<const std::int64_t> imageIds)
    : m_imageIds(imageIds.begin(), imageIds.end()) {}

void MetricsAccumulator::add(std::int64_t queryId, std::span<const std::int32_t> ranking) {
    if (ranking.size() != m_imageIds.size()) {
        fail(ErrorCode::InvalidInput,
             "a ranking of {} images was given where there are {}",
             ranking.size(),
             m_imageIds.size());
    }
    std::int64_t numPositives = 0;
    std::size_t firstRank = 0;
    std::size_t lastRank = 0;
    double sumPrecision = 0;
    for (std::size_t place = 0; place < ranking.size(); ++place) {
        if (m_imageIds[static_cast<std::size_t>(ranking[place])] != queryId) continue;
        ++numPositives;
        lastRank = place + 1;
        if (firstRank == 0) firstRank = lastRank;
        sumPrecision += static_cast<double>(numPositives) / static_cast<double>(lastRank);
    }
    ++m_numQueries;
    if (numPositives == 0) {
        ++m_numWithoutPositives;
        return;
    }
    m_hitsAt1 += firstRank <= 1 ? 1 : 0;
    m_hitsAt5 += firstRank <= 5 ? 1 : 0;
    m_hitsAt10 += firstRank <= 10 ? 1 : 0;
    m_sumAveragePrecision += sumPrecision / static_cast<double>(numPositives);
    m_sumInversePenalty += static_cast<double>(numPositives) / static_cast<double>(lastRank);
}

RetrievalMetrics MetricsAccumulator::metrics() const {
    if (m_numQueries == 0) {
        fail(ErrorCode::InvalidInput, "there is no query to compute metrics from");
    }
    RetrievalMetrics result;
    result.r1 = percent(static_cast<double>(m_hitsAt1), m_numQueries);
    result.r5 = percent(static_cast<double>(m_hitsAt5), m_numQueries);
    result.r10 = percent(static_cast<double>(m_hitsAt10), m_numQueries);
    result.queriesWithoutPositives = m_numWithoutPositives;
    const std::int64_t numRest = m_numQueries - m_numWithoutPositives;
    if (numRest > 0) {
        result.mAPOverRest = percent(m_sumAveragePrecision, numRest);
        result.mINPOverRest = percent(m_sumInversePenalty, numRest);
    }
    if (m_numWithoutPositives == 0) {
        result.mAP = result.mAPOverRest;
        result.mINP = result.mINPOverRest;
    }
    return result;
}

RetrievalMetrics retrievalMetrics(std::span<const float> scores,
                                  std::span<const std::int64_t> queryIds,
                                  std::span<const std::int64_t> imageIds) {
    if (scores.size() != queryIds.size() * imageIds.size()) {
        fail(ErrorCode::InvalidInput,
             "{} scores were given for {} queries and {} images",
             scores.size(),
             queryIds.size(),
             imageIds.size());
    }
    MetricsAccumulator accumulator(imageIds);
    for (std::size_t query = 0; query < queryIds.size(); ++query) {
        const auto row = scores.subspan(query * imageIds.size(), imageIds.size());
        accumulator.add(queryIds[query], rankingOf(row));
    }
    return accumulator.metrics();
}

}  // namespace descry

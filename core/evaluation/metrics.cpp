#include "core/evaluation/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace descry {
namespace {

constexpr std::array<std::int64_t, 3> kRecallDepths{1, 5, 10};

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
    std::int64_t lastRank = 0;
    double sumPrecision = 0;
    PositiveRanks ranks;
    for (std::size_t place = 0; place < ranking.size(); ++place) {
        if (m_imageIds[static_cast<std::size_t>(ranking[place])] != queryId) continue;
        ++numPositives;
        lastRank = static_cast<std::int64_t>(place) + 1;
        if (numPositives == 1) ranks.first = lastRank;
        sumPrecision += static_cast<double>(numPositives) / static_cast<double>(lastRank);
    }
    QueryOutcome outcome{queryId, std::nullopt};
    if (numPositives > 0) {
        ranks.averagePrecision = sumPrecision / static_cast<double>(numPositives);
        ranks.inversePenalty = static_cast<double>(numPositives) / static_cast<double>(lastRank);
        outcome.positives = ranks;
    }
    m_queries.push_back(outcome);
}

RetrievalMetrics metricsOf(std::span<const QueryOutcome> queries) {
    if (queries.empty()) {
        fail(ErrorCode::InvalidInput, "there is no query to compute metrics from");
    }
    std::array<std::int64_t, 3> hits{};
    double sumAveragePrecision = 0;
    double sumInversePenalty = 0;
    std::int64_t numRest = 0;
    for (const QueryOutcome& query : queries) {
        if (!query.positives) continue;
        ++numRest;
        for (std::size_t i = 0; i < hits.size(); ++i) {
            hits[i] += query.positives->first <= kRecallDepths[i] ? 1 : 0;
        }
        sumAveragePrecision += query.positives->averagePrecision;
        sumInversePenalty += query.positives->inversePenalty;
    }
    const auto numQueries = static_cast<std::int64_t>(queries.size());
    RetrievalMetrics result;
    result.r1 = percent(static_cast<double>(hits[0]), numQueries);
    result.r5 = percent(static_cast<double>(hits[1]), numQueries);
    result.r10 = percent(static_cast<double>(hits[2]), numQueries);
    result.queriesWithoutPositives = numQueries - numRest;
    if (numRest > 0) {
        result.mAPOverRest = percent(sumAveragePrecision, numRest);
        result.mINPOverRest = percent(sumInversePenalty, numRest);
    }
    if (numRest == numQueries) {
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

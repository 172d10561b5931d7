#include "core/evaluation/calibration.h"

#include <algorithm>
#include <functional>

#include "core/base/error.h"
#include "core/model/bundle.h"
#include "core/search/search_model.h"

namespace descry {
namespace {

constexpr double kSmallestWeight = 0.05;
constexpr double kLargestWeight = 32;
constexpr double kWeightFactor = 1.2;

using Score = std::function<double(float similarity, float matchLogit)>;

/// Metrics with the re-ranked images ordered by `score` and the others by similarity behind them.
RetrievalMetrics metricsBy(const ScoreTable& table, const Score& score) {
    MetricsAccumulator metrics(table.imagePeople);
    const std::size_t numImages = table.imagePeople.size();
    std::vector<double> scores(numImages);
    for (std::size_t query = 0; query < table.queryPeople.size(); ++query) {
        const auto similarities = table.similarities.subspan(query * numImages, numImages);
        const auto logits = table.matchLogits.subspan(query * numImages, numImages);
        std::vector<std::int32_t> order = rankingOf(similarities);
        const auto isReranked = [&](std::int32_t image) {
            return logits[static_cast<std::size_t>(image)] != ScoreTable::kNotReranked;
        };
        const auto end = std::ranges::stable_partition(order, isReranked).begin();
        for (auto place = order.begin(); place != end; ++place) {
            const auto image = static_cast<std::size_t>(*place);
            scores[image] = score(similarities[image], logits[image]);
        }
        std::stable_sort(order.begin(), end, [&](std::int32_t a, std::int32_t b) {
            return scores[static_cast<std::size_t>(a)] > scores[static_cast<std::size_t>(b)];
        });
        metrics.add(table.queryPeople[query], order);
    }
    return metrics.metrics();
}

double meanPrecision(const RetrievalMetrics& metrics) {
    return metrics.mAPOverRest.value_or(metrics.mAP.value_or(0));
}

}  // namespace

void checkSizes(const ScoreTable& table) {
    const std::size_t size = table.queryPeople.size() * table.imagePeople.size();
    if (table.similarities.size() != size || table.matchLogits.size() != size) {
        fail(ErrorCode::InvalidInput,
             "scores of {} and {} pairs for {} queries and {} images",
             table.similarities.size(),
             table.matchLogits.size(),
             table.queryPeople.size(),
             table.imagePeople.size());
    }
}

std::optional<Calibration> calibrateRanking(const ScoreTable& table, double temperature) {
    checkSizes(table);
    if (std::ranges::adjacent_find(table.imagePeople, std::ranges::not_equal_to{}) ==
        table.imagePeople.end()) {
        return std::nullopt;
    }
    Calibration calibration;
    const auto addTrial = [&](double weight) {
        const RankingRule rule{RankingRule::Kind::ItcPlusItm, weight, temperature, {}};
        calibration.trials.push_back({weight, metricsBy(table, [&](float similarity, float logit) {
                                          return rankingScore(rule, similarity, logit);
                                      })});
        if (meanPrecision(calibration.trials.back().metrics) >
            meanPrecision(calibration.bestTrial().metrics)) {
            calibration.best = calibration.trials.size() - 1;
        }
    };
    addTrial(0);
    for (double weight = kSmallestWeight; weight < kLargestWeight; weight *= kWeightFactor) {
        addTrial(weight);
    }
    calibration.matchAlone =
        metricsBy(table, [](float, float logit) { return static_cast<double>(logit); });
    return calibration;
}

}  // namespace descry

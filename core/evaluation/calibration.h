#pragma once
/// Fits how much the match logit counts beside similarity in a bundle's ranking rule, on a
/// validation split: score = similarity / temperature + weight * logit over the images that were
/// re-ranked. Thread rule: pure. Errors: InvalidInput where sizes do not fit each other.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/evaluation/metrics.h"

namespace descry {

/// Scores of an evaluation by the rule `itm`; images beyond the best k have kNotReranked.
struct ScoreTable {
    static constexpr float kNotReranked = -100.0F;

    std::span<const float> similarities;        ///< [queries, images].
    std::span<const float> matchLogits;         ///< [queries, images].
    std::span<const std::int64_t> queryPeople;  ///< [queries].
    std::span<const std::int64_t> imagePeople;  ///< [images].
};

struct WeightTrial {
    double weight = 0;
    RetrievalMetrics metrics;
};

struct Calibration {
    std::vector<WeightTrial> trials;  ///< By rising weight; the first is similarity alone.
    std::size_t best = 0;             ///< Highest mAP; the smaller weight of equals.
    RetrievalMetrics matchAlone;      ///< By the match logit alone.

    const WeightTrial& bestTrial() const { return trials[best]; }
};

/// Throws InvalidInput where the table has another number of scores than of pairs.
void checkSizes(const ScoreTable& table);

/// Absent where the images show one person alone: every order is as good then.
std::optional<Calibration> calibrateRanking(const ScoreTable& table, double temperature);

}  // namespace descry

#pragma once
/// How sure the difference of two rankings of the same queries is: a paired bootstrap. People are
/// drawn with replacement, each with all their queries, because captions of one person are not
/// independent; both rankings are scored on the same draw. Thread rule: pure functions. Errors:
/// InvalidInput where the queries of the two are not the same. Source: Efron and Tibshirani, An
/// Introduction to the Bootstrap, 1993 (percentile interval).

#include <cstdint>
#include <span>

#include "core/evaluation/metrics.h"

namespace descry {

struct BootstrapOptions {
    std::uint64_t seed = 1;
    std::int64_t numResamples = 2000;  ///< 1 or more.
    double level = 0.95;               ///< Of the interval, above 0 and below 1.

    /// Throws InvalidInput naming the field.
    void validate() const;
};

/// The value below which a share, 0 to 1, of the values lies, between neighbours in proportion;
/// `sorted` has one value or more.
double quantile(std::span<const double> sorted, double share);

/// In percentage points.
struct PairedDifference {
    double difference = 0;  ///< On the queries as they are.
    double low = 0;         ///< Ends of the interval.
    double high = 0;
};

struct RankingDifference {
    PairedDifference r1;
    PairedDifference mAP;  ///< Over the queries that have positives.
    std::int64_t numPeople = 0;
};

/// `ranking` less `baseline`: outcomes of the same queries in the same order, at least one with
/// positives.
RankingDifference compareRankings(std::span<const QueryOutcome> ranking,
                                  std::span<const QueryOutcome> baseline,
                                  const BootstrapOptions& options = {});

}  // namespace descry

#pragma once
/// Fits from where on candidates are unlikely, on the re-ranked candidates of a validation split.
///
/// Break line: the ranking score at which the share of right candidates before it, less the share
/// of wrong ones before it, is largest (Youden's J). That is where an isotonic fit of "same person"
/// against the score, both classes weighing the same, crosses one half: below it a score is more
/// usual for a wrong candidate than for a right one. Isotonic rather than logistic, because scores
/// have no known shape and only their order is to be trusted; weighing the same, because how many
/// wrong ones there are to a right one depends on the gallery and is not known of the next one.
///
/// Convincing: the score that the best candidate reaches for 95 of 100 descriptions of people who
/// are in the gallery, and at least that of the break line. Below it either the person is not there
/// or the description is among the worst 5 in 100.
///
/// Thread rule: pure. Errors: InvalidInput where sizes do not fit each other.

#include <optional>

#include "core/evaluation/calibration.h"
#include "core/model/ranking_rule.h"

namespace descry {

struct CandidateFit {
    CandidateCalibration calibration;
    // All 0 to 1, on the split itself.
    double rightBefore = 0;         ///< Right candidates that lie before the break line.
    double wrongBehind = 0;         ///< Wrong ones that lie behind it.
    double presentConvincing = 0;   ///< Descriptions of people who are there.
    double absentUnconvincing = 0;  ///< The same with all images of the person taken out.
};

/// Absent where there are fewer than kMinQueries descriptions with right and wrong candidates, or
/// where right ones do not score higher.
std::optional<CandidateFit> calibrateCandidates(const ScoreTable& table, const RankingRule& rule);

inline constexpr std::int64_t kMinQueries = 20;

}  // namespace descry

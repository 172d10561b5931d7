#pragma once
/// Area under the ROC curve. Thread rule: pure function. Failure rule: never fails; NaN scores are
/// the caller's to keep out.

#include <optional>
#include <span>

namespace descry {

/// The chance that a score of `positives` is above one of `negatives`, ties counting half; absent
/// where either is empty.
std::optional<double> areaUnderRoc(std::span<const double> positives,
                                   std::span<const double> negatives);

}  // namespace descry

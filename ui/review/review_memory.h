#pragma once
/// What is remembered of reviews from one start to the next: the data sets, who decides, in which
/// order. Thread rule: GUI thread. Failure rule: what cannot be read counts as absent.

#include <vector>

#include "ui/common/settings.h"
#include "ui/review/sitting.h"

namespace descry {

/// What was looked at last, to go on with.
SittingPlan rememberedPlan(const Settings& settings);
/// Also puts its data set in front of the recent ones.
void rememberPlan(Settings& settings, const SittingPlan& plan);

/// Newest first, at most ten: data set, images and pairs of each; the rest of a plan is not theirs.
std::vector<SittingPlan> recentReviews(const Settings& settings);

}  // namespace descry

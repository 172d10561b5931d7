#pragma once
/// Which pairs a bundle doubts most, by the scores that a cache holds of them. Thread rule: one
/// thread. Errors: the cache's.

#include <optional>
#include <string>
#include <vector>

#include "core/review/pair_ids.h"
#include "core/review/review_cache.h"

namespace descry {

/// How much a pair is to be doubted among the others, 0 to 1, by pair of the index: the mean of its
/// ranks by match logit and by own margin. Ranks, because the two have different scales; both,
/// because some images match nothing well. Absent where the pair is not scored.
using Suspicions = std::vector<std::optional<double>>;

bool hasScores(const Suspicions& suspicions);

Suspicions suspicionsOf(const std::vector<std::optional<PairScores>>& scores);

/// The scores a cache has of an index's pairs, without words, by number.
std::vector<std::optional<PairScores>> knownScores(const PairIds& ids,
                                                   const std::string& fingerprint,
                                                   ReviewCache& cache);

}  // namespace descry

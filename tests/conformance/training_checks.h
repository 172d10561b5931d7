#pragma once
/// Training against the goldens of part D: every recorded run, its draws fed in (README, part D).
/// Thread rule and failure rule: conformance_checks.h.

#include <vector>

#include "tests/conformance/conformance_checks.h"

namespace descry {

/// Features, similarities, logits, tasks, losses, gradients and their norms, parameters after
/// AdamW, momentum and queues of `tiny/train/`, in float32.
std::vector<ConformanceCheck> checkTraining(const ConformanceOptions& options);

}  // namespace descry

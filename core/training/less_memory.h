#pragma once
/// How a run that memory ran out for can go on. No torch. Thread rule: pure. Errors: none; settings
/// that no run would take give nothing.

#include <nlohmann/json.hpp>
#include <optional>

#include "core/training/run_record.h"

namespace descry {

/// The next thing to give up so that a step takes less memory, as the `changes` of TrainJob: first
/// activations are recomputed, which changes no weight; then half as many samples are in memory at
/// once, and P-ITM draws its negatives from those alone. Absent where nothing is left to give up.
std::optional<nlohmann::json> lessMemory(const RunRecord& run);

}  // namespace descry

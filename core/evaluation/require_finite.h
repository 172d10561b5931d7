#pragma once
/// That what a model gave are numbers. Thread rule: any thread. Errors: Device where one is not
/// finite.

#include <algorithm>
#include <cmath>
#include <span>

#include "core/base/error.h"

namespace descry {

inline void requireFinite(std::span<const float> values, const char* what) {
    if (std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) return;
    fail(ErrorCode::Device,
         "the model gave {} that are not finite numbers; try --dtype fp32, and check the bundle "
         "with descry-cli model check",
         what);
}

}  // namespace descry

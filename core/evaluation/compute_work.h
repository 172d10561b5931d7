#pragma once
/// What every run of a model over many pictures needs: how much is done under one hold of the
/// compute lane, and that results are numbers. Thread rule: one object, one thread.
/// Errors: Device where a result is not finite.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <span>

#include "core/base/error.h"

namespace descry {

inline double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// How much is done under one hold of the compute lane, so that a search waits half a second at
/// most: measured, starting small.
class HoldPacer {
  public:
    explicit HoldPacer(std::size_t most) : m_most(most) {}

    std::size_t size() const noexcept { return m_size; }
    void note(std::size_t count, double seconds) {
        constexpr double kTargetSeconds = 0.4;
        const double perUnit = std::max(seconds, 1e-6) / static_cast<double>(count);
        const auto fitting = static_cast<std::size_t>(std::min(1e6, kTargetSeconds / perUnit));
        m_size = std::clamp<std::size_t>(std::min(fitting, 2 * m_size), 1, m_most);
    }

  private:
    std::size_t m_most;
    std::size_t m_size = 1;
};

inline void requireFinite(std::span<const float> values, const char* what) {
    if (std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) return;
    fail(ErrorCode::Device,
         "the model gave {} that are not finite numbers; try --dtype fp32, and check the bundle "
         "with descry-cli model check",
         what);
}

}  // namespace descry

#pragma once
/// How many pairs a minute an annotator decides: over the last twenty decisions, pauses left out.
/// Thread rule: values.

#include <algorithm>
#include <cstdint>
#include <deque>
#include <numeric>
#include <optional>

namespace descry {

class Pace {
  public:
    void note(std::int64_t timeMs) {
        const std::int64_t gap = m_last ? timeMs - *m_last : -1;
        // Below 0 where the clock was put back.
        if (gap >= 0 && gap <= kPauseMs) m_gaps.push_back(gap);
        if (m_gaps.size() > kMostGaps) m_gaps.pop_front();
        m_last = timeMs;
    }
    /// Absent while there is too little to tell.
    std::optional<double> perMinute() const {
        if (m_gaps.size() < kLeastGaps) return std::nullopt;
        const auto sum = std::accumulate(m_gaps.begin(), m_gaps.end(), std::int64_t{0});
        return kMinuteMs * static_cast<double>(m_gaps.size()) /
               static_cast<double>(std::max<std::int64_t>(sum, 1));
    }

  private:
    static constexpr std::int64_t kPauseMs = 60'000;
    static constexpr double kMinuteMs = 60'000;
    static constexpr std::size_t kLeastGaps = 4;
    static constexpr std::size_t kMostGaps = 20;

    std::optional<std::int64_t> m_last;
    std::deque<std::int64_t> m_gaps;
};

}  // namespace descry

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
        if (m_last) m_gaps.push_back(timeMs - *m_last);
        if (!m_gaps.empty() && m_gaps.back() > kPauseMs) m_gaps.pop_back();
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

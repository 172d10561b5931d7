#include "core/jobs/job.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace descry {
namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::duration<double>;

constexpr auto kReportInterval = 100ms;
/// Speed is averaged over about this long: short enough to follow a change, long enough to be calm.
constexpr Seconds kSpeedWindow{10.0};
/// Before this much of a stage has been seen, any estimate would be a guess.
constexpr auto kMinObserved = 1s;
/// An estimate beyond this says "unknown": a stalled job promises nothing.
constexpr double kMaxRemainingSeconds = 100.0 * 24 * 3600;

}  // namespace

JobContext::JobContext(std::stop_token stop, Callbacks callbacks)
    : m_stop(std::move(stop)), m_callbacks(std::move(callbacks)) {}

void JobContext::checkpoint() const {
    if (stopRequested()) fail(ErrorCode::Cancelled, "Cancelled");
}

void JobContext::report(const std::string& stage,
                        std::int64_t done,
                        std::int64_t total,
                        const std::string& unit) {
    const Clock::time_point at = now();
    const bool first = !m_started || stage != m_last.stage;
    if (first) {
        flush();
        startStage(stage, done, at);
    }
    m_last.done = std::max(m_last.done, std::max<std::int64_t>(done, 0));
    m_last.total = total > 0 ? std::max(total, m_last.done) : 0;
    m_last.unit = unit;
    const bool last = m_last.total > 0 && m_last.done == m_last.total;
    m_heldBack = true;
    if (first || last || at - m_lastReport >= kReportInterval) deliver(at);
}

void JobContext::flush() {
    if (m_heldBack) deliver(now());
}

void JobContext::warn(const Error& warning) {
    if (m_callbacks.warning) m_callbacks.warning(warning);
}

JobContext::Clock::time_point JobContext::now() const {
    return m_callbacks.now ? m_callbacks.now() : Clock::now();
}

void JobContext::startStage(const std::string& stage, std::int64_t done, Clock::time_point at) {
    m_last = Progress{};
    m_last.stage = stage;
    m_started = true;
    m_stageStart = at;
    m_measuredAt = at;
    m_measuredDone = std::max<std::int64_t>(done, 0);
    m_speedSum = 0;
    m_speedWeight = 0;
}

void JobContext::measure(std::int64_t done, Clock::time_point at) {
    const Seconds elapsed = at - m_measuredAt;
    if (elapsed >= Seconds(kReportInterval)) {
        const double speed = static_cast<double>(done - m_measuredDone) / elapsed.count();
        const double weight = 1.0 - std::exp(-elapsed / kSpeedWindow);
        m_speedSum += weight * (speed - m_speedSum);
        m_speedWeight += weight * (1.0 - m_speedWeight);
        m_measuredAt = at;
        m_measuredDone = done;
    }
    m_last.unitsPerSecond = m_speedWeight > 0 ? m_speedSum / m_speedWeight : 0;

    m_last.remaining.reset();
    if (m_last.total == 0 || at - m_stageStart < kMinObserved) return;
    if (m_last.done == m_last.total) {
        m_last.remaining = 0s;
        return;
    }
    const double seconds =
        static_cast<double>(m_last.total - m_last.done) / std::max(m_last.unitsPerSecond, 1e-12);
    if (seconds > kMaxRemainingSeconds) return;
    m_last.remaining = std::chrono::seconds(std::llround(std::ceil(seconds)));
}

void JobContext::deliver(Clock::time_point at) {
    measure(m_last.done, at);
    m_lastReport = at;
    m_heldBack = false;
    if (m_callbacks.progress) m_callbacks.progress(m_last);
}

}  // namespace descry

#pragma once
/// What a long work is, apart from the thread that runs it. A Job ends once: succeeded, failed or
/// cancelled; its progress never goes back. Thread rule: run() on one thread; the context's methods
/// are called from that thread, the stop may come from any. Errors: run() throws Error; Cancelled
/// means that the stop token was obeyed.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/base/error.h"

namespace descry {

struct Progress {
    std::string stage;                              ///< "indexing", "checking", ...
    std::int64_t done = 0;                          ///< Units finished.
    std::int64_t total = 0;                         ///< Units in all; 0 while unknown.
    std::string unit;                               ///< "images", "steps", ...
    double unitsPerSecond = 0;                      ///< Smoothed; 0 while unknown.
    std::optional<std::chrono::seconds> remaining;  ///< Estimate; absent while unknown.
};

/// Handed to Job::run: stop, progress, warnings. Progress is rate-limited here and made monotone.
class JobContext {
  public:
    using Clock = std::chrono::steady_clock;

    struct Callbacks {
        std::function<void(const Progress&)> progress;
        std::function<void(const Error&)> warning;
        std::function<Clock::time_point()> now;  ///< Clock::now if empty; tests pass their own.
    };

    JobContext() = default;
    JobContext(std::stop_token stop, Callbacks callbacks);

    const std::stop_token& stopToken() const noexcept { return m_stop; }
    bool stopRequested() const noexcept { return m_stop.stop_requested(); }
    /// Throws Error{Cancelled} if a stop was requested.
    void checkpoint() const;
    /// Reports; at most one callback per 100 ms, but always the first and the last of a stage. A
    /// stage that starts at `done` > 0 (a resumed job) counts its speed from there. `done` below
    /// an earlier one of the stage is taken as the earlier one.
    void report(const std::string& stage,
                std::int64_t done,
                std::int64_t total,
                const std::string& unit);
    /// Delivers the newest report if the rate limit held it back: the end of a stage or job.
    void flush();
    /// What the job goes on in spite of.
    void warn(const Error& warning);

  private:
    Clock::time_point now() const;
    void startStage(const std::string& stage, std::int64_t done, Clock::time_point at);
    void measure(std::int64_t done, Clock::time_point at);
    void deliver(Clock::time_point at);

    std::stop_token m_stop;
    Callbacks m_callbacks;
    Progress m_last;
    bool m_started = false;
    bool m_heldBack = false;
    Clock::time_point m_stageStart;
    Clock::time_point m_lastReport;
    Clock::time_point m_measuredAt;
    std::int64_t m_measuredDone = 0;
    double m_speedSum = 0;     ///< Weighted sum of speeds, units per second.
    double m_speedWeight = 0;  ///< Sum of the weights, below 1.
};

class Job {
  public:
    virtual ~Job() = default;

    virtual std::string title() const = 0;
    virtual void run(JobContext& context) = 0;
};

}  // namespace descry

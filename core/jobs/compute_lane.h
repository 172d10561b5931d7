#pragma once
/// The lane that the compute device is shared through. A search waits for no more than the batch or
/// step that runs: it takes the lane as an urgent holder, a job gives the lane up between its
/// batches, and takes it not again before a search that claims it has all its batches. Thread
/// rule: any thread. Errors: Cancelled (the caller's stop was set while it waited).

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

namespace descry {

/// The compute device as a lock with two ranks: an urgent holder (a search) goes before the others.
class ComputeLane {
    void release();
    /// An urgent caller waits or claims no more.
    void standBack();

    /// What its caller has until it is destroyed, which `kEnd` tells the lane.
    template <void (ComputeLane::*kEnd)()>
    class Guard {
      public:
        explicit Guard(ComputeLane& lane) : m_lane(&lane) {}
        Guard(Guard&& other) noexcept : m_lane(std::exchange(other.m_lane, nullptr)) {}
        Guard& operator=(Guard&&) = delete;
        ~Guard() {
            if (m_lane != nullptr) (m_lane->*kEnd)();
        }

      private:
        ComputeLane* m_lane;
    };

  public:
    using Hold = Guard<&ComputeLane::release>;     ///< The lane.
    using Claim = Guard<&ComputeLane::standBack>;  ///< That jobs stand back.

    /// While it lives, jobs stand back: between the urgent holds of one search none comes in.
    [[nodiscard]] Claim claim();
    /// Waits for the lane. Urgent holders go first. Throws Error{Cancelled} once `stop` is set.
    Hold acquireUrgent(std::stop_token stop = {});
    /// Waits until no urgent holder waits, none claims the lane, and it is free. Throws likewise.
    Hold acquire(std::stop_token stop = {});
    /// True while an urgent caller waits or claims: a long holder gives up the lane soon.
    bool urgentWaiting() const;

  private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_free;
    bool m_held = false;
    int m_numUrgent = 0;  ///< That wait or claim.
};

}  // namespace descry

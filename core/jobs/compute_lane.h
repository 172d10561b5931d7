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
  public:
    class Hold;
    class Claim;

    /// While it lives, jobs stand back: between the urgent holds of one search none comes in.
    [[nodiscard]] Claim claim();
    /// Waits for the lane. Urgent holders go first. Throws Error{Cancelled} once `stop` is set.
    Hold acquireUrgent(std::stop_token stop = {});
    /// Waits until no urgent holder waits, none claims the lane, and it is free. Throws likewise.
    Hold acquire(std::stop_token stop = {});
    /// True while an urgent caller waits or claims: a long holder gives up the lane soon.
    bool urgentWaiting() const;

    /// The lane is the holder's until this is destroyed.
    class Hold {
      public:
        explicit Hold(ComputeLane& lane) : m_lane(&lane) {}
        Hold(Hold&& other) noexcept : m_lane(std::exchange(other.m_lane, nullptr)) {}
        Hold& operator=(Hold&&) = delete;
        ~Hold() {
            if (m_lane != nullptr) m_lane->release();
        }

      private:
        ComputeLane* m_lane;
    };

    class Claim {
      public:
        explicit Claim(ComputeLane& lane) : m_lane(&lane) {}
        Claim(Claim&& other) noexcept : m_lane(std::exchange(other.m_lane, nullptr)) {}
        Claim& operator=(Claim&&) = delete;
        ~Claim() {
            if (m_lane != nullptr) m_lane->standBack();
        }

      private:
        ComputeLane* m_lane;
    };

  private:
    void release();
    /// An urgent caller waits or claims no more.
    void standBack();

    mutable std::mutex m_mutex;
    std::condition_variable_any m_free;
    bool m_held = false;
    int m_numUrgent = 0;  ///< That wait or claim.
};

}  // namespace descry

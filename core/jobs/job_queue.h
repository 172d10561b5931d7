#pragma once
/// Runs jobs one at a time on one thread, in order of priority, then of submission; and the lane
/// that the compute device is shared through. A search never waits for indexing or training: it
/// takes the ComputeLane as an urgent holder, and a job gives the lane up between its batches.
/// Thread rule: any thread; the listener is called from the queue's thread, or, for a job that is
/// cancelled before it began, from the thread that cancels it. Errors: NotFound (no such job);
/// a job's own error is kept in its status.

#include "core/base/ids.h"
#include "core/jobs/job.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace descry {

/// The compute device as a lock with two ranks: an urgent holder (a search) goes before the others.
class ComputeLane {
  public:
    class Hold;

    /// Waits for the lane. Urgent holders go first. Throws Error{Cancelled} once `stop` is set.
    Hold acquireUrgent(std::stop_token stop = {});
    /// Waits until no urgent holder waits and the lane is free. Throws likewise.
    Hold acquire(std::stop_token stop = {});
    /// True while an urgent caller waits: a long holder gives up the lane soon.
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

  private:
    void release();

    mutable std::mutex m_mutex;
    std::condition_variable_any m_free;
    bool m_held = false;
    int m_urgentWaiting = 0;
};

enum class JobState { Queued, Running, Succeeded, Failed, Cancelled };

struct JobStatus {
    JobId id;
    std::string title;
    JobState state = JobState::Queued;
    Progress progress;
    std::vector<std::string> warnings;  ///< The first 1000; numWarnings counts all.
    std::int64_t numWarnings = 0;
    std::optional<Error> error;  ///< Failed only.
};

class JobQueue {
  public:
    using Listener = std::function<void(const JobStatus&)>;

    explicit JobQueue(Listener listener = {});
    ~JobQueue();  ///< Cancels what runs and what waits, and waits for it.

    /// Higher priority goes first among those that wait; a running job is not interrupted.
    JobId submit(std::unique_ptr<Job> job, int priority = 0);
    /// Asks a job to stop; one that has ended stays as it is.
    void cancel(JobId id);
    std::vector<JobStatus> jobs() const;
    /// Waits until the job has ended. Not from the listener.
    JobStatus wait(JobId id);

  private:
    struct Entry;
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace descry

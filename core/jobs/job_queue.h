#pragma once
/// Runs jobs one at a time on one thread, in an order that can be changed. A job given as a recipe
/// is durable: it can be paused while it runs, tried again after a failure, and outlives the
/// program, because the queue writes the recipes of what is not finished to a journal
/// (core/jobs/job_journal.h). A job given as an object lives as long as the queue. Thread rule: any
/// thread; the listener is called from the queue's threads or from the one that asks for a change,
/// never under a lock, and tells old from new by JobStatus::revision. Errors: a
/// job's own error is kept in its status.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/jobs/job_log.h"

namespace descry {

/// What a durable job is made from, by the factory of its kind, each time that it begins.
struct JobRecipe {
    std::string kind;        ///< "index", "train", ...
    std::string title;       ///< For people, "Indexing Hall B".
    std::string parameters;  ///< A JSON object as text; the kind alone knows what is in it.

    bool operator==(const JobRecipe&) const = default;
};

enum class JobState { Queued, Running, Paused, Succeeded, Failed, Cancelled };

enum class PauseReason {
    Asked,
    Interrupted,  ///< The program ended, or was killed, while the job was not finished.
    DiskFull,     ///< The job ended with ErrorCode::DiskFull.
};

struct JobStatus {
    JobId id;
    std::string kind;  ///< Of its recipe; empty: not durable.
    std::string title;
    JobState state = JobState::Queued;
    PauseReason pauseReason = PauseReason::Asked;  ///< Paused only.
    Progress progress;             ///< Of a job of an earlier run of the program: where it stood.
    std::int64_t numWarnings = 0;  ///< Since it last began; their words are in the log.
    std::optional<Error> error;    ///< Failed, or paused because the disk is full.
    bool isStopping = false;       ///< Running, and asked to pause or to end.
    std::uint64_t revision = 0;    ///< A larger one is newer, whatever the job.

    bool isDurable() const { return !kind.empty(); }
};

/// Whether a job has ended in one of the three ways. A paused one has not.
bool hasEnded(const JobStatus& status);

/// What the journal has to tell.
struct JournalNews {
    enum class Kind {
        Restored,    ///< Read; jobs of the last run are in the queue.
        Unreadable,  ///< Not read, not written: damaged beyond setting aside, or newer.
        SetAside,    ///< Damaged: kept under another name, and a new one begun.
        Unwritable,  ///< Jobs go on, but would be forgotten; told once until a write succeeds.
    };
    Kind kind = Kind::Restored;
    int numInterrupted = 0;      ///< Restored: paused, and wait to be told to go on.
    std::optional<Error> error;  ///< All but Restored.
};

class JobQueue {
  public:
    using Listener = std::function<void(const JobStatus&)>;
    /// Called on the queue's thread, so it may read files and load a model. Throws Error.
    using Factory = std::function<std::unique_ptr<Job>(const JobRecipe&)>;
    /// What a job's log says of a warning or an error: a log is kept as text. Called from any of
    /// the queue's threads, under its lock.
    using Words = std::function<std::string(const Error&)>;
    using JournalListener = std::function<void(const JournalNews&)>;

    /// Ended jobs kept; older ones are forgotten.
    static constexpr std::size_t kMaxEnded = 50;

    /// `words` absent: logs are in English.
    explicit JobQueue(Listener listener = {}, Words words = {});
    /// Stops what runs and waits for it. Durable jobs stay in the journal; others are cancelled.
    ~JobQueue();

    void addKind(const std::string& kind, Factory make);
    /// Takes up what the journal holds and keeps it from then on; `told` is called from another
    /// thread. Once, after the kinds are known.
    void keepJournal(const std::filesystem::path& file, JournalListener told = {});
    /// Waits until the journal is read, and what changed before the call is written or has failed.
    void flushJournal();
    /// From now on what is open when the queue is destroyed goes on by itself at the next start.
    void continueAtNextStart();

    /// A new job waits before those of lower priority, behind all others. A durable one of lower
    /// priority that runs makes way: it stops at its next stop point and goes on afterwards. So it
    /// is with a job that is resumed or tried again.
    JobId submit(const JobRecipe& recipe, int priority = 0);
    JobId submit(std::unique_ptr<Job> job, int priority = 0);
    // What follows does nothing with a job that has been forgotten.
    /// A waiting job waits no more; a running durable one stops at its next stop point and keeps
    /// its place. Others stay as they are.
    void pause(JobId id);
    void resume(JobId id);
    /// Asks a job to end; one that has ended stays as it is.
    void cancel(JobId id);
    /// A durable job that failed or was cancelled waits again, behind all others.
    void retry(JobId id);
    /// Puts a job before another one, or last.
    void move(JobId id, std::optional<JobId> before);
    /// Forgets what has ended.
    void clearEnded();

    /// Open ones in their order; ended ones among them, oldest first.
    std::vector<JobStatus> jobs() const;
    /// Empty if the job has been forgotten.
    JobLog log(JobId id) const;
    /// Absent if the job is not durable, or has been forgotten.
    std::optional<JobRecipe> recipe(JobId id) const;
    /// Waits until the job has ended or is paused. Not from the listener. Throws NotFound.
    JobStatus wait(JobId id);

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace descry

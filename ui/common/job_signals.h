#pragma once
/// core/jobs for the window: owns the JobQueue and the compute lane, and says on the GUI thread, by
/// signals, what becomes of jobs. Thread rule: GUI thread; the lane from any; factories of kinds
/// are called on the queue's thread. Failure rule: a job's error is in its status. Destroying it
/// stops all jobs and waits for them.

#include <QObject>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/jobs/job_queue.h"

namespace descry {

class JobSignals final : public QObject {
    Q_OBJECT

  public:
    explicit JobSignals(QObject* parent = nullptr);
    ~JobSignals() override;

    /// What recipes of the kind are made into. Before keepJournal().
    void addKind(const std::string& kind, JobQueue::Factory make);
    /// Takes up the jobs of the last run, and keeps a journal of those of this one.
    void keepJournal(const std::filesystem::path& file);
    void continueAtNextStart() { m_queue->continueAtNextStart(); }

    JobId submit(const JobRecipe& recipe, int priority = 0);
    JobId submit(std::unique_ptr<Job> job, int priority = 0);
    /// These do nothing with a job that has been forgotten.
    void pause(JobId id) { m_queue->pause(id); }
    void resume(JobId id) { m_queue->resume(id); }
    void cancel(JobId id) { m_queue->cancel(id); }
    void retry(JobId id) { m_queue->retry(id); }
    void move(JobId id, std::optional<JobId> before) { m_queue->move(id, before); }
    void clearEnded();
    void cancelAll();

    /// Those that wait, run or are paused, by id.
    std::vector<JobStatus> open() const;
    /// Nothing waits and nothing runs.
    bool isIdle() const;
    /// All that the queue knows: open and paused ones in their order, ended ones among them.
    std::vector<JobStatus> all() const { return m_queue->jobs(); }
    JobLog log(JobId id) const { return m_queue->log(id); }
    /// Absent if the job is not durable, or has been forgotten.
    std::optional<JobRecipe> recipe(JobId id) const { return m_queue->recipe(id); }

    ComputeLane& lane() { return *m_lane; }
    std::shared_ptr<ComputeLane> sharedLane() const { return m_lane; }

  Q_SIGNALS:
    /// A job was submitted, began, went on, was paused, moved or ended.
    void changed(const descry::JobStatus& status);
    /// After changed(), once each time that a job of this run of the program ends.
    void ended(const descry::JobStatus& status);
    /// Ended ones were forgotten.
    void cleared();
    void journalTold(const descry::JournalNews& news);

  private:
    void take(const JobStatus& status);

    std::shared_ptr<ComputeLane> m_lane = std::make_shared<ComputeLane>();
    std::map<JobId, JobStatus> m_known;
    std::unique_ptr<JobQueue> m_queue;
};

}  // namespace descry

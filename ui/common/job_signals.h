#pragma once
/// core/jobs for the window: owns the JobQueue and the compute lane, and says on the GUI thread, by
/// signals, what becomes of jobs. Thread rule: GUI thread; the lane from any. Failure rule: a job's
/// error is in its status. Destroying it cancels all jobs and waits for them.

#include <QObject>
#include <map>
#include <memory>
#include <vector>

#include "core/jobs/job_queue.h"

namespace descry {

class JobSignals final : public QObject {
    Q_OBJECT

  public:
    explicit JobSignals(QObject* parent = nullptr);
    ~JobSignals() override;

    JobId submit(std::unique_ptr<Job> job, int priority = 0);
    void cancel(JobId id);
    void cancelAll();
    /// Those that wait or run, by id.
    std::vector<JobStatus> open() const;
    bool isIdle() const { return m_open.empty(); }
    ComputeLane& lane() { return *m_lane; }
    std::shared_ptr<ComputeLane> sharedLane() const { return m_lane; }

  Q_SIGNALS:
    /// A job was submitted, began, went on or ended.
    void changed(const descry::JobStatus& status);
    /// After changed().
    void ended(const descry::JobStatus& status);

  private:
    void take(const JobStatus& status);

    std::shared_ptr<ComputeLane> m_lane = std::make_shared<ComputeLane>();
    std::map<JobId, JobStatus> m_open;
    std::unique_ptr<JobQueue> m_queue;
};

/// Whether a job has ended in one of the three ways.
bool hasEnded(const JobStatus& status);

}  // namespace descry

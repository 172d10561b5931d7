#pragma once
/// What jobs have to tell people: those that end badly or with warnings, a full disk, jobs that the
/// last run left, and a journal that cannot be kept. Thread rule: GUI thread.

#include <QObject>

#include "ui/common/job_signals.h"
#include "ui/common/messages.h"

namespace descry {

class JobMessages final : public QObject {
    Q_OBJECT

  public:
    JobMessages(JobSignals& jobs, Messages& messages, QObject* parent = nullptr);

  Q_SIGNALS:
    void logRequested(descry::JobId id);
    void listRequested();

  private:
    void jobChanged(const JobStatus& status);
    void jobEnded(const JobStatus& status);
    void journalTold(const JournalNews& news);
    void tellInterrupted(int numInterrupted);
    void resumeInterrupted();
    MessageAction showLogOf(JobId id);

    JobSignals& m_jobs;
    Messages& m_messages;
};

}  // namespace descry

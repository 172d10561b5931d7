#include "ui/common/job_signals.h"

#include <QMetaObject>
#include <utility>

namespace descry {

bool hasEnded(const JobStatus& status) {
    return status.state != JobState::Queued && status.state != JobState::Running;
}

JobSignals::JobSignals(QObject* parent) : QObject(parent) {
    m_queue = std::make_unique<JobQueue>([this](const JobStatus& status) {
        QMetaObject::invokeMethod(
            this, [this, status] { take(status); }, Qt::QueuedConnection);
    });
}

JobSignals::~JobSignals() = default;

JobId JobSignals::submit(std::unique_ptr<Job> job, int priority) {
    JobStatus status;
    status.title = job->title();
    status.id = m_queue->submit(std::move(job), priority);
    take(status);
    return status.id;
}

void JobSignals::cancel(JobId id) {
    m_queue->cancel(id);
}

void JobSignals::cancelAll() {
    for (const JobStatus& status : open()) cancel(status.id);
}

std::vector<JobStatus> JobSignals::open() const {
    std::vector<JobStatus> all;
    all.reserve(m_open.size());
    for (const auto& [id, status] : m_open) all.push_back(status);
    return all;
}

void JobSignals::take(const JobStatus& status) {
    if (hasEnded(status)) {
        m_open.erase(status.id);
    } else {
        m_open[status.id] = status;
    }
    Q_EMIT changed(status);
    if (hasEnded(status)) Q_EMIT ended(status);
}

}  // namespace descry

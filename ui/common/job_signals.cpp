#include "ui/common/job_signals.h"

#include <QMetaObject>
#include <algorithm>
#include <utility>

#include "ui/common/text.h"

namespace descry {

JobSignals::JobSignals(QObject* parent) : QObject(parent) {
    m_queue = std::make_unique<JobQueue>(
        [this](const JobStatus& status) {
            QMetaObject::invokeMethod(
                this, [this, status] { take(status); }, Qt::QueuedConnection);
        },
        [](const Error& error) { return toUtf8(errorText(error)); });
}

JobSignals::~JobSignals() = default;

void JobSignals::addKind(const std::string& kind, JobQueue::Factory make) {
    m_queue->addKind(kind, std::move(make));
}

void JobSignals::keepJournal(const std::filesystem::path& file) {
    m_queue->keepJournal(file, [this](const JournalNews& news) {
        QMetaObject::invokeMethod(
            this, [this, news] { Q_EMIT journalTold(news); }, Qt::QueuedConnection);
    });
}

JobId JobSignals::submit(const JobRecipe& recipe, int priority) {
    JobStatus status;
    status.kind = recipe.kind;
    status.title = recipe.title;
    status.id = m_queue->submit(recipe, priority);
    take(status);
    return status.id;
}

JobId JobSignals::submit(std::unique_ptr<Job> job, int priority) {
    JobStatus status;
    status.title = job->title();
    status.id = m_queue->submit(std::move(job), priority);
    take(status);
    return status.id;
}

void JobSignals::clearEnded() {
    m_queue->clearEnded();
    std::erase_if(m_known, [](const auto& known) { return hasEnded(known.second); });
    Q_EMIT cleared();
}

void JobSignals::cancelAll() {
    for (const JobStatus& status : open()) cancel(status.id);
}

std::vector<JobStatus> JobSignals::open() const {
    std::vector<JobStatus> some;
    for (const auto& [id, status] : m_known) {
        if (!hasEnded(status)) some.push_back(status);
    }
    return some;
}

bool JobSignals::isIdle() const {
    return std::none_of(m_known.begin(), m_known.end(), [](const auto& known) {
        const JobState state = known.second.state;
        return state == JobState::Queued || state == JobState::Running;
    });
}

void JobSignals::take(const JobStatus& status) {
    const auto known = m_known.find(status.id);
    if (known != m_known.end() && status.revision < known->second.revision) return;
    // What the journal says of a job that had ended before is no end.
    const bool endsNow = hasEnded(status) && known != m_known.end() && !hasEnded(known->second);
    m_known[status.id] = status;
    Q_EMIT changed(status);
    if (endsNow) Q_EMIT ended(status);
}

}  // namespace descry

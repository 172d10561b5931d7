#include "ui/shell/job_messages.h"

#include "ui/common/job_recipes.h"
#include "ui/common/text.h"

namespace descry {
namespace {

const QString kJournalKey = QStringLiteral("jobJournal");
const QString kInterruptedKey = QStringLiteral("interruptedJobs");

QString warningsOf(const JobLog& log) {
    QStringList lines;
    for (const JobLogLine& line : log.lines()) {
        if (line.event == JobEvent::Warning) lines << toQString(line.text);
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

JobMessages::JobMessages(JobSignals& jobs, Messages& messages, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_messages(messages) {
    connect(&jobs, &JobSignals::changed, this, &JobMessages::jobChanged);
    connect(&jobs, &JobSignals::ended, this, &JobMessages::jobEnded);
    connect(&jobs, &JobSignals::journalTold, this, &JobMessages::journalTold);
}

MessageAction JobMessages::showLogOf(JobId id) {
    return {tr("Show the log"), [this, id] { Q_EMIT logRequested(id); }};
}

void JobMessages::jobChanged(const JobStatus& status) {
    const bool isFull = status.state == JobState::Paused && status.error &&
                        status.pauseReason == PauseReason::DiskFull;
    if (!isFull) {
        if (status.state == JobState::Running) m_messages.withdraw(messageKeyOf(status.id));
        return;
    }
    Message message = problemOf(
        messageKeyOf(status.id), tr("%1 is paused.").arg(toQString(status.title)), *status.error);
    message.kept = tr("What is done so far is kept. Free some space, then let it go on.");
    message.actions = {{tr("Go on"), [this, id = status.id] { m_jobs.resume(id); }},
                       showLogOf(status.id)};
    m_messages.raise(message);
}

void JobMessages::jobEnded(const JobStatus& status) {
    const QString title = toQString(status.title);
    if (status.state == JobState::Failed && status.error) {
        Message message =
            problemOf(messageKeyOf(status.id), tr("%1 stopped.").arg(title), *status.error);
        if (status.isDurable()) {
            message.actions << MessageAction{tr("Try again"),
                                             [this, id = status.id] { m_jobs.retry(id); }};
        }
        message.actions << showLogOf(status.id);
        m_messages.raise(message);
        return;
    }
    if (status.state != JobState::Succeeded || status.numWarnings == 0) return;
    Message message;
    message.severity = Message::Severity::Warning;
    message.key = messageKeyOf(status.id);
    const auto numWarnings = static_cast<int>(status.numWarnings);
    message.cause = numWarnings == 1
                        ? tr("%1 ended with a warning.").arg(title)
                        : tr("%1 ended with %n warnings.", nullptr, numWarnings).arg(title);
    message.details = warningsOf(m_jobs.log(status.id));
    message.actions = {showLogOf(status.id)};
    m_messages.raise(message);
}

void JobMessages::journalTold(const JournalNews& news) {
    if (news.kind == JournalNews::Kind::Restored) {
        tellInterrupted(news.numInterrupted);
        return;
    }
    Message message = problemOf(kJournalKey, {}, *news.error);
    message.severity = Message::Severity::Warning;
    switch (news.kind) {
        case JournalNews::Kind::SetAside:
            message.cause = tr("The list of jobs of the last time was damaged and is put aside.");
            message.kept =
                tr("Galleries and training runs are as they were; start again what was "
                   "not finished.");
            break;
        case JournalNews::Kind::Unreadable:
            message.cause = tr("The list of jobs of the last time cannot be read.");
            message.kept =
                tr("It is left as it is. Jobs work, but are forgotten when Descry ends.");
            break;
        default:
            message.cause = tr("The list of jobs cannot be saved.");
            message.kept = tr("Jobs go on, but are forgotten when Descry ends.");
            break;
    }
    m_messages.raise(message);
}

void JobMessages::tellInterrupted(int numInterrupted) {
    if (numInterrupted == 0) return;
    Message message;
    message.key = kInterruptedKey;
    message.cause =
        numInterrupted == 1
            ? tr("A job was not finished when Descry ended.")
            : tr("%n jobs were not finished when Descry ended.", nullptr, numInterrupted);
    message.kept = tr("What was done is kept; it goes on from there.");
    message.actions = {{tr("Go on"), [this] { resumeInterrupted(); }},
                       {tr("Show the jobs"), [this] { Q_EMIT listRequested(); }}};
    m_messages.raise(message);
}

void JobMessages::resumeInterrupted() {
    for (const JobStatus& status : m_jobs.open()) {
        const bool isInterrupted =
            status.state == JobState::Paused && status.pauseReason == PauseReason::Interrupted;
        if (isInterrupted) m_jobs.resume(status.id);
    }
}

}  // namespace descry

#include "ui/shell/closing.h"

#include <QWidget>
#include <algorithm>

namespace descry {
namespace {

const QString kKey = QStringLiteral("close");

bool isGoingOn(const JobStatus& status) {
    return status.state == JobState::Queued || status.state == JobState::Running;
}

}  // namespace

Closing::Closing(ApplicationContext& context, QWidget& window)
    : QObject(&window), m_context(context), m_window(window) {
    // Queued: what listens to the end of a job may begin another one.
    connect(
        &context.jobs, &JobSignals::changed, this, &Closing::closeIfFinished, Qt::QueuedConnection);
}

bool Closing::mayClose() {
    if (m_isAnswered || m_context.jobs.isIdle()) return true;
    if (!m_waits) ask();
    return false;
}

void Closing::ask() {
    std::vector<JobStatus> jobs = m_context.jobs.open();
    std::erase_if(jobs, [](const JobStatus& status) { return !isGoingOn(status); });
    const int numJobs = static_cast<int>(jobs.size());
    const bool goesOn = std::all_of(
        jobs.begin(), jobs.end(), [](const JobStatus& status) { return status.isDurable(); });
    Message question;
    question.severity = Message::Severity::Warning;
    question.key = kKey;
    question.cause = numJobs == 1 ? tr("A job is not finished.")
                                  : tr("%n jobs are not finished.", nullptr, numJobs);
    question.kept = goesOn ? tr("Stopped now, it goes on from where it was when Descry is opened "
                                "the next time.")
                           : tr("What is done so far is kept. Some of it cannot go on the next "
                                "time and would have to be started again.");
    question.actions = {{tr("Stop and quit"), [this] { stopAndClose(); }},
                        {tr("Quit when finished"), [this] { waitForJobs(); }}};
    m_context.messages.raise(question);
}

void Closing::stopAndClose() {
    m_isAnswered = true;
    m_context.jobs.continueAtNextStart();
    m_window.close();
}

void Closing::waitForJobs() {
    m_waits = true;
    m_resting.clear();
    for (const JobStatus& status : m_context.jobs.open()) {
        if (status.state == JobState::Paused) m_resting.insert(status.id);
    }
    Message waiting;
    waiting.key = kKey;
    waiting.cause = tr("Descry closes when its jobs are finished.");
    waiting.kept = tr("A job that is paused keeps it open until it has ended.");
    waiting.actions = {{tr("Stop and quit"), [this] { stopAndClose(); }},
                       {tr("Stay open"), [this] { stayOpen(); }}};
    waiting.stays = true;
    m_context.messages.raise(waiting);
    closeIfFinished();
}

void Closing::stayOpen() {
    m_waits = false;
}

void Closing::closeIfFinished() {
    if (m_waits && areFinished()) m_window.close();
}

bool Closing::areFinished() const {
    return std::ranges::all_of(m_context.jobs.open(), [this](const JobStatus& status) {
        return status.state == JobState::Paused && m_resting.contains(status.id);
    });
}

}  // namespace descry

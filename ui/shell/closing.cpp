#include "ui/shell/closing.h"

#include <QWidget>
#include <algorithm>

namespace descry {
namespace {

bool isGoingOn(const JobStatus& status) {
    return status.state == JobState::Queued || status.state == JobState::Running;
}

}  // namespace

Closing::Closing(ApplicationContext& context, QWidget& window)
    : QObject(&window), m_context(context), m_window(window) {
    const auto closeIfIdle = [this] {
        if (m_waits && m_context.jobs.isIdle()) m_window.close();
    };
    // Queued: what listens to the end of a job may begin another one.
    connect(&context.jobs, &JobSignals::changed, this, closeIfIdle, Qt::QueuedConnection);
}

bool Closing::mayClose() {
    if (m_isAnswered || m_context.jobs.isIdle()) return true;
    ask();
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
    question.key = QStringLiteral("close");
    question.cause = numJobs == 1 ? tr("A job is not finished.")
                                  : tr("%n jobs are not finished.", nullptr, numJobs);
    question.kept = goesOn ? tr("Stopped now, it goes on from where it was when Descry is opened "
                                "the next time.")
                           : tr("What is done so far is kept. Some of it cannot go on the next "
                                "time and would have to be started again.");
    question.actions = {{tr("Stop and quit"), [this] { stopAndClose(); }},
                        {tr("Quit when finished"), [this] { closeWhenIdle(); }}};
    m_context.messages.raise(question);
}

void Closing::stopAndClose() {
    m_isAnswered = true;
    m_context.jobs.continueAtNextStart();
    m_window.close();
}

void Closing::closeWhenIdle() {
    m_waits = true;
    if (m_context.jobs.isIdle()) m_window.close();
}

}  // namespace descry

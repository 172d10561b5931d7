#include "ui/training/run_state.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "ui/common/text.h"

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::RunState)
};

using Kept = RunStatus::State;

RunState stateOf(const JobStatus& job) {
    switch (job.state) {
        case JobState::Queued:
            return RunState::Waiting;
        case JobState::Running:
            return job.isStopping ? RunState::Stopping : RunState::Running;
        case JobState::Paused:
            if (job.pauseReason == PauseReason::DiskFull) return RunState::Blocked;
            return job.pauseReason == PauseReason::Interrupted ? RunState::Interrupted
                                                               : RunState::Paused;
        case JobState::Succeeded:
            return RunState::Finished;
        case JobState::Failed:
            return RunState::Failed;
        case JobState::Cancelled:
            return RunState::Cancelled;
    }
    return RunState::Ready;
}

/// Of a run without a job: nobody runs it now.
RunState stateOf(const RunRecord& run) {
    if (!run.status) return RunState::Ready;
    switch (run.status->state) {
        case Kept::Running:
            return RunState::Interrupted;
        case Kept::Stopped:
            return RunState::Paused;
        case Kept::Paused:
            return RunState::Blocked;
        case Kept::Failed:
            return RunState::Failed;
        case Kept::Cancelled:
            return RunState::Cancelled;
        case Kept::Finished:
            return RunState::Finished;
    }
    return RunState::Ready;
}

}  // namespace

QString ShownRun::name() const {
    return shownPath(record.folder.filename());
}

RunState ShownRun::state() const {
    if (!job) return stateOf(record);
    const RunState state = stateOf(*job);
    // The folder knows which failures a run can go on after.
    const bool isBlocked = record.status && record.status->state == Kept::Paused;
    return state == RunState::Failed && isBlocked ? RunState::Blocked : state;
}

QString ShownRun::reason() const {
    const RunState now = state();
    if (now != RunState::Blocked && now != RunState::Failed) return {};
    const std::optional<Error> error = newestError();
    return error ? errorText(*error, record.folder) : QString();
}

std::optional<Error> ShownRun::newestError() const {
    if (job && job->error) return job->error;
    return record.status ? record.status->error : std::nullopt;
}

QString ShownRun::position() const {
    const bool isTold = record.status && record.status->numSteps > 0;
    if (!isTold || isOpen()) return {};
    return Words::tr("after step %1 of %2")
        .arg(groupedNumber(record.status->step), groupedNumber(record.status->numSteps));
}

bool ShownRun::isOpen() const {
    const RunState now = state();
    return now == RunState::Waiting || now == RunState::Running || now == RunState::Stopping;
}

bool ShownRun::canResume() const {
    return !isOpen() && state() != RunState::Finished;
}

bool ShownRun::ranOutOfMemory() const {
    const std::optional<Error> error = newestError();
    return state() == RunState::Failed && error && error->code() == ErrorCode::OutOfMemory;
}

QString stateName(RunState state) {
    switch (state) {
        case RunState::Ready:
            return Words::tr("Not begun");
        case RunState::Waiting:
            return Words::tr("Waiting");
        case RunState::Running:
            return Words::tr("Running");
        case RunState::Stopping:
            return Words::tr("Stopping after this step");
        case RunState::Paused:
            return Words::tr("Paused");
        case RunState::Interrupted:
            return Words::tr("Interrupted");
        case RunState::Blocked:
            return Words::tr("Paused by a problem");
        case RunState::Failed:
            return Words::tr("Failed");
        case RunState::Cancelled:
            return Words::tr("Cancelled");
        case RunState::Finished:
            return Words::tr("Finished");
    }
    return {};
}

QString stateIcon(RunState state) {
    switch (state) {
        case RunState::Ready:
        case RunState::Waiting:
            return QStringLiteral("wait");
        case RunState::Running:
        case RunState::Stopping:
            return QStringLiteral("play");
        case RunState::Paused:
        case RunState::Interrupted:
            return QStringLiteral("pause");
        case RunState::Blocked:
            return QStringLiteral("warning");
        case RunState::Failed:
            return QStringLiteral("problem");
        case RunState::Cancelled:
            return QStringLiteral("close");
        case RunState::Finished:
            return QStringLiteral("done");
    }
    return {};
}

QString shownBest(const RunRecord& run) {
    if (!run.status || run.status->best < 0) return {};
    return QStringLiteral("R@1\u00a0%1").arg(run.status->best, 0, 'f', 1);
}

QString shownDate(std::chrono::system_clock::time_point time) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(ms.count());
    const bool isThisYear = when.date().year() == QDate::currentDate().year();
    return QLocale().toString(
        when, isThisYear ? QStringLiteral("d MMM, HH:mm") : QStringLiteral("d MMM yyyy, HH:mm"));
}

}  // namespace descry

#pragma once
/// How a run stands, told from its folder and from its job, and the words for it. Thread rule:
/// values.

#include <QString>
#include <optional>

#include "core/jobs/job_queue.h"
#include "core/training/comparison.h"
#include "core/training/run_record.h"

namespace descry {

enum class RunState {
    Ready,    ///< Made, and never begun.
    Waiting,  ///< In the queue.
    Running,
    Stopping,     ///< Asked to pause or end; the step that runs is finished first.
    Paused,       ///< On request.
    Interrupted,  ///< The program ended meanwhile.
    Blocked,      ///< Paused by the disk or missing images.
    Failed,
    Cancelled,
    Finished,
};

/// A run as it is shown.
struct ShownRun {
    RunRecord record;
    std::optional<JobStatus> job;  ///< The newest of this program, if there is one.
    std::optional<RunComparison> comparison;
    bool isCompared = false;  ///< A comparison waits or runs.

    QString name() const;
    RunState state() const;
    /// Of Blocked and Failed, and of a run that was stopped; may be empty.
    QString reason() const;
    /// "after step 120 of 900"; empty while nothing is known.
    QString position() const;
    bool isOpen() const;  ///< Waits, runs or stops.
    bool canResume() const;
    bool ranOutOfMemory() const;

  private:
    std::optional<Error> newestError() const;
};

QString stateName(RunState state);
/// A file of resources/icons.
QString stateIcon(RunState state);
/// "R@1 62.4", or empty.
QString shownBest(const RunRecord& run);
/// "12 Nov, 14:03"; with the year if it is another one.
QString shownDate(std::chrono::system_clock::time_point time);

}  // namespace descry

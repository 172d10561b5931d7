#pragma once
/// The training runs that this program knows: those in its data folder and those that were begun or
/// opened elsewhere, each with its folder's word and its job. Begins, pauses, resumes, cancels and
/// compares. A run and a comparison are durable jobs, so that they outlive the program. Thread
/// rule: GUI thread; folders are read and written in the background. Failure rule: a run that
/// cannot begin is told by beginFailed(), other problems are raised as messages.

#include <QObject>
#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/training/run_state.h"
#include "ui/training/trainer.h"

namespace descry {

class TrainingRuns final : public QObject {
    Q_OBJECT

  public:
    TrainingRuns(ApplicationContext& context, Trainer trainer, QObject* parent = nullptr);

    /// Newest first.
    const std::vector<ShownRun>& runs() const { return m_runs; }
    const ShownRun* find(const std::filesystem::path& folder) const;
    bool isRead() const { return m_isRead; }
    /// Of its job; empty where there is none, or it has been forgotten.
    JobLog logOf(const std::filesystem::path& folder) const;
    const Trainer& trainer() const { return m_trainer; }
    /// Where new runs lie.
    std::filesystem::path folder() const;

    /// Reads all folders again.
    void refresh();
    /// A run from elsewhere.
    void open(const std::filesystem::path& folder);
    void begin(const TrainRequest& request);
    void pause(const std::filesystem::path& folder);
    void resume(const std::filesystem::path& folder);
    /// A run that memory ran out for, with what lessMemory() gives up next.
    void resumeWithLessMemory(const std::filesystem::path& folder);
    /// Stops it for good; it can still be resumed.
    void cancel(const std::filesystem::path& folder);
    void compare(const std::filesystem::path& folder, const std::filesystem::path& before);
    void cancelComparison(const std::filesystem::path& folder);

  Q_SIGNALS:
    void listChanged();
    /// How it stands, its progress or its comparison.
    void runChanged(const std::filesystem::path& folder);
    void begun(const std::filesystem::path& folder);
    void beginFailed(const descry::Error& error);
    /// A run that was asked for with open().
    void opened(const std::filesystem::path& folder);

  private:
    /// Where a run lies; refresh() looks there too, in this and later programs.
    void remember(const std::filesystem::path& folder);
    void take(std::vector<ShownRun> runs);
    void reread(const std::filesystem::path& folder);
    void takeOne(ShownRun run);
    void jobChanged(const JobStatus& status);
    void comparisonChanged(const JobStatus& status);
    void submit(const std::filesystem::path& folder, const nlohmann::json& changes);
    void markCancelled(const std::filesystem::path& folder);
    ShownRun* known(const std::filesystem::path& folder);

    ApplicationContext& m_context;
    Trainer m_trainer;
    std::vector<ShownRun> m_runs;
    bool m_isRead = false;
    bool m_isReading = false;
    std::stop_source m_reading;
    std::map<std::filesystem::path, std::stop_source> m_rereading;
    std::map<JobId, std::filesystem::path> m_jobs;         ///< Folders of training jobs.
    std::map<JobId, std::filesystem::path> m_comparisons;  ///< Of comparisons.
};

}  // namespace descry

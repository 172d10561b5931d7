#include "ui/training/training_runs.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/log.h"
#include "core/training/less_memory.h"
#include "ui/common/recipe_json.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr char kTrainKind[] = "train";
/// A training lasts for hours and can stop at any step: all that is shorter goes before it.
constexpr int kTrainPriority = -1;
constexpr char kCompareKind[] = "compare";
constexpr char kFolderKey[] = "folder";
constexpr char kChangesKey[] = "changes";
constexpr char kBeforeKey[] = "before";
constexpr char kDeviceKey[] = "device";
constexpr char kThreadsKey[] = "threads";

const QString kSettingsPart = QStringLiteral("training");
const QString kKnownKey = QStringLiteral("opened");

fs::path folderOf(const JobRecipe& recipe) {
    return readRecipe(recipe,
                      [](const nlohmann::json& json) { return decodedPath(json.at(kFolderKey)); });
}

/// Of the run's settings.
nlohmann::json changesOf(const JobRecipe& recipe) {
    return readRecipe(recipe, [](const nlohmann::json& json) {
        return json.value(kChangesKey, nlohmann::json::object());
    });
}

CompareJob::Request comparisonOf(const JobRecipe& recipe) {
    return readRecipe(recipe, [](const nlohmann::json& json) {
        DeviceRequest device;
        const int kind = json.at(kDeviceKey).get<int>();
        device.kind = static_cast<DeviceRequest::Kind>(std::clamp(kind, 0, 2));
        device.numThreads = json.at(kThreadsKey).get<int>();
        return CompareJob::Request{
            decodedPath(json.at(kFolderKey)), decodedPath(json.at(kBeforeKey)), device};
    });
}

JobRecipe recipeOf(const CompareJob::Request& request) {
    const nlohmann::json parameters = {{kFolderKey, encodedPath(request.runFolder)},
                                       {kBeforeKey, encodedPath(request.before)},
                                       {kDeviceKey, request.device.kind},
                                       {kThreadsKey, request.device.numThreads}};
    const QString name = shownPath(request.runFolder.filename());
    return {.kind = kCompareKind,
            .title = toUtf8(TrainingRuns::tr("Compare %1").arg(name)),
            .parameters = parameters.dump()};
}

JobRecipe recipeOf(const fs::path& folder, const nlohmann::json& changes) {
    const nlohmann::json parameters = {{kFolderKey, encodedPath(folder)}, {kChangesKey, changes}};
    return {.kind = kTrainKind,
            .title = toUtf8(TrainingRuns::tr("Train %1").arg(shownPath(folder.filename()))),
            .parameters = parameters.dump()};
}

ShownRun readShown(const fs::path& folder) {
    ShownRun run;
    run.record = readRun(folder);
    run.comparison = readComparison(folder);
    return run;
}

/// Those of `runsFolder` and the others; what is no run, or broken, is passed over.
std::vector<ShownRun> readAll(const fs::path& runsFolder, std::vector<fs::path> folders) {
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator(runsFolder, absent)) {
        // One name for each, whichever links lead to it.
        std::error_code gone;
        const fs::path folder = fs::canonical(entry.path(), gone);
        if (!gone) folders.push_back(folder);
    }
    std::sort(folders.begin(), folders.end());
    folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
    std::vector<ShownRun> runs;
    for (const fs::path& folder : folders) {
        if (!isRunFolder(folder)) continue;
        try {
            runs.push_back(readShown(folder));
        } catch (const Error&) {
            continue;
        }
    }
    return runs;
}

bool isNewer(const ShownRun& a, const ShownRun& b) {
    return a.record.begunAt > b.record.begunAt;
}

}  // namespace

TrainingRuns::TrainingRuns(ApplicationContext& context, Trainer trainer, QObject* parent)
    : QObject(parent), m_context(context), m_trainer(std::move(trainer)) {
    context.jobs.addKind(kTrainKind,
                         [resume = m_trainer.resume, lane = context.jobs.sharedLane()](
                             const JobRecipe& recipe) {
                             return resume(folderOf(recipe), lane, changesOf(recipe));
                         });
    context.jobs.addKind(kCompareKind,
                         [load = m_trainer.loadBundle, lane = context.jobs.sharedLane()](
                             const JobRecipe& recipe) -> std::unique_ptr<Job> {
                             return std::make_unique<CompareJob>(comparisonOf(recipe), load, lane);
                         });
    connect(&context.jobs, &JobSignals::changed, this, &TrainingRuns::jobChanged);
    refresh();
}

fs::path TrainingRuns::folder() const {
    return m_context.workbench.dataFolder() / "runs";
}

const ShownRun* TrainingRuns::find(const fs::path& folder) const {
    const auto found = std::find_if(m_runs.begin(), m_runs.end(), [&](const ShownRun& run) {
        return run.record.folder == folder;
    });
    return found == m_runs.end() ? nullptr : &*found;
}

ShownRun* TrainingRuns::known(const fs::path& folder) {
    return const_cast<ShownRun*>(std::as_const(*this).find(folder));
}

JobLog TrainingRuns::logOf(const fs::path& folder) const {
    const ShownRun* run = find(folder);
    return run != nullptr && run->job ? m_context.jobs.log(run->job->id) : JobLog{};
}

void TrainingRuns::refresh() {
    std::vector<fs::path> known;
    for (const QString& path :
         m_context.settings.state(kSettingsPart).value(kKnownKey).toStringList()) {
        known.push_back(toPath(path));
    }
    m_reading.request_stop();
    m_isReading = true;
    m_reading = m_context.background.run(
        *this,
        [runsFolder = folder(), known](std::stop_token) { return readAll(runsFolder, known); },
        [this](std::vector<ShownRun> runs) { take(std::move(runs)); },
        [this](const Error& error) {
            m_isReading = false;
            log().error("{}", error.what());
        });
}

void TrainingRuns::remember(const fs::path& folder) {
    QVariantMap state = m_context.settings.state(kSettingsPart);
    QStringList known = state.value(kKnownKey).toStringList();
    if (known.contains(qtPath(folder))) return;
    state.insert(kKnownKey, known << qtPath(folder));
    m_context.settings.setState(kSettingsPart, state);
}

void TrainingRuns::take(std::vector<ShownRun> runs) {
    std::sort(runs.begin(), runs.end(), isNewer);
    for (ShownRun& run : runs) {
        const ShownRun* old = find(run.record.folder);
        if (old == nullptr) continue;
        run.job = old->job;
        run.isCompared = old->isCompared;
    }
    m_runs = std::move(runs);
    m_isReading = false;
    m_isRead = true;
    // Jobs of an earlier start of the program come before the folders are read.
    for (const JobStatus& status : m_context.jobs.open()) jobChanged(status);
    Q_EMIT listChanged();
}

void TrainingRuns::reread(const fs::path& folder) {
    m_rereading[folder].request_stop();
    m_rereading[folder] = m_context.background.run(
        *this,
        [folder](std::stop_token) { return readShown(folder); },
        [this](ShownRun run) { takeOne(std::move(run)); },
        // Gone or broken since: what was known of it stays.
        [](const Error&) {});
}

void TrainingRuns::takeOne(ShownRun run) {
    const fs::path folder = run.record.folder;
    ShownRun* old = known(folder);
    if (old == nullptr) remember(folder);
    // What is read of all of them may be older.
    if (m_isReading) refresh();
    if (old == nullptr) {
        const auto place = std::upper_bound(m_runs.begin(), m_runs.end(), run, isNewer);
        m_runs.insert(place, std::move(run));
        for (const JobStatus& status : m_context.jobs.open()) jobChanged(status);
        Q_EMIT listChanged();
        return;
    }
    old->record = std::move(run.record);
    old->comparison = std::move(run.comparison);
    Q_EMIT runChanged(folder);
}

void TrainingRuns::open(const fs::path& folder) {
    m_context.background.run(
        *this,
        [folder](std::stop_token) { return readShown(fs::canonical(folder)); },
        [this](ShownRun run) {
            const fs::path found = run.record.folder;
            takeOne(std::move(run));
            Q_EMIT opened(found);
        },
        [this, folder](const Error& error) {
            Message message = problemOf(
                QStringLiteral("trainingRun"),
                tr("“%1” is not the folder of a training run.").arg(shownPath(folder.filename())),
                error);
            message.kept = tr("Nothing was changed.");
            m_context.messages.raise(message);
        });
}

void TrainingRuns::begin(const TrainRequest& request) {
    m_context.background.run(
        *this,
        [begin = m_trainer.begin, request](std::stop_token) {
            begin(request);
            return readShown(fs::canonical(request.out));
        },
        [this](ShownRun run) {
            const fs::path folder = run.record.folder;
            takeOne(std::move(run));
            submit(folder, nlohmann::json::object());
            Q_EMIT begun(folder);
        },
        [this](const Error& error) { Q_EMIT beginFailed(error); });
}

void TrainingRuns::submit(const fs::path& folder, const nlohmann::json& changes) {
    const JobId id = m_context.jobs.submit(recipeOf(folder, changes), kTrainPriority);
    m_jobs[id] = folder;
    for (const JobStatus& status : m_context.jobs.open()) {
        if (status.id == id) jobChanged(status);
    }
}

void TrainingRuns::pause(const fs::path& folder) {
    const ShownRun* run = find(folder);
    if (run != nullptr && run->job) m_context.jobs.pause(run->job->id);
}

void TrainingRuns::resume(const fs::path& folder) {
    const ShownRun* run = find(folder);
    if (run == nullptr || !run->canResume()) return;
    const bool isPaused = run->job && run->job->state == JobState::Paused;
    if (isPaused) {
        m_context.jobs.resume(run->job->id);
    } else {
        submit(folder, nlohmann::json::object());
    }
}

void TrainingRuns::resumeWithLessMemory(const fs::path& folder) {
    const ShownRun* run = find(folder);
    if (run == nullptr || !run->ranOutOfMemory()) return;
    if (const auto changes = lessMemory(run->record)) submit(folder, *changes);
}

void TrainingRuns::cancel(const fs::path& folder) {
    const ShownRun* run = find(folder);
    if (run == nullptr) return;
    const bool hasJob = run->job && !hasEnded(*run->job);
    if (hasJob) {
        m_context.jobs.cancel(run->job->id);
    } else {
        markCancelled(folder);
    }
}

void TrainingRuns::markCancelled(const fs::path& folder) {
    m_context.background.run(
        *this,
        [folder](std::stop_token) {
            RunStatus status = readRunStatus(folder).value_or(RunStatus{});
            status.state = RunStatus::State::Cancelled;
            writeRunStatus(folder, status);
        },
        [this, folder] { reread(folder); },
        // A full disk: it is shown as what it was, and can be cancelled again.
        [this, folder](const Error&) { reread(folder); });
}

void TrainingRuns::compare(const fs::path& folder, const fs::path& before) {
    ShownRun* run = known(folder);
    if (run == nullptr || run->isCompared) return;
    const Choices choices = m_context.settings.choices();
    DeviceRequest device;
    device.kind = choices.device;
    device.numThreads = choices.numThreads;
    const JobId id = m_context.jobs.submit(recipeOf(CompareJob::Request{folder, before, device}));
    m_comparisons[id] = folder;
    run->isCompared = true;
    Q_EMIT runChanged(folder);
}

void TrainingRuns::cancelComparison(const fs::path& folder) {
    for (const auto& [id, compared] : m_comparisons) {
        if (compared == folder) m_context.jobs.cancel(id);
    }
}

void TrainingRuns::jobChanged(const JobStatus& status) {
    if (status.kind == kCompareKind) comparisonChanged(status);
    if (status.kind != kTrainKind) return;
    if (!m_jobs.contains(status.id)) {
        const auto recipe = m_context.jobs.recipe(status.id);
        if (!recipe) return;
        try {
            m_jobs[status.id] = folderOf(*recipe);
        } catch (const Error&) {
            // It says so when it runs.
            return;
        }
    }
    const fs::path folder = m_jobs.at(status.id);
    ShownRun* run = known(folder);
    if (run == nullptr) {
        // Restored from the journal, of a run that was opened from elsewhere.
        if (m_isRead) reread(folder);
        return;
    }
    // An earlier job of the run may still be told of.
    if (run->job && run->job->id != status.id && hasEnded(status)) return;
    const bool isOther = !run->job || run->job->state != status.state;
    run->job = status;
    if (isOther && status.state == JobState::Cancelled) {
        markCancelled(folder);
    } else if (isOther) {
        reread(folder);
    }
    Q_EMIT runChanged(folder);
}

void TrainingRuns::comparisonChanged(const JobStatus& status) {
    if (!m_comparisons.contains(status.id)) {
        // Restored from the journal.
        const auto recipe = m_context.jobs.recipe(status.id);
        if (hasEnded(status) || !recipe) return;
        try {
            m_comparisons[status.id] = comparisonOf(*recipe).runFolder;
        } catch (const Error&) {
            // It says so when it runs.
            return;
        }
    }
    const fs::path folder = m_comparisons.at(status.id);
    ShownRun* const run = known(folder);
    const bool isCompared = !hasEnded(status);
    if (!isCompared) m_comparisons.erase(status.id);
    if (run != nullptr && run->isCompared != isCompared) {
        run->isCompared = isCompared;
        Q_EMIT runChanged(folder);
    }
    if (!isCompared) reread(folder);
}

}  // namespace descry

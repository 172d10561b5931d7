#include "core/jobs/job_queue.h"

#include <algorithm>
#include <map>
#include <new>
#include <set>
#include <utility>

#include "core/base/log.h"
#include "core/jobs/job_list.h"
#include "core/jobs/journal_writer.h"

namespace descry {
namespace {

JobOutcome outcomeOf(const std::function<void()>& run) {
    try {
        run();
        return {};
    } catch (const Error& caught) {
        if (caught.code() == ErrorCode::Cancelled) return {JobState::Cancelled, {}};
        return {JobState::Failed, caught};
    } catch (const std::bad_alloc&) {
        return {JobState::Failed,
                makeError(ErrorCode::OutOfMemory,
                          "Memory ran out; close other programs and try again")};
    } catch (const std::exception& caught) {
        return {JobState::Failed, makeError(ErrorCode::Internal, "Unexpected: {}", caught.what())};
    }
}

}  // namespace

struct JobQueue::State {
    State(Listener itsListener, Words words)
        : listener(std::move(itsListener)), list(std::move(words)) {}

    void loop();
    void run(const JobList::EntryPointer& entry);
    JobContext contextOf(const JobList::EntryPointer& entry);
    std::unique_ptr<Job> jobOf(JobList::Entry& entry);
    JobId insert(const JobList::EntryPointer& entry);
    void takeJournal(Journal old);
    /// `work(list)` under the lock, then the journal is written and its changes are told.
    template <typename Work>
    void change(Work&& work);
    /// Likewise for an entry whose progress is not worth a writing of the disk.
    template <typename Work>
    void report(JobList::Entry& entry, Work&& work);
    /// Under the lock.
    void touch() {
        changed.notify_all();
        if (journal != nullptr) journal->touch();
    }
    void tell(const JobStatus& status) const;

    const Listener listener;
    JournalListener journalListener;
    mutable std::mutex mutex;
    std::condition_variable changed;
    JobList list;
    std::map<std::string, Factory> kinds;
    std::unique_ptr<JournalWriter> journal;
    std::thread thread;
};

JobQueue::JobQueue(Listener listener, Words words)
    : m_state(std::make_unique<State>(std::move(listener), std::move(words))) {
    m_state->thread = std::thread([state = m_state.get()] { state->loop(); });
}

JobQueue::~JobQueue() {
    m_state->change([](JobList& list) { return list.close(); });
    m_state->thread.join();
    std::unique_ptr<JournalWriter> journal;
    {
        const std::lock_guard lock(m_state->mutex);
        journal = std::move(m_state->journal);
    }
    // Writes what the end of the last job has changed.
    journal.reset();
}

void JobQueue::addKind(const std::string& kind, Factory make) {
    const std::lock_guard lock(m_state->mutex);
    m_state->kinds[kind] = std::move(make);
}

void JobQueue::keepJournal(const std::filesystem::path& file, JournalListener told) {
    State& state = *m_state;
    const std::lock_guard lock(state.mutex);
    state.journalListener = std::move(told);
    state.journal = std::make_unique<JournalWriter>(
        file,
        JournalWriter::Callbacks{
            .restored = [&state](Journal old) { state.takeJournal(std::move(old)); },
            .snapshot =
                [&state] {
                    const std::lock_guard snapshotLock(state.mutex);
                    return state.list.journal();
                },
            .told =
                [&state](const JournalNews& news) {
                    if (state.journalListener) state.journalListener(news);
                }});
}

void JobQueue::flushJournal() {
    JournalWriter* journal = nullptr;
    {
        const std::lock_guard lock(m_state->mutex);
        journal = m_state->journal.get();
    }
    if (journal != nullptr) journal->flush();
}

void JobQueue::continueAtNextStart() {
    const std::lock_guard lock(m_state->mutex);
    m_state->list.continueNextTime();
}

JobId JobQueue::submit(const JobRecipe& recipe, int priority) {
    if (recipe.kind.empty()) fail(ErrorCode::Internal, "{}: a recipe without a kind", recipe.title);
    auto entry = std::make_shared<JobList::Entry>();
    entry->status.kind = recipe.kind;
    entry->status.title = recipe.title;
    entry->parameters = recipe.parameters;
    entry->priority = priority;
    return m_state->insert(entry);
}

JobId JobQueue::submit(std::unique_ptr<Job> job, int priority) {
    auto entry = std::make_shared<JobList::Entry>();
    entry->status.title = job->title();
    entry->priority = priority;
    entry->job = std::move(job);
    return m_state->insert(entry);
}

void JobQueue::pause(JobId id) {
    m_state->change([&](JobList& list) { return list.pause(id); });
}

void JobQueue::resume(JobId id) {
    m_state->change([&](JobList& list) { return list.resume(id); });
}

void JobQueue::cancel(JobId id) {
    m_state->change([&](JobList& list) { return list.cancel(id); });
}

void JobQueue::retry(JobId id) {
    m_state->change([&](JobList& list) { return list.retry(id); });
}

void JobQueue::move(JobId id, std::optional<JobId> before) {
    m_state->change([&](JobList& list) { return list.move(id, before); });
}

void JobQueue::clearEnded() {
    m_state->change([](JobList& list) {
        list.clearEnded();
        return JobList::Changes{};
    });
}

std::vector<JobStatus> JobQueue::jobs() const {
    const std::lock_guard lock(m_state->mutex);
    std::vector<JobStatus> all;
    for (const auto& entry : m_state->list.entries()) all.push_back(entry->status);
    return all;
}

JobLog JobQueue::log(JobId id) const {
    const std::lock_guard lock(m_state->mutex);
    const auto entry = m_state->list.find(id);
    return entry == nullptr ? JobLog() : entry->log;
}

std::optional<JobRecipe> JobQueue::recipe(JobId id) const {
    const std::lock_guard lock(m_state->mutex);
    const auto entry = m_state->list.find(id);
    if (entry == nullptr || !entry->status.isDurable()) return std::nullopt;
    return entry->recipe();
}

JobStatus JobQueue::wait(JobId id) {
    std::unique_lock lock(m_state->mutex);
    // The list may forget it meanwhile.
    const auto entry = m_state->list.at(id);
    m_state->changed.wait(
        lock, [&] { return hasEnded(entry->status) || entry->status.state == JobState::Paused; });
    return entry->status;
}

void JobQueue::State::loop() {
    for (;;) {
        JobList::EntryPointer entry;
        JobStatus begun;
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return list.isClosing() || list.hasNext(); });
            if (list.isClosing()) return;
            entry = list.begin();
            begun = entry->status;
            touch();
        }
        tell(begun);
        run(entry);
    }
}

void JobQueue::State::run(const JobList::EntryPointer& entry) {
    JobContext context = contextOf(entry);
    std::unique_ptr<Job> job;
    const JobOutcome outcome = outcomeOf([&] {
        job = jobOf(*entry);
        job->run(context);
        context.flush();
    });
    // Before the end is told: who waits for the job may then free what it used.
    job.reset();
    change([&](JobList& jobs) {
        jobs.finish(*entry, outcome);
        return JobList::Changes{entry->status};
    });
}

JobContext JobQueue::State::contextOf(const JobList::EntryPointer& entry) {
    const auto takeProgress = [this, entry](const Progress& progress) {
        report(*entry, [&] { list.takeProgress(*entry, progress); });
    };
    const auto takeWarning = [this, entry](const Error& warning) {
        report(*entry, [&] { list.takeWarning(*entry, warning); });
    };
    return JobContext(entry->stop.get_token(),
                      {.progress = takeProgress, .warning = takeWarning, .now = {}});
}

std::unique_ptr<Job> JobQueue::State::jobOf(JobList::Entry& entry) {
    if (!entry.status.isDurable()) return std::move(entry.job);
    Factory make;
    {
        const std::lock_guard lock(mutex);
        const auto kind = kinds.find(entry.status.kind);
        if (kind != kinds.end()) make = kind->second;
    }
    if (!make) {
        fail(ErrorCode::Unsupported,
             "{}: this version of Descry cannot run a job of the kind \"{}\"",
             entry.status.title,
             entry.status.kind);
    }
    return make(entry.recipe());
}

JobId JobQueue::State::insert(const JobList::EntryPointer& entry) {
    change([&](JobList& jobs) { return jobs.insert(entry); });
    return entry->status.id;
}

void JobQueue::State::takeJournal(Journal old) {
    int numInterrupted = 0;
    change([&](JobList& jobs) {
        std::set<std::string> known;
        for (const auto& [kind, make] : kinds) known.insert(kind);
        JobList::Changes all = jobs.takeJournal(std::move(old), known);
        for (const JobStatus& status : all) {
            if (status.state == JobState::Paused && status.pauseReason == PauseReason::Interrupted)
                ++numInterrupted;
        }
        return all;
    });
    if (journalListener) journalListener({JournalNews::Kind::Restored, numInterrupted, {}});
}

template <typename Work>
void JobQueue::State::change(Work&& work) {
    JobList::Changes all;
    {
        const std::lock_guard lock(mutex);
        all = work(list);
        touch();
    }
    for (const JobStatus& status : all) tell(status);
}

template <typename Work>
void JobQueue::State::report(JobList::Entry& entry, Work&& work) {
    JobStatus copy;
    {
        const std::lock_guard lock(mutex);
        work();
        copy = entry.status;
    }
    tell(copy);
}

void JobQueue::State::tell(const JobStatus& status) const {
    if (!listener) return;
    try {
        listener(status);
    } catch (const std::exception& caught) {
        descry::log().error("A listener of job {} threw: {}", status.id.value, caught.what());
    }
}

}  // namespace descry

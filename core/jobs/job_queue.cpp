#include "core/jobs/job_queue.h"

#include "core/base/log.h"

#include <algorithm>
#include <cassert>
#include <new>

namespace descry {
namespace {

constexpr std::size_t kMaxWarnings = 1000;

bool hasEnded(JobState state) {
    return state == JobState::Succeeded || state == JobState::Failed ||
           state == JobState::Cancelled;
}

}  // namespace

ComputeLane::Hold ComputeLane::acquireUrgent(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    ++m_urgentWaiting;
    const bool free = m_free.wait(lock, stop, [this] { return !m_held; });
    --m_urgentWaiting;
    if (!free) {
        // Others may have stood back for this caller alone.
        m_free.notify_all();
        fail(ErrorCode::Cancelled, "Cancelled while waiting for the compute device");
    }
    m_held = true;
    return Hold(*this);
}

ComputeLane::Hold ComputeLane::acquire(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    if (!m_free.wait(lock, stop, [this] { return !m_held && m_urgentWaiting == 0; })) {
        fail(ErrorCode::Cancelled, "Cancelled while waiting for the compute device");
    }
    m_held = true;
    return Hold(*this);
}

bool ComputeLane::urgentWaiting() const {
    const std::lock_guard lock(m_mutex);
    return m_urgentWaiting > 0;
}

void ComputeLane::release() {
    const std::lock_guard lock(m_mutex);
    assert(m_held);
    m_held = false;
    m_free.notify_all();
}

struct JobQueue::Entry {
    JobStatus status;
    int priority = 0;
    std::unique_ptr<Job> job;  ///< Until the job has ended.
    std::stop_source stop;
};

struct JobQueue::State {
    explicit State(Listener itsListener) : listener(std::move(itsListener)) {}

    void loop();
    void runEntry(Entry& entry);
    /// Changes an entry's status under the lock, then tells the listener without it.
    template <typename Change>
    void change(Entry& entry, Change&& apply);
    void tell(const JobStatus& status) const;
    Entry* nextQueued() const;
    Entry& entryOf(JobId id) const;

    Listener listener;
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::unique_ptr<Entry>> entries;
    bool closing = false;
    std::thread thread;
};

JobQueue::JobQueue(Listener listener) : m_state(std::make_unique<State>(std::move(listener))) {
    m_state->thread = std::thread([state = m_state.get()] { state->loop(); });
}

JobQueue::~JobQueue() {
    std::vector<JobId> open;
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->closing = true;
        for (const auto& entry : m_state->entries) {
            if (!hasEnded(entry->status.state)) open.push_back(entry->status.id);
        }
    }
    for (const JobId id : open) cancel(id);
    m_state->changed.notify_all();
    m_state->thread.join();
}

JobId JobQueue::submit(std::unique_ptr<Job> job, int priority) {
    auto entry = std::make_unique<Entry>();
    entry->status.title = job->title();
    entry->priority = priority;
    entry->job = std::move(job);
    const std::lock_guard lock(m_state->mutex);
    entry->status.id = JobId{static_cast<std::int64_t>(m_state->entries.size()) + 1};
    const JobId id = entry->status.id;
    m_state->entries.push_back(std::move(entry));
    m_state->changed.notify_all();
    return id;
}

void JobQueue::cancel(JobId id) {
    JobStatus ended;
    {
        const std::lock_guard lock(m_state->mutex);
        Entry& entry = m_state->entryOf(id);
        entry.stop.request_stop();
        if (entry.status.state != JobState::Queued) return;
        entry.status.state = JobState::Cancelled;
        entry.job.reset();
        ended = entry.status;
        m_state->changed.notify_all();
    }
    m_state->tell(ended);
}

std::vector<JobStatus> JobQueue::jobs() const {
    const std::lock_guard lock(m_state->mutex);
    std::vector<JobStatus> all;
    all.reserve(m_state->entries.size());
    for (const auto& entry : m_state->entries) all.push_back(entry->status);
    return all;
}

JobStatus JobQueue::wait(JobId id) {
    std::unique_lock lock(m_state->mutex);
    const Entry& entry = m_state->entryOf(id);
    m_state->changed.wait(lock, [&entry] { return hasEnded(entry.status.state); });
    return entry.status;
}

void JobQueue::State::loop() {
    for (;;) {
        Entry* entry = nullptr;
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return closing || nextQueued() != nullptr; });
            entry = nextQueued();
            if (entry == nullptr) return;
            entry->status.state = JobState::Running;
        }
        runEntry(*entry);
    }
}

void JobQueue::State::runEntry(Entry& entry) {
    tell([&] {
        const std::lock_guard lock(mutex);
        return entry.status;
    }());
    JobContext context(
        entry.stop.get_token(),
        {.progress =
             [&](const Progress& progress) {
                 change(entry, [&](JobStatus& status) { status.progress = progress; });
             },
         .warning =
             [&](const std::string& message) {
                 change(entry, [&](JobStatus& status) {
                     ++status.numWarnings;
                     if (status.warnings.size() < kMaxWarnings) status.warnings.push_back(message);
                 });
             },
         .now = {}});
    JobState end = JobState::Succeeded;
    std::optional<Error> error;
    try {
        entry.job->run(context);
        context.flush();
    } catch (const Error& caught) {
        end = caught.code() == ErrorCode::Cancelled ? JobState::Cancelled : JobState::Failed;
        if (end == JobState::Failed) error = caught;
    } catch (const std::bad_alloc&) {
        end = JobState::Failed;
        error = Error(ErrorCode::OutOfMemory, "Memory ran out; close other programs and try again");
    } catch (const std::exception& caught) {
        end = JobState::Failed;
        error = Error(ErrorCode::Internal, fmt::format("Unexpected: {}", caught.what()));
    }
    // Before the end is told: who waits for the job may then free what it used.
    entry.job.reset();
    change(entry, [&](JobStatus& status) {
        status.state = end;
        status.error = error;
    });
}

template <typename Change>
void JobQueue::State::change(Entry& entry, Change&& apply) {
    JobStatus copy;
    {
        const std::lock_guard lock(mutex);
        apply(entry.status);
        copy = entry.status;
        changed.notify_all();
    }
    tell(copy);
}

void JobQueue::State::tell(const JobStatus& status) const {
    if (!listener) return;
    try {
        listener(status);
    } catch (const std::exception& caught) {
        log().error("A listener of job {} threw: {}", status.id.value, caught.what());
    }
}

JobQueue::Entry* JobQueue::State::nextQueued() const {
    Entry* best = nullptr;
    for (const auto& entry : entries) {
        if (entry->status.state != JobState::Queued) continue;
        if (best == nullptr || entry->priority > best->priority) best = entry.get();
    }
    return best;
}

JobQueue::Entry& JobQueue::State::entryOf(JobId id) const {
    for (const auto& entry : entries) {
        if (entry->status.id == id) return *entry;
    }
    fail(ErrorCode::NotFound, "No job {}", id.value);
}

}  // namespace descry

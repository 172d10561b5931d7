#include "core/jobs/job_list.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace descry {
namespace {

void note(JobList::Entry& entry, JobEvent event, std::string text = {}) {
    using namespace std::chrono;
    const auto now = system_clock::now().time_since_epoch();
    entry.log.add({duration_cast<milliseconds>(now).count(), event, std::move(text)});
}

bool isEnded(const JobList::EntryPointer& entry) {
    return hasEnded(entry->status);
}

}  // namespace

bool hasEnded(const JobStatus& status) {
    return status.state == JobState::Succeeded || status.state == JobState::Failed ||
           status.state == JobState::Cancelled;
}

JobList::EntryPointer JobList::find(JobId id) const {
    for (const EntryPointer& entry : m_entries) {
        if (entry->status.id == id) return entry;
    }
    return nullptr;
}

JobList::EntryPointer JobList::at(JobId id) const {
    EntryPointer entry = find(id);
    if (entry == nullptr) fail(ErrorCode::NotFound, "No job {}", id.value);
    return entry;
}

JobList::Changes JobList::insert(const EntryPointer& entry) {
    entry->status.id = JobId{++m_lastId};
    note(*entry, JobEvent::Submitted);
    const auto place = std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& other) {
        return other->status.state == JobState::Queued && other->priority < entry->priority;
    });
    m_entries.insert(place, entry);
    changed(*entry);
    return makeWay(entry);
}

/// A durable job of lower priority that runs is stopped, and waits again right behind this one.
JobList::Changes JobList::makeWay(const EntryPointer& entry) {
    const auto isRunning = [](const EntryPointer& other) {
        return other->status.state == JobState::Running;
    };
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), isRunning);
    if (found == m_entries.end()) return {};
    const EntryPointer other = *found;
    const bool givesWay = other->status.isDurable() && other->priority < entry->priority &&
                          other->wish == Wish::None;
    if (!givesWay) return {};
    other->wish = Wish::Requeue;
    other->status.isStopping = true;
    other->stop.request_stop();
    std::erase(m_entries, entry);
    m_entries.insert(std::find(m_entries.begin(), m_entries.end(), other), entry);
    return {changed(*other)};
}

JobList::Changes JobList::pause(JobId id) {
    const EntryPointer entry = find(id);
    if (entry == nullptr) return {};
    if (entry->status.state == JobState::Queued) {
        entry->status.state = JobState::Paused;
        entry->status.pauseReason = PauseReason::Asked;
        note(*entry, JobEvent::Paused);
        return {changed(*entry)};
    }
    const bool canStop = entry->status.state == JobState::Running && entry->status.isDurable() &&
                         entry->wish != Wish::Cancel;
    if (!canStop) return {};
    entry->wish = Wish::Pause;
    entry->status.isStopping = true;
    entry->stop.request_stop();
    return {changed(*entry)};
}

JobList::Changes JobList::resume(JobId id) {
    const EntryPointer entry = find(id);
    if (entry == nullptr) return {};
    if (entry->status.state == JobState::Paused) {
        note(*entry, JobEvent::Resumed);
        enqueue(*entry);
        Changes all{changed(*entry)};
        std::ranges::copy(makeWay(entry), std::back_inserter(all));
        return all;
    }
    if (entry->status.state != JobState::Running || entry->wish != Wish::Pause) return {};
    entry->wish = Wish::Requeue;
    return {changed(*entry)};
}

JobList::Changes JobList::cancel(JobId id) {
    const EntryPointer entry = find(id);
    if (entry == nullptr) return {};
    if (hasEnded(entry->status)) return {};
    entry->wish = Wish::Cancel;
    entry->stop.request_stop();
    if (entry->status.state == JobState::Running) {
        entry->status.isStopping = true;
    } else {
        end(*entry, {JobState::Cancelled, {}});
    }
    return {changed(*entry)};
}

JobList::Changes JobList::retry(JobId id) {
    const EntryPointer entry = find(id);
    if (entry == nullptr) return {};
    const bool canRetry = entry->status.isDurable() && hasEnded(entry->status) &&
                          entry->status.state != JobState::Succeeded;
    if (!canRetry) return {};
    note(*entry, JobEvent::Retried);
    enqueue(*entry);
    std::erase(m_entries, entry);
    m_entries.push_back(entry);
    Changes all{changed(*entry)};
    std::ranges::copy(makeWay(entry), std::back_inserter(all));
    return all;
}

JobList::Changes JobList::move(JobId id, std::optional<JobId> before) {
    const EntryPointer entry = find(id);
    const EntryPointer other = before ? find(*before) : nullptr;
    if (entry == nullptr || entry == other || hasEnded(entry->status)) return {};
    std::erase(m_entries, entry);
    m_entries.insert(std::find(m_entries.begin(), m_entries.end(), other), entry);
    return {changed(*entry)};
}

void JobList::clearEnded() {
    std::erase_if(m_entries, isEnded);
}

JobList::EntryPointer JobList::begin() {
    EntryPointer entry = next();
    entry->status.state = JobState::Running;
    entry->status.progress = {};
    note(*entry, JobEvent::Started);
    changed(*entry);
    return entry;
}

void JobList::takeProgress(Entry& entry, const Progress& progress) {
    if (progress.stage != entry.status.progress.stage) note(entry, JobEvent::Stage, progress.stage);
    entry.status.progress = progress;
    changed(entry);
}

void JobList::takeWarning(Entry& entry, const Error& warning) {
    ++entry.status.numWarnings;
    note(entry, JobEvent::Warning, said(warning));
    changed(entry);
}

void JobList::finish(Entry& entry, const JobOutcome& outcome) {
    const bool goesOn = entry.wish == Wish::Pause || entry.wish == Wish::Requeue ||
                        (m_closing && entry.wish == Wish::None);
    if (outcome.state == JobState::Cancelled && goesOn) {
        stopForNow(entry);
    } else {
        end(entry, outcome);
    }
    changed(entry);
}

JobList::Changes JobList::close() {
    m_closing = true;
    Changes all;
    // A copy: an end may make the list forget an older one.
    for (const EntryPointer& entry : std::vector(m_entries)) {
        const JobState state = entry->status.state;
        if (state == JobState::Running) entry->stop.request_stop();
        const bool waits =
            state == JobState::Queued || (state == JobState::Paused && !entry->status.isDurable());
        if (!waits) continue;
        stopForNow(*entry);
        all.push_back(changed(*entry));
    }
    return all;
}

JobList::Changes JobList::takeJournal(Journal old, const std::set<std::string>& knownKinds) {
    const std::vector<EntryPointer> submitted = std::exchange(m_entries, {});
    Changes all;
    for (JournalEntry& job : old) {
        m_entries.push_back(restored(job, knownKinds));
        all.push_back(changed(*m_entries.back()));
    }
    m_entries.insert(m_entries.end(), submitted.begin(), submitted.end());
    return all;
}

Journal JobList::journal() const {
    Journal all;
    for (const EntryPointer& entry : m_entries) {
        if (!entry->status.isDurable()) continue;
        all.push_back({entry->recipe(), entry->status, entry->log, entry->continues, entry->priority});
    }
    return all;
}

JobStatus JobList::changed(Entry& entry) {
    entry.status.revision = ++m_revision;
    return entry.status;
}

JobList::EntryPointer JobList::next() const {
    const auto first = std::find_if(m_entries.begin(), m_entries.end(), [](const auto& entry) {
        return entry->status.state == JobState::Queued;
    });
    return first == m_entries.end() ? nullptr : *first;
}

JobList::EntryPointer JobList::restored(JournalEntry& old,
                                        const std::set<std::string>& knownKinds) {
    auto entry = std::make_shared<Entry>();
    entry->status = std::move(old.status);
    entry->status.id = JobId{++m_lastId};
    entry->parameters = std::move(old.recipe.parameters);
    entry->log = std::move(old.log);
    entry->continues = old.continues;
    entry->priority = old.priority;
    const JobState state = entry->status.state;
    if (state == JobState::Queued || state == JobState::Running) {
        entry->status.state = JobState::Paused;
        entry->status.pauseReason = PauseReason::Interrupted;
        note(*entry, JobEvent::Interrupted);
    } else if (old.continues && !m_closing && knownKinds.contains(entry->status.kind)) {
        note(*entry, JobEvent::Resumed);
        enqueue(*entry);
    }
    return entry;
}

void JobList::enqueue(Entry& entry) {
    entry.status.state = JobState::Queued;
    entry.status.isStopping = false;
    entry.status.error.reset();
    entry.status.numWarnings = 0;
    entry.wish = Wish::None;
    entry.continues = false;
    entry.stop = std::stop_source();
}

void JobList::end(Entry& entry, const JobOutcome& outcome) {
    entry.status.isStopping = false;
    entry.status.error = outcome.error;
    entry.continues = false;
    entry.job.reset();
    const bool isFull = outcome.error && outcome.error->code() == ErrorCode::DiskFull;
    if (isFull && entry.status.isDurable()) {
        entry.status.state = JobState::Paused;
        entry.status.pauseReason = PauseReason::DiskFull;
        note(entry, JobEvent::DiskFull, said(*outcome.error));
        return;
    }
    entry.status.state = outcome.state;
    const JobEvent event = outcome.state == JobState::Succeeded ? JobEvent::Succeeded
                           : outcome.state == JobState::Failed  ? JobEvent::Failed
                                                                : JobEvent::Cancelled;
    note(entry, event, outcome.error ? said(*outcome.error) : std::string());
    forgetOldest();
}

/// What was stopped and is to go on later, if it can.
void JobList::stopForNow(Entry& entry) {
    if (!entry.status.isDurable()) {
        end(entry, {JobState::Cancelled, {}});
    } else if (entry.wish == Wish::Requeue && !m_closing) {
        note(entry, JobEvent::Resumed);
        enqueue(entry);
    } else {
        const bool isAsked = entry.wish == Wish::Pause;
        entry.status.state = JobState::Paused;
        entry.status.isStopping = false;
        entry.status.pauseReason = isAsked ? PauseReason::Asked : PauseReason::Interrupted;
        entry.continues = !isAsked && m_continuesNextTime;
        note(entry, isAsked ? JobEvent::Paused : JobEvent::Interrupted);
    }
}

void JobList::forgetOldest() {
    const auto numEnded = std::count_if(m_entries.begin(), m_entries.end(), isEnded);
    if (numEnded <= static_cast<std::ptrdiff_t>(JobQueue::kMaxEnded)) return;
    m_entries.erase(std::find_if(m_entries.begin(), m_entries.end(), isEnded));
}

}  // namespace descry

#pragma once
/// Private to core/jobs: the jobs of a queue and what may become of each, apart from threads, locks
/// and the disk. Thread rule: one thread at a time; an Entry's parameters, kind and title never
/// change, and its stop source may be used by any. Errors: NotFound.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/jobs/job_journal.h"

namespace descry {

/// How a job's run came to its end.
struct JobOutcome {
    JobState state = JobState::Succeeded;  ///< Cancelled: it obeyed a stop.
    std::optional<Error> error;            ///< Failed.
};

class JobList {
  public:
    /// Why a running job was asked to stop.
    enum class Wish { None, Pause, Requeue, Cancel };

    struct Entry {
        JobStatus status;
        std::string parameters;  ///< Of the recipe, if durable.
        int priority = 0;
        bool continues = false;  ///< In the journal: goes on at the next start.
        JobLog log;
        std::unique_ptr<Job> job;  ///< Not durable: until it has begun.
        std::stop_source stop;
        Wish wish = Wish::None;

        JobRecipe recipe() const { return {status.kind, status.title, parameters}; }
    };
    using EntryPointer = std::shared_ptr<Entry>;
    /// Each as it now is.
    using Changes = std::vector<JobStatus>;
    /// What a log says of an error.
    using Words = std::function<std::string(const Error&)>;

    /// `words` absent: English.
    explicit JobList(Words words = {}) : m_words(std::move(words)) {}

    EntryPointer at(JobId id) const;
    /// nullptr if there is none.
    EntryPointer find(JobId id) const;
    const std::vector<EntryPointer>& entries() const noexcept { return m_entries; }

    /// Gives it an id. What has to make way for it is told.
    Changes insert(const EntryPointer& entry);
    /// These do nothing with a job that is not there.
    Changes pause(JobId id);
    Changes resume(JobId id);
    Changes cancel(JobId id);
    Changes retry(JobId id);
    Changes move(JobId id, std::optional<JobId> before);
    void clearEnded();

    bool hasNext() const { return next() != nullptr; }
    /// The next one that waits is Running from now on.
    EntryPointer begin();
    void takeProgress(Entry& entry, const Progress& progress);
    void takeWarning(Entry& entry, const Error& warning);
    /// What became of a running one.
    void finish(Entry& entry, const JobOutcome& outcome);

    /// Durable ones that are open when the list is closed go on by themselves next time.
    void continueNextTime() { m_continuesNextTime = true; }
    /// Nothing begins any more: what runs is asked to stop, what waits is ended or interrupted.
    Changes close();
    bool isClosing() const noexcept { return m_closing; }

    /// Puts the journal's jobs before those that are there. Only kinds that are known go on.
    Changes takeJournal(Journal old, const std::set<std::string>& knownKinds);
    Journal journal() const;

  private:
    JobStatus changed(Entry& entry);
    EntryPointer next() const;
    Changes makeWay(const EntryPointer& entry);
    EntryPointer restored(JournalEntry& old, const std::set<std::string>& knownKinds);
    void enqueue(Entry& entry);
    void end(Entry& entry, const JobOutcome& outcome);
    void stopForNow(Entry& entry);
    void forgetOldest();
    std::string said(const Error& error) const { return m_words ? m_words(error) : error.what(); }

    Words m_words;
    std::vector<EntryPointer> m_entries;
    std::int64_t m_lastId = 0;
    std::uint64_t m_revision = 0;
    bool m_closing = false;
    bool m_continuesNextTime = false;
};

}  // namespace descry

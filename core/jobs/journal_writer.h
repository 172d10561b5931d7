#pragma once
/// Private to core/jobs: reads a journal once, then writes it each time that it has changed, on a
/// thread of its own, so that nobody waits for the disk. Changes that come while it writes are
/// written together. Thread rule: any thread. Failure rule: what cannot be read or written is told,
/// never thrown; a file that is not understood is not written over.

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "core/jobs/job_journal.h"

namespace descry {

class JournalWriter {
  public:
    struct Callbacks {
        std::function<void(Journal)> restored;  ///< What was read; before `told`.
        std::function<Journal()> snapshot;      ///< What is to be written; called without a lock.
        std::function<void(JournalNews)> told;  ///< Restored comes from the owner instead.
    };

    JournalWriter(std::filesystem::path file, Callbacks callbacks);
    /// Writes what has changed.
    ~JournalWriter();

    /// Something has changed: returns at once.
    void touch();
    /// Waits until what was touched before is written, or could not be.
    void flush();

  private:
    void loop();
    void read();
    void write();
    /// Once, until writing works again.
    void tellUnwritable(const Error& error);

    std::filesystem::path m_file;
    Callbacks m_callbacks;
    bool m_canWrite = true;    ///< Of the thread alone.
    bool m_hasFailed = false;  ///< Of the thread alone: has been told.

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_touched = 0;  ///< Changes so far.
    std::uint64_t m_written = 0;  ///< Of them, those dealt with.
    bool m_isRead = false;
    bool m_closing = false;
    std::thread m_thread;  ///< Last: it uses all of the above.
};

}  // namespace descry

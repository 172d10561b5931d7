#include "core/jobs/journal_writer.h"

#include <utility>

#include "core/base/unicode.h"

namespace descry {

JournalWriter::JournalWriter(std::filesystem::path file, Callbacks callbacks)
    : m_file(std::move(file)), m_callbacks(std::move(callbacks)), m_thread([this] { loop(); }) {}

JournalWriter::~JournalWriter() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_changed.notify_all();
    }
    m_thread.join();
}

void JournalWriter::touch() {
    const std::lock_guard lock(m_mutex);
    ++m_touched;
    m_changed.notify_all();
}

void JournalWriter::flush() {
    std::unique_lock lock(m_mutex);
    const std::uint64_t wanted = m_touched;
    m_changed.wait(lock, [&] { return m_isRead && m_written >= wanted; });
}

void JournalWriter::loop() {
    read();
    std::unique_lock lock(m_mutex);
    m_isRead = true;
    m_changed.notify_all();
    for (;;) {
        m_changed.wait(lock, [&] { return m_closing || m_touched > m_written; });
        if (m_touched == m_written) return;
        const std::uint64_t touched = m_touched;
        lock.unlock();
        write();
        lock.lock();
        m_written = touched;
        m_changed.notify_all();
    }
}

void JournalWriter::read() {
    const auto tell = [&](JournalNews::Kind kind, const Error& error) {
        m_callbacks.told({kind, 0, error});
    };
    try {
        m_callbacks.restored(readJournal(m_file));
        return;
    } catch (const Error& error) {
        m_canWrite = error.code() == ErrorCode::CorruptFile;
        if (!m_canWrite) {
            tell(JournalNews::Kind::Unreadable, error);
            return;
        }
        try {
            const std::filesystem::path aside = setAside(m_file);
            tell(JournalNews::Kind::SetAside,
                 makeError(
                     error.code(), "{}. It was kept as {}", error, displayable(aside.native())));
        } catch (const std::exception& problem) {
            m_canWrite = false;
            tell(JournalNews::Kind::Unreadable,
                 makeError(ErrorCode::Io, "{}; {}", error, problem.what()));
        }
    }
}

void JournalWriter::write() {
    if (!m_canWrite) return;
    try {
        writeJournal(m_file, m_callbacks.snapshot());
        m_hasFailed = false;
    } catch (const Error& error) {
        tellUnwritable(error);
    } catch (const std::exception& error) {
        tellUnwritable(Error(ErrorCode::Io, error.what()));
    }
}

void JournalWriter::tellUnwritable(const Error& error) {
    if (std::exchange(m_hasFailed, true)) return;
    m_callbacks.told({JournalNews::Kind::Unwritable, 0, error});
}

}  // namespace descry

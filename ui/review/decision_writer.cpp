#include "ui/review/decision_writer.h"

#include <QMetaObject>
#include <utility>

#include "core/base/log.h"

namespace descry {
namespace {

Error currentError() {
    try {
        throw;
    } catch (const Error& error) {
        return error;
    } catch (const std::exception& error) {
        return makeError(ErrorCode::Internal, "Unexpected: {}", error.what());
    }
}

MergeReport mergeEach(const std::vector<std::filesystem::path>& files, DecisionLog& log) {
    MergeReport report;
    report.numLogs = files.size();
    for (const std::filesystem::path& file : files) {
        try {
            const DecisionLog other(file, DecisionLog::Access::ReadOnly);
            report.numAdded += log.merge(DecisionSet(other.all()));
        } catch (const Error& error) {
            report.refused.push_back({file, error});
        }
    }
    return report;
}

}  // namespace

DecisionWriter::DecisionWriter(ReviewFolder folder, QObject* parent)
    : QObject(parent), m_folder(std::move(folder)), m_thread([this] { loop(); }) {}

DecisionWriter::~DecisionWriter() {
    close();
}

std::optional<Error> DecisionWriter::close() {
    {
        const std::lock_guard lock(m_mutex);
        m_isClosing = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable()) m_thread.join();
    return m_lost;
}

void DecisionWriter::submit(Task task) {
    ++m_numOpen;
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_changed.notify_one();
}

void DecisionWriter::append(const Decision& decision, const std::optional<ChangedImage>& changed) {
    submit({.work = [this, decision, changed](DecisionLog& log) -> Told {
        log.append(decision);
        if (changed) keepHash(*changed);
        return [this, decision] { Q_EMIT kept(decision); };
    }});
}

void DecisionWriter::undoLast(const std::string& annotator) {
    submit({.work = [this, annotator](DecisionLog& log) -> Told {
        const auto last = log.lastOf(annotator);
        if (!last) return [this] { Q_EMIT nothingToUndo(); };
        const Decision undo = undoOf(*last);
        log.append(undo);
        return [this, last = *last, undo] { Q_EMIT undone(last, undo); };
    }});
}

void DecisionWriter::merge(const std::vector<std::filesystem::path>& logs) {
    submit({.work = [this, logs](DecisionLog& log) -> Told {
                const MergeReport report = mergeEach(logs, log);
                return [this, report] { Q_EMIT merged(report); };
            },
            .failed = [this](const Error& error) -> Told {
                return [this, error] { Q_EMIT mergeFailed(error); };
            }});
}

void DecisionWriter::retry() {
    {
        const std::lock_guard lock(m_mutex);
        m_isRefused = false;
    }
    m_changed.notify_one();
}

void DecisionWriter::loop() {
    while (const Task* task = nextTask()) {
        if (!run(*task)) return;
    }
}

/// Stays in the queue until it is done.
const DecisionWriter::Task* DecisionWriter::nextTask() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_isClosing || (!m_isRefused && !m_tasks.empty()); });
    return m_tasks.empty() ? nullptr : &m_tasks.front();
}

bool DecisionWriter::run(const Task& task) {
    try {
        if (!m_log) m_log.emplace(m_folder.decisions());
        finish(task.work(*m_log));
        return true;
    } catch (...) {
        m_log.reset();
        const Error error = currentError();
        if (!task.failed) return refuse(error);
        finish(task.failed(error));
        return true;
    }
}

bool DecisionWriter::refuse(const Error& error) {
    const std::lock_guard lock(m_mutex);
    if (m_isClosing) {
        log().error("{} decisions could not be kept: {}", m_tasks.size(), error.what());
        m_lost = error;
        return false;
    }
    m_isRefused = true;
    QMetaObject::invokeMethod(
        this, [this, error] { Q_EMIT refused(error); }, Qt::QueuedConnection);
    return true;
}

void DecisionWriter::finish(Told told) {
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.pop_front();
    }
    QMetaObject::invokeMethod(
        this,
        [this, told = std::move(told)] {
            told();
            if (--m_numOpen == 0) Q_EMIT idle();
        },
        Qt::QueuedConnection);
}

void DecisionWriter::keepHash(const ChangedImage& changed) const {
    try {
        ReviewCache(m_folder.cache()).keepHash(changed.file, changed.hash);
    } catch (const Error& error) {
        // It can be computed again.
        log().warn("{}", error.what());
    }
}

}  // namespace descry

#pragma once
/// Writes decisions to a review's log in the order in which they were made, on a thread of its own:
/// append() returns at once, and kept() follows when the decision is on the disk. What the log
/// refuses stops the queue: nothing behind it is written before it is. What still waits when this
/// is closed or destroyed is written first. Thread rule: GUI thread. Failure rule: refused(), then
/// retry(); what is refused at the end is lost, as close() tells.

#include <QObject>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/error.h"
#include "core/review/decision_log.h"
#include "core/review/review_cache.h"
#include "core/review/review_folder.h"

namespace descry {

/// An image whose file is another one than the cache knows.
struct ChangedImage {
    ImageFile file;
    Sha256Digest hash;
};

/// What came of other logs. Each was added as a whole or, where it was refused, not at all.
struct MergeReport {
    struct Refusal {
        std::filesystem::path file;
        Error error;
    };

    std::size_t numLogs = 0;
    std::size_t numAdded = 0;  ///< Decisions.
    std::vector<Refusal> refused;
};

class DecisionWriter final : public QObject {
    Q_OBJECT

  public:
    explicit DecisionWriter(ReviewFolder folder, QObject* parent = nullptr);
    ~DecisionWriter() override;

    const ReviewFolder& folder() const { return m_folder; }
    void append(const Decision& decision, const std::optional<ChangedImage>& changed = {});
    /// Takes back what undo is about: the annotator's decision that was added last.
    void undoLast(const std::string& annotator);
    /// Adds what other logs hold and this one lacks, log by log.
    void merge(const std::vector<std::filesystem::path>& logs);
    /// What was refused once more.
    void retry();
    /// Writes what waits, and nothing after it. Gives why some of it is lost.
    std::optional<Error> close();
    /// Nothing waits, nothing is being written, and all that came of it has been told.
    bool isIdle() const { return m_numOpen == 0; }

  Q_SIGNALS:
    void kept(const descry::Decision& decision);
    void undone(const descry::Decision& decision, const descry::Decision& undo);
    void nothingToUndo();
    void merged(const descry::MergeReport& report);
    /// This log itself cannot be opened.
    void mergeFailed(const descry::Error& error);
    void refused(const descry::Error& error);
    void idle();

  private:
    using Told = std::function<void()>;
    struct Task {
        std::function<Told(DecisionLog&)> work;
        std::function<Told(const Error&)> failed{};  ///< Empty: a failure stops the queue.
    };

    void submit(Task task);
    void loop();
    const Task* nextTask();
    /// False: the queue stands still, or the thread ends.
    bool run(const Task& task);
    bool refuse(const Error& error);
    void finish(Told told);
    void keepHash(const ChangedImage& changed) const;

    ReviewFolder m_folder;
    std::size_t m_numOpen = 0;  ///< Tasks whose end has not been told.

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Task> m_tasks;
    bool m_isRefused = false;
    bool m_isClosing = false;
    std::optional<Error> m_lost;  ///< Why not all was written at the end.

    std::optional<DecisionLog> m_log;  ///< Of the thread alone.
    std::thread m_thread;              ///< Last: it uses all of the above.
};

}  // namespace descry

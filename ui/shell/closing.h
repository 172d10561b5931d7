#pragma once
/// Closing the window while jobs run: asks once, in a message, whether they are to stop now and go
/// on the next time, or to be finished first, which a message that stays says and takes back.
/// Thread rule: GUI thread.

#include <QObject>
#include <set>

#include "ui/common/application_context.h"

namespace descry {

class Closing final : public QObject {
    Q_OBJECT

  public:
    /// `window` is closed, and owns this.
    Closing(ApplicationContext& context, QWidget& window);

    /// Whether the window may close now; if not, the question stands.
    bool mayClose();

  private:
    void ask();
    void stopAndClose();
    void waitForJobs();
    void stayOpen();
    void closeIfFinished();
    bool areFinished() const;

    ApplicationContext& m_context;
    QWidget& m_window;
    bool m_isAnswered = false;  ///< Stop what runs.
    bool m_waits = false;       ///< Closes when the jobs have ended.
    std::set<JobId> m_resting;  ///< Paused before that was asked for: not waited for.
};

}  // namespace descry

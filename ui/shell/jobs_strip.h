#pragma once
/// The strip of jobs at the bottom: the one that runs, with what its progress says, a bar, pause
/// and cancel, and a button that opens the list of all; hidden while no job is open. Thread rule:
/// GUI thread.

#include <QFrame>
#include <QLabel>
#include <QProgressBar>

#include "ui/common/job_signals.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

class QAction;

namespace descry {

class JobsStrip final : public QFrame {
    Q_OBJECT

  public:
    /// `toggleList` is checkable and opens the list.
    JobsStrip(JobSignals& jobs, const Theme& theme, QAction* toggleList, QWidget* parent = nullptr);
    /// Nothing can be paused or cancelled, and the list cannot be opened.
    void lock();

  private:
    void layOut(QAction* toggleList);
    void follow();
    void show(const JobStatus& status);
    void pauseOrResume();

    JobSignals& m_jobs;
    const Theme& m_theme;
    std::optional<JobStatus> m_shown;
    ElidedLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_pause;
    QToolButton* m_cancel;
    QToolButton* m_list;
    bool m_isLocked = false;
};

}  // namespace descry

#pragma once
/// The strip of jobs at the bottom: title, what the progress says, a bar, a cancel button; hidden
/// while there is none. Jobs that end badly become messages. Thread rule: GUI thread.

#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <map>

#include "ui/common/job_signals.h"
#include "ui/common/messages.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

class QHBoxLayout;

namespace descry {

/// One job of the strip.
class JobEntry final : public QWidget {
    Q_OBJECT

  public:
    JobEntry(const JobStatus& status, const Theme& theme, QWidget* parent = nullptr);

    void show(const JobStatus& status);

  Q_SIGNALS:
    void cancelRequested();

  private:
    ElidedLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
};

class JobsStrip final : public QFrame {
    Q_OBJECT

  public:
    JobsStrip(JobSignals& jobs, Messages& messages, const Theme& theme, QWidget* parent = nullptr);

  private:
    void jobChanged(const JobStatus& status);
    void jobEnded(const JobStatus& status);
    void addEntry(const JobStatus& status);

    JobSignals& m_jobs;
    Messages& m_messages;
    const Theme& m_theme;
    QHBoxLayout* m_row;
    QLabel* m_count;
    std::map<JobId, JobEntry*> m_entries;
};

}  // namespace descry

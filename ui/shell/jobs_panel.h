#pragma once
/// The list of jobs with what can be done to each, and the log of the one that is selected. Opens
/// above the strip; in a low window it is lower, and scrolls, before the page loses what it needs.
/// Thread rule: GUI thread.

#include <QAction>
#include <QFrame>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include "ui/common/application_context.h"
#include "ui/common/fixed_key.h"
#include "ui/shell/job_list_model.h"

class QHBoxLayout;
class QLabel;

namespace descry {

class JobsPanel final : public QFrame {
    Q_OBJECT

  public:
    JobsPanel(JobSignals& jobs, const Theme& theme, QWidget* parent = nullptr);

    /// The job whose log is wanted.
    void select(JobId id);
    QSize sizeHint() const override;
    static QList<FixedKey> fixedKeys();

  Q_SIGNALS:
    void closeRequested();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void layOut(const Theme& theme);
    QWidget* makeBar(const Theme& theme);
    QWidget* makeLog();
    QPushButton* addButton(QHBoxLayout* row, const QString& text, const char* name);
    void connectParts();
    void showSelected();
    void showLog();
    void act(void (JobSignals::*action)(JobId));
    const JobStatus* selected() const;

    JobSignals& m_jobs;
    JobListModel* m_model;
    QListView* m_list;
    QLabel* m_empty;
    QPlainTextEdit* m_log;
    QPushButton* m_pause;
    QPushButton* m_cancel;
    QPushButton* m_cancelAll;
    QPushButton* m_retry;
    QPushButton* m_clear;
    QPushButton* m_copy;
    QToolButton* m_up;
    QToolButton* m_down;
    QToolButton* m_close;
};

/// A log as text, one line for each event, times in the local time zone.
QString shownLog(const JobLog& log);

}  // namespace descry

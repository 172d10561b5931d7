#pragma once
/// One job on one line: what is done, how far, how fast, how long still, and a way to stop it.
/// Hidden while there is none. Thread rule: GUI thread.

#include <QWidget>

#include "core/jobs/job.h"

class QLabel;
class QProgressBar;

namespace descry {

class JobLine final : public QWidget {
    Q_OBJECT

  public:
    explicit JobLine(QWidget* parent = nullptr);

    /// `what` is the job's name for people.
    void showProgress(const QString& what, const Progress& progress);

  Q_SIGNALS:
    void stopRequested();

  private:
    QLabel* m_text;
    QProgressBar* m_bar;
};

}  // namespace descry

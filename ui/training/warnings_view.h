#pragma once
/// What a run warned of: counts that its folder keeps, and the words that this program has seen.
/// Thread rule: GUI thread.

#include <QLabel>
#include <QWidget>

#include "core/jobs/job_log.h"
#include "core/training/run_record.h"

class QPlainTextEdit;
class QPushButton;

namespace descry {

class WarningsView final : public QWidget {
    Q_OBJECT

  public:
    explicit WarningsView(QWidget* parent = nullptr);

    void showCounts(const RunStatus& status);
    void showLog(const JobLog& log);
    /// Warnings shown.
    int count() const { return m_count; }

  private:
    QLabel* m_counts;
    QLabel* m_none;
    QPlainTextEdit* m_list;
    QPushButton* m_copy;
    int m_count = 0;
};

}  // namespace descry

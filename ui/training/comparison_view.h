#pragma once
/// A run's model beside the one it started from, on the run's held-out split: R@1, R@5, R@10 and
/// mAP, and the difference; or why there is no comparison, and the action that makes one. Thread
/// rule: GUI thread.

#include <QLabel>
#include <QWidget>

#include "ui/common/application_context.h"
#include "ui/training/run_state.h"

class QPushButton;
class QTableWidget;

namespace descry {

class ComparisonView final : public QWidget {
    Q_OBJECT

  public:
    ComparisonView(ApplicationContext& context, QWidget* parent = nullptr);

    void showRun(const ShownRun& run);

  Q_SIGNALS:
    void compareRequested();
    void compareWithRequested();
    void stopRequested();

  private:
    void fill(const RunComparison& comparison);
    void setRow(int row, const QString& name, const RecallMetrics& metrics);

    ApplicationContext& m_context;
    QLabel* m_explanation;
    QTableWidget* m_table;
    QPushButton* m_compare;
    QPushButton* m_compareWith;
    QPushButton* m_stop;
};

}  // namespace descry

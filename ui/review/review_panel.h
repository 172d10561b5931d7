#pragma once
/// The left panel: what the sitting is, how it stands, and what can be done with the review's
/// files. Thread rule: GUI thread.

#include <QWidget>

#include "ui/review/sitting_form.h"
#include "ui/review/sitting_progress.h"

namespace descry {

class ReviewPanel final : public QWidget {
    Q_OBJECT

  public:
    ReviewPanel(ApplicationContext& context, ReviewDesk& desk, QWidget* parent = nullptr);

    SittingForm& form() const { return *m_form; }
    /// Whether a job scores the pairs of the data set.
    void setScoring(bool isScoring);

  Q_SIGNALS:
    void scoresRequested();
    void agreementRequested();
    void mergeRequested();
    void exportRequested();

  private:
    QPushButton* add(QVBoxLayout* column, const char* name, const QString& title);
    void enable();
    void showOverlap();

    ReviewDesk& m_desk;
    SittingForm* m_form;
    bool m_isScoring = false;
    QPushButton* m_score = nullptr;
    QList<QPushButton*> m_ofFiles;
};

}  // namespace descry

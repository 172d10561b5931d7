#pragma once
/// Checks the gallery when asked, and shows what was found and what helps. Thread rule: GUI thread.

#include <QWidget>
#include <memory>

#include "core/indexing/gallery_audit.h"
#include "core/jobs/job_queue.h"
#include "ui/common/theme.h"
#include "ui/gallery/audit_model.h"
#include "ui/gallery/job_line.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace descry {

class AuditView final : public QWidget {
    Q_OBJECT

  public:
    explicit AuditView(const Theme& theme, QWidget* parent = nullptr);

    /// What was found, counted, and how much was looked at.
    static QString shownAudit(const GalleryAudit& audit);

    /// Another gallery: nothing is known of it.
    void clear();
    /// Of a check that has not ended.
    void showProgress(const JobStatus& check);
    /// `isWhole` is false where the check was stopped or failed.
    void showAudit(const GalleryAudit& audit, bool isWhole);

  Q_SIGNALS:
    void checkRequested(descry::AuditFiles files);
    void stopRequested();
    void updateRequested();

  private:
    void addControls(const Theme& theme);
    void copyReport() const;

    AuditModel m_findings;
    GalleryAudit m_audit;
    QComboBox* m_how;
    QPushButton* m_check;
    JobLine* m_line;
    QLabel* m_summary;
    QPushButton* m_update;
    QPushButton* m_copy;
    QTableView* m_table;
};

}  // namespace descry

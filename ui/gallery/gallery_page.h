#pragma once
/// The centre of the Gallery workspace: name and actions, how the gallery stands, what runs, and
/// four views of it. It shows and asks. Thread rule: GUI thread.

#include <QWidget>
#include <array>

#include "ui/common/application_context.h"
#include "ui/common/widgets.h"
#include "ui/gallery/audit_view.h"
#include "ui/gallery/failures_view.h"
#include "ui/gallery/job_line.h"
#include "ui/gallery/notice_bar.h"
#include "ui/gallery/overview_view.h"
#include "ui/gallery/pictures_view.h"

class QHBoxLayout;
class QStackedWidget;
class QVBoxLayout;

namespace descry {

class GalleryPage final : public QWidget {
    Q_OBJECT

  public:
    enum View { Overview, Pictures, Failures, Check, NumViews };

    explicit GalleryPage(ApplicationContext& context, QWidget* parent = nullptr);

    void showGallery(const OpenGallery& gallery);
    void showReading(const GalleryReading& reading, bool isRead);
    void showView(View view);
    View currentView() const;

    OverviewView& overview() { return *m_overview; }
    PicturesView& pictures() { return *m_pictures; }
    FailuresView& failures() { return *m_failures; }
    AuditView& audit() { return *m_audit; }
    NoticeBar& state() { return *m_state; }        ///< How the gallery stands.
    NoticeBar& question() { return *m_question; }  ///< Before what can't be undone.
    JobLine& indexing() { return *m_indexing; }

  Q_SIGNALS:
    void addRequested();

  private:
    void addHeader(QVBoxLayout* column);
    void addSwitch(QVBoxLayout* column);
    void addViews(QVBoxLayout* column);
    void setViewTitle(View view, const QString& title);

    ApplicationContext& m_context;
    bool m_mayWrite = true;
    QLabel* m_name = nullptr;
    ElidedLabel* m_path = nullptr;
    QPushButton* m_add = nullptr;
    NoticeBar* m_state;
    NoticeBar* m_question;
    JobLine* m_indexing;
    std::array<QToolButton*, NumViews> m_switch{};
    QStackedWidget* m_views;
    OverviewView* m_overview;
    PicturesView* m_pictures;
    FailuresView* m_failures;
    AuditView* m_audit;
};

}  // namespace descry

#pragma once
/// The Gallery workspace: folders of the open gallery at the left, what it holds in the centre;
/// adds, indexes, checks, mends and removes. Thread rule: GUI thread; the gallery is read in the
/// background. Failure rule: problems are raised as messages and shown as the gallery's state.

#include <QObject>
#include <optional>
#include <stop_token>

#include "ui/common/application_context.h"
#include "ui/gallery/folder_panel.h"
#include "ui/gallery/gallery_page.h"
#include "ui/gallery/gallery_questions.h"
#include "ui/gallery/gallery_state.h"
#include "ui/gallery/gallery_tasks.h"
#include "ui/shell/workspace.h"

class QDialog;
class QStackedWidget;

namespace descry {

class GalleryWorkspace final : public QObject, public Workspace {
    Q_OBJECT

  public:
    explicit GalleryWorkspace(ApplicationContext& context);

    WorkspacePlace place() const override { return WorkspacePlace::Gallery; }
    QString name() const override { return QStringLiteral("gallery"); }
    QString title() const override { return tr("Gallery"); }
    QString iconName() const override { return QStringLiteral("gallery"); }
    QWidget* left() override { return m_left; }
    QWidget* centre() override;
    QWidget* right() override { return nullptr; }
    QList<QAction*> actions() override { return m_actions; }
    void activated() override;
    void deactivated() override {}
    QVariantMap saveState() const override;
    void restoreState(const QVariantMap& state) override;

  private:
    void makeEmpty();
    void makeActions();
    QAction* addAction(const QString& text, const QString& iconText, const QKeySequence& key);
    void connectPage();
    void connectTasks();
    void connectWorkbench();

    void galleryChanged();
    void countsChanged();
    void readAgain();
    void stopReading();
    void readingEnded();
    void take(GalleryReading reading);
    void galleryFailed(const std::filesystem::path& file, const Error& error);
    void bundleChanged();
    void followIndexing();
    void jobChanged(const JobStatus& status);
    void auditEnded(const GalleryAudit& audit, bool isWhole);

    void showState();
    void showIndexes();
    StateActions stateActions();

    void addPictures();
    void findFolder(const ShownRoot& root);
    void showWhileGalleryIsOpen(QDialog& dialog);
    void restore(const std::filesystem::path& gallery, const GalleryBackup& backup);
    void askToRemove(const IndexRow& row);

    ApplicationContext& m_context;
    FolderPanel* m_left;
    QStackedWidget* m_centre;
    GalleryPage* m_page;
    QWidget* m_empty;
    NoticeBar* m_emptyNotice = nullptr;
    GalleryTasks m_tasks;
    GalleryQuestions m_questions;
    QList<QAction*> m_actions;
    std::optional<std::stop_source> m_reading;
    bool m_readsAgain = false;  ///< Asked for while reading.
    GalleryReading m_contents;
    bool m_isRead = false;
    bool m_isDamaged = false;  ///< As the last check found.
    std::optional<GalleryFailure> m_failure;
    std::optional<JobId> m_indexing;
};

}  // namespace descry

#pragma once
/// The Gallery workspace: folders of the open gallery at the left, what it holds in the centre;
/// adds folders, indexes and tries failures again. Thread rule: GUI thread; the gallery is read in
/// the background. Failure rule: problems are raised as messages.

#include <QObject>
#include <stop_token>

#include "ui/common/application_context.h"
#include "ui/gallery/gallery_page.h"
#include "ui/shell/workspace.h"

class QListWidget;
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
    QVariantMap saveState() const override { return {}; }
    void restoreState(const QVariantMap&) override {}

  private:
    void makeLeft();
    void makeActions();
    void galleryChanged();
    void countsChanged();
    void readAgain();
    void askFolder();
    void index(const IndexOptions& options);

    ApplicationContext& m_context;
    QWidget* m_left;
    QLabel* m_noFolders = nullptr;
    QListWidget* m_folders = nullptr;
    QStackedWidget* m_centre;
    GalleryPage* m_page;
    EmptyState* m_empty;
    QList<QAction*> m_actions;
    std::stop_source m_reading;
};

}  // namespace descry

#pragma once
/// The bar at the top: the name (which leads to the start page), the workspace switch, what is
/// open, and the menu. It shows and asks; it opens nothing. Thread rule: GUI thread.

#include <QAction>
#include <QFrame>
#include <QMenu>
#include <QToolButton>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/shell/workspace.h"

class QHBoxLayout;

namespace descry {

class TopBar final : public QFrame {
    Q_OBJECT

  public:
    TopBar(ApplicationContext& context, QWidget* parent = nullptr);

    /// One segment of the switch; `action` is checkable and changes to the workspace.
    void addWorkspace(QAction* action);
    QMenu* menu() const { return m_menu; }
    /// At the end of each picker's list.
    void setGalleryActions(const QList<QAction*>& actions) { m_galleryActions = actions; }
    void setBundleActions(const QList<QAction*>& actions) { m_bundleActions = actions; }
    /// Nothing can be opened or set: the name of what is open stays.
    void lock();

  Q_SIGNALS:
    void startRequested();
    void galleryRequested(const std::filesystem::path& file);
    void bundleRequested(const std::filesystem::path& folder);

  private:
    QToolButton* addPicker(const QString& name);
    void fillGalleries();
    void fillBundles();
    void showOpen();

    ApplicationContext& m_context;
    QToolButton* m_home;
    QHBoxLayout* m_segments;
    QToolButton* m_galleryPicker = nullptr;
    QToolButton* m_bundlePicker = nullptr;
    QToolButton* m_menuButton = nullptr;
    QMenu* m_menu;
    QList<QAction*> m_galleryActions;
    QList<QAction*> m_bundleActions;
};

}  // namespace descry

#pragma once
/// A workspace's three parts side by side: left dock, centre, right dock, with the docks' widths
/// and whether they are shown. Thread rule: GUI thread.

#include <QSplitter>
#include <QVariantMap>
#include <QWidget>

#include "ui/shell/workspace.h"

namespace descry {

class WorkspaceView final : public QWidget {
    Q_OBJECT

  public:
    explicit WorkspaceView(Workspace& workspace, QWidget* parent = nullptr);

    Workspace& workspace() const { return m_workspace; }
    /// The dock, or nullptr where the workspace has none.
    QWidget* leftDock() const { return m_left; }
    QWidget* rightDock() const { return m_right; }

    QVariantMap saveState() const;
    /// What the state does not say becomes as it is at first.
    void restoreState(const QVariantMap& state);

  private:
    QWidget* addDock(QWidget* content, const QString& name, int leastWidth);
    void setFirstSizes();

    Workspace& m_workspace;
    QSplitter* m_splitter;
    QWidget* m_left = nullptr;
    QWidget* m_right = nullptr;
};

}  // namespace descry

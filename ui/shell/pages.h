#pragma once
/// The pages of the window and the switch between them: the start page, and one for each workspace,
/// whose actions count in the window while it is in front. Thread rule: GUI thread.

#include <QAction>
#include <QActionGroup>
#include <QIcon>
#include <QList>
#include <QStackedWidget>
#include <QStringList>
#include <vector>

#include "ui/shell/workspace.h"

namespace descry {

class WorkspaceView;

class Pages final : public QStackedWidget {
    Q_OBJECT

  public:
    explicit Pages(QWidget& window);

    void setStart(QWidget* page);
    /// Returns the action that brings the workspace to the front; checked while it is there.
    QAction* add(Workspace& workspace, const QIcon& icon);

    void showStart() { bringToFront(nullptr); }
    void show(WorkspacePlace place);
    /// nullptr: the start page.
    void bringToFront(WorkspaceView* view);
    /// nullptr on the start page.
    WorkspaceView* front() const;

    QWidget* start() const { return m_start; }
    const std::vector<WorkspaceView*>& views() const { return m_views; }
    /// One for each view.
    const QList<QAction*>& switchActions() const { return m_switchActions; }
    /// "Ctrl+F describe": of the actions in front that matter most.
    QStringList keyHints() const;

  Q_SIGNALS:
    void frontChanged();

  private:
    QWidget& m_window;
    QActionGroup* m_choice;
    QWidget* m_start = nullptr;
    std::vector<WorkspaceView*> m_views;
    QList<QAction*> m_switchActions;
};

}  // namespace descry

#include "ui/shell/pages.h"

#include "ui/shell/workspace_view.h"

namespace descry {

Pages::Pages(QWidget& window)
    : QStackedWidget(&window), m_window(window), m_choice(new QActionGroup(this)) {
    m_choice->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
}

void Pages::setStart(QWidget* page) {
    m_start = page;
    insertWidget(0, page);
    setCurrentWidget(page);
}

QAction* Pages::add(Workspace& workspace, const QIcon& icon) {
    auto* view = new WorkspaceView(workspace, this);
    addWidget(view);
    m_views.push_back(view);
    const int digit = static_cast<int>(workspace.place());
    auto* action = new QAction(workspace.title(), this);
    action->setObjectName(workspace.name());
    action->setIcon(icon);
    action->setCheckable(true);
    action->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(digit)));
    action->setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(workspace.title()).arg(digit));
    connect(action, &QAction::triggered, this, [this, view] { bringToFront(view); });
    m_choice->addAction(action);
    m_window.addAction(action);
    m_switchActions << action;
    return action;
}

void Pages::show(WorkspacePlace place) {
    for (WorkspaceView* view : m_views) {
        if (view->workspace().place() == place) bringToFront(view);
    }
}

WorkspaceView* Pages::front() const {
    return qobject_cast<WorkspaceView*>(currentWidget());
}

void Pages::bringToFront(WorkspaceView* view) {
    for (std::size_t i = 0; i < m_views.size(); ++i) {
        m_switchActions.at(static_cast<qsizetype>(i))->setChecked(m_views[i] == view);
    }
    WorkspaceView* before = front();
    if (before == view) return;
    if (before != nullptr) {
        for (QAction* action : before->workspace().actions()) m_window.removeAction(action);
        before->workspace().deactivated();
    }
    if (view == nullptr) {
        setCurrentWidget(m_start);
    } else {
        setCurrentWidget(view);
        m_window.addActions(view->workspace().actions());
        view->workspace().activated();
    }
    Q_EMIT frontChanged();
}

QStringList Pages::keyHints() const {
    QStringList hints;
    if (front() == nullptr) return hints;
    for (const QAction* action : front()->workspace().actions()) {
        const bool isMinor = action->priority() == QAction::LowPriority;
        if (action->shortcut().isEmpty() || isMinor || !action->isVisible()) continue;
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        hints << key + QLatin1Char(' ') + action->iconText();
    }
    return hints;
}

}  // namespace descry

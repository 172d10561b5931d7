#include "ui/shell/kiosk.h"

#include <QApplication>
#include <QEvent>
#include <QSet>

namespace descry {
namespace {

/// By the keys they come with. What is not here is off, so that a new action is off until somebody
/// has thought about it: describing, grid, loupe, compare, heat, stepping, zoom, more like this,
/// folding, sizes, back.
const QSet<QString> kHarmless = {QStringLiteral("Ctrl+F"),
                                 QStringLiteral("G"),
                                 QStringLiteral("E"),
                                 QStringLiteral("C"),
                                 QStringLiteral("H"),
                                 QStringLiteral("J"),
                                 QStringLiteral("K"),
                                 QStringLiteral("["),
                                 QStringLiteral("]"),
                                 QStringLiteral("+"),
                                 QStringLiteral("-"),
                                 QStringLiteral("0"),
                                 QStringLiteral("X"),
                                 QStringLiteral("F"),
                                 QStringLiteral("S"),
                                 QStringLiteral("Shift+S"),
                                 QStringLiteral("Ctrl++"),
                                 QStringLiteral("Ctrl+-"),
                                 QStringLiteral("Esc")};

/// Bookmarks, tags, saved searches, history, exports, what copies or opens another program.
const QSet<QString> kWithheld = {QStringLiteral("bookmark"),
                                 QStringLiteral("bookmarkedOnly"),
                                 QStringLiteral("copyPath"),
                                 QStringLiteral("reveal"),
                                 QStringLiteral("export"),
                                 QStringLiteral("tagBar"),
                                 QStringLiteral("saveSearch"),
                                 QStringLiteral("removeSaved"),
                                 QStringLiteral("removeEntry"),
                                 QStringLiteral("clearHistory"),
                                 QStringLiteral("keepHistory"),
                                 QStringLiteral("savedSearches"),
                                 QStringLiteral("savedName"),
                                 QStringLiteral("history"),
                                 QStringLiteral("copyHeat"),
                                 QStringLiteral("saveHeat"),
                                 QStringLiteral("copyDetails"),
                                 QStringLiteral("messageAction"),
                                 QStringLiteral("searchNoticeAction")};

bool isTouch(QEvent::Type type) {
    switch (type) {
        case QEvent::KeyPress:
        case QEvent::MouseButtonPress:
        case QEvent::MouseMove:
        case QEvent::Wheel:
        case QEvent::TouchBegin:
        case QEvent::TouchUpdate:
            return true;
        default:
            return false;
    }
}

bool isSwallowed(QEvent::Type type) {
    switch (type) {
        case QEvent::ContextMenu:
        case QEvent::DragEnter:
        case QEvent::DragMove:
        case QEvent::Drop:
            return true;
        default:
            return false;
    }
}

}  // namespace

bool isHarmless(const QString& workspace, const QAction& action) {
    return workspace == QStringLiteral("search") &&
           kHarmless.contains(action.shortcut().toString(QKeySequence::PortableText));
}

bool isWithheld(const QWidget& control) {
    return kWithheld.contains(control.objectName());
}

Kiosk::Kiosk(QWidget& window, std::chrono::seconds idleAfter) : QObject(&window), m_window(window) {
    m_idle.setSingleShot(true);
    m_idle.setInterval(idleAfter);
    connect(&m_idle, &QTimer::timeout, this, &Kiosk::idle);
    addQuitChord();
    for (QWidget* control : window.findChildren<QWidget*>()) {
        if (isWithheld(*control)) control->hide();
    }
    qApp->installEventFilter(this);
}

void Kiosk::addQuitChord() {
    auto* quit = new QAction(this);
    quit->setObjectName(QStringLiteral("kioskQuit"));
    quit->setShortcut(QKeySequence(QStringLiteral("Ctrl+Alt+Shift+Q")));
    connect(quit, &QAction::triggered, this, [this] {
        m_mayQuit = true;
        m_window.close();
    });
    m_window.addAction(quit);
}

void Kiosk::lock(Workspace& workspace) {
    for (QAction* action : workspace.actions()) {
        if (isHarmless(workspace.name(), *action)) continue;
        const auto disable = [action] {
            if (action->isEnabled()) action->setEnabled(false);
        };
        disable();
        action->setVisible(false);
        // What is selected, and the like, would enable it again.
        connect(action, &QAction::changed, this, disable);
    }
}

bool Kiosk::eventFilter(QObject* watched, QEvent* event) {
    if (isTouch(event->type())) m_idle.start();
    if (!watched->isWidgetType()) return false;
    auto* widget = static_cast<QWidget*>(watched);
    if (event->type() == QEvent::Show && isWithheld(*widget)) {
        QMetaObject::invokeMethod(widget, &QWidget::hide, Qt::QueuedConnection);
    }
    return isSwallowed(event->type());
}

}  // namespace descry

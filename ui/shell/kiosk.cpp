#include "ui/shell/kiosk.h"

#include <QApplication>
#include <QEvent>
#include <QSet>

#include "ui/shell/shortcuts.h"

namespace descry {
namespace {

/// By group and name, or the key they come with. What is not here is off, so that a new action is
/// off until somebody has thought about it.
const QSet<QString> kHarmless = {
    // To the workspace, the keys, the end.
    QStringLiteral("window/search"),
    QStringLiteral("window/F1"),
    QStringLiteral("window/kioskQuit"),
    // Describing, grid, preview, more like this, folding, sizes, back.
    QStringLiteral("search/Ctrl+F"),
    QStringLiteral("search/G"),
    QStringLiteral("search/Space"),
    QStringLiteral("search/F"),
    QStringLiteral("search/S"),
    QStringLiteral("search/Shift+S"),
    QStringLiteral("search/Ctrl++"),
    QStringLiteral("search/Ctrl+-"),
    QStringLiteral("search/Esc"),
    // Loupe and comparison: heat, stepping, zoom.
    QStringLiteral("search/E"),
    QStringLiteral("search/C"),
    QStringLiteral("search/H"),
    QStringLiteral("search/J"),
    QStringLiteral("search/K"),
    QStringLiteral("search/["),
    QStringLiteral("search/]"),
    QStringLiteral("search/+"),
    QStringLiteral("search/-"),
    QStringLiteral("search/0"),
    QStringLiteral("search/X"),
};

/// Controls, or parts of the window with all that is in them, by their object names. The same holds
/// for them. The filters' choices, times and bars along the time only narrow what is shown.
const QSet<QString> kHarmlessControls = {
    QStringLiteral("home"),
    QStringLiteral("workspaceSwitch"),
    QStringLiteral("galleryPicker"),
    QStringLiteral("bundlePicker"),
    QStringLiteral("suggestedQuery"),
    QStringLiteral("kioskOwn"),
    QStringLiteral("dismissMessage"),
    QStringLiteral("closeDialog"),
    QStringLiteral("query"),
    QStringLiteral("filters"),
    QStringLiteral("filterChips"),
    QStringLiteral("results"),
    QStringLiteral("removeFilters"),
    QStringLiteral("pictureSize"),
    QStringLiteral("moreLikeThis"),
    QStringLiteral("backToGrid"),
    QStringLiteral("previousCandidate"),
    QStringLiteral("nextCandidate"),
    QStringLiteral("leaveComparison"),
    QStringLiteral("swapSides"),
    QStringLiteral("wordChips"),
    QStringLiteral("heat"),
    QStringLiteral("heatOpacity"),
    QStringLiteral("heatMeaning"),
    QStringLiteral("maps"),
    QStringLiteral("retryHeat"),
};

/// Parts that are of no use where nothing is kept, with the words in them.
const QSet<QString> kUseless = {
    QStringLiteral("searches"), QStringLiteral("tagBar"), QStringLiteral("bookmarkedOnly")};

/// What is pressed, moved, chosen from or typed into.
bool isControl(const QWidget& widget) {
    const bool isSlider = widget.inherits("QAbstractSlider") && !widget.inherits("QScrollBar");
    return isSlider || widget.inherits("QAbstractButton") || widget.inherits("QAbstractItemView") ||
           widget.inherits("QAbstractSpinBox") || widget.inherits("QComboBox") ||
           widget.inherits("QLineEdit") || widget.inherits("QTextEdit") ||
           widget.inherits("QPlainTextEdit");
}

/// Whether it has no place on a stand.
bool isWithheld(const QWidget& widget) {
    // What opens a menu or a list of completions has been judged.
    if (widget.window()->windowType() == Qt::Popup) return false;
    bool acts = false;
    for (const QWidget* part = &widget; part != nullptr; part = part->parentWidget()) {
        if (kUseless.contains(part->objectName())) return true;
        if (kHarmlessControls.contains(part->objectName())) return false;
        acts = acts || isControl(*part);
    }
    return acts;
}

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

void Kiosk::lock(const QString& group, const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        if (kHarmless.contains(actionId(group, *action))) continue;
        const auto disable = [action] {
            if (action->isEnabled()) action->setEnabled(false);
            if (action->isVisible()) action->setVisible(false);
        };
        disable();
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

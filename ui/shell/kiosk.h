#pragma once
/// What makes a window on a stand harmless: only actions that look are left, whatever writes,
/// opens, exports or leads out of the program is gone, menus and dragging are swallowed, and when
/// nobody has touched it for a while it says so. Thread rule: GUI thread.

#include <QObject>
#include <QTimer>
#include <QWidget>
#include <chrono>
#include <memory>
#include <vector>

#include "ui/shell/workspace.h"

namespace descry {

class Kiosk final : public QObject {
    Q_OBJECT

  public:
    /// `window` owns this.
    Kiosk(QWidget& window, std::chrono::seconds idleAfter);

    /// Leaves a workspace the actions that change nothing.
    void lock(Workspace& workspace);
    /// True once the chord that ends the program has been pressed: Ctrl+Alt+Shift+Q.
    bool mayQuit() const { return m_mayQuit; }

  Q_SIGNALS:
    /// Nobody touched the window for the time given; once until somebody does.
    void idle();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void addQuitChord();

    QWidget& m_window;
    QTimer m_idle;
    bool m_mayQuit = false;
};

/// Whether an action of a workspace ("search", key "Ctrl+F") only looks.
bool isHarmless(const QString& workspace, const QAction& action);
/// Whether a control, told by its object name, has no place on a stand.
bool isWithheld(const QWidget& control);

}  // namespace descry

#pragma once
/// What makes a window on a stand harmless: only the actions and controls are left that are known
/// to look and nothing else, menus and dragging are swallowed, and when nobody has touched it for a
/// while it says so. Thread rule: GUI thread.

#include <QAction>
#include <QList>
#include <QObject>
#include <QTimer>
#include <QWidget>
#include <chrono>

namespace descry {

class Kiosk final : public QObject {
    Q_OBJECT

  public:
    /// `window` owns this.
    Kiosk(QWidget& window, std::chrono::seconds idleAfter);

    /// Leaves those of the actions that change nothing, as long as they have the keys they come
    /// with; `group` is that of the keys ("window", "search"; ui/shell/shortcuts.h).
    void lock(const QString& group, const QList<QAction*>& actions);
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

}  // namespace descry

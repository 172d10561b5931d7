#pragma once
/// A button for an action with a key: its words, and the key in a small frame, as the user has set
/// it. A marked one says so by a tick too. Thread rule: GUI thread.

#include <QAction>
#include <QPushButton>

#include "ui/common/theme.h"

namespace descry {

class KeyButton final : public QPushButton {
    Q_OBJECT

  public:
    /// `title` are the words; the action's own say more, and are the tooltip.
    KeyButton(QAction& action, const QString& title, const Theme& theme, QWidget* parent = nullptr);

    /// Small: one of several beside what matters more.
    void beChip();

    /// What a click with Shift does.
    void setShiftAction(QAction& action) { m_shiftAction = &action; }
    void setMarked(bool isMarked);
    bool isMarked() const { return m_isMarked; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QFont keyFont() const;
    QString key() const;
    int keyWidth() const;
    void followAction();
    void act();

    QAction& m_action;
    QAction* m_shiftAction = nullptr;
    QString m_title;
    const Theme& m_theme;
    bool m_isMarked = false;
    bool m_isChip = false;
};

}  // namespace descry

#pragma once
/// The style of the program's widgets around another one: while motion is reduced it tells Qt that
/// nothing glides or fades. What the program paints itself does not move. Thread rule: GUI thread.
/// Failure rule: none.

#include <QProxyStyle>

#include "ui/common/theme.h"

namespace descry {

class MotionStyle final : public QProxyStyle {
    Q_OBJECT

  public:
    /// `base` is owned.
    explicit MotionStyle(QStyle* base) : QProxyStyle(base) {}

    void setMotion(Motion motion);
    int styleHint(StyleHint hint,
                  const QStyleOption* option = nullptr,
                  const QWidget* widget = nullptr,
                  QStyleHintReturn* answer = nullptr) const override;

  private:
    Motion m_motion = Motion::Usual;
    bool m_hadEffects = false;  ///< Of menus, lists and tool tips, before motion was reduced.
};

}  // namespace descry

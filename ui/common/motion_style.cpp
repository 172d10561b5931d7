#include "ui/common/motion_style.h"

#include <QApplication>

namespace descry {

void MotionStyle::setMotion(Motion motion) {
    if (motion == m_motion) return;
    m_motion = motion;
    if (motion == Motion::Reduced) {
        m_hadEffects = QApplication::isEffectEnabled(Qt::UI_General);
        QApplication::setEffectEnabled(Qt::UI_General, false);
    } else {
        QApplication::setEffectEnabled(Qt::UI_General, m_hadEffects);
    }
}

int MotionStyle::styleHint(StyleHint hint,
                           const QStyleOption* option,
                           const QWidget* widget,
                           QStyleHintReturn* answer) const {
    const bool isOfMotion = hint == SH_Widget_Animation_Duration || hint == SH_Widget_Animate ||
                            hint == SH_Menu_FadeOutOnHide;
    if (isOfMotion && m_motion == Motion::Reduced) return 0;
    return QProxyStyle::styleHint(hint, option, widget, answer);
}

}  // namespace descry

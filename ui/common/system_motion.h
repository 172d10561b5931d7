#pragma once
/// Tells whether the desktop asks for less motion, and when that changes: by the setting that all
/// desktops share, or by GNOME's older one. Thread rule: GUI thread. Failure rule: where no portal
/// answers nothing is said.

#include <QObject>

#include "ui/common/theme.h"

namespace descry {

class SystemMotionWatch final : public QObject {
    Q_OBJECT

  public:
    explicit SystemMotionWatch(QObject* parent = nullptr);

  Q_SIGNALS:
    void changed(descry::Motion motion);

  private:
    void tell();

    bool m_wishesLess = false;
    bool m_hasAnimations = true;
};

}  // namespace descry

#pragma once
/// Tells whether the desktop is set to dark, and when that changes. Thread rule: GUI thread.
/// Failure rule: where no portal answers nothing is said, and the palette the program started with
/// counts.

#include <QObject>

#include "ui/common/theme.h"

namespace descry {

class SystemSchemeWatch final : public QObject {
    Q_OBJECT

  public:
    explicit SystemSchemeWatch(QObject* parent = nullptr);

  Q_SIGNALS:
    void changed(descry::SystemScheme scheme);
};

}  // namespace descry

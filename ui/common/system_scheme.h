#pragma once
/// Tells whether the desktop is set to dark, and when that changes, by asking the desktop portal
/// over D-Bus without waiting for it. Thread rule: GUI thread. Failure rule: where no portal
/// answers nothing is said, and the palette the program started with counts.

#include <QDBusVariant>
#include <QObject>
#include <QString>

#include "ui/common/theme.h"

namespace descry {

class SystemSchemeWatch final : public QObject {
    Q_OBJECT

  public:
    explicit SystemSchemeWatch(QObject* parent = nullptr);

  Q_SIGNALS:
    void changed(SystemScheme scheme);

  private Q_SLOTS:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

  private:
    void say(QVariant value);
};

}  // namespace descry

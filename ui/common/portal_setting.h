#pragma once
/// One setting of the desktop, asked of its portal over D-Bus without waiting for it, and told
/// again when it changes. Thread rule: GUI thread. Failure rule: where no portal answers, or none
/// knows the setting, nothing is said.

#include <QDBusVariant>
#include <QObject>
#include <QString>
#include <QVariant>

namespace descry {

class PortalSetting final : public QObject {
    Q_OBJECT

  public:
    PortalSetting(const QString& group, const QString& key, QObject* parent = nullptr);

  Q_SIGNALS:
    void said(const QVariant& value);

  private Q_SLOTS:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

  private:
    void say(QVariant value);

    QString m_group;
    QString m_key;
};

}  // namespace descry

#include "ui/common/portal_setting.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace descry {
namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");

}  // namespace

PortalSetting::PortalSetting(const QString& group, const QString& key, QObject* parent)
    : QObject(parent), m_group(group), m_key(key) {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    bus.connect(kService,
                kPath,
                kInterface,
                QStringLiteral("SettingChanged"),
                this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage read =
        QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
    read << m_group << m_key;
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        if (reply.isValid()) say(reply.value().variant());
        answer->deleteLater();
    });
}

void PortalSetting::settingChanged(const QString& group,
                                   const QString& key,
                                   const QDBusVariant& value) {
    if (group == m_group && key == m_key) say(value.variant());
}

void PortalSetting::say(QVariant value) {
    // The portal's first version wraps the value twice.
    while (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
    Q_EMIT said(value);
}

}  // namespace descry

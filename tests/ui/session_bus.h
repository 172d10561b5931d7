#pragma once
/// A D-Bus session bus that nothing but one test is on. Started before the test first uses
/// QDBusConnection::sessionBus(). Thread rule: the test's thread.

#include <QDBusConnection>
#include <QProcess>

#include "tests/support/patience.h"

namespace descry::test {

class SessionBus {
  public:
    ~SessionBus() {
        for (const QString& name : m_names) QDBusConnection::disconnectFromBus(name);
        m_process.kill();
        m_process.waitForFinished(kLongWaitMs);
    }

    /// False where no dbus-daemon is installed.
    bool start() {
        m_process.start(QStringLiteral("dbus-daemon"),
                        {QStringLiteral("--session"),
                         QStringLiteral("--nofork"),
                         QStringLiteral("--print-address=1")});
        if (!m_process.waitForStarted(kLongWaitMs)) return false;
        if (!m_process.waitForReadyRead(kLongWaitMs)) qFatal("the bus says nothing");
        m_address = m_process.readLine().trimmed();
        // Read when the bus is first used.
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_address);
        return QDBusConnection::sessionBus().isConnected();
    }

    /// Another program's connection, to offer a service on.
    QDBusConnection connectAs(const QString& name) {
        m_names << name;
        return QDBusConnection::connectToBus(QString::fromLatin1(m_address), name);
    }

  private:
    QProcess m_process;
    QByteArray m_address;
    QStringList m_names;
};

}  // namespace descry::test

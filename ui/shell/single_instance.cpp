#include "ui/shell/single_instance.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QLocalSocket>

#include "core/base/log.h"

namespace descry {
namespace {

constexpr int kConnectMs = 300;
constexpr int kWriteMs = 1000;
constexpr qint64 kMaxCallBytes = 1 << 20;

}  // namespace

SingleInstance::SingleInstance(const QString& name, QObject* parent)
    : QObject(parent), m_name(name) {
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::takeConnection);
}

bool SingleInstance::handOver(const QStringList& arguments) {
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(kConnectMs)) return false;
    QByteArray call;
    QDataStream stream(&call, QIODevice::WriteOnly);
    stream << arguments;
    socket.write(call);
    const bool isSent = socket.waitForBytesWritten(kWriteMs);
    socket.disconnectFromServer();
    return isSent;
}

void SingleInstance::listen() {
    // A socket left by a crash: nobody answered on it.
    QLocalServer::removeServer(m_name);
    if (!m_server.listen(m_name)) {
        log().warn("Other windows cannot be told of this one: {}",
                   m_server.errorString().toStdString());
    }
}

void SingleInstance::takeConnection() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
            const QByteArray call = socket->read(kMaxCallBytes);
            QStringList arguments;
            QDataStream stream(call);
            stream >> arguments;
            socket->deleteLater();
            if (stream.status() == QDataStream::Ok) Q_EMIT called(arguments);
        });
    }
}

QString instanceName() {
    const QByteArray home = QDir::homePath().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(home, QCryptographicHash::Sha256).toHex();
    return QStringLiteral("descry-") + QString::fromLatin1(hash.left(16));
}

}  // namespace descry

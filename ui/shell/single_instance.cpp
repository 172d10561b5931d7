#include "ui/shell/single_instance.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>

#include "core/base/log.h"

namespace descry {
namespace {

constexpr int kConnectMs = 300;
constexpr int kWriteMs = 1000;
/// A first program that is just starting answers when its window is there.
constexpr int kAnswerMs = 3000;
constexpr qint64 kMaxCallBytes = 1 << 20;
constexpr char kTaken = 'y';

}  // namespace

SingleInstance::SingleInstance(const QString& socket, QObject* parent)
    : QObject(parent), m_socket(socket) {
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::takeConnection);
}

bool SingleInstance::handOver(const QStringList& arguments) {
    QLocalSocket socket;
    socket.connectToServer(m_socket);
    if (!socket.waitForConnected(kConnectMs)) return false;
    QByteArray call;
    QDataStream stream(&call, QIODevice::WriteOnly);
    stream << arguments;
    socket.write(call);
    if (!socket.waitForBytesWritten(kWriteMs)) return false;
    return socket.waitForReadyRead(kAnswerMs) && socket.read(1).startsWith(kTaken);
}

void SingleInstance::listen() {
    // A socket left by a crash, or by a program that does not answer.
    if (!m_socket.isEmpty()) QLocalServer::removeServer(m_socket);
    if (!m_server.listen(m_socket)) {
        log().warn("Other windows cannot be told of this one: {}",
                   m_server.errorString().toStdString());
    }
}

void SingleInstance::takeConnection() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { takeCall(*socket); });
        if (socket->bytesAvailable() > 0) takeCall(*socket);
    }
}

/// Once all of it is there.
void SingleInstance::takeCall(QLocalSocket& socket) {
    if (socket.bytesAvailable() > kMaxCallBytes) {
        socket.abort();
        return;
    }
    QStringList arguments;
    QDataStream stream(&socket);
    stream.startTransaction();
    stream >> arguments;
    if (!stream.commitTransaction()) return;
    socket.write(&kTaken, 1);
    socket.flush();
    Q_EMIT called(arguments);
}

QString instanceSocket(WindowMode mode) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (folder.isEmpty()) return {};
    const QByteArray home = QDir::homePath().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(home, QCryptographicHash::Sha256).toHex();
    const QString name =
        mode == WindowMode::Kiosk ? QStringLiteral("descry-kiosk-") : QStringLiteral("descry-");
    return QDir(folder).filePath(name + QString::fromLatin1(hash.left(16)));
}

}  // namespace descry

#pragma once
/// One window per user: the first program listens on a local socket, a second one hands over what
/// it was asked to open and ends once the first has said that it has that. Thread rule: GUI thread.
/// Failure rule: where no socket can be made, or the first does not answer, the program runs beside
/// it.

#include <QLocalServer>
#include <QObject>
#include <QString>
#include <QStringList>

#include "ui/shell/launch.h"

namespace descry {

class SingleInstance final : public QObject {
    Q_OBJECT

  public:
    /// `socket` as of instanceSocket(); it tells users and installations apart.
    explicit SingleInstance(const QString& socket, QObject* parent = nullptr);

    /// True if another program has the arguments; this one should end. Waits for its answer.
    bool handOver(const QStringList& arguments);
    /// Waits for others from now on.
    void listen();

  Q_SIGNALS:
    /// Another program was started: raise the window and open what it was given.
    void called(const QStringList& arguments);

  private:
    void takeConnection();
    void takeCall(QLocalSocket& socket);

    QString m_socket;
    QLocalServer m_server;
};

/// The path of the socket of the user who runs this program, in a folder that is the user's alone;
/// one for windows and one for kiosks, which a window must not stand in for. Empty: there is no
/// such folder.
QString instanceSocket(WindowMode mode);

}  // namespace descry

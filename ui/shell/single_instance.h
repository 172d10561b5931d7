#pragma once
/// One window per user: the first program listens on a local socket, a second one hands over what
/// it was asked to open and ends. Thread rule: GUI thread. Failure rule: where no socket can be
/// made the program runs alone and a second one too.

#include <QLocalServer>
#include <QObject>
#include <QString>
#include <QStringList>

namespace descry {

class SingleInstance final : public QObject {
    Q_OBJECT

  public:
    /// `name` tells users and installations apart.
    explicit SingleInstance(const QString& name, QObject* parent = nullptr);

    /// True if another program of this name took the arguments; this one should end.
    bool handOver(const QStringList& arguments);
    /// Waits for others from now on.
    void listen();

  Q_SIGNALS:
    /// Another program was started: raise the window and open what it was given.
    void called(const QStringList& arguments);

  private:
    void takeConnection();

    QString m_name;
    QLocalServer m_server;
};

/// A name for the user who runs this program.
QString instanceName();

}  // namespace descry

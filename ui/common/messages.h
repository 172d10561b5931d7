#pragma once
/// What the program has to tell: cause, what was kept, what can be done. Anyone raises a message
/// through Messages; the window shows them as bars. Thread rule: GUI thread.

#include <QList>
#include <QObject>
#include <QString>
#include <functional>

#include "core/base/error.h"

namespace descry {

struct MessageAction {
    QString label;
    std::function<void()> run;
};

struct Message {
    enum class Severity { Note, Warning, Problem };

    Severity severity = Severity::Note;
    QString key;      ///< A newer message of the same key takes the place of the older.
    QString cause;    ///< One sentence: what happened, to what.
    QString kept;     ///< What was kept or goes on; may be empty.
    QString details;  ///< For copying: the whole error, a list of names; may be empty.
    QList<MessageAction> actions;
    bool stays = false;  ///< Cannot be dismissed, and makes no room: it says what is going on.
};

/// A problem: the error's first line is the cause, after `what`; all of it the details.
Message problemOf(const QString& key, const QString& what, const Error& error);

class Messages final : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    void raise(const Message& message) { Q_EMIT raised(message); }
    void withdraw(const QString& key) { Q_EMIT withdrawn(key); }

  Q_SIGNALS:
    void raised(const descry::Message& message);
    void withdrawn(const QString& key);
};

}  // namespace descry

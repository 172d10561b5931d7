#pragma once
/// The messages that stand, as bars across the window, newest last, at most three: the oldest note
/// makes room, or else the oldest of all. Thread rule: GUI thread.

#include <QFrame>
#include <QWidget>

#include "ui/common/messages.h"
#include "ui/common/theme.h"

class QVBoxLayout;

namespace descry {

class MessageBar final : public QFrame {
    Q_OBJECT

  public:
    MessageBar(const Message& message, const Theme& theme, QWidget* parent = nullptr);

    const Message& message() const { return m_message; }

  Q_SIGNALS:
    void dismissed();

  private:
    void addText(const Theme& theme);
    void addButtons(const Theme& theme);

    Message m_message;
};

class MessageArea final : public QWidget {
    Q_OBJECT

  public:
    MessageArea(Messages& messages, const Theme& theme, QWidget* parent = nullptr);

    QList<MessageBar*> bars() const;
    void clear();

  private:
    void show(const Message& message);
    void remove(const QString& key);
    void removeBar(MessageBar* bar);
    void makeRoom();

    const Theme& m_theme;
    QVBoxLayout* m_bars;
};

}  // namespace descry

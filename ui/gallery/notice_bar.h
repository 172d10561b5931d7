#pragma once
/// A card that says how a gallery stands, or asks before something that can't be undone: one
/// sentence, what it means, what can be done. Hidden while there is nothing to say. Thread rule:
/// GUI thread.

#include <QFrame>
#include <QList>
#include <QString>

#include "ui/common/messages.h"
#include "ui/common/theme.h"

class QHBoxLayout;
class QLabel;

namespace descry {

struct Notice {
    QString icon;   ///< "note", "warning", "problem".
    QString title;  ///< Empty: nothing to say.
    QString detail;
    QList<MessageAction> actions;  ///< The first is the one that helps.
};

class NoticeBar final : public QFrame {
    Q_OBJECT

  public:
    explicit NoticeBar(const Theme& theme, QWidget* parent = nullptr);

    void showNotice(const Notice& notice);
    QString title() const;

  private:
    void setButtons(const QList<MessageAction>& actions);

    const Theme& m_theme;
    QHBoxLayout* m_row;
    QWidget* m_sign = nullptr;
    QLabel* m_title;
    QLabel* m_detail;
    QList<QWidget*> m_buttons;
};

}  // namespace descry

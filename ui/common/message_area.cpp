#include "ui/common/message_area.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr qsizetype kMaxBars = 3;

/// Of the icon and of the look.
const char* nameOf(Message::Severity severity) {
    switch (severity) {
        case Message::Severity::Note:
            return "note";
        case Message::Severity::Warning:
            return "warning";
        default:
            return "problem";
    }
}

/// Read aloud as an alert, not as the frame that it is to Qt.
QAccessibleInterface* alertOf(const QString&, QObject* object) {
    auto* bar = qobject_cast<MessageBar*>(object);
    return bar == nullptr ? nullptr : new QAccessibleWidget(bar, QAccessible::AlertMessage);
}

/// The lightest makes room first.
int weightOf(const MessageBar* bar) {
    if (bar->message().stays) return 2;
    return bar->message().severity == Message::Severity::Note ? 0 : 1;
}

}  // namespace

MessageBar::MessageBar(const Message& message, const Theme& theme, QWidget* parent)
    : QFrame(parent), m_message(message) {
    setObjectName(QStringLiteral("messageBar"));
    QAccessible::installFactory(alertOf);
    setAccessibleName(message.cause);
    setAccessibleDescription(message.kept);
    setLook(this, nameOf(message.severity));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kSpaceL, kSpaceS, kSpaceS, kSpaceS);
    row->setSpacing(kSpaceS);
    addText(theme);
    addButtons(theme);
}

void MessageBar::addText(const Theme& theme) {
    auto* row = qobject_cast<QHBoxLayout*>(layout());
    auto* sign = new IconLabel(theme.icon(QLatin1String(nameOf(m_message.severity))), this);
    row->addWidget(sign, 0, Qt::AlignVCenter);
    row->addSpacing(kSpaceXs);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(wrappedLabel(m_message.cause, this));
    if (!m_message.kept.isEmpty()) {
        auto* kept = wrappedLabel(m_message.kept, this);
        setLook(kept, "secondary");
        texts->addWidget(kept);
    }
    row->addLayout(texts, 1);
}

void MessageBar::addButtons(const Theme& theme) {
    auto* row = qobject_cast<QHBoxLayout*>(layout());
    for (const MessageAction& action : m_message.actions) {
        auto* button = pushButton(action.label, this);
        button->setObjectName(QStringLiteral("messageAction"));
        connect(button, &QPushButton::clicked, this, [this, run = action.run] {
            Q_EMIT dismissed();
            run();
        });
        row->addWidget(button);
    }
    if (!m_message.details.isEmpty()) {
        auto* copy = pushButton(tr("Copy details"), this);
        copy->setObjectName(QStringLiteral("copyDetails"));
        copy->setToolTip(m_message.details.left(1000));
        connect(copy, &QPushButton::clicked, this, [this] {
            QGuiApplication::clipboard()->setText(m_message.details);
        });
        row->addWidget(copy);
    }
    if (m_message.stays) return;
    auto* close = iconButton(theme.icon(QStringLiteral("close")), tr("Dismiss this message"), this);
    close->setObjectName(QStringLiteral("dismissMessage"));
    connect(close, &QToolButton::clicked, this, &MessageBar::dismissed);
    row->addWidget(close);
}

MessageArea::MessageArea(Messages& messages, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_bars(new QVBoxLayout(this)) {
    m_bars->setContentsMargins(0, 0, 0, 0);
    m_bars->setSpacing(0);
    hide();
    connect(&messages, &Messages::raised, this, &MessageArea::show);
    connect(&messages, &Messages::withdrawn, this, &MessageArea::remove);
}

QList<MessageBar*> MessageArea::bars() const {
    QList<MessageBar*> all;
    for (int i = 0; i < m_bars->count(); ++i) {
        all.append(qobject_cast<MessageBar*>(m_bars->itemAt(i)->widget()));
    }
    return all;
}

void MessageArea::show(const Message& message) {
    if (!message.key.isEmpty()) remove(message.key);
    auto* bar = new MessageBar(message, m_theme, this);
    connect(bar, &MessageBar::dismissed, this, [this, bar] { removeBar(bar); });
    m_bars->addWidget(bar);
    if (m_bars->count() > kMaxBars) makeRoom();
    setVisible(true);
    QAccessibleEvent alert(bar, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageArea::makeRoom() {
    const QList<MessageBar*> all = bars();
    // The first of the lightest, hence the oldest.
    removeBar(
        *std::min_element(all.begin(), all.end(), [](const MessageBar* a, const MessageBar* b) {
            return weightOf(a) < weightOf(b);
        }));
}

void MessageArea::clear() {
    for (MessageBar* bar : bars()) removeBar(bar);
}

void MessageArea::remove(const QString& key) {
    for (MessageBar* bar : bars()) {
        if (bar->message().key == key) removeBar(bar);
    }
}

void MessageArea::removeBar(MessageBar* bar) {
    m_bars->removeWidget(bar);
    bar->hide();
    bar->deleteLater();
    if (m_bars->count() == 0) hide();
}

}  // namespace descry

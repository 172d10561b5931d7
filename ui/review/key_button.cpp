#include "ui/review/key_button.h"

#include <QGuiApplication>
#include <QPainter>
#include <QStyleOptionButton>
#include <QStylePainter>
#include <algorithm>

#include "ui/common/widgets.h"

namespace descry {
namespace {

constexpr int kKeyPixels = 11;
constexpr int kKeyHeight = 18;
constexpr int kKeyPadding = 5;
constexpr int kKeyRadius = 4;
/// To the button's edge.
constexpr int kKeyMargin = 6;

}  // namespace

KeyButton::KeyButton(QAction& action, const QString& title, const Theme& theme, QWidget* parent)
    : QPushButton(title, parent), m_action(action), m_title(title), m_theme(theme) {
    setAutoDefault(false);
    // A click takes the focus from a text that is being edited, which keeps it.
    setFocusPolicy(Qt::StrongFocus);
    setObjectName(action.objectName());
    setLook(this, "key");
    connect(this, &QPushButton::clicked, this, &KeyButton::act);
    connect(&action, &QAction::changed, this, &KeyButton::followAction);
    followAction();
}

void KeyButton::act() {
    const bool isShifted = QGuiApplication::keyboardModifiers().testFlag(Qt::ShiftModifier);
    (isShifted && m_shiftAction != nullptr ? *m_shiftAction : m_action).trigger();
}

QString KeyButton::key() const {
    return m_action.shortcut().toString(QKeySequence::NativeText);
}

QFont KeyButton::keyFont() const {
    QFont own = font();
    own.setPixelSize(kKeyPixels);
    own.setBold(false);
    return own;
}

int KeyButton::keyWidth() const {
    if (key().isEmpty()) return 0;
    const int width = QFontMetrics(keyFont()).horizontalAdvance(key()) + 2 * kKeyPadding;
    return std::max(width, kKeyHeight);
}

void KeyButton::followAction() {
    setEnabled(m_action.isEnabled());
    setToolTip(m_action.text());
    const QString name = key().isEmpty() ? m_title : tr("%1, key %2").arg(m_title, key());
    setAccessibleName(m_isMarked ? tr("%1, marked").arg(name) : name);
    updateGeometry();
    update();
}

void KeyButton::beChip() {
    m_isChip = true;
    setLook(this, "chip");
}

void KeyButton::setMarked(bool isMarked) {
    if (m_isMarked == isMarked) return;
    m_isMarked = isMarked;
    setText(isMarked ? QStringLiteral("✓ ") + m_title : m_title);
    const char* const plain = m_isChip ? "chip" : "key";
    const char* const chosen = m_isChip ? "chosenChip" : "chosenKey";
    setLook(this, isMarked ? chosen : plain);
    followAction();
}

QSize KeyButton::sizeHint() const {
    const QSize words = QPushButton::sizeHint();
    const int room = keyWidth();
    return {words.width() + room, words.height()};
}

void KeyButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    painter.drawControl(QStyle::CE_PushButtonBevel, option);
    const int room = keyWidth();
    option.rect.setRight(option.rect.right() - room);
    painter.drawControl(QStyle::CE_PushButtonLabel, option);
    if (room == 0) return;
    const ThemeColours& colours = m_theme.colours();
    const QColor ink = m_isMarked && isEnabled() ? colours.onAccent : colours.secondary;
    const QRectF cap(width() - room - kKeyMargin, (height() - kKeyHeight) / 2.0, room, kKeyHeight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_isMarked && isEnabled() ? colours.onAccent : colours.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), kKeyRadius, kKeyRadius);
    painter.setPen(ink);
    painter.setFont(keyFont());
    painter.drawText(cap, Qt::AlignCenter, key());
}

}  // namespace descry

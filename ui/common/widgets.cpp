#include "ui/common/widgets.h"

#include <QAction>
#include <QCoreApplication>
#include <QEvent>
#include <QFrame>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>
#include <QVBoxLayout>

#include "ui/common/colours.h"

namespace descry {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::Widgets)
};

}  // namespace

void setLook(QWidget* widget, const char* look) {
    widget->setProperty("look", QLatin1String(look));
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QLabel* lookLabel(const QString& text, const char* look, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    setLook(label, look);
    return label;
}

QLabel* wrappedLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QPushButton* pushButton(const QString& text, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    return button;
}

void addIcon(QPushButton* button, const QIcon& icon) {
    // Qt's own distance of 4 px is too little, and no style sheet changes it.
    button->setText(QLatin1Char(' ') + button->text());
    button->setIcon(icon);
}

QToolButton* iconButton(const QIcon& icon, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void addClearButton(QLineEdit& field) {
    const QIcon icon = field.style()->standardIcon(QStyle::SP_LineEditClearButton, nullptr, &field);
    QAction* clear = field.addAction(icon, QLineEdit::TrailingPosition);
    clear->setText(Words::tr("Clear"));
    const auto follow = [clear](const QString& text) { clear->setVisible(!text.isEmpty()); };
    QObject::connect(clear, &QAction::triggered, &field, &QLineEdit::clear);
    QObject::connect(&field, &QLineEdit::textChanged, clear, follow);
    follow(field.text());
}

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent) : QLabel(text, parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 4, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRect area = contentsRect();
    style()->drawItemText(&painter,
                          area,
                          static_cast<int>(alignment()),
                          palette(),
                          isEnabled(),
                          fontMetrics().elidedText(text(), Qt::ElideMiddle, area.width()),
                          foregroundRole());
}

bool ElidedLabel::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty()) return QLabel::event(event);
    const bool isCut = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), isCut ? text() : QString());
    return true;
}

IconLabel::IconLabel(const QIcon& icon, QWidget* parent, int sizePixels)
    : QWidget(parent), m_icon(icon) {
    setFixedSize(sizePixels, sizePixels);
}

void IconLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    m_icon.paint(&painter, rect());
}

EmptyState::EmptyState(const Text& text, QWidget* parent) : QWidget(parent) {
    constexpr int kTextWidth = 440;
    auto* column = new QVBoxLayout(this);
    column->setSpacing(kSpaceS);
    column->addStretch(2);
    auto* title = lookLabel(text.title, "title", this);
    title->setAlignment(Qt::AlignCenter);
    column->addWidget(title);
    auto* explanation = wrappedLabel(text.explanation, this);
    setLook(explanation, "secondary");
    explanation->setAlignment(Qt::AlignCenter);
    explanation->setFixedWidth(kTextWidth);
    explanation->setMinimumHeight(explanation->heightForWidth(kTextWidth));
    column->addWidget(explanation, 0, Qt::AlignHCenter);
    if (!text.action.isEmpty()) {
        m_button = pushButton(text.action, this);
        setLook(m_button, "primary");
        connect(m_button, &QPushButton::clicked, this, &EmptyState::actionRequested);
        column->addSpacing(kSpaceS);
        column->addWidget(m_button, 0, Qt::AlignHCenter);
    }
    column->addStretch(3);
}

}  // namespace descry

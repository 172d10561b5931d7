#include "ui/search/word_chips.h"

#include <QEnterEvent>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "core/model/word_doubts.h"
#include "ui/common/flow_layout.h"
#include "ui/common/widgets.h"
#include "ui/search/shown_text.h"

namespace descry {
namespace {

constexpr int kRadius = 6;
constexpr int kSidePadding = 10;
constexpr int kTextHeight = 24;
constexpr int kBarHeight = 3;
constexpr int kBarPitch = 5;
constexpr int kWaveHeight = 2;
constexpr int kWaveStep = 2;
constexpr double kTrackOpacity = 0.3;
constexpr int kDecimals = 2;

QString shownShare(double share) {
    return QString::number(share, 'f', kDecimals);
}

/// What a word is worth, and whether it is doubted.
QStringList linesOf(const WordReading& reading) {
    const QString size = shownScore(static_cast<float>(std::abs(reading.support)));
    QStringList lines;
    lines << (reading.support > 0
                  ? WordChip::tr("Evidence %1: without it the match logit would be %2 lower.")
                        .arg(shownShare(reading.evidence), size)
                  : WordChip::tr("No evidence: without it the match logit would be %1 higher.")
                        .arg(size));
    lines << (reading.contradiction > kDoubted
                  ? WordChip::tr("The model doubts this word here (%1 of 1).")
                  : WordChip::tr("Not doubted (%1 of 1)."))
                 .arg(shownShare(reading.contradiction));
    return lines;
}

void paintWave(QPainter& painter, const QPointF& from, double width) {
    QPainterPath wave(from);
    for (int i = 1; i * kWaveStep <= width; ++i) {
        wave.lineTo(from + QPointF(i * kWaveStep, i % 2 == 0 ? 0 : -kWaveHeight));
    }
    painter.drawPath(wave);
}

}  // namespace

WordChip::WordChip(const Theme& theme, const QString& text, QWidget* parent)
    : QToolButton(parent), m_theme(theme) {
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setFont(chipFont());
    describe();
}

QFont WordChip::chipFont() const {
    QFont own = font();
    own.setPixelSize(kTextPixels);
    return own;
}

void WordChip::setReadings(const WordReadings& readings) {
    m_readings = readings;
    describe();
    updateGeometry();
    update();
}

bool WordChip::isDoubted() const {
    return std::any_of(m_readings.begin(), m_readings.end(), [](const auto& reading) {
        return reading && reading->contradiction > kDoubted;
    });
}

bool WordChip::isSupported() const {
    return std::any_of(m_readings.begin(), m_readings.end(), [](const auto& reading) {
        return !reading || reading->evidence > 0;
    });
}

void WordChip::describe() {
    QStringList lines;
    for (qsizetype i = 0; i < m_readings.size(); ++i) {
        if (!m_readings[i]) continue;
        if (m_readings.size() > 1) lines << (i == 0 ? tr("Left picture:") : tr("Right picture:"));
        lines << linesOf(*m_readings[i]);
    }
    setAccessibleName(isDoubted() ? tr("%1, doubted").arg(text()) : text());
    setAccessibleDescription(lines.join(QLatin1Char(' ')));
    const QString title = QStringLiteral("“%1”").arg(text());
    setToolTip(lines.isEmpty() ? QString()
                               : title + QLatin1Char('\n') + lines.join(QLatin1Char('\n')));
}

QSize WordChip::sizeHint() const {
    const int numBars = std::max(1, static_cast<int>(m_readings.size()));
    const double textWidth = std::ceil(QFontMetricsF(font()).horizontalAdvance(text()));
    return {static_cast<int>(textWidth) + 2 * kSidePadding,
            kTextHeight + numBars * kBarPitch + kSpaceXs};
}

void WordChip::paintEvent(QPaintEvent*) {
    const ThemeColours& colours = m_theme.colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? colours.accent : colours.chip);
    painter.drawRoundedRect(card, kRadius, kRadius);
    if (hasFocus() || underMouse()) {
        painter.setPen(QPen(hasFocus() ? colours.text : colours.secondary, hasFocus() ? 2 : 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(card, kRadius, kRadius);
    }
    const QColor plain = isSupported() ? colours.text : colours.secondary;
    const QColor ink = isChecked() ? colours.onAccent : plain;
    const QRect inside = rect().adjusted(kSidePadding, 0, -kSidePadding, 0);
    const int textHeight = m_readings.isEmpty() ? inside.height() : kTextHeight;
    paintWord(painter, {inside.topLeft(), QSize(inside.width(), textHeight)}, ink);
    paintBars(painter, inside, isChecked() ? colours.onAccent : colours.accent);
}

void WordChip::paintWord(QPainter& painter, const QRect& place, const QColor& ink) const {
    painter.setFont(font());
    painter.setPen(ink);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, place.width());
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, shown);
    if (!isDoubted()) return;
    painter.setPen(QPen(isChecked() ? ink : m_theme.colours().contradicted, 1.5));
    painter.setBrush(Qt::NoBrush);
    paintWave(painter,
              QPointF(place.left(), place.bottom() - 1),
              std::min(fontMetrics().horizontalAdvance(text()), place.width()));
}

/// An empty track is a word without evidence.
void WordChip::paintBars(QPainter& painter, const QRect& place, const QColor& ink) const {
    const auto rounded = [&](const QRectF& bar) {
        painter.drawRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
    };
    painter.setPen(Qt::NoPen);
    for (qsizetype i = 0; i < m_readings.size(); ++i) {
        if (!m_readings[i]) continue;
        const double y = kTextHeight + static_cast<double>(i) * kBarPitch + 1;
        QRectF bar(place.left(), y, place.width(), kBarHeight);
        painter.setOpacity(kTrackOpacity);
        painter.setBrush(isChecked() ? ink : m_theme.colours().secondary);
        rounded(bar);
        painter.setOpacity(1);
        painter.setBrush(ink);
        bar.setWidth(bar.width() * m_readings[i]->evidence);
        if (bar.width() > 0) rounded(bar);
    }
}

void WordChip::enterEvent(QEnterEvent* event) {
    QToolButton::enterEvent(event);
    Q_EMIT attended(true);
}

void WordChip::leaveEvent(QEvent* event) {
    QToolButton::leaveEvent(event);
    Q_EMIT attended(false);
}

void WordChip::focusInEvent(QFocusEvent* event) {
    QToolButton::focusInEvent(event);
    Q_EMIT attended(true);
}

void WordChip::focusOutEvent(QFocusEvent* event) {
    QToolButton::focusOutEvent(event);
    Q_EMIT attended(false);
}

void WordChip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QToolButton::keyPressEvent(event);
}

WordChips::WordChips(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("wordChips"));
    setAccessibleName(tr("Words of the description"));
    new FlowLayout(kSpaceXs, this);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, [this] {
        for (WordChip* chip : m_chips) chip->update();
    });
}

void WordChips::setWords(const QList<ChipWord>& words) {
    const bool isSame = std::equal(
        words.begin(),
        words.end(),
        m_words.begin(),
        m_words.end(),
        [](const ChipWord& one, const ChipWord& other) { return one.text == other.text; });
    m_words = words;
    if (!isSame) makeChips();
    for (qsizetype i = 0; i < words.size(); ++i) m_chips[i + 1]->setReadings(words[i].readings);
}

void WordChips::makeChips() {
    for (WordChip* chip : m_chips) {
        layout()->removeWidget(chip);
        chip->disconnect(this);
        chip->hide();
        chip->deleteLater();
    }
    m_chips.clear();
    m_pinned.reset();
    m_attended.reset();
    if (!m_words.isEmpty()) addChip(tr("Whole sentence"), {});
    for (qsizetype i = 0; i < m_words.size(); ++i) {
        addChip(m_words[i].text, static_cast<std::size_t>(i));
    }
    pin({});
}

void WordChips::addChip(const QString& text, WordChoice choice) {
    auto* chip = new WordChip(m_theme, text, this);
    chip->setObjectName(choice ? QStringLiteral("word%1").arg(*choice)
                               : QStringLiteral("sentence"));
    connect(chip, &WordChip::attended, this, [this, choice](bool isAttended) {
        attend(choice, isAttended);
    });
    connect(chip, &WordChip::clicked, this, [this, choice] {
        pin(choice == m_pinned ? WordChoice() : choice);
    });
    m_chips << chip;
    layout()->addWidget(chip);
    chip->show();
}

WordChip* WordChips::chipOf(WordChoice choice) const {
    const qsizetype place = choice ? static_cast<qsizetype>(*choice) + 1 : 0;
    return place < m_chips.size() ? m_chips[place] : nullptr;
}

void WordChips::pin(WordChoice choice) {
    m_pinned = choice;
    for (WordChip* chip : m_chips) chip->setChecked(chip == chipOf(choice));
    Q_EMIT shownChanged();
}

/// The pointer may leave one chip after it has entered the next.
void WordChips::attend(WordChoice choice, bool isAttended) {
    if (isAttended) {
        m_attended = choice;
    } else if (m_attended == std::optional<WordChoice>(choice)) {
        m_attended.reset();
    } else {
        return;
    }
    Q_EMIT shownChanged();
}

}  // namespace descry

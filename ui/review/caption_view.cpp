#include "ui/review/caption_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "core/model/word_doubts.h"
#include "core/review/pair_scores.h"
#include "ui/common/text.h"

namespace descry {
namespace {

constexpr int kCaptionPixels = 22;
constexpr double kLineDistance = 1.35;
constexpr double kUnderline = 2;

}  // namespace

bool CaptionView::Word::isMarked() const {
    return contradiction && *contradiction > static_cast<float>(kDoubted);
}

CaptionView::CaptionView(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void CaptionView::setCaption(const std::string& caption,
                             const std::vector<std::optional<float>>& contradictions) {
    m_text = toQString(caption);
    m_words.clear();
    const std::vector<ByteSpan> words = captionWords(caption);
    for (std::size_t i = 0; i < words.size() && i < contradictions.size(); ++i) {
        const auto letterAt = [&caption](std::size_t byte) {
            return static_cast<int>(toQString(std::string_view(caption).substr(0, byte)).size());
        };
        m_words.push_back({letterAt(words[i].begin), letterAt(words[i].end), contradictions[i]});
    }
    describe();
    updateGeometry();
    update();
}

QStringList CaptionView::markedWords() const {
    QStringList marked;
    for (const Word& word : m_words) {
        if (word.isMarked()) marked << m_text.mid(word.begin, word.end - word.begin);
    }
    return marked;
}

void CaptionView::describe() {
    setAccessibleName(tr("Caption: %1").arg(m_text));
    const QStringList marked = markedWords();
    setAccessibleDescription(
        marked.isEmpty() ? QString()
                         : tr("Doubted by the model: %1").arg(marked.join(QStringLiteral(", "))));
}

QFont CaptionView::captionFont() const {
    QFont own = font();
    own.setPixelSize(kCaptionPixels);
    return own;
}

double CaptionView::layOut(QTextLayout& layout, int width) const {
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    const double distance = kLineDistance * kCaptionPixels;
    double y = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, y});
        y += std::max(distance, line.height() + kUnderline);
    }
    layout.endLayout();
    return y;
}

int CaptionView::heightForWidth(int width) const {
    QTextLayout layout(m_text, captionFont());
    return static_cast<int>(std::ceil(layOut(layout, width)));
}

QSize CaptionView::sizeHint() const {
    constexpr int kWidth = 360;
    return {kWidth, heightForWidth(kWidth)};
}

QSize CaptionView::minimumSizeHint() const {
    return {8 * kCaptionPixels, 2 * kCaptionPixels};
}

void CaptionView::underline(QPainter& painter, const QTextLayout& layout, const Word& word) const {
    for (int i = 0; i < layout.lineCount(); ++i) {
        const QTextLine line = layout.lineAt(i);
        const int begin = std::max(word.begin, line.textStart());
        const int end = std::min(word.end, line.textStart() + line.textLength());
        if (begin >= end) continue;
        const double y = line.y() + line.height() + kUnderline / 2;
        painter.drawLine(QPointF(line.cursorToX(begin), y), QPointF(line.cursorToX(end), y));
    }
}

void CaptionView::paintEvent(QPaintEvent*) {
    const ThemeColours& colours = m_theme.colours();
    QTextLayout layout(m_text, captionFont());
    layOut(layout, width());
    QList<QTextLayout::FormatRange> formats;
    for (const Word& word : m_words) {
        if (!word.isMarked()) continue;
        QTextCharFormat format;
        format.setForeground(colours.contradicted);
        formats.push_back({word.begin, word.end - word.begin, format});
    }
    QPainter painter(this);
    painter.setPen(colours.text);
    layout.draw(&painter, {}, formats);
    painter.setPen(QPen(colours.contradicted, kUnderline));
    for (const Word& word : m_words) {
        if (word.isMarked()) underline(painter, layout, word);
    }
}

QString CaptionView::tipAt(const QPoint& position) const {
    QTextLayout layout(m_text, captionFont());
    layOut(layout, width());
    for (int i = 0; i < layout.lineCount(); ++i) {
        const QTextLine line = layout.lineAt(i);
        if (!line.naturalTextRect().contains(position)) continue;
        const int letter = line.xToCursor(position.x(), QTextLine::CursorOnCharacter);
        const auto word = std::ranges::find_if(
            m_words, [letter](const Word& one) { return one.begin <= letter && letter < one.end; });
        if (word == m_words.end() || !word->contradiction) return {};
        const QString text = word->isMarked() ? tr("The model doubts this word here (%1 of 1).")
                                              : tr("Not doubted (%1 of 1).");
        return text.arg(static_cast<double>(*word->contradiction), 0, 'f', 2);
    }
    return {};
}

bool CaptionView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), tipAt(help->pos()), this);
    return true;
}

}  // namespace descry

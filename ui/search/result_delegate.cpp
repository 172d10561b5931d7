#include "ui/search/result_delegate.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/search/shown_text.h"

namespace descry {
namespace {

constexpr int kRadius = 8;
constexpr int kBarHeight = 3;
constexpr int kBadgeHeight = 18;
constexpr int kBadgeRadius = 4;
constexpr int kBadgeInset = 6;
constexpr int kSheetSide = 7;
constexpr QSize kStackBadge(44, 24);
const QColor kBadgeGround(0, 0, 0, 165);
const QColor kBadgeText(0xff, 0xff, 0xff);

QPainterPath rounded(const QRectF& place, qreal radius) {
    QPainterPath path;
    path.addRoundedRect(place, radius, radius);
    return path;
}

QPainterPath bookmarkShape(const QRectF& place) {
    QPainterPath path;
    path.moveTo(place.topLeft());
    path.lineTo(place.topRight());
    path.lineTo(place.bottomRight());
    path.lineTo(place.center().x(), place.bottom() - place.width() * 0.42);
    path.lineTo(place.bottomLeft());
    path.closeSubpath();
    return path;
}

}  // namespace

ResultDelegate::ResultDelegate(const ResultModel& model,
                               ThumbnailCache& thumbnails,
                               const Theme& theme,
                               QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_thumbnails(thumbnails), m_theme(theme) {}

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return option.rect.size();
}

void ResultDelegate::paint(QPainter* painter,
                           const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    if (!index.isValid()) return;
    const ThemeColours& colours = m_theme.colours();
    const ResultRow& row = m_model.row(index.row());
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);

    const QRectF card = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colours.panel);
    painter->drawPath(rounded(card, kRadius));
    const QRect inside = option.rect.adjusted(1, 1, -1, -1);
    painter->save();
    painter->setClipPath(rounded(inside, kRadius - 1));
    const QRect picture = inside.adjusted(0, 0, 0, -kFooterHeight);
    paintPicture(*painter, picture, row.candidate.item);
    painter->restore();
    paintMarks(*painter, picture, row);
    paintStack(*painter, option.rect, index.row());
    paintFooter(
        *painter, QRect(inside.left(), picture.bottom() + 1, inside.width(), kFooterHeight), row);

    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    const bool isUnderPointer = option.state.testFlag(QStyle::State_MouseOver);
    painter->setBrush(Qt::NoBrush);
    if (isSelected || hasFocus) {
        // Of several that are selected, the one that the details show has the stronger line.
        const int width = isSelected && hasFocus ? 3 : 2;
        painter->setPen(QPen(isSelected ? colours.accent : colours.text, width));
        painter->drawPath(rounded(card.adjusted(0.5, 0.5, -0.5, -0.5), kRadius));
    } else {
        painter->setPen(QPen(isUnderPointer ? colours.secondary : colours.line, 1));
        painter->drawPath(rounded(card, kRadius));
    }
    painter->restore();
}

void ResultDelegate::paintPicture(QPainter& painter, const QRect& place, ItemId item) const {
    const QPixmap picture = m_thumbnails.find(item);
    painter.fillRect(place, m_theme.colours().raised);
    if (picture.isNull()) return;
    const QSize whole = picture.size().scaled(place.size(), Qt::KeepAspectRatio);
    QRect target(QPoint(), whole);
    target.moveCenter(place.center());
    painter.drawPixmap(target, picture);
}

void ResultDelegate::paintMarks(QPainter& painter, const QRect& place, const ResultRow& row) const {
    if (m_model.isRanked()) {
        QFont font = painter.font();
        font.setPixelSize(kSmallPixels);
        font.setBold(true);
        painter.setFont(font);
        const QString rank = QString::number(row.rank);
        const int width = QFontMetrics(font).horizontalAdvance(rank) + 2 * 6;
        const QRect badge(place.left() + 6, place.top() + 6, width, kBadgeHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(kBadgeGround);
        painter.drawPath(rounded(badge, kBadgeRadius));
        painter.setPen(kBadgeText);
        painter.drawText(badge, Qt::AlignCenter, rank);
    }
    const ItemLine* line = m_model.line(row.candidate.item);
    if (line == nullptr || !line->bookmarked) return;
    const QRectF mark(place.right() - 20, place.top(), 12, 20);
    painter.setPen(QPen(kBadgeGround, 1));
    painter.setBrush(m_theme.colours().accent);
    painter.drawPath(bookmarkShape(mark));
}

QRect ResultDelegate::stackBadge(const QRect& cell) {
    const QPoint corner = cell.bottomRight() - QPoint(0, kFooterHeight);
    return {corner - QPoint(kStackBadge.width(), kStackBadge.height()), kStackBadge};
}

/// Two sheets and how many there are; of an unfolded stack outlined.
void ResultDelegate::paintStack(QPainter& painter, const QRect& cell, int row) const {
    const int size = m_model.stackSize(row);
    if (size < 2) return;
    QFont font = painter.font();
    font.setPixelSize(kSmallPixels);
    font.setBold(true);
    painter.setFont(font);
    const QString count = QString::number(size);
    const int width =
        QFontMetrics(font).horizontalAdvance(count) + kSheetSide + 2 + 3 * kBadgeInset;
    const QPoint corner = stackBadge(cell).bottomRight() - QPoint(kBadgeInset, kBadgeInset);
    const QRect badge(corner - QPoint(width, kBadgeHeight), QSize(width, kBadgeHeight));
    painter.setPen(m_model.isExpanded(row) ? QPen(kBadgeText, 1) : QPen(Qt::NoPen));
    painter.setBrush(kBadgeGround);
    painter.drawPath(rounded(badge, kBadgeRadius));
    painter.setPen(QPen(kBadgeText, 1));
    const QRectF sheet(badge.left() + kBadgeInset + 0.5, badge.top() + 4.5, kSheetSide, kSheetSide);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(sheet.translated(2, 0));
    painter.setBrush(kBadgeGround);
    painter.drawRect(sheet.translated(0, 2));
    painter.drawText(
        badge.adjusted(0, 0, -kBadgeInset, 0), Qt::AlignRight | Qt::AlignVCenter, count);
}

void ResultDelegate::paintFooter(QPainter& painter,
                                 const QRect& place,
                                 const ResultRow& row) const {
    const ThemeColours& colours = m_theme.colours();
    const QRect inner = place.adjusted(kSpaceS, 6, -kSpaceS, -6);
    QFont font = painter.font();
    font.setPixelSize(kSmallPixels);
    font.setBold(false);
    painter.setFont(font);
    const QFontMetrics metrics(font);
    if (const ItemLine* line = m_model.line(row.candidate.item)) {
        const QRect text(inner.left(), inner.top(), inner.width(), metrics.height());
        const QString time = line->timeMs ? shownTime(*line->timeMs, line->timeZone) : QString();
        const int timeWidth = metrics.horizontalAdvance(time);
        const QString name = line->camera
                                 ? shownCamera(*line->camera)
                                 : QString::fromStdString(line->path).section(QLatin1Char('/'), -1);
        // Time gives way where there is no room for both: it is in the details too.
        const bool hasBoth = metrics.horizontalAdvance(name) + timeWidth + 6 <= text.width();
        const int nameWidth =
            hasBoth && !time.isEmpty() ? text.width() - timeWidth - 6 : text.width();
        painter.setPen(colours.text);
        painter.drawText(text,
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(name, Qt::ElideRight, nameWidth));
        painter.setPen(colours.secondary);
        if (hasBoth) painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, time);
    }
    const ShownCandidate& candidate = row.candidate;
    const QRect bar(inner.left(), inner.bottom() - kBarHeight + 1, inner.width(), kBarHeight);
    if (candidate.similarity) {
        paintBar(
            painter, bar, m_model.similarities().partOf(*candidate.similarity), colours.second);
    }
    if (candidate.score) {
        paintBar(painter,
                 bar.translated(0, -2 * kBarHeight),
                 m_model.scores().partOf(*candidate.score),
                 colours.accent);
    }
}

void ResultDelegate::paintBar(QPainter& painter,
                              const QRect& place,
                              double part,
                              const QColor& colour) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colours().line);
    painter.drawPath(rounded(place, kBarHeight / 2.0));
    QRectF filled(place);
    filled.setWidth(part * place.width());
    painter.setBrush(colour);
    painter.drawPath(rounded(filled, kBarHeight / 2.0));
}

}  // namespace descry

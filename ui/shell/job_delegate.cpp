#include "ui/shell/job_delegate.h"

#include <QPainter>

#include "ui/shell/job_list_model.h"

namespace descry {
namespace {

constexpr int kRowHeight = 52;
constexpr int kIconSize = 16;
constexpr int kBarHeight = 4;
constexpr int kBarWidth = 160;
constexpr double kPermille = 1000.0;

void paintBar(QPainter& painter, const QRect& area, int permille, const ThemeColours& colours) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.line);
    painter.drawRoundedRect(area, 2, 2);
    QRect done = area;
    done.setWidth(static_cast<int>(area.width() * permille / kPermille));
    painter.setBrush(colours.accent);
    if (done.width() > 0) painter.drawRoundedRect(done, 2, 2);
}

}  // namespace

JobDelegate::JobDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme) {}

QSize JobDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {kBarWidth, kRowHeight};
}

void JobDelegate::paint(QPainter* painter,
                        const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    const ThemeColours& colours = m_theme.colours();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect frame = option.rect.adjusted(1, 1, -1, -1);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool hasFocus = isSelected && option.state.testFlag(QStyle::State_HasFocus);
    painter->setPen(hasFocus ? QPen(colours.accent) : QPen(Qt::NoPen));
    painter->setBrush(isSelected ? QBrush(colours.chip) : QBrush(Qt::NoBrush));
    if (isSelected) painter->drawRoundedRect(frame, 6, 6);

    const QRect inside = frame.adjusted(kSpaceS, kSpaceXs, -kSpaceS, -kSpaceXs);
    QRect icon(inside.topLeft(), QSize(kIconSize, kIconSize));
    icon.moveTop(inside.center().y() - kIconSize / 2);
    m_theme.icon(index.data(JobListModel::IconNameRole).toString()).paint(painter, icon);

    QRect text = inside.adjusted(kIconSize + kSpaceM, 0, 0, 0);
    const QVariant permille = index.data(JobListModel::PermilleRole);
    if (permille.isValid() && text.width() > 2 * kBarWidth) {
        const QRect bar(
            text.right() - kBarWidth, text.center().y() - kBarHeight / 2, kBarWidth, kBarHeight);
        paintBar(*painter, bar, permille.toInt(), colours);
        text.setRight(bar.left() - kSpaceL);
    }
    const auto line = [&](const QRect& area, const QString& words, const QColor& colour) {
        painter->setPen(colour);
        painter->drawText(area,
                          Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          option.fontMetrics.elidedText(words, Qt::ElideRight, area.width()));
    };
    painter->setFont(option.font);
    const int half = text.height() / 2;
    line(text.adjusted(0, 0, 0, -half), index.data().toString(), colours.text);
    line(text.adjusted(0, half, 0, 0),
         index.data(JobListModel::StateTextRole).toString(),
         colours.secondary);
    painter->restore();
}

}  // namespace descry

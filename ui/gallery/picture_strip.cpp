#include "ui/gallery/picture_strip.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace descry {
namespace {

constexpr int kHeight = 148;
constexpr int kRadius = 6;
/// Of a place whose picture has not been read yet: a pedestrian's proportions.
constexpr int kWaitingWidth = kHeight * 2 / 5;

/// The size of a picture that is as high as the strip.
QSize sizeFor(const QPixmap& picture) {
    if (picture.isNull()) return {kWaitingWidth, kHeight};
    const int width = picture.width() * kHeight / std::max(1, picture.height());
    return {std::clamp(width, kSpaceXl, 2 * kHeight), kHeight};
}

void paintRounded(QPainter& painter, const QRect& place, const QPixmap& picture) {
    QPainterPath outline;
    outline.addRoundedRect(place, kRadius, kRadius);
    painter.save();
    painter.setClipPath(outline);
    const QSize whole = picture.size().scaled(place.size(), Qt::KeepAspectRatio);
    const QPoint corner(place.center().x() - whole.width() / 2,
                        place.center().y() - whole.height() / 2 + 1);
    painter.drawPixmap(QRect(corner, whole), picture);
    painter.restore();
}

}  // namespace

PictureStrip::PictureStrip(ThumbnailCache& thumbnails, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_thumbnails(thumbnails), m_theme(theme) {
    setFixedHeight(kHeight);
    setAccessibleName(tr("First pictures of the gallery"));
    connect(&thumbnails, &ThumbnailCache::ready, this, [this] { update(); });
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void PictureStrip::setItems(std::vector<ItemId> items) {
    m_items = std::move(items);
    update();
}

void PictureStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    int x = 0;
    for (const ItemId item : m_items) {
        const QPixmap picture = m_thumbnails.find(item);
        const QRect place(QPoint(x, 0), sizeFor(picture));
        if (place.right() >= width()) return;
        if (picture.isNull()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.colours().raised);
            painter.drawRoundedRect(place, kRadius, kRadius);
        } else {
            paintRounded(painter, place, picture);
        }
        x = place.right() + 1 + kSpaceS;
    }
}

}  // namespace descry

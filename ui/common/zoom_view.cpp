#include "ui/common/zoom_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace descry {
namespace {

constexpr double kArrowPixels = 48;
constexpr double kDegreesEighths = 120;  ///< A notch of a wheel, in Qt's unit.
constexpr int kPercent = 100;

/// Where a side of `length` begins in a view of `room`, if `at` of it is to be in the middle: no
/// room is left empty at one end while the other is cut.
double beginOf(double length, double room, double at) {
    if (length <= room) return (room - length) / 2;
    return std::clamp(room / 2 - at * length, room - length, 0.0);
}

/// The arrow that a key is: right and down are 1.
QPointF arrowOf(int key) {
    switch (key) {
        case Qt::Key_Left:
            return {-1, 0};
        case Qt::Key_Right:
            return {1, 0};
        case Qt::Key_Up:
            return {0, -1};
        case Qt::Key_Down:
            return {0, 1};
        default:
            return {};
    }
}

}  // namespace

ZoomView::ZoomView(ApplicationContext& context, QWidget* parent) : PictureView(context, parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(80, 120);
    connect(this, &PictureView::decoded, this, &ZoomView::zoomChanged);
}

void ZoomView::setZoom(const Zoom& zoom) {
    Zoom kept = zoom;
    kept.factor = std::clamp(zoom.factor, 1.0, kMostZoom);
    const QRectF place = placeAt(pictureSize(), kept);
    if (!place.isEmpty()) {
        // What the bounds made of it: else moving back would begin beyond the edge.
        const QPointF middle = QRectF(rect()).center() - place.topLeft();
        kept.centre = {middle.x() / place.width(), middle.y() / place.height()};
    }
    const bool isSame = qFuzzyCompare(kept.factor, m_zoom.factor) && kept.centre == m_zoom.centre;
    m_zoom = kept;
    setAccessibleDescription(
        tr("Zoom %1 percent").arg(static_cast<int>(std::lround(kept.factor * kPercent))));
    setCursor(kept.factor > 1 ? Qt::OpenHandCursor : Qt::ArrowCursor);
    update();
    if (!isSame) Q_EMIT zoomChanged();
}

void ZoomView::zoomBy(double factor) {
    zoomAround(QRectF(rect()).center(), factor);
}

void ZoomView::setHeat(const QImage& heat) {
    m_heat = heat;
    update();
}

QRectF ZoomView::placeAt(const QSize& picture, const Zoom& zoom) const {
    if (picture.isEmpty()) return {};
    const QSizeF size = QSizeF(picture).scaled(this->size(), Qt::KeepAspectRatio) * zoom.factor;
    return {QPointF(beginOf(size.width(), width(), zoom.centre.x()),
                    beginOf(size.height(), height(), zoom.centre.y())),
            size};
}

QRectF ZoomView::placeOf(const QSize& picture) const {
    return placeAt(picture, m_zoom);
}

void ZoomView::paintOver(QPainter& painter, const QRectF& place) {
    if (!m_heat.isNull()) painter.drawImage(place, m_heat);
}

void ZoomView::paintEvent(QPaintEvent* event) {
    PictureView::paintEvent(event);
    if (!hasFocus()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 7, 7);
}

void ZoomView::zoomAround(const QPointF& point, double factor) {
    const QSize picture = pictureSize();
    const QRectF before = placeOf(picture);
    if (before.isEmpty()) return;
    const double wanted = std::clamp(m_zoom.factor * factor, 1.0, kMostZoom);
    const QPointF under = point - before.topLeft();
    const QSizeF after = before.size() * (wanted / m_zoom.factor);
    const QPointF middle = QRectF(rect()).center() - point;
    setZoom({wanted,
             {under.x() / before.width() + middle.x() / after.width(),
              under.y() / before.height() + middle.y() / after.height()}});
}

void ZoomView::moveBy(const QPointF& pixels) {
    const QRectF place = placeOf(pictureSize());
    if (place.isEmpty()) return;
    setZoom({m_zoom.factor,
             m_zoom.centre + QPointF(pixels.x() / place.width(), pixels.y() / place.height())});
}

void ZoomView::wheelEvent(QWheelEvent* event) {
    const double notches = event->angleDelta().y() / kDegreesEighths;
    zoomAround(event->position(), std::pow(kZoomStep, notches));
    event->accept();
}

void ZoomView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_dragged = event->position();
    if (m_zoom.factor > 1) setCursor(Qt::ClosedHandCursor);
}

void ZoomView::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton) || m_zoom.factor <= 1) return;
    moveBy(m_dragged - event->position());
    setCursor(Qt::ClosedHandCursor);
    m_dragged = event->position();
}

void ZoomView::mouseReleaseEvent(QMouseEvent*) {
    setCursor(m_zoom.factor > 1 ? Qt::OpenHandCursor : Qt::ArrowCursor);
}

QList<FixedKey> ZoomView::fixedKeys() {
    return {{{QKeySequence(Qt::Key_Left),
              QKeySequence(Qt::Key_Right),
              QKeySequence(Qt::Key_Up),
              QKeySequence(Qt::Key_Down)},
             tr("In a large picture: another one; move one that is enlarged")}};
}

void ZoomView::keyPressEvent(QKeyEvent* event) {
    const QPointF arrow = arrowOf(event->key());
    if (arrow.isNull() || (event->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) {
        PictureView::keyPressEvent(event);
        return;
    }
    if (m_zoom.factor > 1) {
        moveBy(arrow * kArrowPixels);
    } else {
        Q_EMIT stepRequested(static_cast<int>(arrow.x() + arrow.y()));
    }
}

}  // namespace descry

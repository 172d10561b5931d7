#pragma once
/// A picture that can be looked into: enlarged around the pointer or the middle, moved by dragging
/// or by arrow keys, with heat laid over it. As long as it is whole, arrow keys ask for the next or
/// the previous one instead. Thread rule: GUI thread.

#include <QImage>
#include <QPointF>

#include "ui/common/fixed_key.h"
#include "ui/common/picture_view.h"

namespace descry {

/// In parts of the picture and of the view, so that two views of different pictures can share it.
struct Zoom {
    double factor = 1;            ///< 1: whole, as large as the view allows; to kMostZoom.
    QPointF centre = {0.5, 0.5};  ///< The place of the picture that is in the view's middle.
};

class ZoomView final : public PictureView {
    Q_OBJECT

  public:
    static constexpr double kMostZoom = 16;
    static constexpr double kZoomStep = 1.25;

    explicit ZoomView(ApplicationContext& context, QWidget* parent = nullptr);

    const Zoom& zoom() const { return m_zoom; }
    /// Beyond the bounds: the nearest that is within.
    void setZoom(const Zoom& zoom);
    /// Around the middle.
    void zoomBy(double factor);
    using PictureView::pictureSize;
    /// Stretched over the picture; null: none.
    void setHeat(const QImage& heat);
    const QImage& heat() const { return m_heat; }
    static QList<FixedKey> fixedKeys();

  Q_SIGNALS:
    void zoomChanged();
    void stepRequested(int by);  ///< To the next (1) or the previous picture (-1).

  protected:
    QRectF placeOf(const QSize& picture) const override;
    void paintOver(QPainter& painter, const QRectF& place) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QRectF placeAt(const QSize& picture, const Zoom& zoom) const;
    /// The place of the picture under `point` stays there.
    void zoomAround(const QPointF& point, double factor);
    void moveBy(const QPointF& pixels);

    Zoom m_zoom;
    QImage m_heat;
    QPointF m_dragged;  ///< Where the pointer was.
};

}  // namespace descry

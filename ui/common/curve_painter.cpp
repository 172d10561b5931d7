#include "ui/common/curve_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>
#include <algorithm>
#include <array>
#include <cmath>

namespace descry {
namespace {

constexpr double kSampleWidth = 24;  ///< Of a line in the legend.
constexpr double kMarkerRadius = 3.5;
constexpr double kLineWidth = 1.6;
constexpr double kTickPixels = 64;  ///< Between ticks of x, about.
constexpr double kRowPixels = 36;   ///< Between ticks of y, about.

QColor colourOf(const ThemeColours& colours, std::size_t index) {
    const std::array all{colours.accent,
                         colours.second,
                         colours.supported,
                         colours.contradicted,
                         colours.text,
                         colours.secondary};
    return all[index % all.size()];
}

QPen penOf(const ThemeColours& colours, std::size_t index) {
    static const std::array<QVector<qreal>, 6> kDashes{
        QVector<qreal>{}, {5, 2.5}, {1.5, 2}, {7, 2, 1.5, 2}, {10, 3}, {3, 2, 3, 5}};
    QPen pen(colourOf(colours, index), kLineWidth);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::RoundJoin);
    const QVector<qreal>& dash = kDashes[index % kDashes.size()];
    if (!dash.isEmpty()) pen.setDashPattern(dash);
    return pen;
}

/// A disc, a square, a triangle, a diamond, a triangle upside down, a cross.
void paintMarker(QPainter& painter, const QPointF& at, std::size_t index) {
    const double r = kMarkerRadius;
    switch (index % 6) {
        case 0:
            painter.drawEllipse(at, r, r);
            break;
        case 1:
            painter.drawRect(QRectF(at.x() - r, at.y() - r, 2 * r, 2 * r));
            break;
        case 2:
            painter.drawPolygon(
                QPolygonF{at + QPointF(0, -r), at + QPointF(r, r), at + QPointF(-r, r)});
            break;
        case 3:
            painter.drawPolygon(QPolygonF{at + QPointF(0, -r - 1),
                                          at + QPointF(r + 1, 0),
                                          at + QPointF(0, r + 1),
                                          at + QPointF(-r - 1, 0)});
            break;
        case 4:
            painter.drawPolygon(
                QPolygonF{at + QPointF(0, r), at + QPointF(r, -r), at + QPointF(-r, -r)});
            break;
        default:
            painter.drawLine(at + QPointF(-r, -r), at + QPointF(r, r));
            painter.drawLine(at + QPointF(-r, r), at + QPointF(r, -r));
    }
}

void paintMarkerOf(QPainter& painter,
                   const ThemeColours& colours,
                   const QPointF& at,
                   std::size_t index) {
    painter.setPen(QPen(colourOf(colours, index), kLineWidth));
    painter.setBrush(colourOf(colours, index));
    paintMarker(painter, at, index);
}

/// Of one series: its value at the cursor, or its last.
std::optional<QPointF> readPoint(const CurvePicture& picture, std::size_t index) {
    const auto& points = picture.series[index].points;
    if (points.empty()) return std::nullopt;
    return nearestPoint(points, picture.cursor.value_or(points.back().x()));
}

struct LegendEntry {
    QRectF place;  ///< Relative to the rectangle's corner.
    QString text;
};

/// Entries from left to right, in as many rows as they need. Each is as wide as its longest value,
/// so that nothing moves while values change.
std::vector<LegendEntry> legendOf(const CurvePicture& picture, double width, const QFont& font) {
    const QFontMetricsF metrics(font);
    const double row = metrics.height() + kSpaceXs;
    std::vector<LegendEntry> entries;
    QPointF at(0, row);
    for (std::size_t i = 0; i < picture.series.size(); ++i) {
        const auto point = readPoint(picture, i);
        QString text = picture.series[i].name;
        if (point) text += QStringLiteral("  ") + shownValue(point->y());
        const double wide = kSampleWidth + kSpaceS + kSpaceL +
                            metrics.horizontalAdvance(picture.series[i].name) +
                            metrics.horizontalAdvance(QStringLiteral("  0.0000"));
        if (at.x() > 0 && at.x() + wide > width) at = {0, at.y() + row};
        entries.push_back({QRectF(at, QSizeF(wide, row)), text});
        at.rx() += wide;
    }
    return entries;
}

PlotRange heightsOf(const CurvePicture& picture) {
    const auto heights = heightsIn(picture.series, picture.view);
    if (!heights) return {0, 1};
    const double margin =
        heights->size() > 0 ? 0.06 * heights->size() : std::max(1e-9, std::abs(heights->most)) / 2;
    // Losses, rates and percentages are never below 0, so neither is the axis.
    const double least = heights->least - margin;
    return {heights->least >= 0 ? std::max(0.0, least) : least, heights->most + margin};
}

void paintTitle(QPainter& painter, const CurvePicture& picture, const QRectF& where) {
    QFont bold = painter.font();
    bold.setWeight(QFont::DemiBold);
    const double row = QFontMetricsF(bold).height();
    const QRectF line(where.left(), where.top(), where.width(), row);
    painter.save();
    painter.setFont(bold);
    painter.setPen(picture.colours.secondary);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, picture.title);
    painter.restore();
    if (!picture.cursor) return;
    painter.setPen(picture.colours.secondary);
    painter.drawText(line,
                     Qt::AlignRight | Qt::AlignVCenter,
                     QStringLiteral("%1 %2").arg(picture.xName).arg(*picture.cursor, 0, 'f', 0));
}

void paintLegend(QPainter& painter, const CurvePicture& picture, const QRectF& where) {
    const auto entries = legendOf(picture, where.width(), painter.font());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const QRectF place = entries[i].place.translated(where.topLeft());
        const double middle = place.center().y();
        painter.setPen(penOf(picture.colours, i));
        painter.drawLine(QPointF(place.left(), middle),
                         QPointF(place.left() + kSampleWidth, middle));
        paintMarkerOf(
            painter, picture.colours, QPointF(place.left() + kSampleWidth / 2, middle), i);
        painter.setPen(picture.colours.text);
        painter.drawText(place.adjusted(kSampleWidth + kSpaceS, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         entries[i].text);
    }
}

void paintAxes(QPainter& painter, const CurvePicture& picture, const CurveFrame& frame) {
    const QFontMetricsF metrics(painter.font());
    const auto numRows = static_cast<int>(std::max(1.0, frame.area.height() / kRowPixels));
    const auto rows = ticksOf(frame.y, std::min(5, numRows));
    const double rowStep = rows.size() > 1 ? rows[1] - rows[0] : frame.y.size();
    for (const double value : rows) {
        const double y = frame.pixelOf({frame.x.least, value}).y();
        painter.setPen(QPen(picture.colours.line, 1));
        painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y));
        painter.setPen(picture.colours.secondary);
        painter.drawText(QRectF(frame.area.left() - 60, y - 10, 60 - kSpaceS, 20),
                         Qt::AlignRight | Qt::AlignVCenter,
                         tickText(value, rowStep));
    }
    const auto numColumns = static_cast<int>(std::max(1.0, frame.area.width() / kTickPixels));
    const auto columns = ticksOf(frame.x, std::min(8, numColumns));
    const double columnStep = columns.size() > 1 ? columns[1] - columns[0] : frame.x.size();
    for (const double value : columns) {
        const double x = frame.pixelOf({value, frame.y.least}).x();
        painter.setPen(picture.colours.secondary);
        painter.drawText(QRectF(x - 40, frame.area.bottom() + kSpaceXs, 80, metrics.height()),
                         Qt::AlignHCenter | Qt::AlignTop,
                         tickText(value, columnStep));
    }
}

void paintSeries(QPainter& painter,
                 const CurvePicture& picture,
                 const CurveFrame& frame,
                 std::size_t index) {
    const auto points = pointsForWidth(
        picture.series[index].points, frame.x, static_cast<int>(std::max(1.0, frame.area.width())));
    QPainterPath path;
    bool isOpen = false;
    std::vector<QPointF> marks;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!std::isfinite(points[i].y())) {
            isOpen = false;
            continue;
        }
        const QPointF at = frame.pixelOf(points[i]);
        const bool isAlone =
            !isOpen && (i + 1 == points.size() || !std::isfinite(points[i + 1].y()));
        if (picture.isMarked || isAlone) marks.push_back(at);
        isOpen ? path.lineTo(at) : path.moveTo(at);
        isOpen = true;
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(penOf(picture.colours, index));
    painter.drawPath(path);
    for (const QPointF& mark : marks) paintMarkerOf(painter, picture.colours, mark, index);
}

void paintCursor(QPainter& painter, const CurvePicture& picture, const CurveFrame& frame) {
    const double x = frame.pixelOf({*picture.cursor, frame.y.least}).x();
    painter.setPen(QPen(picture.colours.secondary, 1));
    painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()));
    for (std::size_t i = 0; i < picture.series.size(); ++i) {
        const auto point = readPoint(picture, i);
        if (point) paintMarkerOf(painter, picture.colours, frame.pixelOf(*point), i);
    }
}

}  // namespace

QString shownValue(double value) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    if (value != 0 && std::abs(value) < 1e-3) return QString::number(value, 'g', 3);
    const int decimals = std::abs(value) < 10 ? 3 : std::abs(value) < 100 ? 2 : 1;
    return QString::number(value, 'f', decimals);
}

CurveFrame frameOf(const CurvePicture& picture, const QRectF& where, const QFont& font) {
    const QFontMetricsF metrics(font);
    const auto legend = legendOf(picture, where.width(), font);
    const double top = legend.empty() ? metrics.height() : legend.back().place.bottom();
    CurveFrame frame;
    frame.x = picture.view;
    frame.y = heightsOf(picture);
    double labels = 0;
    const auto rows = ticksOf(frame.y, 5);
    const double step = rows.size() > 1 ? rows[1] - rows[0] : frame.y.size();
    for (const double value : rows) {
        labels = std::max(labels, metrics.horizontalAdvance(tickText(value, step)));
    }
    frame.area =
        where.adjusted(labels + kSpaceS, top + kSpaceS, -kSpaceM, -metrics.height() - kSpaceXs);
    return frame;
}

void paintCurves(QPainter& painter, const CurvePicture& picture, const QRectF& where) {
    painter.setRenderHint(QPainter::Antialiasing);
    paintTitle(painter, picture, where);
    const bool isEmpty = std::all_of(picture.series.begin(),
                                     picture.series.end(),
                                     [](const PlotSeries& one) { return one.points.empty(); });
    if (isEmpty) {
        painter.setPen(picture.colours.secondary);
        painter.drawText(where, Qt::AlignCenter | Qt::TextWordWrap, picture.empty);
        return;
    }
    paintLegend(painter, picture, where);
    const CurveFrame frame = frameOf(picture, where, painter.font());
    if (frame.area.width() < kSpaceXl || frame.area.height() < kSpaceXl) return;
    paintAxes(painter, picture, frame);
    painter.save();
    painter.setClipRect(frame.area.adjusted(-kMarkerRadius, -kMarkerRadius, kMarkerRadius, 1));
    for (std::size_t i = 0; i < picture.series.size(); ++i) paintSeries(painter, picture, frame, i);
    if (picture.cursor) paintCursor(painter, picture, frame);
    if (picture.selection) {
        const double left = frame.pixelOf({picture.selection->least, frame.y.least}).x();
        const double right = frame.pixelOf({picture.selection->most, frame.y.least}).x();
        QColor veil = picture.colours.accent;
        veil.setAlpha(48);
        painter.setPen(QPen(picture.colours.accent, 1));
        painter.setBrush(veil);
        painter.drawRect(QRectF(left, frame.area.top(), right - left, frame.area.height()));
    }
    painter.restore();
}

}  // namespace descry

#pragma once
/// How a plot of curves looks: title, legend with values, axes, curves, cursor, selection, painted
/// into a rectangle. Series are told apart by colour, dash and marker together. Thread rule: pure
/// but for painting. Failure rule: none.

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

#include "ui/common/colours.h"
#include "ui/common/plot_points.h"

class QPainter;

namespace descry {

/// What is to be painted.
struct CurvePicture {
    const ThemeColours& colours;
    const std::vector<PlotSeries>& series;
    QString title;
    QString xName;
    QString empty;                       ///< Said where there is nothing to paint.
    bool isMarked = false;               ///< A marker on every point.
    PlotRange view;                      ///< Of x.
    std::optional<double> cursor;        ///< An x; values are read there, else at the end.
    std::optional<PlotRange> selection;  ///< Of x, while it is dragged.
};

/// Where the curves lie in the rectangle, and which values its sides are.
struct CurveFrame {
    QRectF area;
    PlotRange x;
    PlotRange y;

    double xAt(double pixel) const {
        return x.least + (pixel - area.left()) / std::max(1.0, area.width()) * x.size();
    }
    QPointF pixelOf(const QPointF& value) const {
        return {area.left() + (value.x() - x.least) / x.size() * area.width(),
                area.bottom() - (value.y() - y.least) / y.size() * area.height()};
    }
};

CurveFrame frameOf(const CurvePicture& picture, const QRectF& where, const QFont& font);
void paintCurves(QPainter& painter, const CurvePicture& picture, const QRectF& where);

/// "1.24", "3e-05": three digits that matter.
QString shownValue(double value);

}  // namespace descry

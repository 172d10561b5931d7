#pragma once
/// The arithmetic of a plot, apart from painting: which points of a long series a narrow picture
/// needs, where its axis has ticks, what is said at a place, and the values as CSV. A value that is
/// no number is a gap. Thread rule: pure functions. Failure rule: none.

#include <QPointF>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace descry {

struct PlotSeries {
    QString name;                 ///< For the legend and CSV.
    std::vector<QPointF> points;  ///< By rising x.
};

/// Both ends; least <= most.
struct PlotRange {
    double least = 0;
    double most = 1;

    double size() const { return most - least; }
    bool operator==(const PlotRange&) const = default;
};

/// The points that a picture `width` pixels wide needs of `range`: per column of pixels at most the
/// first, the lowest, the highest and the last, with the neighbours outside the range, so that
/// lines leave the picture. A gap stays a gap: one point whose y is no number.
std::vector<QPointF> pointsForWidth(const std::vector<QPointF>& points,
                                    const PlotRange& range,
                                    int width);
/// From the first to the last x of all series; nothing if they are empty.
std::optional<PlotRange> extentOf(const std::vector<PlotSeries>& series);
/// Lowest and highest y within a range of x; nothing if no number is there.
std::optional<PlotRange> heightsIn(const std::vector<PlotSeries>& series, const PlotRange& range);
/// Round numbers (1, 2 or 5 times a power of ten apart) within the range, about `count` of them.
std::vector<double> ticksOf(const PlotRange& range, int count);
/// As few digits as tell neighbouring ticks apart; `step` is their distance.
QString tickText(double value, double step);
/// The point whose x is nearest and whose y is a number; nothing if there is none.
std::optional<QPointF> nearestPoint(const std::vector<QPointF>& points, double x);
/// A header line, then a line per x, RFC 4180; an absent or unknown value is empty.
QString csvOf(const QString& xName, const std::vector<PlotSeries>& series);

}  // namespace descry

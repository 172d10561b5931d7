#include "ui/common/plot_points.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace descry {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

bool isBefore(const QPointF& point, double x) {
    return point.x() < x;
}

/// What one column of pixels keeps of the points that fall into it.
class Column {
  public:
    void add(const QPointF& point) {
        if (!std::isfinite(point.y())) {
            m_gap = point;
            return;
        }
        if (!m_last) m_first = m_lowest = m_highest = point;
        if (point.y() < m_lowest.y()) m_lowest = point;
        if (point.y() > m_highest.y()) m_highest = point;
        m_last = point;
    }

    void writeTo(std::vector<QPointF>& out) const {
        if (m_last) {
            std::vector<QPointF> kept{m_first, m_lowest, m_highest, *m_last};
            std::stable_sort(kept.begin(), kept.end(), [](const QPointF& a, const QPointF& b) {
                return a.x() < b.x();
            });
            kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
            out.insert(out.end(), kept.begin(), kept.end());
        }
        if (m_gap) out.emplace_back(m_gap->x(), kNoNumber);
    }

  private:
    QPointF m_first;
    QPointF m_lowest;
    QPointF m_highest;
    std::optional<QPointF> m_last;
    std::optional<QPointF> m_gap;
};

QString quoted(QString text) {
    const bool isPlain = !text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) &&
                         !text.contains(QLatin1Char('\n'));
    if (isPlain) return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
           QLatin1Char('"');
}

}  // namespace

std::vector<QPointF> pointsForWidth(const std::vector<QPointF>& points,
                                    const PlotRange& range,
                                    int width) {
    auto begin = std::lower_bound(points.begin(), points.end(), range.least, isBefore);
    auto end = std::lower_bound(begin, points.end(), range.most, isBefore);
    if (begin != points.begin()) --begin;
    // The first beyond the range too, and those at its very end.
    while (end != points.end() && end->x() <= range.most) ++end;
    if (end != points.end()) ++end;
    if (end - begin <= 2 * width || range.size() <= 0) return {begin, end};
    std::vector<QPointF> kept;
    kept.reserve(static_cast<std::size_t>(4 * width));
    const double perColumn = range.size() / width;
    while (begin != end) {
        const double column = std::floor((begin->x() - range.least) / perColumn);
        Column one;
        for (; begin != end; ++begin) {
            if (std::floor((begin->x() - range.least) / perColumn) != column) break;
            one.add(*begin);
        }
        one.writeTo(kept);
    }
    return kept;
}

std::optional<PlotRange> extentOf(const std::vector<PlotSeries>& series) {
    std::optional<PlotRange> extent;
    for (const PlotSeries& one : series) {
        if (one.points.empty()) continue;
        const PlotRange own{one.points.front().x(), one.points.back().x()};
        if (!extent) extent = own;
        extent->least = std::min(extent->least, own.least);
        extent->most = std::max(extent->most, own.most);
    }
    return extent;
}

std::optional<PlotRange> heightsIn(const std::vector<PlotSeries>& series, const PlotRange& range) {
    std::optional<PlotRange> heights;
    for (const PlotSeries& one : series) {
        auto point = std::lower_bound(one.points.begin(), one.points.end(), range.least, isBefore);
        for (; point != one.points.end() && point->x() <= range.most; ++point) {
            if (!std::isfinite(point->y())) continue;
            if (!heights) heights = PlotRange{point->y(), point->y()};
            heights->least = std::min(heights->least, point->y());
            heights->most = std::max(heights->most, point->y());
        }
    }
    return heights;
}

std::vector<double> ticksOf(const PlotRange& range, int count) {
    if (!(range.size() > 0) || count < 1) return {range.least};
    const double rough = range.size() / count;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power < rough * (1 - 1e-9)) continue;
        step = factor * power;
        break;
    }
    std::vector<double> ticks;
    const double first = std::ceil(range.least / step - 1e-9);
    const double last = std::floor(range.most / step + 1e-9);
    // Whole multiples, so that nothing adds up.
    for (double multiple = first; multiple <= last; ++multiple) ticks.push_back(multiple * step);
    return ticks;
}

QString tickText(double value, double step) {
    if (value == 0 || std::abs(value) < step * 1e-6) return QStringLiteral("0");
    const int decimals = step > 0 ? static_cast<int>(std::ceil(-std::log10(step) - 1e-9)) : 0;
    constexpr int kMostDecimals = 4;
    if (decimals > kMostDecimals || std::abs(value) >= 1e6) return QString::number(value, 'g', 3);
    return QString::number(value, 'f', std::max(0, decimals));
}

std::optional<QPointF> nearestPoint(const std::vector<QPointF>& points, double x) {
    const auto isNumber = [](const QPointF& point) { return std::isfinite(point.y()); };
    const auto at = std::lower_bound(points.begin(), points.end(), x, isBefore);
    const auto after = std::find_if(at, points.end(), isNumber);
    const auto before = std::find_if(std::make_reverse_iterator(at), points.rend(), isNumber);
    if (after == points.end() && before == points.rend()) return std::nullopt;
    if (after == points.end()) return *before;
    if (before == points.rend()) return *after;
    return after->x() - x < x - before->x() ? *after : *before;
}

QString csvOf(const QString& xName, const std::vector<PlotSeries>& series) {
    std::map<double, std::vector<double>> lines;
    QStringList header{quoted(xName)};
    for (std::size_t i = 0; i < series.size(); ++i) {
        header << quoted(series[i].name);
        for (const QPointF& point : series[i].points) {
            auto& values = lines[point.x()];
            values.resize(series.size(), kNoNumber);
            values[i] = point.y();
        }
    }
    QString text = header.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    for (const auto& [x, values] : lines) {
        text += QString::number(x, 'g', QLocale::FloatingPointShortest);
        for (const double value : values) {
            text += QLatin1Char(',');
            if (std::isfinite(value)) {
                text += QString::number(value, 'g', QLocale::FloatingPointShortest);
            }
        }
        text += QStringLiteral("\r\n");
    }
    return text;
}

}  // namespace descry

#include "ui/search/time_bars.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

namespace descry {
namespace {

constexpr int kHeight = 36;
constexpr int kGap = 1;
constexpr int kLeastHeight = 2;

}  // namespace

TimeBars::TimeBars(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("timeBars"));
    setFixedHeight(kHeight);
    setAccessibleName(tr("Pictures along the time"));
    setToolTip(tr("Drag to choose a stretch of time"));
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void TimeBars::setSpread(const std::optional<TimeSpread>& spread) {
    m_spread = spread;
    update();
}

void TimeBars::setRange(std::optional<std::int64_t> fromMs, std::optional<std::int64_t> toMs) {
    m_fromMs = fromMs;
    m_toMs = toMs;
    update();
}

std::int64_t TimeBars::startOf(std::size_t bin) const {
    const auto length = static_cast<double>(m_spread->toMs - m_spread->fromMs) + 1;
    const double part = static_cast<double>(bin) / static_cast<double>(m_spread->numItems.size());
    return m_spread->fromMs + static_cast<std::int64_t>(part * length);
}

std::size_t TimeBars::binAt(int x) const {
    const auto numBins = static_cast<int>(m_spread->numItems.size());
    return static_cast<std::size_t>(std::clamp(x * numBins / std::max(1, width()), 0, numBins - 1));
}

void TimeBars::paintEvent(QPaintEvent*) {
    if (!m_spread) return;
    const auto& counts = m_spread->numItems;
    const std::int64_t most =
        std::max<std::int64_t>(1, *std::max_element(counts.begin(), counts.end()));
    const bool isOpen = !m_fromMs && !m_toMs;
    QPainter painter(this);
    const double pitch = static_cast<double>(width()) / static_cast<double>(counts.size());
    for (std::size_t bin = 0; bin < counts.size(); ++bin) {
        if (counts[bin] == 0) continue;
        const bool isIn = !isOpen && (!m_fromMs || startOf(bin + 1) > *m_fromMs) &&
                          (!m_toMs || startOf(bin) < *m_toMs);
        const double height = kLeastHeight + static_cast<double>(counts[bin]) /
                                                 static_cast<double>(most) *
                                                 (kHeight - kLeastHeight);
        painter.fillRect(QRectF(static_cast<double>(bin) * pitch,
                                kHeight - height,
                                std::max(1.0, pitch - kGap),
                                height),
                         isIn ? m_theme.colours().accent : m_theme.colours().second);
    }
}

void TimeBars::mousePressEvent(QMouseEvent* event) {
    if (!m_spread || event->button() != Qt::LeftButton) return;
    m_pressed = binAt(event->pos().x());
    mouseMoveEvent(event);
}

void TimeBars::mouseMoveEvent(QMouseEvent* event) {
    if (!m_spread || !event->buttons().testFlag(Qt::LeftButton)) return;
    const auto [first, last] = std::minmax({m_pressed, binAt(event->pos().x())});
    Q_EMIT rangeChosen(startOf(first), startOf(last + 1));
}

}  // namespace descry

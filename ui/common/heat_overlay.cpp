#include "ui/common/heat_overlay.h"

#include <algorithm>
#include <cmath>

namespace descry {
namespace {

constexpr float kOpaque = 255;

QRgb inkOf(float heat, float opacity) {
    const auto [red, green, blue] = heatColour(heat);
    return qPremultiply(
        qRgba(red, green, blue, static_cast<int>(std::lround(heat * opacity * kOpaque))));
}

}  // namespace

QImage heatLayer(const HeatMap& map, const QSize& picture, const OverlayOptions& options) {
    options.validate();
    if (picture.isEmpty()) return {};
    const QSize bound = picture.boundedTo({kMaxHeatSide, kMaxHeatSide});
    const QSize size = picture.scaled(bound, Qt::KeepAspectRatio).expandedTo({1, 1});
    const HeatMap heat = enlarged(normalised(map), size.width(), size.height());
    const auto opacity = static_cast<float>(options.opacity * options.strength);
    QImage layer(size, QImage::Format_ARGB32_Premultiplied);
    auto value = heat.values.begin();
    for (int y = 0; y < size.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(layer.scanLine(y));
        std::generate_n(line, size.width(), [&] { return inkOf(*value++, opacity); });
    }
    return layer;
}

QImage heatScale(const QSize& size) {
    QImage scale(size, QImage::Format_RGB32);
    const float last = static_cast<float>(std::max(1, size.width() - 1));
    for (int x = 0; x < size.width(); ++x) {
        const auto [red, green, blue] = heatColour(static_cast<float>(x) / last);
        for (int y = 0; y < size.height(); ++y) scale.setPixel(x, y, qRgb(red, green, blue));
    }
    return scale;
}

}  // namespace descry

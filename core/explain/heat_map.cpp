#include "core/explain/heat_map.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace descry {
namespace {

/// Where a pixel of the larger grid lies between two cells of the smaller one.
struct Place {
    std::size_t first = 0;
    std::size_t second = 0;
    float share = 0;  ///< Of the second.
};

std::vector<Place> placesAlong(int cells, int pixels) {
    std::vector<Place> places;
    const double last = cells - 1;
    for (int i = 0; i < pixels; ++i) {
        const double at = std::clamp((i + 0.5) * cells / pixels - 0.5, 0.0, last);
        const double first = std::floor(at);
        places.push_back({static_cast<std::size_t>(first),
                          static_cast<std::size_t>(std::min(first + 1, last)),
                          static_cast<float>(at - first)});
    }
    return places;
}

}  // namespace

HeatMap meanMap(const TokenMaps& maps, std::span<const std::size_t> tokens) {
    const auto side = static_cast<int>(maps.grid);
    const auto size = static_cast<std::size_t>(maps.grid * maps.grid);
    HeatMap mean{side, side, std::vector<float>(size)};
    for (const std::size_t token : tokens) {
        for (std::size_t i = 0; i < size; ++i) mean.values[i] += maps.values[token * size + i];
    }
    const float count = static_cast<float>(std::max<std::size_t>(tokens.size(), 1));
    for (float& value : mean.values) value /= count;
    return mean;
}

HeatMap meanMap(std::span<const HeatMap* const> maps) {
    assert(!maps.empty());
    HeatMap mean = *maps.front();
    for (const HeatMap* map : maps.subspan(1)) {
        for (std::size_t i = 0; i < mean.values.size(); ++i) mean.values[i] += map->values[i];
    }
    for (float& value : mean.values) value /= static_cast<float>(maps.size());
    return mean;
}

double massOf(const HeatMap& map) {
    return std::accumulate(map.values.begin(), map.values.end(), 0.0);
}

std::size_t hottestCell(const HeatMap& map) {
    const auto hottest = std::max_element(map.values.begin(), map.values.end());
    return static_cast<std::size_t>(hottest - map.values.begin());
}

HeatMap normalised(const HeatMap& map) {
    HeatMap scaled = map;
    const float peak = map.values.at(hottestCell(map));
    if (peak <= 0) return scaled;
    // Divided, not multiplied: the inverse of a tiny value is not finite.
    for (float& value : scaled.values) value /= peak;
    return scaled;
}

HeatMap enlarged(const HeatMap& map, int width, int height) {
    const std::vector<Place> columns = placesAlong(map.width, width);
    const std::vector<Place> rows = placesAlong(map.height, height);
    const auto stride = static_cast<std::size_t>(map.width);
    HeatMap large{width, height, {}};
    large.values.reserve(columns.size() * rows.size());
    for (const Place& row : rows) {
        const auto along = [&](const Place& column, std::size_t line) {
            const float* const cells = map.values.data() + line * stride;
            return std::lerp(cells[column.first], cells[column.second], column.share);
        };
        for (const Place& column : columns) {
            large.values.push_back(
                std::lerp(along(column, row.first), along(column, row.second), row.share));
        }
    }
    return large;
}

}  // namespace descry

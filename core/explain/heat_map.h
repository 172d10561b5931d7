#pragma once
/// A grid of heat over a picture, however large either is. Thread rule: values and pure functions.
/// Failure rule: never fails.

#include <cstddef>
#include <span>
#include <vector>

#include "core/model/token_maps.h"

namespace descry {

struct HeatMap {
    int width = 0;              ///< Cells, 1 or more.
    int height = 0;             ///< Cells, 1 or more.
    std::vector<float> values;  ///< [height, width], row-major; 0 or more, finite.
};

/// The mean over some tokens' maps, at their own scale; zero where there are no tokens.
HeatMap meanMap(const TokenMaps& maps, std::span<const std::size_t> tokens);
/// The mean of maps of one size; there is one or more.
HeatMap meanMap(std::span<const HeatMap* const> maps);

double massOf(const HeatMap& map);            ///< The sum of its values.
std::size_t hottestCell(const HeatMap& map);  ///< The first of the largest values.

/// Divided by its largest value, so 0 to 1; a zero map stays zero.
HeatMap normalised(const HeatMap& map);
/// Bilinear, cells as areas: their centres keep their values. A map lies over the whole picture,
/// which the network saw squeezed into a square.
HeatMap enlarged(const HeatMap& map, int width, int height);

}  // namespace descry

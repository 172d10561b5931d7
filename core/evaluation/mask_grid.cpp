#include "core/evaluation/mask_grid.h"

#include <numeric>

#include "core/base/error.h"
#include "core/vision/decode.h"

namespace descry {
namespace {

using synthetic::kNumLabels;
using synthetic::Label;

std::vector<std::size_t> labelsOf(const RgbImage& mask, const std::string& name) {
    std::vector<std::size_t> labels;
    for (std::size_t i = 0; i < mask.samples.size(); i += 3) {
        const std::size_t label = mask.samples[i];
        if (label >= kNumLabels || mask.samples[i + 1] != label || mask.samples[i + 2] != label) {
            fail(
                ErrorCode::InvalidInput,
                "{}: is no mask: its pixels are not grey values below {}; give the folder masks of "
                "a rendered data set",
                name,
                kNumLabels);
        }
        labels.push_back(label);
    }
    return labels;
}

}  // namespace

MaskGrid MaskGrid::read(const std::filesystem::path& file, int grid) {
    return {readImage(file).image, grid, file.string()};
}

MaskGrid::MaskGrid(const RgbImage& mask, int grid, const std::string& name) {
    const std::vector<std::size_t> labels = labelsOf(mask, name);
    const auto side = static_cast<std::size_t>(grid);
    const auto width = static_cast<std::size_t>(mask.width);
    const auto height = static_cast<std::size_t>(mask.height);
    std::vector<double> numPixels(side * side);
    for (auto& shares : m_shares) shares.resize(side * side);
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            const std::size_t cell = y * side / height * side + x * side / width;
            numPixels[cell] += 1;
            m_shares[labels[y * width + x]][cell] += 1;
        }
    }
    for (auto& shares : m_shares) {
        for (std::size_t cell = 0; cell < shares.size(); ++cell) {
            if (numPixels[cell] > 0) shares[cell] /= numPixels[cell];
        }
    }
    for (std::size_t cell = 0; cell < side * side; ++cell) {
        const std::size_t x = (2 * (cell % side) + 1) * width / (2 * side);
        const std::size_t y = (2 * (cell / side) + 1) * height / (2 * side);
        m_middles.push_back(static_cast<Label>(labels[y * width + x]));
    }
}

double MaskGrid::areaOf(Label label) const {
    const auto& shares = m_shares[static_cast<std::size_t>(label)];
    return std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size());
}

bool MaskGrid::isHit(const HeatMap& map, Label label) const {
    return massOf(map) > 0 && m_middles[hottestCell(map)] == label;
}

double MaskGrid::heatOn(const HeatMap& map, Label label) const {
    const double mass = massOf(map);
    if (mass <= 0) return 0;
    const auto& shares = m_shares[static_cast<std::size_t>(label)];
    double on = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        on += static_cast<double>(map.values[i]) * shares[i];
    }
    return on / mass;
}

}  // namespace descry

#pragma once
/// What a rendered picture's mask says at the resolution of heat maps. Thread rule: immutable after
/// reading. Errors: what reading a picture throws; InvalidInput naming a file that is no mask.

#include <array>
#include <cstddef>
#include <filesystem>
#include <vector>

#include "core/explain/heat_map.h"
#include "core/pixels/image.h"
#include "core/synthetic/attributes.h"

namespace descry {

class MaskGrid {
  public:
    /// Cells `grid` x `grid` over the whole picture; grid 1 or more.
    static MaskGrid read(const std::filesystem::path& file, int grid);
    /// The same of a grey picture in memory, whose values are labels; `name` opens the message.
    MaskGrid(const RgbImage& mask, int grid, const std::string& name);

    double areaOf(synthetic::Label label) const;  ///< 0 to 1: its share of the picture.
    /// Whether the middle of the map's hottest cell shows the label.
    bool isHit(const HeatMap& map, synthetic::Label label) const;
    /// 0 to 1: the share of the map's heat that lies on the label, cells counted by area.
    double heatOn(const HeatMap& map, synthetic::Label label) const;

  private:
    std::vector<synthetic::Label> m_middles;                          ///< [g, g].
    std::array<std::vector<double>, synthetic::kNumLabels> m_shares;  ///< [g, g]: of each cell.
};

}  // namespace descry

#include "core/evaluation/auroc.h"

#include <algorithm>
#include <vector>

namespace descry {

std::optional<double> areaUnderRoc(std::span<const double> positives,
                                   std::span<const double> negatives) {
    if (positives.empty() || negatives.empty()) return std::nullopt;
    std::vector<double> sorted(negatives.begin(), negatives.end());
    std::sort(sorted.begin(), sorted.end());
    double wins = 0;
    for (const double score : positives) {
        const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), score);
        wins += static_cast<double>(first - sorted.begin());
        wins += static_cast<double>(last - first) / 2;
    }
    return wins / (static_cast<double>(positives.size()) * static_cast<double>(negatives.size()));
}

}  // namespace descry

#include "ui/search/ranking.h"

#include <algorithm>

namespace descry {
namespace {

ScoreRange rangeOf(const std::vector<ShownCandidate>& candidates,
                   std::optional<float> ShownCandidate::*score) {
    std::optional<ScoreRange> range;
    for (const ShownCandidate& candidate : candidates) {
        const std::optional<float>& value = candidate.*score;
        if (!value) continue;
        if (!range) range = ScoreRange{*value, *value};
        range->low = std::min(range->low, *value);
        range->high = std::max(range->high, *value);
    }
    return range.value_or(ScoreRange{});
}

}  // namespace

double ScoreRange::partOf(float score) const {
    /// The lowest still has a bar, so that it does not look like a missing one.
    constexpr double kLeast = 0.04;
    if (!(high > low)) return 1;
    const double part =
        (static_cast<double>(score) - static_cast<double>(low)) / static_cast<double>(high - low);
    return std::clamp(kLeast + (1 - kLeast) * part, kLeast, 1.0);
}

Ranking::Ranking(std::vector<ShownCandidate> byRank, const RerankProgress& reached)
    : candidates(std::move(byRank)),
      progress(reached),
      similarities(rangeOf(candidates, &ShownCandidate::similarity)),
      scores(rangeOf(candidates, &ShownCandidate::score)) {
    for (std::size_t place = 0; place < candidates.size(); ++place) {
        const std::uint32_t track = candidates[place].track;
        if (track >= inTrack.size()) inTrack.resize(track + std::size_t{1});
        const bool isBest = inTrack[track]++ == 0;
        if (isBest || track == 0) bestOfTracks.push_back(static_cast<std::uint32_t>(place));
    }
}

ResultRow RankedRows::operator[](std::size_t place) const {
    if (place < head.size()) return head[place];
    const auto rank = static_cast<std::int64_t>(place) + 1;
    return {all->candidates[place], rank, rank};
}

}  // namespace descry

#pragma once
/// A result as the grid shows it: candidates by rank, and what must be known of all of them. There
/// may be a million, so it is made and counted off the GUI thread, handed on whole and never
/// changed; what re-ranking moves is kept beside it. Thread rule: immutable, any thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/ids.h"
#include "core/search/reranker.h"

namespace descry {

/// One item of a result. Scores are raw; browsing has none.
struct ShownCandidate {
    ItemId item;
    std::optional<float> similarity;
    std::optional<float> matchLogit;
    std::optional<float> score;  ///< That re-ranked ones are ordered by.
    std::uint32_t track = 0;     ///< Number of camera and track together; 0: of no track.

    bool operator==(const ShownCandidate&) const = default;
};

/// Where the bars of a search begin and end: scores have no scale of their own.
struct ScoreRange {
    float low = 0;
    float high = 0;

    /// 0 to 1.
    double partOf(float score) const;
};

struct Ranking {
    Ranking() = default;
    explicit Ranking(std::vector<ShownCandidate> byRank, const RerankProgress& progress = {});

    std::vector<ShownCandidate> candidates;
    RerankProgress progress;
    ScoreRange similarities;
    ScoreRange scores;
    std::vector<std::int32_t> inTrack;        ///< [tracks]: how many candidates each has.
    std::vector<std::uint32_t> bestOfTracks;  ///< Places of the best of each, and of the trackless.
};

struct ResultRow {
    ShownCandidate candidate;
    std::int64_t rank = 0;            ///< 1 is the best; what re-ranking says now.
    std::int64_t similarityRank = 0;  ///< Of the first stage.
};

/// A ranking with its head in the newest order. Copies share the ranking.
struct RankedRows {
    std::shared_ptr<const Ranking> all = std::make_shared<const Ranking>();
    std::vector<ResultRow> head{};  ///< Those that re-ranking moves.

    std::size_t size() const { return all->candidates.size(); }
    bool empty() const { return all->candidates.empty(); }
    const ShownCandidate& candidate(std::size_t place) const {
        return place < head.size() ? head[place].candidate : all->candidates[place];
    }
    ResultRow operator[](std::size_t place) const;
};

}  // namespace descry

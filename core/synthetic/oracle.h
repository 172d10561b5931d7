#pragma once
/// The ranking that a perfect reader of captions and pictures would give: by how many of the
/// attributes that the caption names are visible in a picture, less those that it contradicts; ties
/// at random. The measure that a trained model is held against. Thread rule: pure. Failure rule:
/// never fails; without captions or pictures all is 0.

#include <cstdint>
#include <span>
#include <vector>

#include "core/synthetic/attributes.h"
#include "core/synthetic/caption.h"

namespace descry::synthetic {

struct OracleImage {
    std::int64_t personId = 0;
    AttributeSet visible;
};

struct OracleQuery {
    std::int64_t personId = 0;
    std::vector<Mention> mentions;
};

struct OracleScores {
    double r1 = 0;  ///< Percent, as are the others.
    double r5 = 0;
    double r10 = 0;
    double meanAp = 0;
};

/// Named attributes that are visible and equal, less those that are visible and differ.
int agreement(std::span<const Mention> mentions, const AttributeSet& visible);

/// Scores of all queries; `seed` breaks ties.
OracleScores rankByAttributes(std::span<const OracleQuery> queries,
                              std::span<const OracleImage> images,
                              std::uint64_t seed);

}  // namespace descry::synthetic

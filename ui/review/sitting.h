#pragma once
/// What an annotator sits down to: which data set, who decides, in which order. It is opened off
/// the GUI thread, with its queue and what was decided before. Thread rule: openSitting() off the
/// GUI thread. Errors: those of openReview, queueOf, readGold and of the overlap set.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/review/review_queue.h"
#include "core/review/review_state.h"

namespace descry {

/// Pairs of an overlap set, if nothing else is asked for.
inline constexpr std::size_t kOverlapSize = 200;

struct SittingPlan {
    std::filesystem::path dataset;  ///< An annotation file, or a gallery; empty: none is chosen.
    std::filesystem::path images;   ///< As for readReviewedDataset(): may be empty.
    PairIndex::Options pairs;
    std::string annotator;
    QueueOrder order = QueueOrder::Random;
    std::uint64_t seed = 1;
    bool isBlind = false;
    /// Pairs of the overlap set, where the order asks for one and there is none yet: it is chosen
    /// and written then. Of an opened sitting of that order: how many there are.
    std::size_t overlapSize = kOverlapSize;
    std::filesystem::path gold;  ///< pairs.jsonl of known verdicts; empty: what was adjudicated.

    ReviewFolder folder() const { return ReviewFolder::beside(dataset); }
    ReviewSources sources() const;
};

struct OpenedSitting {
    SittingPlan plan;
    ReviewState state;
    std::vector<QueueEntry> queue;
    std::vector<GoldPair> gold;
    std::optional<Error> unwritable;  ///< Why no decision could be kept.
    bool lacksScores = false;         ///< The order needs them; there is no queue.
};

/// Once it is stopped it writes nothing more, and what it gives is of no use.
OpenedSitting openSitting(const SittingPlan& plan, const std::stop_token& stop = {});

/// The orders that blind mode has are those that tell nothing about a pair.
bool isFairOrder(QueueOrder order);

}  // namespace descry

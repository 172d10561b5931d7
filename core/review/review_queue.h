#pragma once
/// In which order an annotator is shown pairs. A queue is one fixed sequence that follows from the
/// order asked for, the seed, the pairs and what others have decided; where the annotator stands in
/// it follows from the log alone, so that it is taken up again exactly where it was left. Of every
/// 25 pairs 6 (24 %) are the next of a random order of all pairs, and where there are pairs of
/// known verdict one (4 %) is such a pair; their places are random too. Thread rule: pure
/// functions. Errors: InvalidInput for an order that needs what is not there, or that shows the
/// model in blind mode.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/review/agreement.h"
#include "core/review/pair_ids.h"
#include "core/review/suspicion.h"

namespace descry {

inline constexpr std::size_t kQueueBlock = 25;
inline constexpr std::size_t kRandomInBlock = 6;
inline constexpr std::size_t kGoldInBlock = 1;

/// A pair whose verdict is known.
struct GoldPair {
    std::size_t number = 0;
    Verdict verdict = Verdict::Unsure;
};

struct QueueRequest {
    QueueOrder order = QueueOrder::Random;
    std::uint64_t seed = 1;
    std::string annotator;
    bool isBlind = false;
    Suspicions suspicions;             ///< For Suspicious, by number; empty: nothing is scored.
    std::vector<GoldPair> gold;        ///< Hidden among the others; for Gold: shown.
    std::vector<std::size_t> overlap;  ///< For Overlap: numbers, as chooseOverlap() gives them.
};

struct QueueEntry {
    std::size_t number = 0;
    QueuePart part = QueuePart::Ordered;

    bool operator==(const QueueEntry&) const = default;
};

/// Each pair at most once. Orders that are about some pairs end with these, and are empty where
/// there are none. What is disputed is ordered even where it comes by chance.
std::vector<QueueEntry> queueOf(const QueueRequest& request,
                                const PairIds& ids,
                                const CurrentVerdicts& verdicts);

/// All pairs, each place as likely for any.
std::vector<std::size_t> randomOrder(std::size_t numPairs, std::uint64_t seed);

/// What others have adjudicated and this annotator has not decided but in a gold place: the log's
/// own pairs of known verdict.
std::vector<GoldPair> adjudicatedPairs(const CurrentVerdicts& verdicts,
                                       const PairIds& ids,
                                       const std::string& annotator);

/// The annotator's verdict on a pair of the index; nothing if there is none.
std::optional<Verdict> verdictOn(std::size_t number,
                                 const std::string& annotator,
                                 const CurrentVerdicts& verdicts,
                                 const DecidedPairs& decided);

/// How many of the pairs of known verdict that the annotator has decided have that verdict.
std::optional<Share> shareOfGold(
    const std::vector<GoldPair>& gold,
    const std::function<std::optional<Verdict>(std::size_t)>& verdictOf);

/// Place in the queue, from `from` on, of the first pair that the annotator has not decided.
std::optional<std::size_t> nextUndecided(const std::vector<QueueEntry>& queue,
                                         std::size_t from,
                                         const std::function<bool(std::size_t)>& isDecided);

/// How many pairs are wrong, by those that came in random order: the first pairs of randomOrder(),
/// up to the first that is not decided. Which pairs these are does not depend on the model.
struct NoiseEstimate {
    std::optional<Share> rejected;  ///< Of those decided otherwise than unsure.
    std::int64_t numUnsure = 0;
};

NoiseEstimate estimateNoise(std::size_t numPairs,
                            std::uint64_t seed,
                            const std::function<std::optional<Verdict>(std::size_t)>& verdictOf);

}  // namespace descry

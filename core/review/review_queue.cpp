#include "core/review/review_queue.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/base/random_stream.h"

namespace descry {
namespace {

/// Purposes of the streams below a seed.
constexpr std::uint64_t kPermutation = 1;
constexpr std::uint64_t kPlaces = 2;
constexpr std::uint64_t kGoldOrder = 3;

template <typename Values>
void shuffle(Values& values, RandomStream& random) {
    for (std::size_t left = std::size(values); left > 1; --left) {
        std::swap(values[left - 1], values[random.index(left)]);
    }
}

/// Pairs of one kind, taken one after another; what is in the queue already is passed over.
class Source {
  public:
    explicit Source(std::vector<std::size_t> numbers) : m_numbers(std::move(numbers)) {}

    std::optional<std::size_t> next(const std::vector<bool>& isPlaced) {
        while (m_at < m_numbers.size() && isPlaced[m_numbers[m_at]]) ++m_at;
        if (m_at == m_numbers.size()) return std::nullopt;
        return m_numbers[m_at++];
    }

  private:
    std::vector<std::size_t> m_numbers;
    std::size_t m_at = 0;
};

/// What each place of a block is for.
std::array<QueuePart, kQueueBlock> placesOf(std::uint64_t seed, std::uint64_t block) {
    std::array<QueuePart, kQueueBlock> places{};
    std::fill_n(places.begin(), kRandomInBlock, QueuePart::Random);
    std::fill_n(places.begin() + kRandomInBlock, kGoldInBlock, QueuePart::Gold);
    RandomStream random(seed, {kPlaces, block});
    shuffle(places, random);
    return places;
}

class QueueBuilder {
  public:
    QueueBuilder(std::vector<std::size_t> ordered,
                 std::vector<std::size_t> random,
                 std::vector<std::size_t> gold)
        : m_isPlaced(random.size()),
          m_ordered(std::move(ordered)),
          m_random(std::move(random)),
          m_gold(std::move(gold)) {}

    std::vector<QueueEntry> build(std::uint64_t seed) {
        for (std::uint64_t block = 0;; ++block) {
            for (const QueuePart part : placesOf(seed, block)) {
                if (!place(part)) return std::move(m_queue);
            }
        }
    }

  private:
    /// False once there is nothing left of what the queue is about.
    bool place(QueuePart part) {
        if (part == QueuePart::Gold && take(m_gold, part)) return true;
        if (part == QueuePart::Random && take(m_random, part)) return true;
        return take(m_ordered, QueuePart::Ordered);
    }
    bool take(Source& source, QueuePart part) {
        const auto number = source.next(m_isPlaced);
        if (!number) return false;
        m_isPlaced[*number] = true;
        m_queue.push_back({*number, part});
        return true;
    }

    std::vector<bool> m_isPlaced;  ///< By number.
    Source m_ordered;
    Source m_random;
    Source m_gold;
    std::vector<QueueEntry> m_queue;
};

std::vector<std::size_t> allNumbers(std::size_t count) {
    std::vector<std::size_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    return numbers;
}

std::vector<bool> flagsOf(const std::vector<std::size_t>& numbers, std::size_t count) {
    std::vector<bool> flags(count);
    for (const std::size_t number : numbers) flags[number] = true;
    return flags;
}

std::vector<std::size_t> bySuspicion(const Suspicions& suspicions, std::size_t numPairs) {
    if (suspicions.size() != numPairs || !hasScores(suspicions)) {
        fail(ErrorCode::InvalidInput,
             "no pair has scores, so none is more suspicious than another; score the pairs with a "
             "bundle first, or choose another order");
    }
    std::vector<std::size_t> numbers = allNumbers(numPairs);
    std::ranges::stable_sort(numbers, [&](std::size_t a, std::size_t b) {
        return suspicions[a].value_or(-1) > suspicions[b].value_or(-1);
    });
    return numbers;
}

std::vector<std::size_t> goldNumbers(const QueueRequest& request) {
    std::vector<std::size_t> numbers;
    for (const GoldPair& gold : request.gold) numbers.push_back(gold.number);
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    RandomStream random(request.seed, {kGoldOrder});
    shuffle(numbers, random);
    return numbers;
}

std::vector<std::size_t> orderedNumbers(const QueueRequest& request,
                                        const PairIds& ids,
                                        const CurrentVerdicts& verdicts) {
    const std::size_t numPairs = ids.index().size();
    switch (request.order) {
        case QueueOrder::Suspicious:
            return bySuspicion(request.suspicions, numPairs);
        case QueueOrder::Random:
            return randomOrder(numPairs, request.seed);
        case QueueOrder::ByPerson:
            return allNumbers(numPairs);
        case QueueOrder::Gold:
            return goldNumbers(request);
        case QueueOrder::Overlap:
            return request.overlap;
        case QueueOrder::Disagreements:
            break;
        case QueueOrder::Imported:
            fail(ErrorCode::InvalidInput, "\"imported\" is no order of a queue");
    }
    std::vector<std::size_t> numbers;
    for (const PairId& pair : adjudicationQueue(verdicts, request.annotator)) {
        const auto found = ids.find(*verdicts.of(pair).front());
        numbers.insert(numbers.end(), found.begin(), found.end());
    }
    return numbers;
}

void checkBlind(const QueueRequest& request) {
    const bool isFair = request.order == QueueOrder::Random ||
                        request.order == QueueOrder::ByPerson ||
                        request.order == QueueOrder::Overlap;
    if (!request.isBlind || isFair) return;
    fail(ErrorCode::InvalidInput,
         "the order \"{}\" tells something about a pair; blind mode has random, person and overlap",
         queueOrderName(request.order));
}

}  // namespace

std::vector<std::size_t> randomOrder(std::size_t numPairs, std::uint64_t seed) {
    std::vector<std::size_t> numbers = allNumbers(numPairs);
    RandomStream random(seed, {kPermutation});
    shuffle(numbers, random);
    return numbers;
}

std::vector<QueueEntry> queueOf(const QueueRequest& request,
                                const PairIds& ids,
                                const CurrentVerdicts& verdicts) {
    checkBlind(request);
    const std::size_t numPairs = ids.index().size();
    std::vector<std::size_t> ordered = orderedNumbers(request, ids, verdicts);
    if (ordered.empty()) return {};
    std::vector<std::size_t> gold;
    if (request.order != QueueOrder::Gold) {
        gold = goldNumbers(request);
        const std::vector<bool> isGold = flagsOf(gold, numPairs);
        // Known pairs come as such, or by chance.
        std::erase_if(ordered, [&](std::size_t number) { return isGold[number]; });
    }
    const std::vector<bool> isOrdered = flagsOf(ordered, numPairs);
    QueueBuilder builder(std::move(ordered), randomOrder(numPairs, request.seed), std::move(gold));
    std::vector<QueueEntry> queue = builder.build(request.seed);
    for (QueueEntry& entry : queue) {
        if (request.order == QueueOrder::Random && entry.part == QueuePart::Ordered) {
            entry.part = QueuePart::Random;
        }
        // A third settles what is disputed even where it comes by chance.
        if (request.order == QueueOrder::Disagreements && isOrdered[entry.number]) {
            entry.part = QueuePart::Ordered;
        }
    }
    return queue;
}

std::vector<GoldPair> adjudicatedPairs(const CurrentVerdicts& verdicts,
                                       const PairIds& ids,
                                       const std::string& annotator) {
    std::vector<GoldPair> gold;
    for (const PairId& pair : verdicts.pairs()) {
        std::vector<const Decision*> others = verdicts.of(pair);
        const Decision* const own = verdicts.of(pair, annotator);
        if (own != nullptr && own->part != QueuePart::Gold) continue;
        std::erase(others, own);
        if (others.empty()) continue;
        const PairOutcome outcome = outcomeOf(others);
        if (!outcome.isAdjudicated || outcome.verdict == Verdict::Unsure) continue;
        // One question, under however many paths its picture lies.
        const std::vector<std::size_t> numbers = ids.find(*others.front());
        if (!numbers.empty()) gold.push_back({numbers.front(), outcome.verdict});
    }
    return gold;
}

std::optional<Verdict> verdictOn(std::size_t number,
                                 const std::string& annotator,
                                 const CurrentVerdicts& verdicts,
                                 const DecidedPairs& decided) {
    const auto pair = decided.of(number);
    if (!pair) return std::nullopt;
    const Decision* const decision = verdicts.of(*pair, annotator);
    return decision == nullptr ? std::nullopt : decision->verdict;
}

std::optional<Share> shareOfGold(
    const std::vector<GoldPair>& gold,
    const std::function<std::optional<Verdict>(std::size_t)>& verdictOf) {
    std::int64_t numAlike = 0;
    std::int64_t numDecided = 0;
    for (const GoldPair& pair : gold) {
        const auto verdict = verdictOf(pair.number);
        if (!verdict) continue;
        ++numDecided;
        numAlike += *verdict == pair.verdict ? 1 : 0;
    }
    return shareOf(numAlike, numDecided);
}

std::optional<std::size_t> nextUndecided(const std::vector<QueueEntry>& queue,
                                         std::size_t from,
                                         const std::function<bool(std::size_t)>& isDecided) {
    for (std::size_t place = from; place < queue.size(); ++place) {
        if (!isDecided(queue[place].number)) return place;
    }
    return std::nullopt;
}

NoiseEstimate estimateNoise(std::size_t numPairs,
                            std::uint64_t seed,
                            const std::function<std::optional<Verdict>(std::size_t)>& verdictOf) {
    NoiseEstimate estimate;
    std::int64_t numRejected = 0;
    std::int64_t numSure = 0;
    for (const std::size_t number : randomOrder(numPairs, seed)) {
        const auto verdict = verdictOf(number);
        if (!verdict) break;
        if (*verdict == Verdict::Unsure) {
            ++estimate.numUnsure;
            continue;
        }
        ++numSure;
        numRejected += *verdict == Verdict::Reject ? 1 : 0;
    }
    estimate.rejected = shareOf(numRejected, numSure);
    return estimate;
}

}  // namespace descry

#include "core/review/suspicion.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace descry {
namespace {

/// Of values, each one's rank from 0 (least) to 1 (most); equal values share theirs.
std::vector<double> ranksOf(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    const double last = std::max(1.0, static_cast<double>(values.size()) - 1);
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
        const double rank = static_cast<double>(first + end - 1) / 2 / last;
        for (; first < end; ++first) ranks[order[first]] = rank;
    }
    return ranks;
}

}  // namespace

bool hasScores(const Suspicions& suspicions) {
    return std::ranges::any_of(suspicions, [](const auto& one) { return one.has_value(); });
}

Suspicions suspicionsOf(const std::vector<std::optional<PairScores>>& scores) {
    std::vector<std::size_t> scored;
    std::vector<double> doubts;
    std::vector<double> margins;
    for (std::size_t number = 0; number < scores.size(); ++number) {
        if (!scores[number]) continue;
        scored.push_back(number);
        doubts.push_back(-static_cast<double>(scores[number]->matchLogit));
        margins.push_back(static_cast<double>(scores[number]->ownMargin));
    }
    const std::vector<double> byLogit = ranksOf(doubts);
    const std::vector<double> byMargin = ranksOf(margins);
    Suspicions suspicions(scores.size());
    for (std::size_t i = 0; i < scored.size(); ++i) {
        suspicions[scored[i]] = (byLogit[i] + byMargin[i]) / 2;
    }
    return suspicions;
}

std::vector<std::optional<PairScores>> knownScores(const PairIds& ids,
                                                   const std::string& fingerprint,
                                                   ReviewCache& cache) {
    std::vector<std::optional<PairScores>> scores(ids.index().size());
    cache.eachScore(fingerprint, [&](const PairId& pair, const PairScores& itsScores) {
        for (const std::size_t number : ids.find(pair)) scores[number] = itsScores;
    });
    return scores;
}

}  // namespace descry

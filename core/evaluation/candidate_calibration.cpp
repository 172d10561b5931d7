#include "core/evaluation/candidate_calibration.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

namespace descry {
namespace {

constexpr double kUnconvincedShare = 0.05;

struct Scored {
    double score = 0;
    bool isRight = false;
};

/// Of one description.
struct Tops {
    std::optional<double> best;       ///< Of all its candidates.
    std::optional<double> bestWrong;  ///< As if the person were not there.
};

struct Scores {
    std::vector<Scored> candidates;
    std::vector<Tops> queries;  ///< Of people who are among the images.
};

void raise(std::optional<double>& best, double score) {
    best = best ? std::max(*best, score) : score;
}

Scores scoresOf(const ScoreTable& table, const RankingRule& rule) {
    Scores scores;
    const std::size_t numImages = table.imagePeople.size();
    for (std::size_t query = 0; query < table.queryPeople.size(); ++query) {
        const std::int64_t person = table.queryPeople[query];
        Tops tops;
        for (std::size_t image = 0; image < numImages; ++image) {
            const std::size_t place = query * numImages + image;
            const float logit = table.matchLogits[place];
            if (logit == ScoreTable::kNotReranked) continue;
            const double score = rankingScore(rule, table.similarities[place], logit);
            const bool isRight = table.imagePeople[image] == person;
            scores.candidates.push_back({score, isRight});
            raise(tops.best, score);
            if (!isRight) raise(tops.bestWrong, score);
        }
        const bool isThere =
            std::ranges::find(table.imagePeople, person) != table.imagePeople.end();
        if (isThere && tops.best) scores.queries.push_back(tops);
    }
    return scores;
}

struct BreakLine {
    double score = 0;
    double rightBefore = 0;
    double wrongBehind = 0;
};

/// The middle between the two scores that part the classes best.
std::optional<BreakLine> findBreak(std::vector<Scored> candidates) {
    std::ranges::sort(candidates, std::ranges::greater{}, &Scored::score);
    const auto isRight = [](const Scored& one) { return one.isRight; };
    const auto numRight = static_cast<double>(std::ranges::count_if(candidates, isRight));
    const double numWrong = static_cast<double>(candidates.size()) - numRight;
    if (numRight == 0 || numWrong == 0) return std::nullopt;
    BreakLine best;
    double bestGain = 0;
    double right = 0;
    for (std::size_t i = 0; i + 1 < candidates.size(); ++i) {
        right += candidates[i].isRight ? 1 : 0;
        const double wrong = static_cast<double>(i) + 1 - right;
        if (candidates[i].score == candidates[i + 1].score) continue;
        const double gain = right / numRight - wrong / numWrong;
        if (gain <= bestGain) continue;
        bestGain = gain;
        best = {std::midpoint(candidates[i].score, candidates[i + 1].score),
                right / numRight,
                1 - wrong / numWrong};
    }
    return bestGain > 0 ? std::optional(best) : std::nullopt;
}

double lowScore(const std::vector<Tops>& queries) {
    std::vector<double> best;
    for (const Tops& tops : queries) best.push_back(*tops.best);
    const auto place =
        static_cast<std::size_t>(kUnconvincedShare * static_cast<double>(best.size()));
    std::ranges::nth_element(best, best.begin() + static_cast<std::ptrdiff_t>(place));
    return best[place];
}

template <typename Condition>
double shareOf(const std::vector<Tops>& queries, Condition condition) {
    return static_cast<double>(std::ranges::count_if(queries, condition)) /
           static_cast<double>(queries.size());
}

}  // namespace

std::optional<CandidateFit> calibrateCandidates(const ScoreTable& table, const RankingRule& rule) {
    checkSizes(table);
    Scores scores = scoresOf(table, rule);
    if (static_cast<std::int64_t>(scores.queries.size()) < kMinQueries) return std::nullopt;
    const auto line = findBreak(std::move(scores.candidates));
    if (!line) return std::nullopt;
    CandidateFit fit;
    fit.calibration.breakScore = line->score;
    fit.calibration.convincingScore = std::max(line->score, lowScore(scores.queries));
    fit.calibration.numQueries = static_cast<std::int64_t>(scores.queries.size());
    fit.rightBefore = line->rightBefore;
    fit.wrongBehind = line->wrongBehind;
    const double convincing = fit.calibration.convincingScore;
    fit.presentConvincing =
        shareOf(scores.queries, [&](const Tops& tops) { return *tops.best >= convincing; });
    fit.absentUnconvincing = shareOf(scores.queries, [&](const Tops& tops) {
        return !tops.bestWrong || *tops.bestWrong < convincing;
    });
    return fit;
}

}  // namespace descry

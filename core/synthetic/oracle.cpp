#include "core/synthetic/oracle.h"

#include <algorithm>

#include "core/base/random_stream.h"

namespace descry::synthetic {
namespace {

struct Ranked {
    int score = 0;
    std::uint64_t tie = 0;
    bool isSame = false;
};

/// Images from best to worst.
std::vector<Ranked> rank(const OracleQuery& query,
                         std::span<const OracleImage> images,
                         RandomStream& random) {
    std::vector<Ranked> ranking;
    ranking.reserve(images.size());
    for (const OracleImage& image : images) {
        ranking.push_back({agreement(query.mentions, image.visible),
                           random.next(),
                           image.personId == query.personId});
    }
    std::sort(ranking.begin(), ranking.end(), [](const Ranked& a, const Ranked& b) {
        return a.score != b.score ? a.score > b.score : a.tie < b.tie;
    });
    return ranking;
}

double averagePrecision(std::span<const Ranked> ranking) {
    double sum = 0;
    double found = 0;
    for (std::size_t i = 0; i < ranking.size(); ++i) {
        if (!ranking[i].isSame) continue;
        ++found;
        sum += found / static_cast<double>(i + 1);
    }
    return found > 0 ? sum / found : 0;
}

bool findsWithin(std::span<const Ranked> ranking, std::size_t count) {
    const auto head = ranking.first(std::min(count, ranking.size()));
    return std::any_of(head.begin(), head.end(), [](const Ranked& entry) { return entry.isSame; });
}

}  // namespace

int agreement(std::span<const Mention> mentions, const AttributeSet& visible) {
    int score = 0;
    for (const Mention& mention : mentions) {
        const auto found = visible.find(mention.attribute);
        if (found != visible.end()) score += found->second == mention.value ? 1 : -1;
    }
    return score;
}

OracleScores rankByAttributes(std::span<const OracleQuery> queries,
                              std::span<const OracleImage> images,
                              std::uint64_t seed) {
    OracleScores scores;
    if (queries.empty() || images.empty()) return scores;
    RandomStream random(seed, {0x0ac1e});
    for (const OracleQuery& query : queries) {
        const std::vector<Ranked> ranking = rank(query, images, random);
        scores.r1 += findsWithin(ranking, 1);
        scores.r5 += findsWithin(ranking, 5);
        scores.r10 += findsWithin(ranking, 10);
        scores.meanAp += averagePrecision(ranking);
    }
    const double percent = 100.0 / static_cast<double>(queries.size());
    for (double* score : {&scores.r1, &scores.r5, &scores.r10, &scores.meanAp}) *score *= percent;
    return scores;
}

}  // namespace descry::synthetic

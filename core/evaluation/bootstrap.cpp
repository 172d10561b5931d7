#include "core/evaluation/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/random_stream.h"

namespace descry {
namespace {

/// Differences of one person's queries, summed.
struct PersonSums {
    double hits = 0;
    double averagePrecision = 0;
    double numQueries = 0;
    double numWithPositives = 0;

    PersonSums& operator+=(const PersonSums& other) {
        hits += other.hits;
        averagePrecision += other.averagePrecision;
        numQueries += other.numQueries;
        numWithPositives += other.numWithPositives;
        return *this;
    }
    double r1() const { return 100 * hits / numQueries; }
    double mAP() const { return 100 * averagePrecision / numWithPositives; }
};

double hitAtOne(const QueryOutcome& query) {
    return query.positives && query.positives->first == 1 ? 1 : 0;
}

std::vector<PersonSums> sumsByPerson(std::span<const QueryOutcome> ranking,
                                     std::span<const QueryOutcome> baseline) {
    std::map<std::int64_t, PersonSums> people;
    for (std::size_t i = 0; i < ranking.size(); ++i) {
        const QueryOutcome& ours = ranking[i];
        const QueryOutcome& theirs = baseline[i];
        if (ours.personId != theirs.personId ||
            ours.positives.has_value() != theirs.positives.has_value()) {
            fail(ErrorCode::InvalidInput, "query {} is another one in the other ranking", i);
        }
        PersonSums& sums = people[ours.personId];
        ++sums.numQueries;
        sums.hits += hitAtOne(ours) - hitAtOne(theirs);
        if (!ours.positives) continue;
        ++sums.numWithPositives;
        sums.averagePrecision +=
            ours.positives->averagePrecision - theirs.positives->averagePrecision;
    }
    std::vector<PersonSums> sums;
    for (const auto& [person, one] : people) sums.push_back(one);
    return sums;
}

PairedDifference differenceOf(double observed, std::vector<double> resampled, double level) {
    std::sort(resampled.begin(), resampled.end());
    return {observed, quantile(resampled, (1 - level) / 2), quantile(resampled, (1 + level) / 2)};
}

}  // namespace

void BootstrapOptions::validate() const {
    if (numResamples < 1) {
        fail(ErrorCode::InvalidInput, "numResamples is {}: give 1 or more", numResamples);
    }
    if (!(level > 0 && level < 1)) {
        fail(ErrorCode::InvalidInput, "level is {}: give a share between 0 and 1", level);
    }
}

double quantile(std::span<const double> sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = place - static_cast<double>(below);
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

RankingDifference compareRankings(std::span<const QueryOutcome> ranking,
                                  std::span<const QueryOutcome> baseline,
                                  const BootstrapOptions& options) {
    options.validate();
    if (ranking.size() != baseline.size()) {
        fail(ErrorCode::InvalidInput,
             "rankings of {} and {} queries cannot be compared",
             ranking.size(),
             baseline.size());
    }
    const std::vector<PersonSums> people = sumsByPerson(ranking, baseline);
    PersonSums whole;
    for (const PersonSums& person : people) whole += person;
    if (whole.numWithPositives == 0) {
        fail(ErrorCode::InvalidInput, "no query has a positive: there is nothing to compare");
    }
    RandomStream random(options.seed, {0xb0075});
    std::vector<double> r1;
    std::vector<double> mAP;
    while (std::cmp_less(r1.size(), options.numResamples)) {
        PersonSums sums;
        for (std::size_t i = 0; i < people.size(); ++i) sums += people[random.index(people.size())];
        // A draw of none but people without positives says nothing of precision.
        if (sums.numWithPositives == 0) continue;
        r1.push_back(sums.r1());
        mAP.push_back(sums.mAP());
    }
    return {differenceOf(whole.r1(), std::move(r1), options.level),
            differenceOf(whole.mAP(), std::move(mAP), options.level),
            static_cast<std::int64_t>(people.size())};
}

}  // namespace descry

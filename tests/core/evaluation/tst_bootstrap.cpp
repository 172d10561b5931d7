#include <QTest>

#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/evaluation/bootstrap.h"

namespace descry {
namespace {

QueryOutcome outcome(std::int64_t person, std::int64_t first) {
    return {person, PositiveRanks{first, 1.0 / static_cast<double>(first), 1}};
}

/// Queries of people, each person's all alike: first with a chance, else second.
std::vector<QueryOutcome> queriesOf(int numPeople, int perPerson, double chance, int seed) {
    RandomStream random(static_cast<std::uint64_t>(seed));
    std::vector<QueryOutcome> queries;
    for (int person = 0; person < numPeople; ++person) {
        const std::int64_t first = random.chance(chance) ? 1 : 2;
        for (int i = 0; i < perPerson; ++i) queries.push_back(outcome(person, first));
    }
    return queries;
}

double width(const PairedDifference& difference) {
    return difference.high - difference.low;
}

}  // namespace

class TestBootstrap : public QObject {
    Q_OBJECT

  private slots:
    void theDifferenceIsThatOfTheMetrics() {
        const auto better = queriesOf(60, 2, 0.7, 1);
        const auto worse = queriesOf(60, 2, 0.4, 2);
        const RankingDifference found = compareRankings(better, worse);
        const RetrievalMetrics a = metricsOf(better);
        const RetrievalMetrics b = metricsOf(worse);
        QVERIFY(std::abs(found.r1.difference - (a.r1 - b.r1)) < 1e-9);
        QVERIFY(std::abs(found.mAP.difference - (*a.mAP - *b.mAP)) < 1e-9);
        QVERIFY(found.r1.low < found.r1.difference && found.r1.difference < found.r1.high);
        QCOMPARE(found.numPeople, std::int64_t{60});
    }

    void equalRankingsDifferByNothing() {
        const auto queries = queriesOf(30, 3, 0.5, 1);
        const RankingDifference found = compareRankings(queries, queries);
        for (const PairedDifference& difference : {found.r1, found.mAP}) {
            QCOMPARE(difference.difference, 0.0);
            QCOMPARE(width(difference), 0.0);
        }
    }

    void theIntervalIsThatOfTheNormalLawWhereItHolds() {
        // Of 400 people, whose queries go together, 100 win and 300 stay: a share's deviation is
        // sqrt(p (1 - p) / 400).
        std::vector<QueryOutcome> better;
        std::vector<QueryOutcome> worse;
        for (int person = 0; person < 400; ++person) {
            for (int i = 0; i < 4; ++i) {
                better.push_back(outcome(person, person < 100 ? 1 : 2));
                worse.push_back(outcome(person, 2));
            }
        }
        const RankingDifference found = compareRankings(better, worse);
        const double deviation = 100 * std::sqrt(0.25 * 0.75 / 400);
        QCOMPARE(found.r1.difference, 25.0);
        QVERIFY(std::abs(found.r1.low - (25 - 1.96 * deviation)) < 0.1 * 1.96 * deviation);
        QVERIFY(std::abs(found.r1.high - (25 + 1.96 * deviation)) < 0.1 * 1.96 * deviation);
    }

    void theSeedDecides() {
        const auto a = queriesOf(50, 2, 0.6, 1);
        const auto b = queriesOf(50, 2, 0.5, 2);
        QCOMPARE(compareRankings(a, b, {.seed = 3}).r1.low,
                 compareRankings(a, b, {.seed = 3}).r1.low);
        QVERIFY(compareRankings(a, b, {.seed = 3, .numResamples = 50}).mAP.high !=
                compareRankings(a, b, {.seed = 4, .numResamples = 50}).mAP.high);
    }

    void queriesWithoutPositivesCountAsMissesOnly() {
        std::vector<QueryOutcome> better{outcome(1, 1), {2, std::nullopt}};
        std::vector<QueryOutcome> worse{outcome(1, 2), {2, std::nullopt}};
        const RankingDifference found = compareRankings(better, worse);
        QCOMPARE(found.r1.difference, 50.0);
        QCOMPARE(found.mAP.difference, 50.0);
        QCOMPARE(found.mAP.low, 50.0);
    }

    void otherQueriesAreRefused() {
        const auto queries = queriesOf(5, 2, 0.5, 1);
        auto fewer = queries;
        fewer.pop_back();
        auto others = queries;
        others[3].personId = 77;
        const std::vector<QueryOutcome> hopeless{{1, std::nullopt}};
        QVERIFY_EXCEPTION_THROWN(compareRankings(queries, fewer), Error);
        QVERIFY_EXCEPTION_THROWN(compareRankings(queries, others), Error);
        QVERIFY_EXCEPTION_THROWN(compareRankings(hopeless, hopeless), Error);
        QVERIFY_EXCEPTION_THROWN(compareRankings({}, {}), Error);
        QVERIFY_EXCEPTION_THROWN(compareRankings(queries, queries, {.numResamples = 0}), Error);
        QVERIFY_EXCEPTION_THROWN(compareRankings(queries, queries, {.level = 1}), Error);
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestBootstrap)
#include "tst_bootstrap.moc"

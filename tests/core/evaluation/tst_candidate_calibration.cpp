#include <QTest>
#include <cmath>

#include "core/base/error.h"
#include "core/evaluation/candidate_calibration.h"

namespace descry {
namespace {

/// A table of match logits alone: each query has `perQuery` candidates, the first of them right.
struct Logits {
    std::int64_t numQueries = 0;
    std::int64_t perQuery = 0;
    std::vector<float> similarities;
    std::vector<float> logits;
    std::vector<std::int64_t> queryPeople;
    std::vector<std::int64_t> imagePeople;

    /// right(query) and wrong(query, number) give the logits.
    template <typename Right, typename Wrong>
    Logits(std::int64_t queries, std::int64_t candidates, Right right, Wrong wrong)
        : numQueries(queries), perQuery(candidates) {
        for (std::int64_t query = 0; query < queries; ++query) {
            queryPeople.push_back(query);
            imagePeople.push_back(query);
        }
        for (std::int64_t query = 0; query < queries; ++query) {
            for (std::int64_t image = 0; image < queries; ++image) {
                const std::int64_t place = (image - query + queries) % queries;
                similarities.push_back(0);
                logits.push_back(place == 0           ? right(query)
                                 : place < candidates ? wrong(query, place)
                                                      : ScoreTable::kNotReranked);
            }
        }
    }
    ScoreTable table() const { return {similarities, logits, queryPeople, imagePeople}; }
};

float spread(std::int64_t index, std::int64_t count) {
    return static_cast<float>(index) / static_cast<float>(count);
}

}  // namespace

class TestCandidateCalibration : public QObject {
    Q_OBJECT

  private slots:
    void separateClassesArePartedInTheMiddle() {
        const Logits logits(
            40,
            10,
            [](std::int64_t query) { return 4 + spread(query, 40); },
            [](std::int64_t query, std::int64_t) { return 1 + spread(query, 40); });
        const auto fit = calibrateCandidates(logits.table(), {});
        QVERIFY(fit.has_value());
        QVERIFY(std::abs(fit->calibration.breakScore - (4 + 1 + 39.0 / 40) / 2) < 1e-6);
        QCOMPARE(fit->rightBefore, 1.0);
        QCOMPARE(fit->wrongBehind, 1.0);
        // The third of 40 best scores: two of forty are below.
        QVERIFY(std::abs(fit->calibration.convincingScore - (4 + 2.0 / 40)) < 1e-6);
        QCOMPARE(fit->presentConvincing, 0.95);
        QCOMPARE(fit->absentUnconvincing, 1.0);
        QCOMPARE(fit->calibration.numQueries, std::int64_t{40});
    }

    void howManyWrongOnesThereAreMovesNothing() {
        const auto right = [](std::int64_t query) { return 2 + 2 * spread(query, 60); };
        const auto wrong = [](std::int64_t query, std::int64_t) { return 3 * spread(query, 60); };
        const auto few = calibrateCandidates(Logits(60, 4, right, wrong).table(), {});
        const auto many = calibrateCandidates(Logits(60, 40, right, wrong).table(), {});
        QVERIFY(std::abs(few->calibration.breakScore - many->calibration.breakScore) < 1e-9);
    }

    void theConvincingScoreIsNeverBelowTheLine() {
        // Right candidates mostly high, a tenth lower than most wrong ones.
        const Logits logits(
            100,
            5,
            [](std::int64_t query) { return query % 10 == 0 ? -3.0F : 5.0F; },
            [](std::int64_t query, std::int64_t) { return spread(query, 100) - 1; });
        const auto fit = calibrateCandidates(logits.table(), {});
        QVERIFY(fit->calibration.convincingScore >= fit->calibration.breakScore);
        QVERIFY(std::abs(fit->rightBefore - 0.9) < 1e-9);
    }

    void theRankingRuleMakesTheScore() {
        Logits logits(
            40,
            10,
            [](std::int64_t) { return 0.0F; },
            [](std::int64_t, std::int64_t) { return 0.0F; });
        for (std::size_t query = 0; query < 40; ++query)
            logits.similarities[query * 40 + query] = 0.7F;
        QVERIFY(!calibrateCandidates(logits.table(), {}));
        const RankingRule rule{RankingRule::Kind::ItcPlusItm, 1.0, 0.07, {}};
        const auto fit = calibrateCandidates(logits.table(), rule);
        QVERIFY(std::abs(fit->calibration.breakScore - 5) < 1e-5);
    }

    void scoresThatSayNothingGiveNoLine() {
        const Logits upsideDown(
            40,
            10,
            [](std::int64_t) { return -1.0F; },
            [](std::int64_t, std::int64_t) { return 1.0F; });
        QVERIFY(!calibrateCandidates(upsideDown.table(), {}));
        const auto right = [](std::int64_t) { return 1.0F; };
        const auto wrong = [](std::int64_t, std::int64_t) { return 0.0F; };
        QVERIFY(!calibrateCandidates(Logits(kMinQueries - 1, 5, right, wrong).table(), {}));
        QVERIFY(calibrateCandidates(Logits(kMinQueries, 5, right, wrong).table(), {}));
    }

    void sizesThatDoNotFitAreRefused() {
        Logits logits(
            40,
            10,
            [](std::int64_t) { return 1.0F; },
            [](std::int64_t, std::int64_t) { return 0.0F; });
        logits.logits.pop_back();
        QVERIFY_EXCEPTION_THROWN(calibrateCandidates(logits.table(), {}), Error);
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestCandidateCalibration)
#include "tst_candidate_calibration.moc"

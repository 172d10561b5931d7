#include <QTest>
#include <algorithm>

#include "core/base/error.h"
#include "core/evaluation/calibration.h"

namespace descry {
namespace {

constexpr std::int64_t kNumPeople = 40;

/// A query and two images per person. Similarity is right about the first of them and match logits
/// about the second; how far each errs elsewhere is `similarityNoise` and `logitNoise`.
struct Scores {
    std::vector<float> similarities;
    std::vector<float> logits;
    std::vector<std::int64_t> queryPeople;
    std::vector<std::int64_t> imagePeople;

    Scores(float similarityNoise, float logitNoise) {
        std::uint32_t state = 1;
        const auto noise = [&] {
            state = state * 1664525U + 1013904223U;
            return static_cast<float>(state >> 8) / static_cast<float>(1U << 24) - 0.5F;
        };
        for (std::int64_t image = 0; image < 2 * kNumPeople; ++image) {
            imagePeople.push_back(image / 2);
        }
        for (std::int64_t query = 0; query < kNumPeople; ++query) {
            queryPeople.push_back(query);
            for (std::int64_t image = 0; image < 2 * kNumPeople; ++image) {
                const float truth = image / 2 == query ? 1 : 0;
                similarities.push_back(0.07F * (truth + similarityNoise * noise()));
                logits.push_back(truth + logitNoise * noise());
            }
        }
    }
    ScoreTable table() const { return {similarities, logits, queryPeople, imagePeople}; }
};

double bestWeight(const Calibration& calibration) {
    return calibration.bestTrial().weight;
}

double mapOf(const RetrievalMetrics& metrics) {
    return metrics.mAP.value();
}

}  // namespace

class TestCalibration : public QObject {
    Q_OBJECT

  private slots:
    void bothTogetherBeatEither() {
        const Scores scores(3, 3);
        const Calibration found = calibrateRanking(scores.table(), 0.07).value();
        const double best = mapOf(found.bestTrial().metrics);
        QVERIFY(best > mapOf(found.trials.front().metrics) + 1);
        QVERIFY(best > mapOf(found.matchAlone) + 1);
        QVERIFY(bestWeight(found) > 0.4 && bestWeight(found) < 2.5);
    }

    void uselessLogitsCountForNothing() {
        const Calibration found = calibrateRanking(Scores(0.5, 1000).table(), 0.07).value();
        QCOMPARE(bestWeight(found), 0.0);
        QCOMPARE(mapOf(found.trials.front().metrics), 100.0);
    }

    void uselessSimilarityIsOutweighed() {
        const Calibration found = calibrateRanking(Scores(20, 0.5).table(), 0.07).value();
        QVERIFY(bestWeight(found) > 10);
    }

    void imagesThatWereNotRerankedStayBehind() {
        Scores scores(0, 0);
        // The second image of each person was not re-ranked and is the most similar of all.
        for (std::size_t i = 0; i < scores.logits.size(); ++i) {
            const auto image = i % static_cast<std::size_t>(2 * kNumPeople);
            if (image % 2 == 1) scores.logits[i] = ScoreTable::kNotReranked;
        }
        const Calibration found = calibrateRanking(scores.table(), 0.07).value();
        QCOMPARE(found.matchAlone.r1, 100.0);
        // One positive first, the other behind the 40 that were re-ranked.
        const double expected = 100 * (1.0 + 2.0 / 41) / 2;
        QVERIFY(std::abs(mapOf(found.matchAlone) - expected) < 1e-9);
    }

    void oneAndTheSamePersonIsNothingToRank() {
        Scores scores(1, 1);
        std::ranges::fill(scores.imagePeople, 0);
        QVERIFY(!calibrateRanking(scores.table(), 0.07));
    }

    void sizesThatDoNotFitAreRefused() {
        Scores scores(1, 1);
        scores.logits.pop_back();
        QVERIFY_EXCEPTION_THROWN(calibrateRanking(scores.table(), 0.07), Error);
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestCalibration)
#include "tst_calibration.moc"

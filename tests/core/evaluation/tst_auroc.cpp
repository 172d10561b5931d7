#include <QTest>

#include "core/base/random_stream.h"
#include "core/evaluation/auroc.h"

namespace descry {
namespace {

/// Every pair looked at.
double countedPairs(const std::vector<double>& positives, const std::vector<double>& negatives) {
    double wins = 0;
    for (const double positive : positives) {
        for (const double negative : negatives) {
            wins += positive > negative ? 1 : positive == negative ? 0.5 : 0;
        }
    }
    return wins / static_cast<double>(positives.size() * negatives.size());
}

}  // namespace

class TestAuroc : public QObject {
    Q_OBJECT

  private slots:
    void equalsTheCountOverAllPairs() {
        RandomStream random(7);
        for (int round = 0; round < 50; ++round) {
            std::vector<double> positives(1 + random.index(40));
            std::vector<double> negatives(1 + random.index(40));
            // Few values, so that many are equal.
            for (double& score : positives) score = static_cast<double>(random.index(6));
            for (double& score : negatives) score = static_cast<double>(random.index(5));
            QVERIFY(std::abs(*areaUnderRoc(positives, negatives) -
                             countedPairs(positives, negatives)) < 1e-12);
        }
    }

    void theEndsAreOneAndZero() {
        const std::vector<double> high{2, 3};
        const std::vector<double> low{-1, 0, 1};
        QCOMPARE(*areaUnderRoc(high, low), 1.0);
        QCOMPARE(*areaUnderRoc(low, high), 0.0);
        QCOMPARE(*areaUnderRoc(high, high), 0.5);
    }

    void oneKindAloneSaysNothing() {
        const std::vector<double> some{1};
        QVERIFY(!areaUnderRoc(some, {}) && !areaUnderRoc({}, some));
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestAuroc)
#include "tst_auroc.moc"

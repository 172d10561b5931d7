#include <QtTest>
#include <random>

#include "core/base/error.h"
#include "core/review/agreement.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;
using test::decisionOn;

namespace {

constexpr double kTolerance = 1e-12;

/// By the definition, cell by cell, as a quotient of whole numbers in wide arithmetic.
std::optional<double> kappaByDefinition(const ConfusionMatrix& matrix) {
    __extension__ using Wide = __int128;
    Wide n = 0;
    for (const auto& row : matrix) {
        for (const std::int64_t count : row) n += count;
    }
    if (n == 0) return std::nullopt;
    Wide alike = 0;
    Wide chance = 0;
    for (std::size_t k = 0; k < matrix.size(); ++k) {
        alike += matrix[k][k];
        // The chance that both say k, pair by pair of all pairs.
        for (std::size_t i = 0; i < matrix.size(); ++i) {
            for (std::size_t j = 0; j < matrix.size(); ++j) {
                chance += static_cast<Wide>(matrix[k][i]) * matrix[j][k];
            }
        }
    }
    if (n * n == chance) return std::nullopt;
    return static_cast<double>(static_cast<long double>(n * alike - chance) /
                               static_cast<long double>(n * n - chance));
}

ConfusionMatrix randomTable(std::mt19937& random) {
    ConfusionMatrix matrix{};
    const std::size_t scale = std::size_t{1} << test::below(random, 12);
    for (auto& row : matrix) {
        for (std::int64_t& count : row)
            count = test::below(random, 3) == 0 ? 0 : test::below(random, scale);
    }
    if (test::below(random, 4) == 0) matrix[1][1] += 100 * static_cast<std::int64_t>(scale);
    if (test::below(random, 5) == 0) matrix[3] = {};
    return matrix;
}

BootstrapOptions few() {
    BootstrapOptions options;
    options.numResamples = 20;
    return options;
}

}  // namespace

class TestAgreement : public QObject {
    Q_OBJECT

  private slots:
    void kappaEqualsItsDefinition() {
        std::mt19937 random(3);
        int numDefined = 0;
        for (int i = 0; i < 2000; ++i) {
            const ConfusionMatrix matrix = randomTable(random);
            const auto expected = kappaByDefinition(matrix);
            const Agreement agreement = agreementOf(matrix, few());
            QCOMPARE(agreement.kappa.has_value(), expected.has_value());
            if (!expected) continue;
            ++numDefined;
            QVERIFY(std::abs(*agreement.kappa - *expected) <= kTolerance);
            const double byShares =
                (*agreement.observed - *agreement.expected) / (1 - *agreement.expected);
            QVERIFY(std::abs(*agreement.kappa - byShares) <= 1e-9);
        }
        QVERIFY(numDefined >= 1000);
    }

    void anExampleFromTheTextbooks() {
        // 20 alike yes, 15 alike no, 5 and 10 apart: observed 0.7, expected 0.5, kappa 0.4.
        ConfusionMatrix matrix{};
        matrix[0] = {20, 5, 0, 0};
        matrix[1] = {10, 15, 0, 0};
        const Agreement agreement = agreementOf(matrix);
        QCOMPARE(agreement.numPairs, 50);
        QVERIFY(std::abs(*agreement.observed - 0.7) < kTolerance);
        QVERIFY(std::abs(*agreement.expected - 0.5) < kTolerance);
        QVERIFY(std::abs(*agreement.kappa - 0.4) < kTolerance);
        QVERIFY(std::abs(*agreement.prevalenceAdjusted - 0.6) < kTolerance);
        QVERIFY(agreement.undefined.empty());
        // The standard error is 0.127 (Fleiss): the interval is about 4 of them wide.
        QVERIFY(agreement.interval->low < 0.4 && agreement.interval->high > 0.4);
        const double width = agreement.interval->high - agreement.interval->low;
        QVERIFY2(width > 0.40 && width < 0.62, qPrintable(QString::number(width)));
    }

    void theIntervalFollowsFromItsSeed() {
        ConfusionMatrix matrix{};
        matrix[0] = {20, 5, 1, 0};
        matrix[2] = {2, 3, 15, 4};
        BootstrapOptions options;
        options.seed = 9;
        const Agreement one = agreementOf(matrix, options);
        const Agreement again = agreementOf(matrix, options);
        QCOMPARE(one.interval->low, again.interval->low);
        QCOMPARE(one.interval->high, again.interval->high);
    }

    void whatIsNotDefinedSaysWhy() {
        const Agreement none = agreementOf({});
        QVERIFY(!none.observed && !none.expected && !none.kappa && !none.interval);
        QVERIFY(!none.prevalenceAdjusted);
        QCOMPARE(none.undefined, std::string("no pair was decided by both"));

        ConfusionMatrix same{};
        same[1][1] = 40;
        const Agreement alike = agreementOf(same);
        QCOMPARE(*alike.observed, 1.0);
        QVERIFY(!alike.kappa && !alike.interval);
        QVERIFY(!alike.undefined.empty());
        QCOMPARE(*alike.prevalenceAdjusted, 1.0);

        ConfusionMatrix one{};
        one[0][1] = 1;
        QCOMPARE(*agreementOf(one).kappa, 0.0);
        QVERIFY(!agreementOf(one).interval && !agreementOf(one).undefined.empty());

        ConfusionMatrix rare = same;
        rare[0][0] = 1;
        const Agreement nearly = agreementOf(rare);
        QCOMPARE(*nearly.kappa, 1.0);
        // A third of the resamples never meet the odd pair.
        QVERIFY(!nearly.interval);
        QVERIFY(!nearly.undefined.empty());
    }

    void badOptionsAreRefused() {
        BootstrapOptions options;
        options.numResamples = 0;
        QVERIFY_THROWS_EXCEPTION(Error, agreementOf({}, options));
    }

    void onlyPairsThatBothDecidedCount() {
        const Decision changed = decisionOn(1, "Mia", Verdict::Strong);
        Decision later = decisionOn(1, "Mia", Verdict::Weak);
        later.supersedes = changed.id;
        const CurrentVerdicts verdicts({changed,
                                        later,
                                        decisionOn(1, "Tom", Verdict::Reject),
                                        decisionOn(2, "Mia", Verdict::Unsure),
                                        decisionOn(2, "Tom", Verdict::Unsure),
                                        decisionOn(3, "Mia", Verdict::Weak),
                                        decisionOn(4, "Tom", Verdict::Weak)});
        ConfusionMatrix expected{};
        expected[1][2] = 1;
        expected[3][3] = 1;
        QCOMPARE(confusionOf(verdicts, "Mia", "Tom"), expected);
    }

    void aThirdDecidesWhereTwoDisagree() {
        CurrentVerdicts verdicts({decisionOn(1, "Mia", Verdict::Weak),
                                  decisionOn(1, "Tom", Verdict::Reject),
                                  decisionOn(2, "Mia", Verdict::Weak),
                                  decisionOn(2, "Tom", Verdict::Weak),
                                  decisionOn(3, "Mia", Verdict::Strong),
                                  decisionOn(3, "Tom", Verdict::Weak)});
        const std::vector<PairId> both{test::pairNumber(1), test::pairNumber(3)};
        QCOMPARE(disputedPairs(verdicts), both);
        QCOMPARE(adjudicationQueue(verdicts, "Ann"), both);
        QVERIFY(adjudicationQueue(verdicts, "Mia").empty());
        Decision third = decisionOn(1, "Ann", Verdict::Weak);
        third.order = QueueOrder::Disagreements;
        verdicts.add(third);
        QCOMPARE(disputedPairs(verdicts), std::vector<PairId>{test::pairNumber(3)});
        // For her nothing moves while she works; for another it is settled.
        QCOMPARE(adjudicationQueue(verdicts, "Ann"), both);
        QCOMPARE(adjudicationQueue(verdicts, "Eve"), std::vector<PairId>{test::pairNumber(3)});
    }

    void aShareHasWilsonsInterval() {
        QVERIFY(!shareOf(0, 0));
        // To the decimals that tables of Wilson's interval have.
        const auto share = shareOf(5, 50);
        QCOMPARE(share->share, 0.1);
        QVERIFY(std::abs(share->interval.low - 0.0435) < 5e-5);
        QVERIFY(std::abs(share->interval.high - 0.2136) < 5e-5);
        const auto none = shareOf(0, 20);
        QVERIFY(none->interval.low < 1e-12);
        QVERIFY(std::abs(none->interval.high - 0.1611) < 5e-5);
    }
};

QTEST_APPLESS_MAIN(TestAgreement)
#include "tst_agreement.moc"

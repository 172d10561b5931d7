#include <QRegularExpression>
#include <QtTest>
#include <algorithm>

#include "core/base/error.h"
#include "core/review/agreement.h"
#include "core/review/current_verdicts.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;
using test::decisionOn;

namespace {

Decision after(const Decision& before, Verdict verdict) {
    Decision decision = before;
    decision.id = DecisionId::random();
    decision.verdict = verdict;
    decision.timeMs += 1000;
    decision.supersedes = before.id;
    return decision;
}

/// The verdict that counts, the same whichever comes first.
std::optional<Verdict> verdictOf(std::vector<Decision> history) {
    std::ranges::sort(history, {}, &Decision::id);
    const Decision* const first = currentOf(history);
    const auto verdict = first == nullptr ? std::nullopt : first->verdict;
    do {
        const Decision* const current = currentOf(history);
        const auto same = current == nullptr ? std::nullopt : current->verdict;
        if (same != verdict) qFatal("the order of decisions matters");
    } while (std::ranges::next_permutation(history, {}, &Decision::id).found);
    return verdict;
}

}  // namespace

class TestCurrentVerdicts : public QObject {
    Q_OBJECT

  private slots:
    void nothingDecidedCountsForNothing() { QVERIFY(!verdictOf({})); }

    void theLaterDecisionCounts() {
        const Decision weak = decisionOn(1, "Mia", Verdict::Weak);
        const Decision reject = after(weak, Verdict::Reject);
        QCOMPARE(verdictOf({weak, reject}), Verdict::Reject);
    }

    void aSupersedingDecisionCountsThoughTheClockWentBack() {
        const Decision weak = decisionOn(1, "Mia", Verdict::Weak);
        Decision reject = after(weak, Verdict::Reject);
        reject.timeMs = weak.timeMs - 3'600'000;
        QCOMPARE(verdictOf({weak, reject}), Verdict::Reject);
    }

    void undoBringsTheOneBeforeBack() {
        const Decision weak = decisionOn(1, "Mia", Verdict::Weak);
        const Decision reject = after(weak, Verdict::Reject);
        const Decision undo = undoOf(reject);
        QCOMPARE(verdictOf({weak, reject, undo}), Verdict::Weak);
        QVERIFY(!verdictOf({weak, reject, undo, undoOf(weak)}));
        QCOMPARE(verdictOf({weak, reject, undo, after(weak, Verdict::Strong)}), Verdict::Strong);
    }

    void twoDesksOfOneAnnotatorCountByTime() {
        const Decision weak = decisionOn(1, "Mia", Verdict::Weak);
        Decision other = decisionOn(1, "Mia", Verdict::Strong);
        other.timeMs = weak.timeMs + 1;
        QCOMPARE(verdictOf({weak, other}), Verdict::Strong);
    }

    void aCircleStillHasOneVerdict() {
        Decision weak = decisionOn(1, "Mia", Verdict::Weak);
        const Decision reject = after(weak, Verdict::Reject);
        weak.supersedes = reject.id;
        QCOMPARE(verdictOf({weak, reject}), Verdict::Reject);
    }

    void annotatorsCountOnTheirOwn() {
        const CurrentVerdicts verdicts({decisionOn(1, "Mia", Verdict::Weak),
                                        decisionOn(1, "Tom", Verdict::Reject),
                                        decisionOn(2, "Tom", Verdict::Strong)});
        QCOMPARE(verdicts.of(test::pairNumber(1), "Mia")->verdict, Verdict::Weak);
        QCOMPARE(verdicts.of(test::pairNumber(1), "Tom")->verdict, Verdict::Reject);
        QVERIFY(verdicts.of(test::pairNumber(2), "Mia") == nullptr);
        QCOMPARE(verdicts.annotators(), (std::vector<std::string>{"Mia", "Tom"}));
        QCOMPARE(verdicts.pairs().size(), 2U);
    }

    void aNameInOtherLettersIsTheSameAnnotators() {
        const Decision weak = decisionOn(1, "Ren\u00e9 Mia", Verdict::Weak);
        Decision reject = decisionOn(1, " rene\u0301  mia", Verdict::Reject);
        reject.timeMs = weak.timeMs + 1;
        const CurrentVerdicts verdicts(
            {weak, reject, decisionOn(2, "REN\u00c9 MIA", Verdict::Weak)});
        QCOMPARE(verdicts.annotators().size(), 1U);
        QCOMPARE(verdicts.of(weak.pair).size(), 1U);
        QCOMPARE(verdicts.of(weak.pair, "Ren\u00e9 Mia")->verdict, Verdict::Reject);
        QVERIFY(!isSameAnnotator("Rene Mia", weak.annotator));
        // Nobody settles a dispute of their own.
        const CurrentVerdicts disputed({weak, decisionOn(1, "Tom", Verdict::Reject)});
        QVERIFY(adjudicationQueue(disputed, "rene\u0301 mia").empty());
        QCOMPARE(adjudicationQueue(disputed, "Ann").size(), 1U);
    }

    void whatIsTakenBackIsNoPair() {
        const Decision weak = decisionOn(1, "Mia", Verdict::Weak);
        CurrentVerdicts verdicts({weak});
        verdicts.add(undoOf(weak));
        QVERIFY(verdicts.pairs().empty());
        QVERIFY(verdicts.annotators().empty());
        QVERIFY(verdicts.of(test::pairNumber(1)).empty());
    }

    void theHistoryTellsWhatBecameOfEachDecision() {
        const Decision weak = decisionOn(1, "Mia", Verdict::Weak);
        const Decision reject = after(weak, Verdict::Reject);
        const Decision strong = after(reject, Verdict::Strong);
        Decision others = decisionOn(1, "Tom", Verdict::Unsure);
        others.timeMs = weak.timeMs + 1;
        const CurrentVerdicts verdicts({others, strong, undoOf(strong), weak, reject});
        const std::vector<PastDecision> history = verdicts.historyOf(test::pairNumber(1));
        QCOMPARE(history.size(), 4U);
        QCOMPARE(history[0].decision->id, strong.id);
        QVERIFY(history[0].standing == Standing::TakenBack);
        QCOMPARE(history[1].decision->id, reject.id);
        QVERIFY(history[1].standing == Standing::Counts);
        QCOMPARE(history[2].decision->id, others.id);
        QVERIFY(history[2].standing == Standing::Counts);
        QCOMPARE(history[3].decision->id, weak.id);
        QVERIFY(history[3].standing == Standing::Superseded);
        QVERIFY(verdicts.historyOf(test::pairNumber(2)).empty());
    }

    void annotatorsTogether() {
        const Decision weak = decisionOn(1, "Mia", Verdict::Weak);
        const Decision reject = decisionOn(1, "Tom", Verdict::Reject);
        Decision third = decisionOn(1, "Ann", Verdict::Strong);
        third.order = QueueOrder::Disagreements;
        const std::vector<const Decision*> alike{&weak, &weak};
        QCOMPARE(outcomeOf(alike).verdict, Verdict::Weak);
        QVERIFY(!outcomeOf(alike).isDisputed);
        const std::vector<const Decision*> disputed{&weak, &reject};
        QVERIFY(outcomeOf(disputed).isDisputed);
        QCOMPARE(outcomeOf(disputed).verdict, Verdict::Unsure);
        const std::vector<const Decision*> adjudicated{&third, &weak, &reject};
        QVERIFY(outcomeOf(adjudicated).isAdjudicated);
        QCOMPARE(outcomeOf(adjudicated).verdict, Verdict::Strong);
        QCOMPARE(outcomeOf(adjudicated).annotators,
                 (std::vector<std::string>{"Ann", "Mia", "Tom"}));
        // A pair that was mixed in at random while somebody adjudicated is no adjudication.
        third.part = QueuePart::Random;
        QVERIFY(outcomeOf(adjudicated).isDisputed);
    }

    void whatCannotBeKeptIsRefusedByField_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("named");
        QTest::newRow("no name") << 0 << "annotator";
        QTest::newRow("line break in a name") << 1 << "control character";
        QTest::newRow("no caption") << 2 << "caption";
        QTest::newRow("not UTF-8") << 3 << "note";
        QTest::newRow("blank edit") << 4 << "edited caption";
        QTest::newRow("long note") << 5 << "65537 bytes";
        QTest::newRow("undo of nothing") << 6 << "takes back";
        QTest::newRow("fingerprint") << 7 << "fingerprint";
        QTest::newRow("itself") << 8 << "itself";
        QTest::newRow("duration") << 9 << "duration";
    }

    void whatCannotBeKeptIsRefusedByField() {
        QFETCH(int, which);
        QFETCH(QString, named);
        Decision decision = decisionOn(1, "Mia", Verdict::Weak);
        decision.validate();
        switch (which) {
            case 0:
                decision.annotator = " \t";
                break;
            case 1:
                decision.annotator = "Mia\nTom";
                break;
            case 2:
                decision.caption = "\u3000";
                break;
            case 3:
                decision.note = "\xff";
                break;
            case 4:
                decision.edited = " ";
                break;
            case 5:
                decision.note = std::string(65537, 'x');
                break;
            case 6:
                decision.verdict.reset();
                break;
            case 7:
                decision.fingerprint = "abc";
                break;
            case 8:
                decision.supersedes = decision.id;
                break;
            default:
                decision.durationMs = -1;
        }
        try {
            decision.validate();
            QFAIL("it was taken");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidInput);
            QVERIFY2(QString(error.what()).contains(named), error.what());
        }
    }

    void idsAreUuids() {
        const DecisionId id = DecisionId::random();
        const QString text = QString::fromStdString(id.text());
        QVERIFY(QRegularExpression(
                    "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
                    .match(text)
                    .hasMatch());
        QCOMPARE(DecisionId::fromText(id.text()), id);
        QVERIFY(!DecisionId::fromText("12345678-1234-4234-8234-12345678901"));
        QVERIFY(!DecisionId::fromText("12345678-1234-4234-8234-12345678901G"));
        QVERIFY(DecisionId::random() != id);
    }

    void namesAreReadBack() {
        for (std::size_t i = 0; i < kNumReasons; ++i) {
            const auto reason = static_cast<Reason>(i);
            QCOMPARE(reasonNamed(reasonName(reason)), reason);
        }
        for (std::size_t i = 0; i < kNumQueueOrders; ++i) {
            const auto order = static_cast<QueueOrder>(i);
            QCOMPARE(queueOrderNamed(queueOrderName(order)), order);
        }
        QVERIFY(!reasonNamed("wrong"));
        QVERIFY(!queueOrderNamed(""));
    }

    void aPairIsCalledByItsImageAndCaption() {
        // As Python's hashlib computes both; the first is of "abc".
        const auto image =
            digestFromHex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QVERIFY(image);
        QCOMPARE(pairIdOf(*image, "A man.").hex(),
                 std::string("56a531e3d120fc23253b9693070c39a01eecd79b7c7a16233cd56b5055b01c0d"));
        QVERIFY(pairIdOf(*image, "A man.") != pairIdOf(*image, "A man. "));
        QVERIFY(!digestFromHex("BA"));
    }
};

QTEST_APPLESS_MAIN(TestCurrentVerdicts)
#include "tst_current_verdicts.moc"

// Logs of decisions merge to the same whatever their order, grouping and repetition: on thousands
// of generated logs in memory, and through files.

#include <QtTest>
#include <random>

#include "core/base/error.h"
#include "core/review/current_verdicts.h"
#include "core/review/decision_log.h"
#include "core/review/decision_set.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;

namespace {

constexpr unsigned kNumWorlds = 3500;  ///< Of three logs each.

/// What some annotators decided, changed and took back on some pairs.
std::vector<Decision> worldOf(std::mt19937& random) {
    const std::vector<std::string> names{"Mia", "Tom", "Ann"};
    std::vector<Decision> decisions;
    const unsigned count = test::below(random, 10);
    for (unsigned i = 0; i < count; ++i) {
        const Decision* before = nullptr;
        if (!decisions.empty() && test::below(random, 2) == 0)
            before = &decisions[test::below(random, decisions.size())];
        if (before != nullptr && test::below(random, 3) == 0 && !before->isUndo()) {
            decisions.push_back(undoOf(*before));
            continue;
        }
        Decision decision = test::decisionOn(test::below(random, 4),
                                             names[test::below(random, names.size())],
                                             static_cast<Verdict>(test::below(random, 4)));
        if (before != nullptr) {
            decision.pair = before->pair;
            decision.annotator = before->annotator;
            decision.supersedes = before->id;
        }
        decision.timeMs += test::below(random, 5);
        if (test::below(random, 3) == 0)
            decision.reasons.insert(static_cast<Reason>(test::below(random, kNumReasons)));
        if (test::below(random, 5) == 0) decision.edited = "A man in a green coat.";
        decisions.push_back(std::move(decision));
    }
    return decisions;
}

/// A log that holds some of it.
DecisionSet logOf(const std::vector<Decision>& world, std::mt19937& random) {
    DecisionSet log;
    for (const Decision& decision : world) {
        if (test::below(random, 2) == 0) log.add(decision);
    }
    return log;
}

DecisionSet merged(const DecisionSet& a, const DecisionSet& b) {
    DecisionSet both = a;
    both.merge(b);
    return both;
}

std::vector<Decision> listOf(const DecisionSet& set) {
    std::vector<Decision> decisions;
    for (const auto& [id, decision] : set.all()) decisions.push_back(decision);
    return decisions;
}

/// What counts: pair, annotator and id of the decision.
std::vector<std::tuple<PairId, std::string, DecisionId>> countingIn(
    std::vector<Decision> decisions) {
    const CurrentVerdicts verdicts(std::move(decisions));
    std::vector<std::tuple<PairId, std::string, DecisionId>> counting;
    for (const PairId& pair : verdicts.pairs()) {
        for (const Decision* decision : verdicts.of(pair)) {
            counting.emplace_back(pair, decision->annotator, decision->id);
        }
    }
    return counting;
}

}  // namespace

class TestMerge : public QObject {
    Q_OBJECT

  private slots:
    void mergingIsAUnion() {
        std::mt19937 random(7);
        std::size_t numLogs = 0;
        for (unsigned i = 0; i < kNumWorlds; ++i) {
            const std::vector<Decision> world = worldOf(random);
            const DecisionSet a = logOf(world, random);
            const DecisionSet b = logOf(world, random);
            const DecisionSet c = logOf(world, random);
            numLogs += 3;
            QCOMPARE(merged(a, b), merged(b, a));
            QCOMPARE(merged(merged(a, b), c), merged(a, merged(b, c)));
            QCOMPARE(merged(a, a), a);
            QCOMPARE(merged(merged(a, b), b), merged(a, b));
            // What counts follows from the set alone.
            std::vector<Decision> oneWay = listOf(merged(merged(a, b), c));
            std::vector<Decision> otherWay = oneWay;
            std::shuffle(otherWay.begin(), otherWay.end(), random);
            QCOMPARE(countingIn(oneWay), countingIn(otherWay));
        }
        QVERIFY(numLogs >= 10'000);
    }

    void filesMergeAsSetsDo() {
        std::mt19937 random(11);
        for (int i = 0; i < 20; ++i) {
            const test::Folder folder;
            const std::vector<Decision> world = worldOf(random);
            const DecisionSet a = logOf(world, random);
            const DecisionSet b = logOf(world, random);
            const DecisionSet c = logOf(world, random);
            DecisionLog one(folder / "one");
            DecisionLog other(folder / "other");
            for (const DecisionSet* set : {&a, &b, &c}) one.merge(*set);
            for (const DecisionSet* set : {&c, &c, &b, &a}) other.merge(*set);
            const DecisionSet all = merged(merged(a, b), c);
            QCOMPARE(DecisionSet(one.all()), all);
            QCOMPARE(DecisionSet(other.all()), all);
            QCOMPARE(one.merge(DecisionSet(other.all())), 0U);
            QCOMPARE(one.size(), static_cast<std::int64_t>(all.size()));
        }
    }

    void undoAfterAMergeIsAboutTheLastThoughTheClockWentBack() {
        const test::Folder folder;
        const Decision weak = test::decisionOn(1, "Mia", Verdict::Weak);
        Decision reject = test::decisionOn(1, "Mia", Verdict::Reject);
        reject.supersedes = weak.id;
        reject.timeMs = weak.timeMs - 3'600'000;
        DecisionLog log(folder / "log");
        log.merge(DecisionSet({weak, reject}));
        QCOMPARE(log.lastOf("Mia"), reject);
    }

    void aDecisionThatWasChangedIsRefused() {
        const test::Folder folder;
        const Decision weak = test::decisionOn(1, "Mia", Verdict::Weak);
        Decision forged = weak;
        forged.verdict = Verdict::Strong;
        const Decision further = test::decisionOn(2, "Tom", Verdict::Reject);
        DecisionSet set({weak});
        QVERIFY_THROWS_EXCEPTION(Error, set.merge(DecisionSet({further, forged})));
        QCOMPARE(set.size(), 1U);
        QVERIFY_THROWS_EXCEPTION(Error, set.add(forged));
        DecisionLog log(folder / "log");
        log.append(weak);
        QVERIFY_THROWS_EXCEPTION(Error, log.merge(DecisionSet({further, forged})));
        QCOMPARE(log.all(), std::vector<Decision>{weak});
    }
};

QTEST_APPLESS_MAIN(TestMerge)
#include "tst_merge.moc"

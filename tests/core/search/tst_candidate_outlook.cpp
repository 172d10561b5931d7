#include <QTest>

#include "core/search/candidate_outlook.h"

using namespace descry;

namespace {

RankingRule calibrated() {
    RankingRule rule;
    rule.candidates = CandidateCalibration{2, 3, 100};
    return rule;
}

std::vector<Candidate> candidatesWith(const std::vector<float>& logits, int numBehind) {
    std::vector<Candidate> candidates;
    for (const float logit : logits) {
        candidates.push_back(
            {ItemId{static_cast<std::int64_t>(candidates.size()) + 1}, 0.5F, logit});
    }
    for (int i = 0; i < numBehind; ++i) {
        candidates.push_back({ItemId{static_cast<std::int64_t>(candidates.size()) + 1}, 0.1F, {}});
    }
    return candidates;
}

}  // namespace

class TestCandidateOutlook : public QObject {
    Q_OBJECT
  private slots:
    void theLineLiesBeforeTheFirstThatScoresLow() {
        const auto outlook =
            outlookOf(candidatesWith({5, 3, 2, 1.9F, -4}, 3), calibrated(), ResultKind::ByText);
        QVERIFY(outlook == (CandidateOutlook{3, true, {}}));
    }

    void withoutAConvincingTopNothingLiesBeforeTheLine() {
        const auto outlook =
            outlookOf(candidatesWith({2.9F, 2.5F, 1}, 0), calibrated(), ResultKind::ByText);
        QVERIFY(outlook == (CandidateOutlook{0, false, {}}));
    }

    void theTopOnTheLimitConvinces() {
        QVERIFY(outlookOf(candidatesWith({3}, 0), calibrated(), ResultKind::ByText).convincing ==
                true);
    }

    void allBeforeTheLineAndNothingBehindIsAKnownPlace() {
        const auto outlook = outlookOf(candidatesWith({5, 4}, 0), calibrated(), ResultKind::ByText);
        QVERIFY(outlook == (CandidateOutlook{2, true, {}}));
    }

    void whatWasNotReRankedIsNotJudged() {
        const auto outlook = outlookOf(candidatesWith({5, 4}, 7), calibrated(), ResultKind::ByText);
        QVERIFY(outlook.convincing == true);
        QVERIFY(!outlook.breakAfter);
        QVERIFY(!outlook.unknownReason.empty());
        const auto none = outlookOf(candidatesWith({}, 7), calibrated(), ResultKind::ByText);
        QVERIFY(!none.breakAfter && !none.convincing && !none.unknownReason.empty());
    }

    void withoutACalibrationTheReasonIsSaid() {
        const auto outlook = outlookOf(candidatesWith({5, 1}, 0), {}, ResultKind::ByText);
        QVERIFY(!outlook.breakAfter && !outlook.convincing);
        QVERIFY(outlook.unknownReason.find("calibrate") != std::string::npos);
    }

    void moreLikeThisIsNotJudged() {
        const auto outlook = outlookOf(candidatesWith({}, 3), calibrated(), ResultKind::ByPicture);
        QVERIFY(!outlook.breakAfter && !outlook.convincing);
        QVERIFY(outlook.unknownReason.find("similarity") != std::string::npos);
    }

    void anEmptyResultSaysNothing() {
        QVERIFY(outlookOf({}, calibrated(), ResultKind::ByText) == CandidateOutlook{});
    }
};

QTEST_APPLESS_MAIN(TestCandidateOutlook)
#include "tst_candidate_outlook.moc"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "ui/search/result_model.h"

using namespace descry;

namespace {

ShownCandidate candidateOf(int id, float similarity, std::optional<float> logit = {}) {
    return {ItemId{id}, similarity, logit, logit};
}

Ranking firstStage() {
    Ranking all;
    for (int i = 1; i <= 6; ++i) {
        all.candidates.push_back(candidateOf(i, 1 - 0.1F * static_cast<float>(i)));
    }
    all.progress = {0, 4};
    return all;
}

/// The first four, turned round.
Ranking turnedHead() {
    Ranking head;
    for (int i = 4; i >= 1; --i) {
        head.candidates.push_back(
            candidateOf(i, 1 - 0.1F * static_cast<float>(i), static_cast<float>(i)));
    }
    head.progress = {4, 4};
    return head;
}

std::vector<std::int64_t> order(const ResultModel& model) {
    std::vector<std::int64_t> items;
    for (const ResultRow& row : model.rows()) items.push_back(row.candidate.item.value);
    return items;
}

using Order = std::vector<std::int64_t>;

}  // namespace

class TestResultModel : public QObject {
    Q_OBJECT
  private slots:
    void behavesAsAModel() {
        ResultModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRanking(firstStage());
        model.rerank(turnedHead(), {ItemId{2}});
        model.setLines({{ItemId{1}, ItemLine{"a.jpg", "camera-1", {}, {}, true}}});
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void reRankingMovesTheHeadAndLeavesTheRest() {
        ResultModel model;
        model.setRanking(firstStage());
        model.rerank(turnedHead(), {});
        QVERIFY(order(model) == (Order{4, 3, 2, 1, 5, 6}));
        QCOMPARE(model.row(0).rank, std::int64_t{1});
        QCOMPARE(model.row(0).similarityRank, std::int64_t{4});
        QCOMPARE(*model.row(0).candidate.matchLogit, 4.0F);
        QVERIFY(!model.row(4).candidate.matchLogit);
    }

    void aPinnedRowStaysWhereItIsAndSaysItsRank() {
        ResultModel model;
        model.setRanking(firstStage());
        const QPersistentModelIndex kept = model.index(0);
        const QPersistentModelIndex moved = model.index(3);
        model.rerank(turnedHead(), {ItemId{1}});
        QVERIFY(order(model) == (Order{1, 4, 3, 2, 5, 6}));
        QCOMPARE(kept.row(), 0);
        QCOMPARE(moved.row(), 1);
        QCOMPARE(model.row(0).rank, std::int64_t{4});
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().startsWith("rank 4"));
    }

    void theHeadOfAnotherSearchChangesNothing() {
        ResultModel model;
        model.setRanking(firstStage());
        Ranking other = turnedHead();
        other.candidates[2].item = ItemId{77};
        QSignalSpy changed(&model, &QAbstractItemModel::layoutChanged);
        model.rerank(other, {});
        QVERIFY(order(model) == (Order{1, 2, 3, 4, 5, 6}));
        QCOMPARE(changed.count(), 0);
    }

    void asksForWhatIsLookedAtOnceAndTogether() {
        ResultModel model;
        model.setRanking(firstStage());
        std::vector<std::vector<ItemId>> asked;
        connect(&model, &ResultModel::linesWanted, this, [&](const std::vector<ItemId>& items) {
            asked.push_back(items);
        });
        model.index(1).data(Qt::AccessibleTextRole);
        model.index(2).data(Qt::AccessibleTextRole);
        model.index(1).data(Qt::AccessibleTextRole);
        QTRY_COMPARE(asked.size(), std::size_t{1});
        QVERIFY(asked[0] == (std::vector{ItemId{2}, ItemId{3}}));
    }

    void saysRankCameraAndTime() {
        ResultModel model;
        model.setRanking(firstStage());
        constexpr std::int64_t kTimeMs = (14 * 60 + 3) * 60 * 1000 + 5000;
        model.setLines({{ItemId{3}, ItemLine{"a/b.jpg", "camera-2", kTimeMs, {}, true}},
                        {ItemId{4}, ItemLine{"a/c.jpg", "Hall", kTimeMs, "+02:00", false}}});
        QCOMPARE(model.index(2).data(Qt::AccessibleTextRole).toString(),
                 QString("rank 3, camera 2, 14:03, bookmarked"));
        QCOMPARE(model.index(3).data(Qt::AccessibleTextRole).toString(),
                 QString("rank 4, Hall, 16:03"));
        const QString tip = model.index(2).data(Qt::ToolTipRole).toString();
        QVERIFY(tip.contains("a/b.jpg"));
        QVERIFY(tip.contains("Similarity 0.700 (rank 3)"));
        QVERIFY(!tip.contains('%'));
    }

    void itemsBrowsedHaveNoRank() {
        ResultModel model;
        Ranking all;
        all.candidates.resize(2);
        all.candidates[0].item = ItemId{5};
        all.candidates[1].item = ItemId{6};
        model.setRanking(all);
        QVERIFY(!model.isRanked());
        QVERIFY(!model.index(0).data(ResultModel::RankRole).isValid());
        QVERIFY(model.index(1).data(Qt::AccessibleTextRole).toString().startsWith("picture 2"));
    }

    void barsReachFromTheLowestToTheHighest() {
        const ScoreRange range{-2, 6};
        QCOMPARE(range.partOf(6), 1.0);
        QVERIFY(range.partOf(-2) > 0);
        QVERIFY(range.partOf(-2) < range.partOf(0));
        QCOMPARE((ScoreRange{3, 3}).partOf(3), 1.0);
    }
};

QTEST_MAIN(TestResultModel)
#include "tst_result_model.moc"

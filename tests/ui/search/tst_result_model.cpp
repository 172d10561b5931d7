#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QStyledItemDelegate>
#include <QTest>

#include "tests/ui/gui_thread_guard.h"
#include "ui/search/result_model.h"
#include "ui/search/result_view.h"

using namespace descry;

namespace {

ShownCandidate candidateOf(int id, float similarity, std::optional<float> logit = {}) {
    return {ItemId{id}, similarity, logit, logit, 0};
}

std::shared_ptr<const Ranking> firstStage(const std::vector<std::uint32_t>& tracks = {}) {
    std::vector<ShownCandidate> candidates;
    for (int i = 1; i <= 6; ++i)
        candidates.push_back(candidateOf(i, 1 - 0.1F * static_cast<float>(i)));
    for (std::size_t i = 0; i < tracks.size(); ++i) candidates[i].track = tracks[i];
    return std::make_shared<const Ranking>(std::move(candidates), RerankProgress{0, 4});
}

/// The first four, turned round.
Ranking turnedHead() {
    std::vector<ShownCandidate> candidates;
    for (int i = 4; i >= 1; --i) {
        candidates.push_back(
            candidateOf(i, 1 - 0.1F * static_cast<float>(i), static_cast<float>(i)));
    }
    return Ranking(std::move(candidates), {4, 4});
}

/// Of a large gallery.
std::shared_ptr<const Ranking> browsed(std::size_t numItems) {
    std::vector<ShownCandidate> candidates(numItems);
    for (std::size_t i = 0; i < numItems; ++i) {
        candidates[i].item = ItemId{static_cast<std::int64_t>(i) + 1};
    }
    return std::make_shared<const Ranking>(std::move(candidates));
}

/// Opens what a view keeps to itself.
struct Regions : QAbstractItemView {
    using QAbstractItemView::visualRegionForSelection;
};

std::vector<std::int64_t> order(const ResultModel& model) {
    std::vector<std::int64_t> items;
    for (int row = 0; row < model.rowCount(); ++row) {
        items.push_back(model.row(row).candidate.item.value);
    }
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
        model.setRanking(browsed(2));
        QVERIFY(!model.isRanked());
        QVERIFY(!model.index(0).data(ResultModel::RankRole).isValid());
        QVERIFY(model.index(1).data(Qt::AccessibleTextRole).toString().startsWith("picture 2"));
    }

    void aResultIsTakenAsItIsHoweverLarge() {
        ResultModel model;
        const auto all = browsed(100'000);
        model.setRanking(all);
        QCOMPARE(model.ranked().all, all);
        QCOMPARE(model.rowCount(), 100'000);
        QCOMPARE(model.row(99'999).rank, std::int64_t{100'000});
    }

    void aWholeGalleryThatIsSelectedIsPaintedOnlyWhereItIsInSight() {
        constexpr int kNumItems = 300'000;
        ResultModel model;
        model.setRanking(browsed(kNumItems));
        ResultView view;
        view.setModel(&model);
        view.setItemDelegate(new QStyledItemDelegate(&view));
        view.resize(400, 900);
        view.selectAll();
        const QItemSelection all = view.selectionModel()->selection();
        QVERIFY(all.contains(model.index(kNumItems - 1)));
        const QRegion region = (view.*(&Regions::visualRegionForSelection))(all);
        QVERIFY(!region.isEmpty());
        QVERIFY(region.boundingRect().height() < 3 * view.height());
    }

    void aLetterThatIsNoKeyLooksThroughNothing() {
        ResultModel model;
        model.setRanking(browsed(1000));
        QSignalSpy asked(&model, &ResultModel::linesWanted);
        ResultView view;
        view.setModel(&model);
        view.setCurrentIndex(model.index(3));
        QTest::keyClick(&view, Qt::Key_X);
        QCoreApplication::processEvents();
        QCOMPARE(asked.count(), 0);
        QCOMPARE(view.currentIndex().row(), 3);
    }

    void picturesOfATrackStackUnderTheBest() {
        ResultModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRanking(firstStage({7, 0, 7, 9, 7, 9}));
        QVERIFY(order(model) == (Order{1, 2, 4}));
        QCOMPARE(model.stackSize(0), 3);
        QCOMPARE(model.stackSize(1), 1);
        QCOMPARE(model.stackSize(2), 2);
        QCOMPARE(model.ranked().size(), std::size_t{6});
        QVERIFY(!model.indexOf(ItemId{3}).isValid());
        model.setStacking(false);
        QVERIFY(order(model) == (Order{1, 2, 3, 4, 5, 6}));
        model.setStacking(true);
        QVERIFY(order(model) == (Order{1, 2, 4}));
    }

    void aStackUnfoldsAndFolds() {
        ResultModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRanking(firstStage({7, 0, 7, 9, 7, 9}));
        const QPersistentModelIndex below = model.index(2);
        model.toggleStack(model.index(0));
        QVERIFY(order(model) == (Order{1, 3, 5, 2, 4}));
        QVERIFY(model.isExpanded(1));
        QCOMPARE(below.row(), 4);
        model.toggleStack(model.index(1));
        QVERIFY(order(model) == (Order{1, 2, 4}));
        model.toggleStack(model.index(1));  // Alone: nothing happens.
        QVERIFY(order(model) == (Order{1, 2, 4}));
    }

    void reRankingKeepsStacksTogether() {
        ResultModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRanking(firstStage({7, 0, 7, 9, 7, 9}));
        model.rerank(turnedHead(), {});  // 4 3 2 1, then 5 6.
        QVERIFY(order(model) == (Order{4, 3, 2}));
        QCOMPARE(model.stackSize(1), 3);
        model.toggleStack(model.index(1));
        QVERIFY(order(model) == (Order{4, 3, 1, 5, 2}));
        Ranking back = turnedHead();
        std::reverse(back.candidates.begin(), back.candidates.end());
        model.rerank(back, {});
        QVERIFY(order(model) == (Order{1, 3, 5, 2, 4}));
    }

    void whatIsPinnedStandsForItsStackWhereItIs() {
        ResultModel model;
        model.setRanking(firstStage({7, 0, 7, 9, 7, 9}));
        const QPersistentModelIndex kept = model.index(0);
        model.rerank(turnedHead(), {ItemId{1}});  // 3 would be better than 1 now.
        QVERIFY(order(model) == (Order{1, 4, 2}));
        QCOMPARE(kept.row(), 0);
        QCOMPARE(model.row(0).rank, std::int64_t{4});
    }

    void pinnedInsideAStackHoldsNoPlace() {
        ResultModel model;
        model.setRanking(firstStage({7, 0, 7, 9, 7, 9}));
        model.rerank(turnedHead(), {ItemId{5}});
        QVERIFY(order(model) == (Order{4, 3, 2}));
    }

    void theBreakLineStandsBehindSoManyCandidates() {
        ResultModel model;
        QSignalSpy changed(&model, &ResultModel::breakRowChanged);
        model.setRanking(firstStage());
        QVERIFY(!model.breakRow());
        model.setBreakAfter(4);
        QCOMPARE(model.breakRow().value(), 4);
        QVERIFY(model.index(4).data(Qt::AccessibleTextRole).toString().contains("unlikely"));
        QVERIFY(!model.index(3).data(Qt::AccessibleTextRole).toString().contains("unlikely"));
        model.setBreakAfter(0);  // No candidate convinces: there is nothing to part.
        QVERIFY(!model.breakRow());
        model.setBreakAfter(6);
        QVERIFY(!model.breakRow());
        model.setBreakAfter(3);
        model.setRanking(firstStage());
        QVERIFY(!model.breakRow());
        QCOMPARE(changed.count(), 4);
    }

    void theBreakLineCountsStacksAsOne() {
        ResultModel model;
        model.setRanking(firstStage({7, 0, 7, 9, 7, 9}));
        model.setBreakAfter(3);
        QCOMPARE(model.breakRow().value(), 2);
        model.toggleStack(model.index(0));
        QCOMPARE(model.breakRow().value(), 4);
        model.setStacking(false);
        QCOMPARE(model.breakRow().value(), 3);
    }

    void noBreakLineMovesARow_data() {
        QTest::addColumn<int>("breakAfter");
        for (int i = 0; i <= 7; ++i) QTest::addRow("%d", i) << i;
    }

    void noBreakLineMovesARow() {
        QFETCH(int, breakAfter);
        for (std::int64_t pinned = 1; pinned <= 6; ++pinned) {
            ResultModel model;
            model.setRanking(firstStage());
            ResultView view;
            view.setModel(&model);
            view.setItemDelegate(new QStyledItemDelegate(&view));
            view.resize(400, 900);
            model.rerank(turnedHead(), {ItemId{pinned}});
            const Order before = order(model);
            const QRect place = view.visualRect(model.indexOf(ItemId{pinned}));
            QVERIFY(place.isValid());
            model.setBreakAfter(breakAfter);
            view.setBreakRow(model.breakRow());
            QVERIFY(order(model) == before);
            QCOMPARE(view.visualRect(model.indexOf(ItemId{pinned})), place);
        }
    }

    void barsReachFromTheLowestToTheHighest() {
        const ScoreRange range{-2, 6};
        QCOMPARE(range.partOf(6), 1.0);
        QVERIFY(range.partOf(-2) > 0);
        QVERIFY(range.partOf(-2) < range.partOf(0));
        QCOMPARE((ScoreRange{3, 3}).partOf(3), 1.0);
    }
};

DESCRY_UI_TEST_MAIN(TestResultModel)
#include "tst_result_model.moc"

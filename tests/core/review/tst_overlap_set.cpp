#include <QtTest>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/review/overlap_set.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;

namespace {

PairIds idsOf(const Dataset& dataset,
              const PairIndex::Options& options = {},
              std::vector<std::optional<Sha256Digest>> hashes = {}) {
    return {std::make_shared<const PairIndex>(std::make_shared<const Dataset>(dataset), options),
            std::move(hashes)};
}

/// Of as many images, each another.
std::vector<std::optional<Sha256Digest>> hashesOfFive() {
    std::vector<std::optional<Sha256Digest>> hashes(5, Sha256Digest{});
    for (std::size_t i = 0; i < hashes.size(); ++i) hashes[i]->fill(static_cast<std::byte>(i));
    return hashes;
}

}  // namespace

class TestOverlapSet : public QObject {
    Q_OBJECT

  private slots:
    void everyTenthBySuspicionGivesAsMany() {
        constexpr std::size_t kNumPairs = 1000;
        Suspicions suspicions(kNumPairs);
        for (std::size_t i = 0; i < kNumPairs; ++i) {
            suspicions[i] = static_cast<double>((i * 617) % kNumPairs);
        }
        const auto chosen = chooseOverlap(kNumPairs, suspicions, 200, 3);
        QCOMPARE(std::set<std::size_t>(chosen.begin(), chosen.end()).size(), 200U);
        QVERIFY(std::ranges::is_sorted(chosen));
        std::array<int, 10> numByTenth{};
        for (const std::size_t number : chosen) {
            ++numByTenth[static_cast<std::size_t>(*suspicions[number]) / 100];
        }
        for (const int count : numByTenth) QCOMPARE(count, 20);
        QCOMPARE(chooseOverlap(kNumPairs, suspicions, 200, 3), chosen);
        QVERIFY(chooseOverlap(kNumPairs, suspicions, 200, 4) != chosen);
    }

    void unscoredPairsAreAGroupOfTheirOwn() {
        Suspicions suspicions(100);
        for (std::size_t i = 0; i < 50; ++i) suspicions[i] = static_cast<double>(i);
        const auto chosen = chooseOverlap(100, suspicions, 20, 1);
        QCOMPARE(std::ranges::count_if(chosen, [](std::size_t i) { return i >= 50; }), 10);
    }

    void sizesThatDoNotDivide_data() {
        QTest::addColumn<int>("numPairs");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("expected");
        QTest::newRow("none") << 100 << 0 << 0;
        QTest::newRow("one") << 100 << 1 << 1;
        QTest::newRow("odd") << 97 << 33 << 33;
        QTest::newRow("all") << 7 << 7 << 7;
        QTest::newRow("more than there are") << 7 << 50 << 7;
        QTest::newRow("no pairs") << 0 << 5 << 0;
    }

    void sizesThatDoNotDivide() {
        QFETCH(int, numPairs);
        QFETCH(int, size);
        QFETCH(int, expected);
        const auto count = static_cast<std::size_t>(numPairs);
        Suspicions suspicions(count);
        for (std::size_t i = 0; i < count; i += 2) suspicions[i] = static_cast<double>(i);
        for (const Suspicions& some : {suspicions, Suspicions()}) {
            const auto chosen = chooseOverlap(count, some, static_cast<std::size_t>(size), 1);
            QCOMPARE(static_cast<int>(chosen.size()), expected);
            QCOMPARE(std::set<std::size_t>(chosen.begin(), chosen.end()).size(), chosen.size());
        }
    }

    void theSecondAnnotatorGetsTheSamePairs() {
        const test::Folder folder;
        const PairIds ids = idsOf(test::twoPeople());
        const PairIndex& index = ids.index();
        const auto chosen = chooseOverlap(index.size(), {}, 4, 1);
        writeOverlap(folder / "overlap.json", chosen, ids);
        QCOMPARE(readOverlap(folder / "overlap.json", ids), chosen);
        // With own pairs the numbers are others, and the pairs the same.
        const PairIds wider = idsOf(test::twoPeople(), {.split = Split::Train, .includeOwn = true});
        const auto again = readOverlap(folder / "overlap.json", wider);
        QCOMPARE(again.size(), chosen.size());
        for (std::size_t i = 0; i < again.size(); ++i) {
            QCOMPARE(wider.index().at(again[i]).caption, index.at(chosen[i]).caption);
            QCOMPARE(wider.index().at(again[i]).imagePath, index.at(chosen[i]).imagePath);
        }
    }

    void pairsAreFoundByTheirPicturesWhereverTheseLie() {
        const test::Folder folder;
        const PairIds ids = idsOf(test::twoPeople(), {}, hashesOfFive());
        writeOverlap(folder / "overlap.json", {0, 2, 4}, ids);
        Dataset moved = test::twoPeople();
        for (DatasetRecord& record : moved.records) record.imagePath = "cam/" + record.imagePath;
        QCOMPARE(readOverlap(folder / "overlap.json", idsOf(moved, {}, hashesOfFive())),
                 (std::vector<std::size_t>{0, 2, 4}));
        // Without hashes nothing tells that they are the same.
        QVERIFY_THROWS_EXCEPTION(Error, readOverlap(folder / "overlap.json", idsOf(moved)));
    }

    void pairsThatAreGoneAreLeftOut() {
        const test::Folder folder;
        const PairIds ids = idsOf(test::twoPeople());
        std::vector<std::size_t> all(ids.index().size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        writeOverlap(folder / "overlap.json", all, ids);
        Dataset less = test::twoPeople();
        std::erase_if(less.records,
                      [](const DatasetRecord& record) { return record.imagePath == "a/3.png"; });
        const PairIds left = idsOf(less);
        QCOMPARE(readOverlap(folder / "overlap.json", left).size(), left.index().size());
    }

    void anotherDataSetsPairsAreRefused() {
        const test::Folder folder;
        Dataset other = test::twoPeople();
        const PairIds ids = idsOf(test::twoPeople());
        writeOverlap(folder / "overlap.json", {0, 1, 2}, ids);
        for (DatasetRecord& record : other.records) record.captions = {record.imagePath};
        QVERIFY_THROWS_EXCEPTION(Error, readOverlap(folder / "overlap.json", idsOf(other)));
        for (const char* text : {"[]",
                                 "{\"version\": 1}",
                                 "{\"version\": 2, \"pairs\": []}",
                                 "{\"version\": 1, \"pairs\": [1]}",
                                 "x"}) {
            test::write(folder / "overlap.json", text);
            QVERIFY_THROWS_EXCEPTION(Error, readOverlap(folder / "overlap.json", ids));
        }
    }
};

QTEST_APPLESS_MAIN(TestOverlapSet)
#include "tst_overlap_set.moc"

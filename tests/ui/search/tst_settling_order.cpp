#include <QTest>
#include <algorithm>
#include <random>

#include "ui/search/settling_order.h"

using namespace descry;

namespace {

std::vector<ItemId> ids(std::initializer_list<int> values) {
    std::vector<ItemId> items;
    for (const int value : values) items.push_back(ItemId{value});
    return items;
}

}  // namespace

class TestSettlingOrder : public QObject {
    Q_OBJECT
  private slots:
    void withoutPinsTheOrderIsTheRanking() {
        QVERIFY(settledOrder(ids({1, 2, 3}), ids({3, 1, 2}), {}) == ids({3, 1, 2}));
    }

    void aPinnedItemStaysAndTheOthersFillTheRest() {
        QVERIFY(settledOrder(ids({1, 2, 3, 4}), ids({4, 3, 2, 1}), {ItemId{2}}) ==
                ids({4, 2, 3, 1}));
    }

    void pinsThatAreNotThereCountForNothing() {
        QVERIFY(settledOrder(ids({1, 2}), ids({2, 1}), {ItemId{9}}) == ids({2, 1}));
        QVERIFY(settledOrder({}, {}, {ItemId{9}}).empty());
    }

    void holdsForAnyOrderAndAnyPins() {
        std::mt19937 random(7);
        for (int round = 0; round < 500; ++round) {
            std::vector<ItemId> shown;
            for (int i = 0; i < 1 + static_cast<int>(random() % 20); ++i) {
                shown.push_back(ItemId{i + 1});
            }
            std::vector<ItemId> ranked = shown;
            std::shuffle(shown.begin(), shown.end(), random);
            std::shuffle(ranked.begin(), ranked.end(), random);
            std::set<ItemId> pinned;
            for (const ItemId item : shown) {
                if (random() % 4 == 0) pinned.insert(item);
            }
            const auto order = settledOrder(shown, ranked, pinned);
            QVERIFY(std::is_permutation(order.begin(), order.end(), shown.begin(), shown.end()));
            std::vector<ItemId> free;
            for (std::size_t i = 0; i < order.size(); ++i) {
                if (pinned.contains(shown[i])) {
                    QVERIFY(order[i] == shown[i]);
                } else {
                    free.push_back(order[i]);
                }
            }
            std::erase_if(ranked, [&](ItemId item) { return pinned.contains(item); });
            QVERIFY(free == ranked);
        }
    }
};

QTEST_GUILESS_MAIN(TestSettlingOrder)
#include "tst_settling_order.moc"

#include <QTest>
#include <algorithm>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/training/pair_sampler.h"

namespace descry {
namespace {

/// `people` people with two images of two captions each; all captions differ.
std::vector<DatasetRecord> recordsFor(std::int64_t people) {
    std::vector<DatasetRecord> records;
    for (std::int64_t i = 0; i < 2 * people; ++i) {
        const std::string name = std::to_string(i);
        records.push_back({.personId = 100 + i / 2,
                           .imagePath = name + ".png",
                           .captions = {"first " + name, "second " + name},
                           .split = Split::Train});
    }
    return records;
}

using Places = std::multiset<std::pair<std::uint32_t, std::uint32_t>>;

Places ownPlaces(PairSampler& sampler, std::int64_t epoch) {
    Places places;
    for (std::int64_t i = 0; i < sampler.batchesPerEpoch(); ++i) {
        for (const SampledPair& pair : sampler.batch(epoch, i)) {
            places.emplace(pair.own.record, pair.own.caption);
        }
    }
    return places;
}

bool isSame(const std::vector<SampledPair>& a, const std::vector<SampledPair>& b) {
    return std::ranges::equal(a, b, [](const SampledPair& x, const SampledPair& y) {
        return x.own.record == y.own.record && x.own.caption == y.own.caption &&
               x.paired.record == y.paired.record && x.paired.caption == y.paired.caption &&
               x.draw == y.draw;
    });
}

}  // namespace

class TestPairSampler : public QObject {
    Q_OBJECT

  private slots:
    void everyPairOnceAnEpoch() {
        const auto records = recordsFor(6);
        PairSampler sampler(records, {.batchSize = 4, .seed = 3});
        QCOMPARE(sampler.numPairs(), 24);
        QCOMPARE(sampler.numPeople(), 6);
        const Places places = ownPlaces(sampler, 0);
        QCOMPARE(places.size(), 24U);
        QCOMPARE(std::set(places.begin(), places.end()).size(), 24U);
    }

    void lastIncompleteBatchIsDropped() {
        const auto records = recordsFor(6);
        PairSampler sampler(records, {.batchSize = 10, .seed = 3});
        QCOMPARE(sampler.batchesPerEpoch(), 2);
        QCOMPARE(ownPlaces(sampler, 0).size(), 20U);
    }

    void fewerPairsThanABatchAreOneBatch() {
        const auto records = recordsFor(1);
        PairSampler sampler(records, {.batchSize = 64});
        QCOMPARE(sampler.batchesPerEpoch(), 1);
        QCOMPARE(std::ssize(sampler.batch(0, 0)), 4);
    }

    void epochsDifferAndSeedsDiffer() {
        const auto records = recordsFor(20);
        PairSampler sampler(records, {.batchSize = 16, .seed = 3});
        PairSampler other(records, {.batchSize = 16, .seed = 4});
        QVERIFY(!isSame(sampler.batch(0, 0), sampler.batch(1, 0)));
        QVERIFY(!isSame(sampler.batch(0, 0), other.batch(0, 0)));
    }

    void anyBatchIsTheSameInWhateverOrderItIsAskedFor() {
        const auto records = recordsFor(20);
        PairSampler first(records, {.batchSize = 8, .weakPairProbability = 0.5, .seed = 3});
        PairSampler second(records, {.batchSize = 8, .weakPairProbability = 0.5, .seed = 3});
        const auto late = second.batch(2, 3);
        first.batch(0, 0);
        first.batch(1, 2);
        QVERIFY(isSame(first.batch(2, 3), late));
    }

    void pairedCaptionIsAlwaysThePersons() {
        const auto records = recordsFor(10);
        PairSampler sampler(records, {.batchSize = 40, .weakPairProbability = 1, .seed = 1});
        for (const SampledPair& pair : sampler.batch(0, 0)) {
            QCOMPARE(records[pair.paired.record].personId, records[pair.own.record].personId);
            const bool isOwn =
                pair.paired.record == pair.own.record && pair.paired.caption == pair.own.caption;
            QCOMPARE(pair.isReplaced, !isOwn);
        }
    }

    void weakPairsAreDrawnWithTheirProbability() {
        // Of four captions one is the pair's own, so three quarters of the draws replace.
        const auto records = recordsFor(500);
        PairSampler sampler(records, {.batchSize = 2000, .weakPairProbability = 0.4, .seed = 9});
        const auto batch = sampler.batch(0, 0);
        const auto replaced = std::ranges::count_if(batch, &SampledPair::isReplaced);
        QVERIFY2(replaced > 500 && replaced < 700, qPrintable(QString::number(replaced)));
    }

    void equalTextOfAnotherImageIsNotReplaced() {
        auto records = recordsFor(3);
        for (DatasetRecord& record : records) record.captions = {"the same", "the same"};
        PairSampler sampler(records, {.batchSize = 12, .weakPairProbability = 1});
        const auto batch = sampler.batch(0, 0);
        QVERIFY(std::ranges::none_of(batch, &SampledPair::isReplaced));
    }

    void peopleAreNumberedFromZero() {
        const auto records = recordsFor(3);
        PairSampler sampler(records, {.batchSize = 12});
        std::map<std::int64_t, std::int64_t> people;
        for (const SampledPair& pair : sampler.batch(0, 0)) {
            people[records[pair.own.record].personId] = pair.person;
        }
        QCOMPARE(people, (std::map<std::int64_t, std::int64_t>{{100, 0}, {101, 1}, {102, 2}}));
    }

    void noCaptionsIsAnError() {
        const std::vector<DatasetRecord> none;
        QVERIFY_EXCEPTION_THROWN(PairSampler(none, {}), Error);
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestPairSampler)
#include "tst_pair_sampler.moc"

#include <QtTest>
#include <map>
#include <set>
#include <tuple>

#include "core/base/error.h"
#include "core/review/pair_ids.h"
#include "core/review/pair_index.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;

namespace {

using Triple = std::tuple<std::string, std::string, std::string>;

std::shared_ptr<const PairIndex> indexOf(Dataset dataset, const PairIndex::Options& options = {}) {
    return std::make_shared<const PairIndex>(std::make_shared<const Dataset>(std::move(dataset)),
                                             options);
}

std::set<Triple> triplesOf(const PairIndex& index) {
    std::set<Triple> triples;
    for (std::size_t number = 0; number < index.size(); ++number) {
        const ReviewPair pair = index.at(number);
        triples.emplace(pair.imagePath, pair.sourcePath, pair.caption);
    }
    return triples;
}

/// Image and text, by a loop over everything.
std::set<std::pair<std::string, std::string>> expectedPairs(const Dataset& dataset, bool own) {
    std::map<std::string, std::set<std::string>> ownTexts;
    for (const DatasetRecord& record : dataset.records) {
        ownTexts[record.imagePath].insert(record.captions.begin(), record.captions.end());
    }
    std::set<std::pair<std::string, std::string>> pairs;
    for (const DatasetRecord& image : dataset.records) {
        for (const DatasetRecord& source : dataset.records) {
            if (image.personId != source.personId) continue;
            for (const std::string& caption : source.captions) {
                const bool isOwn = ownTexts[image.imagePath].contains(caption);
                if (own || !isOwn) pairs.emplace(image.imagePath, caption);
            }
        }
    }
    return pairs;
}

/// Some people with a few images, texts that repeat and images that are listed again.
Dataset randomDataset(std::mt19937& random) {
    Dataset dataset;
    dataset.file = "random";
    const unsigned numRecords = 1 + test::below(random, 14);
    for (unsigned i = 0; i < numRecords; ++i) {
        const unsigned person = test::below(random, 3);
        DatasetRecord record;
        record.personId = person;
        record.imagePath = fmt::format("p{}/{}.png", person, test::below(random, 4));
        record.split = Split::Train;
        const unsigned numCaptions = 1 + test::below(random, 3);
        for (unsigned j = 0; j < numCaptions; ++j) {
            record.captions.push_back(fmt::format("Text {}.", test::below(random, 6)));
        }
        dataset.records.push_back(std::move(record));
    }
    return dataset;
}

}  // namespace

class TestPairIndex : public QObject {
    Q_OBJECT

  private slots:
    void weakPairsAreOtherImagesCaptionsOfThePerson() {
        const auto index = indexOf(test::twoPeople());
        const std::set<Triple> expected{{"a/1.png", "a/2.png", "A man with a bag."},
                                        {"a/1.png", "a/3.png", "A man seen from behind."},
                                        {"a/2.png", "a/1.png", "A man in red."},
                                        {"a/2.png", "a/1.png", "He walks."},
                                        {"a/2.png", "a/3.png", "A man seen from behind."},
                                        {"a/3.png", "a/1.png", "A man in red."},
                                        {"a/3.png", "a/1.png", "He walks."},
                                        {"a/3.png", "a/2.png", "A man with a bag."},
                                        {"b/1.png", "b/2.png", "She runs."},
                                        {"b/2.png", "b/1.png", "A woman in blue."}};
        QCOMPARE(index->size(), expected.size());
        QCOMPARE(triplesOf(*index), expected);
        QVERIFY(index->repetitions().empty());
        QCOMPARE(index->at(0).record, 0U);
        QCOMPARE(index->at(0).sourceRecord, 2U);
        QCOMPARE(index->at(0).personId, 7);
    }

    void ownPairsComeWhenTheyAreAskedFor() {
        const auto index = indexOf(test::twoPeople(), {.split = Split::Train, .includeOwn = true});
        QCOMPARE(index->size(), 16U);
        std::size_t numOwn = 0;
        for (std::size_t i = 0; i < index->size(); ++i) numOwn += index->at(i).isOwn() ? 1 : 0;
        QCOMPARE(numOwn, 6U);
    }

    void everyPairHasItsNumberAndTheNumberItsPair() {
        std::mt19937 random(1);
        for (int i = 0; i < 500; ++i) {
            const Dataset dataset = randomDataset(random);
            for (const bool own : {false, true}) {
                const auto index = indexOf(dataset, {.split = Split::Train, .includeOwn = own});
                std::set<std::pair<std::string, std::string>> pairs;
                for (std::size_t number = 0; number < index->size(); ++number) {
                    const ReviewPair pair = index->at(number);
                    QVERIFY(pairs.emplace(pair.imagePath, pair.caption).second);
                    QCOMPARE(index->find(pair.imagePath, pair.sourcePath, pair.caption), number);
                    const auto& source = dataset.records[pair.sourceRecord];
                    QCOMPARE(std::string_view(source.captions[pair.captionPlace]), pair.caption);
                    QCOMPARE(std::string_view(dataset.records[pair.record].imagePath),
                             pair.imagePath);
                }
                QCOMPARE(pairs, expectedPairs(dataset, own));
            }
        }
    }

    void otherSplitsAreLeftOut() {
        Dataset dataset = test::twoPeople();
        dataset.records[1].split = dataset.records[3].split = Split::Test;
        QCOMPARE(indexOf(dataset)->numPeople(), 1U);
        QCOMPARE(indexOf(dataset, {.split = std::nullopt})->numPeople(), 2U);
        QVERIFY_THROWS_EXCEPTION(Error, indexOf(dataset, {.split = Split::Val}));
        for (DatasetRecord& record : dataset.records) record.split.reset();
        // A file that says no split is of the one asked for.
        QCOMPARE(indexOf(dataset)->numPeople(), 2U);
    }

    void repetitionsAreOnePairAndReportedByRecord() {
        Dataset dataset = test::twoPeople();
        dataset.records.push_back({7, "a/1.png", {"He walks.", "He waits."}, Split::Train});
        dataset.records.push_back({7, "a/4.png", {"A man in red."}, Split::Train});
        const auto index = indexOf(dataset);
        QCOMPARE(index->numImages(), 6U);
        QCOMPARE(index->repetitions().size(), 3U);
        QCOMPARE(index->repetitions()[0].record, std::size_t{5});
        QCOMPARE(index->repetitions()[1].record, std::size_t{5});
        QCOMPARE(index->repetitions()[2].record, std::size_t{6});
        // "A man in red." is the fourth image's own text too, and so no weak pair of it.
        QVERIFY(!index->find("a/4.png", "a/1.png", "A man in red."));
        QVERIFY(index->find("a/2.png", "a/4.png", "A man in red."));
        QCOMPARE(index->find("a/2.png", "a/4.png", "A man in red."),
                 index->find("a/2.png", "a/1.png", "A man in red."));
        QVERIFY(index->find("a/2.png", "a/1.png", "He waits."));
        QVERIFY(!index->find("a/2.png", "b/1.png", "A woman in blue."));
        QVERIFY(!index->find("nowhere.png", "a/1.png", "He walks."));
    }

    void pairsAreKnownByTheirBytesOnceTheImagesAre() {
        const auto index = indexOf(test::twoPeople());
        std::vector<std::optional<Sha256Digest>> hashes(index->numImages());
        for (std::size_t image = 0; image + 1 < hashes.size(); ++image) {
            hashes[image].emplace().fill(static_cast<std::byte>(image));
        }
        const PairIds ids(index, hashes);
        QCOMPARE(ids.numUnknownImages(), 1U);
        for (std::size_t number = 0; number < index->size(); ++number) {
            const ReviewPair pair = index->at(number);
            if (!hashes[pair.image]) {
                QVERIFY(!ids.of(number));
                continue;
            }
            QCOMPARE(ids.of(number), pairIdOf(*hashes[pair.image], pair.caption));
            QCOMPARE(ids.find(*ids.of(number)), std::vector<std::size_t>{number});
        }
    }

    void aDecisionIsFoundByBytesElseByPaths() {
        const auto index = indexOf(test::twoPeople());
        std::vector<std::optional<Sha256Digest>> hashes(index->numImages());
        hashes[0].emplace().fill(std::byte{1});
        const PairIds ids(index, hashes);
        Decision decision = test::decisionOn(1, "Mia", Verdict::Weak);
        decision.pair = pairIdOf(*hashes[0], "A man with a bag.");
        decision.imagePath = "moved/elsewhere.png";
        QCOMPARE(ids.find(decision).size(), 1U);
        QCOMPARE(index->at(ids.find(decision).front()).imagePath, std::string_view("a/1.png"));
        // Another image's bytes by now: it is not this pair any more.
        decision.pair = test::pairNumber(9);
        decision.imagePath = "a/1.png";
        decision.sourcePath = "a/2.png";
        decision.caption = "A man with a bag.";
        QVERIFY(ids.find(decision).empty());
        decision.imagePath = "a/2.png";
        decision.sourcePath = "a/1.png";
        decision.caption = "He walks.";
        QCOMPARE(ids.find(decision).size(), 1U);

        const CurrentVerdicts verdicts({decision, test::decisionOn(3, "Tom", Verdict::Weak)});
        const DecidedPairs decided(verdicts, ids);
        QCOMPARE(decided.numStrangers(), 1U);
        QCOMPARE(decided.of(*index->find("a/2.png", "a/1.png", "He walks.")), decision.pair);
    }
};

QTEST_APPLESS_MAIN(TestPairIndex)
#include "tst_pair_index.moc"

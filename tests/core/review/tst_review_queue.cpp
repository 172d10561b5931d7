#include <QtTest>
#include <numeric>
#include <set>

#include "core/base/error.h"
#include "core/review/review_queue.h"
#include "core/review/review_state.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;

namespace {

/// So many people in four images with a caption each: 12 weak pairs a person.
struct World {
    std::shared_ptr<const PairIndex> index;
    std::unique_ptr<PairIds> ids;

    explicit World(int numPeople) {
        auto dataset = std::make_shared<Dataset>();
        dataset->file = "world";
        for (int person = 0; person < numPeople; ++person) {
            for (int image = 0; image < 4; ++image) {
                dataset->records.push_back({person,
                                            fmt::format("{}/{}.png", person, image),
                                            {fmt::format("Person {} from side {}.", person, image)},
                                            Split::Train});
            }
        }
        index = std::make_shared<const PairIndex>(dataset, PairIndex::Options{});
        std::vector<std::optional<Sha256Digest>> hashes(index->numImages());
        for (std::size_t image = 0; image < hashes.size(); ++image) {
            Sha256 hash;
            hash.update(index->imagePath(image));
            hashes[image] = hash.digest();
        }
        ids = std::make_unique<PairIds>(index, std::move(hashes));
    }

    Decision decision(std::size_t number, const std::string& annotator, Verdict verdict) const {
        const ReviewPair pair = index->at(number);
        Decision decision = test::decisionOn(0, annotator, verdict);
        decision.pair = *ids->of(number);
        decision.imagePath = pair.imagePath;
        decision.sourcePath = pair.sourcePath;
        decision.caption = pair.caption;
        return decision;
    }
    Suspicions suspicions() const {
        Suspicions suspicions(index->size());
        for (std::size_t i = 0; i < suspicions.size(); ++i) {
            suspicions[i] = static_cast<double>((i * 7919) % suspicions.size());
        }
        return suspicions;
    }
};

QueueRequest requestFor(QueueOrder order, const std::string& annotator = "Mia") {
    QueueRequest request;
    request.order = order;
    request.annotator = annotator;
    return request;
}

std::size_t countOf(const std::vector<QueueEntry>& queue, QueuePart part) {
    return static_cast<std::size_t>(std::ranges::count(queue, part, &QueueEntry::part));
}

std::set<std::size_t> numbersOf(const std::vector<QueueEntry>& queue) {
    std::set<std::size_t> numbers;
    for (const QueueEntry& entry : queue) numbers.insert(entry.number);
    return numbers;
}

}  // namespace

class TestReviewQueue : public QObject {
    Q_OBJECT

  private slots:
    void everyOrderMixesRandomPairsIn() {
        const World world(50);
        QueueRequest request = requestFor(QueueOrder::Suspicious);
        request.suspicions = world.suspicions();
        for (const QueueOrder order : {QueueOrder::Suspicious, QueueOrder::ByPerson}) {
            request.order = order;
            const auto queue = queueOf(request, *world.ids, {});
            QCOMPARE(queue.size(), world.index->size());
            QCOMPARE(numbersOf(queue).size(), queue.size());
            // As long as there is anything left of both kinds.
            for (std::size_t begin = 0; begin + kQueueBlock <= queue.size() / 2;
                 begin += kQueueBlock) {
                const std::vector<QueueEntry> block(
                    queue.begin() + static_cast<long>(begin),
                    queue.begin() + static_cast<long>(begin + kQueueBlock));
                QVERIFY(countOf(block, QueuePart::Random) * 5 >= block.size());
            }
        }
    }

    void whatIsMixedInIsTheRandomOrder() {
        const World world(50);
        QueueRequest request = requestFor(QueueOrder::ByPerson);
        request.seed = 4;
        const auto queue = queueOf(request, *world.ids, {});
        std::set<std::size_t> placed;
        const auto order = randomOrder(world.index->size(), 4);
        std::size_t at = 0;
        for (const QueueEntry& entry : queue) {
            if (entry.part == QueuePart::Random) {
                while (placed.contains(order[at])) ++at;
                QCOMPARE(entry.number, order[at]);
            }
            placed.insert(entry.number);
        }
    }

    void suspiciousPairsComeFirst() {
        const World world(50);
        QueueRequest request = requestFor(QueueOrder::Suspicious);
        request.suspicions = world.suspicions();
        request.suspicions[3].reset();
        const auto queue = queueOf(request, *world.ids, {});
        double before = 1e9;
        for (const QueueEntry& entry : queue) {
            if (entry.part != QueuePart::Ordered) continue;
            const double suspicion = request.suspicions[entry.number].value_or(-1);
            QVERIFY(suspicion < before);
            before = suspicion;
        }
        QVERIFY_THROWS_EXCEPTION(Error,
                                 queueOf(requestFor(QueueOrder::Suspicious), *world.ids, {}));
    }

    void personAfterPerson() {
        const World world(50);
        const auto queue = queueOf(requestFor(QueueOrder::ByPerson), *world.ids, {});
        std::int64_t before = 0;
        for (const QueueEntry& entry : queue) {
            if (entry.part != QueuePart::Ordered) continue;
            QVERIFY(world.index->at(entry.number).personId >= before);
            before = world.index->at(entry.number).personId;
        }
    }

    void goldIsOneInTwentyFive() {
        const World world(100);
        QueueRequest request = requestFor(QueueOrder::ByPerson);
        for (std::size_t i = 0; i < 300; ++i) request.gold.push_back({4 * i, Verdict::Reject});
        const auto queue = queueOf(request, *world.ids, {});
        const std::vector<QueueEntry> part(queue.begin(), queue.begin() + 500);
        QCOMPARE(countOf(part, QueuePart::Gold), 20U);
        QCOMPARE(countOf(part, QueuePart::Random), 120U);
        for (const QueueEntry& entry : queue) {
            if (entry.part == QueuePart::Gold) QCOMPARE(entry.number % 4, 0U);
            if (entry.part == QueuePart::Ordered) QVERIFY(entry.number % 4 != 0);
        }
        QCOMPARE(numbersOf(queue).size(), queue.size());
        request.order = QueueOrder::Gold;
        const auto shown = queueOf(request, *world.ids, {});
        QCOMPARE(countOf(shown, QueuePart::Gold), 0U);
        QVERIFY(countOf(shown, QueuePart::Ordered) <= 300);
    }

    void theSameSeedGivesTheSameQueue() {
        const World world(20);
        QueueRequest request = requestFor(QueueOrder::Random);
        const auto queue = queueOf(request, *world.ids, {});
        QCOMPARE(queueOf(request, *world.ids, {}), queue);
        QCOMPARE(countOf(queue, QueuePart::Random), queue.size());
        request.seed = 2;
        QVERIFY(queueOf(request, *world.ids, {}) != queue);
    }

    void blindModeHasFairOrdersOnly() {
        const World world(20);
        for (std::size_t i = 0; i < kNumQueueOrders; ++i) {
            QueueRequest request = requestFor(static_cast<QueueOrder>(i));
            request.isBlind = true;
            request.suspicions = world.suspicions();
            const bool isFair = request.order == QueueOrder::Random ||
                                request.order == QueueOrder::ByPerson ||
                                request.order == QueueOrder::Overlap;
            if (isFair) {
                queueOf(request, *world.ids, {});
            } else {
                QVERIFY_THROWS_EXCEPTION(Error, queueOf(request, *world.ids, {}));
            }
        }
    }

    void aQueueIsTakenUpWhereItWasLeft() {
        const World world(20);
        QueueRequest request = requestFor(QueueOrder::Suspicious);
        request.suspicions = world.suspicions();
        std::vector<Decision> log;
        std::vector<std::size_t> shown;
        for (int session = 0; session < 40; ++session) {
            // Each session begins from the log alone.
            const CurrentVerdicts verdicts{std::vector<Decision>(log)};
            const DecidedPairs decided(verdicts, *world.ids);
            const auto isDecided = [&](std::size_t number) {
                return verdictOn(number, "Mia", verdicts, decided).has_value();
            };
            const auto queue = queueOf(request, *world.ids, verdicts);
            std::size_t place = *nextUndecided(queue, 0, isDecided);
            QCOMPARE(place, shown.size());
            for (int i = 0; i < 3; ++i, ++place) {
                shown.push_back(queue[place].number);
                log.push_back(world.decision(queue[place].number, "Mia", Verdict::Unsure));
            }
        }
        QCOMPARE(std::set<std::size_t>(shown.begin(), shown.end()).size(), shown.size());
        // An undo goes back to its pair.
        log.push_back(undoOf(log[10]));
        const CurrentVerdicts verdicts{std::vector<Decision>(log)};
        const DecidedPairs decided(verdicts, *world.ids);
        const auto queue = queueOf(request, *world.ids, verdicts);
        const auto place = nextUndecided(queue, 0, [&](std::size_t number) {
            return verdictOn(number, "Mia", verdicts, decided).has_value();
        });
        QCOMPARE(*place, 10U);
    }

    void disagreementsWaitForAThird() {
        const World world(20);
        std::vector<Decision> log;
        for (const std::size_t number : {5U, 17U, 100U}) {
            log.push_back(world.decision(number, "Mia", Verdict::Weak));
            log.push_back(world.decision(number, "Tom", Verdict::Reject));
        }
        log.push_back(world.decision(6, "Mia", Verdict::Weak));
        log.push_back(world.decision(6, "Tom", Verdict::Weak));
        const auto orderedOf = [&](const std::string& annotator, std::vector<Decision> decisions) {
            const CurrentVerdicts verdicts(std::move(decisions));
            std::set<std::size_t> ordered;
            for (const QueueEntry& entry :
                 queueOf(requestFor(QueueOrder::Disagreements, annotator), *world.ids, verdicts)) {
                if (entry.part == QueuePart::Ordered) ordered.insert(entry.number);
            }
            return ordered;
        };
        const std::set<std::size_t> disputed{5, 17, 100};
        const auto ordered = orderedOf("Ann", log);
        // However they come, by chance too.
        QCOMPARE(ordered, disputed);
        QVERIFY(orderedOf("Mia", log).empty());
        Decision third = world.decision(5, "Ann", Verdict::Reject);
        third.order = QueueOrder::Disagreements;
        log.push_back(third);
        QCOMPARE(orderedOf("Ann", log), ordered);
        // What a third has decided is gold for others, but not for who took part.
        const CurrentVerdicts verdicts{std::vector<Decision>(log)};
        const auto gold = adjudicatedPairs(verdicts, *world.ids, "Eve");
        QCOMPARE(gold.size(), 1U);
        QCOMPARE(gold[0].number, 5U);
        QCOMPARE(gold[0].verdict, Verdict::Reject);
        QVERIFY(adjudicatedPairs(verdicts, *world.ids, "Mia").empty());
        QVERIFY(adjudicatedPairs(verdicts, *world.ids, "Ann").empty());
    }

    void ordersThatAreAboutSomePairsAreEmptyWithoutThem() {
        const World world(20);
        for (const QueueOrder order :
             {QueueOrder::Disagreements, QueueOrder::Gold, QueueOrder::Overlap}) {
            QVERIFY(queueOf(requestFor(order), *world.ids, {}).empty());
        }
    }

    void aKnownPictureUnderTwoPathsCountsOnce() {
        World world(1);
        std::vector<std::optional<Sha256Digest>> hashes;
        for (std::size_t image = 0; image < 4; ++image) hashes.push_back(world.ids->hashOf(image));
        hashes[1] = hashes[0];
        world.ids = std::make_unique<PairIds>(world.index, std::move(hashes));
        const char* const caption = "Person 0 from side 2.";
        const std::size_t number = *world.index->find("0/0.png", "0/2.png", caption);
        QCOMPARE(world.ids->find(*world.ids->of(number)).size(), 2U);
        Decision third = world.decision(number, "Ann", Verdict::Weak);
        third.order = QueueOrder::Disagreements;
        const CurrentVerdicts verdicts({world.decision(number, "Mia", Verdict::Weak),
                                        world.decision(number, "Tom", Verdict::Reject),
                                        third});
        QCOMPARE(adjudicatedPairs(verdicts, *world.ids, "Eve").size(), 1U);

        PairVerdict line;
        line.imagePath = "0/0.png";
        line.sourcePath = "0/2.png";
        line.caption = caption;
        line.verdict = Verdict::Weak;
        line.pair = third.pair.hex();
        std::string lines = pairVerdictLine(line);
        line.imagePath = "0/1.png";
        lines += pairVerdictLine(line);
        const test::Folder folder;
        test::write(folder / "pairs.jsonl", lines);
        const auto gold = readGold(folder / "pairs.jsonl", *world.index);
        QCOMPARE(gold.size(), 1U);
        QCOMPARE(gold[0].number, number);
    }

    void anAnnotatorIsMeasuredByGold() {
        const std::vector<GoldPair> gold{
            {1, Verdict::Weak}, {2, Verdict::Reject}, {3, Verdict::Weak}};
        const auto share = shareOfGold(gold, [](std::size_t number) -> std::optional<Verdict> {
            if (number == 3) return std::nullopt;
            return Verdict::Weak;
        });
        QCOMPARE(share->count, 1);
        QCOMPARE(share->of, 2);
        QVERIFY(!shareOfGold({}, [](std::size_t) { return std::optional(Verdict::Weak); }));
    }

    void noiseIsEstimatedFromTheRandomPrefixAlone() {
        constexpr std::size_t kNumPairs = 1000;
        const auto order = randomOrder(kNumPairs, 1);
        std::vector<std::optional<Verdict>> verdicts(kNumPairs);
        for (std::size_t i = 0; i < 100; ++i) verdicts[order[i]] = Verdict::Weak;
        for (std::size_t i = 0; i < 20; ++i) verdicts[order[5 * i]] = Verdict::Reject;
        for (std::size_t i = 0; i < 10; ++i) verdicts[order[5 * i + 1]] = Verdict::Unsure;
        const auto verdictOf = [&](std::size_t number) { return verdicts[number]; };
        const NoiseEstimate estimate = estimateNoise(kNumPairs, 1, verdictOf);
        QCOMPARE(estimate.rejected->count, 20);
        QCOMPARE(estimate.rejected->of, 90);
        QCOMPARE(estimate.numUnsure, 10);
        // What the model chose lies behind the first that is not decided, and counts for nothing.
        for (std::size_t i = 101; i < 400; ++i) verdicts[order[i]] = Verdict::Reject;
        QCOMPARE(estimateNoise(kNumPairs, 1, verdictOf).rejected->count, 20);
        QVERIFY(!estimateNoise(kNumPairs, 2, [](std::size_t) {
                     return std::optional<Verdict>();
                 }).rejected);
    }
};

QTEST_APPLESS_MAIN(TestReviewQueue)
#include "tst_review_queue.moc"

// What the verdicts of a review do to the pairs that are sampled.

#include <QTest>
#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/training/pair_sampler.h"

namespace descry {
namespace {

constexpr std::int64_t kNumPeople = 6;
constexpr std::int64_t kNumEpochs = 12;

std::string imageOf(std::int64_t index) {
    return std::to_string(index) + ".png";
}

/// Six people with two images of two captions each; all captions differ.
std::vector<DatasetRecord> records() {
    std::vector<DatasetRecord> records;
    for (std::int64_t i = 0; i < 2 * kNumPeople; ++i) {
        const std::string name = std::to_string(i);
        records.push_back({.personId = 100 + i / 2,
                           .imagePath = imageOf(i),
                           .captions = {"first " + name, "second " + name},
                           .split = Split::Train});
    }
    return records;
}

PairVerdict verdictOn(std::int64_t image,
                      std::int64_t source,
                      const std::string& caption,
                      Verdict verdict) {
    PairVerdict judged;
    judged.imagePath = imageOf(image);
    judged.sourcePath = imageOf(source);
    judged.caption = caption;
    judged.verdict = verdict;
    return judged;
}

/// Every sample of several epochs in which half of the captions are another of the person.
std::vector<SampledPair> samplesOf(PairSampler& sampler) {
    std::vector<SampledPair> samples;
    for (std::int64_t epoch = 0; epoch < kNumEpochs; ++epoch) {
        for (std::int64_t i = 0; i < sampler.batchesPerEpoch(); ++i) {
            const auto batch = sampler.batch(epoch, i);
            samples.insert(samples.end(), batch.begin(), batch.end());
        }
    }
    return samples;
}

constexpr PairSampler::Options kOptions{.batchSize = 4, .weakPairProbability = 0.8, .seed = 5};

std::vector<SampledPair> samplesWith(const std::vector<DatasetRecord>& records,
                                     const std::vector<PairVerdict>& verdicts) {
    PairSampler sampler(records, kOptions, verdicts);
    auto samples = samplesOf(sampler);
    for (SampledPair& sample : samples) sample.ownText = sample.pairedText = {};
    return samples;
}

bool isOf(const SampledPair& sample, std::uint32_t image, const CaptionPlace& caption) {
    return sample.own.record == image && sample.paired.record == caption.record &&
           sample.paired.caption == caption.caption;
}

bool isSame(const std::vector<SampledPair>& a, const std::vector<SampledPair>& b) {
    return std::ranges::equal(a, b, [](const SampledPair& x, const SampledPair& y) {
        return x.own.record == y.own.record && x.own.caption == y.own.caption &&
               x.paired.record == y.paired.record && x.paired.caption == y.paired.caption &&
               x.isReplaced == y.isReplaced && x.draw == y.draw;
    });
}

}  // namespace

class TestJudgedPairs : public QObject {
    Q_OBJECT

    const std::vector<DatasetRecord> m_records = records();

  private slots:
    void rejectedPairsAreNeverSampled() {
        const std::vector<PairVerdict> verdicts{verdictOn(0, 1, "first 1", Verdict::Reject),
                                                verdictOn(2, 2, "second 2", Verdict::Reject)};
        PairSampler sampler(m_records, kOptions, verdicts);
        QCOMPARE(sampler.numPairs(), 4 * kNumPeople - 1);
        QCOMPARE(sampler.numJudged(), 2);
        std::set<std::string_view> besideFirst;
        bool standsElsewhere = false;
        for (const SampledPair& sample : samplesOf(sampler)) {
            QVERIFY(!isOf(sample, 0, {1, 0}));
            QVERIFY(!isOf(sample, 2, {2, 1}));
            QVERIFY(sample.own.record != 2 || sample.own.caption != 1);
            if (sample.own.record == 0) besideFirst.insert(sample.pairedText);
            standsElsewhere = standsElsewhere || isOf(sample, 3, {2, 1});
        }
        // The other captions of the person still come, and a verdict is on one pair alone.
        QCOMPARE(besideFirst, (std::set<std::string_view>{"first 0", "second 0", "second 1"}));
        QVERIFY(standsElsewhere);
    }

    /// The desk shows a text once, as that of the image where it stands first.
    void aTextThatSeveralImagesHaveIsJudgedWhereverItStands() {
        auto repeating = m_records;
        for (const std::int64_t image : {0, 1, 2}) {
            repeating[static_cast<std::size_t>(image)].personId = 100;
        }
        repeating[2].captions[1] = "first 1";
        PairSampler sampler(
            repeating, kOptions, std::vector{verdictOn(0, 1, "first 1", Verdict::Reject)});
        bool standsElsewhere = false;
        for (const SampledPair& sample : samplesOf(sampler)) {
            QVERIFY(sample.own.record != 0 || sample.pairedText != "first 1");
            standsElsewhere = standsElsewhere || isOf(sample, 1, {2, 1}) || isOf(sample, 2, {1, 0});
        }
        QVERIFY(standsElsewhere);
    }

    void confirmedWeakAndStrongPairsAreSampledAsSuch() {
        const std::vector<PairVerdict> verdicts{verdictOn(0, 1, "first 1", Verdict::Strong),
                                                verdictOn(0, 1, "second 1", Verdict::Weak),
                                                verdictOn(4, 4, "first 4", Verdict::Weak)};
        PairSampler sampler(m_records, kOptions, verdicts);
        int numStrong = 0;
        int numWeak = 0;
        int numWeakOwn = 0;
        for (const SampledPair& sample : samplesOf(sampler)) {
            const bool isStrong = isOf(sample, 0, {1, 0});
            const bool isWeak = isOf(sample, 0, {1, 1});
            const bool isWeakOwn = isOf(sample, 4, {4, 0});
            numStrong += isStrong ? 1 : 0;
            numWeak += isWeak ? 1 : 0;
            numWeakOwn += isWeakOwn ? 1 : 0;
            const bool isOwnCaption = sample.ownText == sample.pairedText;
            QCOMPARE(sample.isReplaced, isWeakOwn || (!isOwnCaption && !isStrong));
        }
        QVERIFY(numStrong > 0 && numWeak > 0 && numWeakOwn > 0);
    }

    void anEditIsWhatIsRead() {
        std::vector<PairVerdict> verdicts{verdictOn(0, 0, "first 0", Verdict::Strong),
                                          verdictOn(0, 1, "first 1", Verdict::Weak)};
        verdicts[0].edited = "mended";
        verdicts[1].edited = "mended for image 0";
        PairSampler sampler(m_records, kOptions, verdicts);
        int numOwn = 0;
        int numPaired = 0;
        for (const SampledPair& sample : samplesOf(sampler)) {
            const bool isOwn = sample.own.record == 0 && sample.own.caption == 0;
            const bool isPaired = isOf(sample, 0, {1, 0});
            numOwn += isOwn ? 1 : 0;
            numPaired += isPaired ? 1 : 0;
            if (isOwn) QCOMPARE(sample.ownText, std::string_view("mended"));
            if (isPaired) QCOMPARE(sample.pairedText, std::string_view("mended for image 0"));
            // Beside another image nobody has edited it.
            if (isOf(sample, 1, {1, 0})) QCOMPARE(sample.pairedText, std::string_view("first 1"));
        }
        QVERIFY(numOwn > 0 && numPaired > 0);
    }

    /// An export writes the edits of own captions into the data set; verdicts keep the caption as
    /// it stood.
    void verdictsFindACaptionThatTheExportEdited() {
        auto exported = m_records;
        exported[1].captions[0] = "mended";
        std::vector<PairVerdict> verdicts{verdictOn(1, 1, "first 1", Verdict::Strong),
                                          verdictOn(0, 1, "first 1", Verdict::Reject)};
        verdicts[0].edited = "mended";
        PairSampler sampler(exported, kOptions, verdicts);
        QCOMPARE(sampler.numJudged(), 2);
        for (const SampledPair& sample : samplesOf(sampler)) {
            QVERIFY(!isOf(sample, 0, {1, 0}));
            if (isOf(sample, 1, {1, 0})) QCOMPARE(sample.pairedText, std::string_view("mended"));
        }
    }

    /// Images 0 and 1 are one picture: the desk asks once, an export has a line for each.
    void aPictureUnderTwoPathsIsJudgedUnderBoth() {
        auto exported = m_records;
        exported[0].captions[0] = exported[1].captions[0] = "mended";
        std::vector<PairVerdict> verdicts{verdictOn(0, 0, "first", Verdict::Weak),
                                          verdictOn(1, 1, "first", Verdict::Weak),
                                          verdictOn(0, 1, "second 1", Verdict::Reject),
                                          verdictOn(1, 1, "second 1", Verdict::Reject)};
        verdicts[0].edited = verdicts[1].edited = "mended";
        PairSampler sampler(exported, kOptions, verdicts);
        QCOMPARE(sampler.numPairs(), 4 * kNumPeople - 1);
        QCOMPARE(sampler.numJudged(), 6);
        int numMended = 0;
        for (const SampledPair& sample : samplesOf(sampler)) {
            if (sample.own.record > 1) continue;
            QVERIFY(sample.pairedText != "second 1");
            if (sample.pairedText != "mended") continue;
            ++numMended;
            QVERIFY(sample.isReplaced);
        }
        QVERIFY(numMended > 0);
    }

    void withoutVerdictsNothingChanges() {
        const auto plain = samplesWith(m_records, {});
        // Unsure, and about what the training split does not have.
        QVERIFY(isSame(samplesWith(m_records,
                                   {verdictOn(0, 1, "first 1", Verdict::Unsure),
                                    verdictOn(0, 1, "no such caption", Verdict::Reject),
                                    verdictOn(90, 91, "first 91", Verdict::Reject)}),
                       plain));
        // A verdict moves no draw of a pair that it is not about.
        QVERIFY(
            isSame(samplesWith(m_records, {verdictOn(0, 0, "first 0", Verdict::Strong)}), plain));
    }

    void anyBatchIsTheSameInWhateverOrderItIsAskedFor() {
        const std::vector<PairVerdict> verdicts{verdictOn(0, 1, "first 1", Verdict::Reject),
                                                verdictOn(3, 3, "first 3", Verdict::Reject)};
        PairSampler first(m_records, kOptions, verdicts);
        PairSampler second(m_records, kOptions, verdicts);
        const auto late = second.batch(2, 3);
        first.batch(0, 0);
        first.batch(1, 2);
        QVERIFY(isSame(first.batch(2, 3), late));
    }

    void allRejectedIsAnError() {
        const std::vector<DatasetRecord> one{m_records.front()};
        const std::vector<PairVerdict> verdicts{verdictOn(0, 0, "first 0", Verdict::Reject),
                                                verdictOn(0, 0, "second 0", Verdict::Reject)};
        try {
            PairSampler(one, {}, verdicts);
            QFAIL("a split without a pair was taken");
        } catch (const Error& error) {
            QVERIFY(std::string(error.what()).find("verdicts") != std::string::npos);
        }
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestJudgedPairs)
#include "tst_judged_pairs.moc"

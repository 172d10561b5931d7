#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/evaluation/attribute_measures.h"
#include "tests/core/search/search_fixture.h"

namespace descry {
namespace {

using synthetic::AttributeRecord;
using synthetic::AttributeRecords;
using synthetic::AttributeSet;

const std::vector<std::string> kTops{"red", "teal", "purple"};
const std::vector<std::string> kBags{"yellow", "pink", "brown"};

std::set<std::string> wordsOf(const std::string& colour) {
    std::set<std::string> words{colour};
    for (const std::string_view known : synthetic::englishWords("colour", colour)) {
        std::string way(known);
        std::replace(way.begin(), way.end(), '-', ' ');
        for (std::size_t begin = 0; begin < way.size();) {
            const std::size_t end = std::min(way.find(' ', begin), way.size());
            words.insert(way.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    return words;
}

std::unique_ptr<Tokenizer> wholeWords() {
    std::set<std::string> words{"picture", "a", "person", "in", "top", "with", "bag"};
    for (const auto& colours : {kTops, kBags}) {
        for (const std::string& colour : colours) words.merge(wordsOf(colour));
    }
    std::string vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
    for (const std::string& word : words) vocabulary += word + "\n";
    return parseWordPiece(vocabulary, "words");
}

synthetic::Caption captionOf(const std::string& before,
                             const std::string& colour,
                             const std::string& after,
                             const std::string& attribute) {
    return {before + colour + after,
            {{attribute, colour, before.size(), before.size() + colour.size()}}};
}

/// A model that knows which colours each picture has, or that knows nothing.
class ColourReader : public test::FakeRasaModel {
  public:
    enum class Knowledge { All, Nothing };

    ColourReader(Knowledge knowledge, std::shared_ptr<const Tokenizer> tokenizer)
        : m_knowledge(knowledge), m_tokenizer(std::move(tokenizer)) {}

    void learn(const ImageTokens& image, const AttributeSet& truth) {
        m_truths.push_back({image.bytes, truth});
    }

    PairReadings readPairs(const TextEncoding& text,
                           std::span<const ImageTokens* const> images,
                           std::stop_token stop) override {
        if (stop.stop_requested()) fail(ErrorCode::Cancelled, "stopped");
        PairReadings readings;
        for (const ImageTokens* image : images) {
            float numFalse = 0;
            for (const std::int64_t id : dynamic_cast<const test::FakeText&>(text).ids()) {
                const bool isFalse = m_knowledge == Knowledge::All && isFalseWord(id, *image);
                readings.replacedLogOdds.push_back(isFalse ? 2.0F : -2.0F);
                numFalse += isFalse ? 1 : 0;
            }
            readings.matchLogits.push_back(-numFalse);
            readings.relationLogits.insert(readings.relationLogits.end(),
                                           {0.5F, numFalse > 0 ? 1.5F : 0.5F});
        }
        return readings;
    }

  private:
    bool isFalseWord(std::int64_t id, const ImageTokens& image) const {
        const std::string word(m_tokenizer->piece(id));
        const auto known = std::find_if(m_truths.begin(), m_truths.end(), [&](const auto& entry) {
            return entry.first == image.bytes;
        });
        bool isColour = false;
        for (const auto& colours : {kTops, kBags}) {
            for (const std::string& colour : colours) {
                if (!wordsOf(colour).contains(word)) continue;
                isColour = true;
                for (const auto& [name, value] : known->second) {
                    if (value == colour) return false;
                }
            }
        }
        return isColour;
    }

    Knowledge m_knowledge;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    std::vector<std::pair<std::vector<std::byte>, AttributeSet>> m_truths;
};

/// Four people in three pictures each; the first has another bag than the two others.
struct SmallWorld {
    QTemporaryDir temporary;
    std::filesystem::path folder{temporary.path().toStdString()};
    std::vector<DatasetRecord> records;
    AttributeRecords attributes;
    std::shared_ptr<const Tokenizer> tokenizer = wholeWords();
    std::shared_ptr<ColourReader> model;

    explicit SmallWorld(ColourReader::Knowledge knowledge = ColourReader::Knowledge::All)
        : model(std::make_shared<ColourReader>(knowledge, tokenizer)) {
        for (std::size_t person = 0; person < 4; ++person) {
            for (std::size_t i = 0; i < 3; ++i) add(person, i);
        }
    }

    void add(std::size_t person, std::size_t i) {
        const std::string top = kTops[person % 3];
        const std::string bag = kBags[(person + std::min<std::size_t>(i, 1)) % 3];
        AttributeRecord known;
        known.personId = static_cast<std::int64_t>(person);
        known.truth = {{"top.colour", top}, {"bag.colour", bag}};
        known.visible = known.truth;
        const std::string start = "Picture " + std::string(i + 1, 'x') + ", a person ";
        known.captions = {captionOf(start + "in a ", top, " top.", "top.colour"),
                          captionOf(start + "with a ", bag, " bag.", "bag.colour")};
        DatasetRecord record;
        record.personId = known.personId;
        record.imagePath = "p" + std::to_string(person * 3 + i) + ".bmp";
        for (const auto& caption : known.captions) record.captions.push_back(caption.text);
        test::writePicture(folder / record.imagePath, person * 3 + i);
        EncodeOptions keep;
        keep.keepTokens = model->exactTokenFormat();
        const auto pixels = test::pixelsOf(folder / record.imagePath, model->config());
        model->learn(model->encodeImages(pixels, keep).tokens.front(), known.truth);
        attributes.emplace(record.imagePath, std::move(known));
        records.push_back(std::move(record));
    }

    std::unique_ptr<AttributeMeasureJob> job(AttributeMeasureOptions options = {}) {
        options.images = folder;
        options.batch = 5;
        return std::make_unique<AttributeMeasureJob>(
            SearchModel{model, tokenizer, test::kFakeFingerprint, {}},
            std::make_shared<ComputeLane>(),
            attributedSplit(records, attributes),
            options);
    }

    AttributeMeasures run(const AttributeMeasureOptions& options = {}) {
        const auto work = job(options);
        JobContext context;
        work->run(context);
        return work->measures();
    }
};

std::string refusalOf(const SmallWorld& world) {
    try {
        attributedSplit(world.records, world.attributes);
    } catch (const Error& error) {
        return error.code() == ErrorCode::InvalidInput ? error.what() : "another error";
    }
    return "accepted";
}

}  // namespace

class TestAttributeMeasures : public QObject {
    Q_OBJECT

  private slots:
    void aModelThatKnowsTheColoursIsToldFromChance() {
        const AttributeMeasures found = SmallWorld().run();
        QCOMPARE(found.numCaptions, std::int64_t{24});
        QCOMPARE(*found.replacedWords.auroc, 1.0);
        QCOMPARE(found.replacedWords.numPositives, std::int64_t{24});
        QCOMPARE(found.replacedWords.numNegatives, std::int64_t{24});
        QCOMPARE(found.replacedByHeadAlone.auroc, std::optional(1.0));
        QCOMPARE(found.falseWordsDoubted, std::optional(1.0));
        QCOMPARE(found.trueWordsDoubted, std::optional(0.0));
        QCOMPARE(found.replacedByGroup.size(), std::size_t{2});
        QCOMPARE(found.replacedByGroup.at("colour").numPositives, std::int64_t{12});
        QCOMPARE(*found.replacedByGroup.at("bag").auroc, 1.0);
        QCOMPARE(*found.matchPrefersTrueCaption, 1.0);
    }

    void weakPairsAreTheOtherCaptionsOfThePerson() {
        const AttributeMeasures found = SmallWorld().run();
        QCOMPARE(found.relation.numPositives, std::int64_t{48});
        QCOMPARE(found.relation.numNegatives, std::int64_t{24});
        // A bag that is another one: with the first picture two captions, with the others one.
        QCOMPARE(found.relationOfContradicted.numPositives, std::int64_t{16});
        QCOMPARE(*found.relationOfContradicted.auroc, 1.0);
        // The other 32 read as the strong pairs do.
        QVERIFY(std::abs(*found.relation.auroc - (16 + 0.5 * 32) / 48) < 1e-12);
    }

    void aModelThatKnowsNothingIsAtChance() {
        const AttributeMeasures found = SmallWorld(ColourReader::Knowledge::Nothing).run();
        QCOMPARE(*found.replacedWords.auroc, 0.5);
        QCOMPARE(*found.relation.auroc, 0.5);
        QCOMPARE(*found.matchPrefersTrueCaption, 0.5);
    }

    void whatIsNotVisibleContradictsNothing() {
        SmallWorld world;
        for (auto& [path, known] : world.attributes) known.visible.erase("bag.colour");
        const AttributeMeasures found = world.run();
        QCOMPARE(found.relationOfContradicted.numPositives, std::int64_t{0});
        QVERIFY(!found.relationOfContradicted.auroc);
    }

    void largeSplitsAreSampled() {
        SmallWorld world;
        AttributeMeasureOptions options;
        options.maxCaptions = 5;
        options.maxWeakPairs = 7;
        const AttributeMeasures found = world.run(options);
        QCOMPARE(found.numCaptions, std::int64_t{5});
        QCOMPARE(found.relation.numPositives, std::int64_t{7});
        const auto contradicted = [&](std::uint64_t seed) {
            options.seed = seed;
            return world.run(options).relationOfContradicted.numPositives;
        };
        std::set<std::int64_t> counts;
        for (std::uint64_t seed = 1; seed < 9; ++seed) counts.insert(contradicted(seed));
        QVERIFY(counts.size() > 1);
        QCOMPARE(contradicted(3), contradicted(3));
    }

    void theOracleRanksByTheRecords() {
        SmallWorld world;
        const auto split = attributedSplit(world.records, world.attributes);
        const synthetic::OracleScores scores = oracleOf(split, 1);
        // Persons 0 and 3 wear the same, so that no reader tells them apart.
        QVERIFY(scores.r1 > 40 && scores.r1 < 100);
        QCOMPARE(scores.r10, 100.0);
        QCOMPARE(oracleOf(split, 1).meanAp, scores.meanAp);
    }

    void attributesOfAnotherDataSetAreRefused() {
        SmallWorld missing;
        missing.attributes.erase("p7.bmp");
        QVERIFY(refusalOf(missing).find("p7.bmp") != std::string::npos);
        SmallWorld otherPerson;
        otherPerson.attributes.at("p5.bmp").personId = 9;
        QVERIFY(refusalOf(otherPerson).find("p5.bmp") != std::string::npos);
        SmallWorld otherCaption;
        otherCaption.records[3].captions[1] += "!";
        QVERIFY(refusalOf(otherCaption).find("p3.bmp") != std::string::npos);
        SmallWorld fewerCaptions;
        fewerCaptions.records[2].captions.pop_back();
        QVERIFY(refusalOf(fewerCaptions).find("p2.bmp") != std::string::npos);
    }

    void optionsOutOfRangeAreRefused() {
        SmallWorld world;
        AttributeMeasureOptions options;
        options.maxCaptions = 0;
        QVERIFY_EXCEPTION_THROWN(world.job(options), Error);
        options = {};
        options.maxWeakPairs = -1;
        QVERIFY_EXCEPTION_THROWN(world.job(options), Error);
    }

    void stopsWhenAsked() {
        SmallWorld world;
        std::stop_source source;
        JobContext context(source.get_token(),
                           {.progress = [&](const Progress&) { source.request_stop(); },
                            .warning = {},
                            .now = {}});
        try {
            world.job()->run(context);
            QFAIL("not stopped");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Cancelled);
        }
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestAttributeMeasures)
#include "tst_attribute_measures.moc"

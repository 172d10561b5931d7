// Words, their maps, evidence and contradiction, on a model whose maps are known.

#include <QtTest>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "core/base/error.h"
#include "core/explain/explanation.h"
#include "core/model/word_doubts.h"
#include "tests/support/fake_rasa_model.h"

namespace descry {
namespace {

/// Maps and log-odds as a test gives them, by token; 2 x 2 patches.
class ScriptedModel : public test::FakeRasaModel {
  public:
    ScriptedModel() : FakeRasaModel(fourPatches()) {}

    std::vector<float> maps;              ///< [L, 2, 2].
    std::vector<float> logOdds;           ///< [L].
    std::map<std::int64_t, float> worth;  ///< By token id: what it adds to the match logit.
    std::optional<DoubtReference> reference;

    const DoubtReference* doubtReference() const override {
        return reference ? &*reference : nullptr;
    }

    std::vector<float> matchLogits(const TextEncoding& text,
                                   std::span<const ImageTokens* const> images,
                                   std::stop_token stop) override {
        if (stop.stop_requested()) fail(ErrorCode::Cancelled, "stopped");
        float logit = 7;
        for (const std::int64_t id : dynamic_cast<const test::FakeText&>(text).ids()) {
            logit += worth.contains(id) ? worth.at(id) : 0.0F;
        }
        return std::vector<float>(images.size(), logit);
    }

    PairReadings readPairs(const TextEncoding& text,
                           std::span<const ImageTokens* const> images,
                           std::stop_token stop) override {
        PairReadings readings = FakeRasaModel::readPairs(text, images, stop);
        readings.replacedLogOdds = logOdds;
        return readings;
    }
    TokenMaps explain(const TextEncoding& text,
                      const ImageTokens& image,
                      const MapRequest& request,
                      std::stop_token stop) override {
        TokenMaps found = FakeRasaModel::explain(text, image, request, stop);
        found.values = maps;
        return found;
    }

    ImageTokens image() {
        EncodeOptions keep;
        keep.keepTokens = exactTokenFormat();
        const std::vector<float> pixels(3 * 32 * 32, 0.5F);
        return encodeImages(pixels, keep).tokens.front();
    }

  private:
    static RasaConfig fourPatches() {
        RasaConfig config = test::fakeConfig();
        config.imageRes = 32;
        return config;
    }
};

/// "red coat" as [CLS], red, co, ##at.
Encoding redCoat() {
    const auto tokenizer =
        parseWordPiece("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nred\nco\n##at\n", "words");
    return tokenizer->encode("red coat");
}

ErrorCode codeOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

class TestExplanation : public QObject {
    Q_OBJECT

  private slots:
    void aWordIsTheMeanOfItsPieces() {
        ScriptedModel model;
        model.maps = {9,
                      9,
                      9,
                      9,  // [CLS], which is no word.
                      0,
                      0,
                      0,
                      1,  // red
                      4,
                      0,
                      0,
                      0,  // co
                      0,
                      2,
                      0,
                      2};  // ##at
        model.logOdds = {50, 0, 1, 3};
        const Explanation found = explainMatch(model, redCoat(), model.image());
        QCOMPARE(found.words.size(), std::size_t{2});
        QCOMPARE(found.words[0].span.begin, std::size_t{0});
        QCOMPARE(found.words[0].span.end, std::size_t{3});
        QCOMPARE(found.words[1].span.begin, std::size_t{4});
        QCOMPARE(found.words[1].span.end, std::size_t{8});
        QCOMPARE(found.words[0].map.values, (std::vector<float>{0, 0, 0, 1}));
        QCOMPARE(found.words[1].map.values, (std::vector<float>{2, 1, 0, 1}));
        QCOMPARE(found.sentence.values, (std::vector<float>{1, 0.5, 0, 1}));
    }

    void aWordIsDoubtedForMoreThanAnyPictureGives() {
        ScriptedModel model;
        model.maps.resize(16);
        model.logOdds = {50, 0, 1, 3};
        QVERIFY(explainMatch(model, redCoat(), model.image()).words[1].contradiction > kDoubted);
        // The scripted log-odds are those of the mean picture too.
        model.reference = {model.image(), 0.5};
        const double below = 1 / (1 + std::exp(0.5));
        for (const WordExplanation& word : explainMatch(model, redCoat(), model.image()).words) {
            QCOMPARE(word.contradiction, below);
        }
    }

    void supportIsWhatTheMatchLosesWithoutTheWord() {
        ScriptedModel model;
        model.maps = {9, 9, 9, 9, 0, 0, 0, 1, 4, 0, 0, 0, 0, 2, 0, 2};
        model.logOdds.resize(4);
        model.worth = {{5, 0.5F}, {6, 3.0F}, {7, -1.0F}};
        const Explanation found = explainMatch(model, redCoat(), model.image());
        QCOMPARE(found.matchLogit, 9.5F);
        QCOMPARE(found.words[0].support, 0.5);
        QCOMPARE(found.words[1].support, 2.0);
        QCOMPARE(found.words[0].mass, 1.0);
        QCOMPARE(found.words[1].mass, 4.0);
    }

    void evidenceIsTheSupportBesideTheStrongestWords_data() {
        QTest::addColumn<float>("red");
        QTest::addColumn<float>("coat");
        QTest::addColumn<double>("evidenceOfRed");
        QTest::addColumn<double>("evidenceOfCoat");
        QTest::addRow("both") << 0.5F << 2.0F << 0.25 << 1.0;
        QTest::addRow("one speaks against") << -3.0F << 2.0F << 0.0 << 1.0;
        QTest::addRow("both do") << -3.0F << -2.0F << 0.0 << 0.0;
        QTest::addRow("less than a logit") << 0.25F << 0.5F << 0.25 << 0.5;
        QTest::addRow("nothing") << 0.0F << 0.0F << 0.0 << 0.0;
    }
    void evidenceIsTheSupportBesideTheStrongestWords() {
        QFETCH(float, red);
        QFETCH(float, coat);
        QFETCH(double, evidenceOfRed);
        QFETCH(double, evidenceOfCoat);
        ScriptedModel model;
        model.maps = std::vector<float>(16, 1.0F);
        model.logOdds.resize(4);
        model.worth = {{5, red}, {6, coat}};
        const Explanation found = explainMatch(model, redCoat(), model.image());
        QCOMPARE(found.words[0].evidence, evidenceOfRed);
        QCOMPARE(found.words[1].evidence, evidenceOfCoat);
    }

    void evidenceIsTheSameInEveryVariantOfMaps() {
        ScriptedModel model;
        model.maps = std::vector<float>(16, 1.0F);
        model.logOdds.resize(4);
        model.worth = {{6, 2.0F}};
        const ImageTokens image = model.image();
        for (const auto variant :
             {MapVariant::Gradient, MapVariant::Raw, MapVariant::Rollout, MapVariant::Focus}) {
            const Explanation found = explainMatch(model, redCoat(), image, {{}, variant});
            QCOMPARE(found.words[0].mass, 4.0);
            QCOMPARE(found.words[0].evidence, 0.0);
            QCOMPARE(found.words[1].evidence, 1.0);
        }
    }

    void contradictionIsMrtdsMeanOverThePieces() {
        ScriptedModel model;
        model.maps.resize(16);
        model.logOdds = {50, 0, 1, 3};
        const Explanation found = explainMatch(model, redCoat(), model.image());
        QCOMPARE(found.words[0].contradiction, 0.5);
        QVERIFY(std::abs(found.words[1].contradiction - 1 / (1 + std::exp(-2.0))) < 1e-12);
    }

    void aZeroMapStaysZero() {
        ScriptedModel model;
        model.maps.resize(16);
        model.logOdds.resize(4);
        const Explanation found = explainMatch(model, redCoat(), model.image());
        for (const WordExplanation& word : found.words) {
            QCOMPARE(word.mass, 0.0);
            QCOMPARE(normalised(word.map).values, std::vector<float>(4));
        }
    }

    void aCutTextLeavesTheWordsThatWereRead() {
        ScriptedModel model;
        model.maps = {9, 9, 9, 9, 0, 0, 0, 1, 4, 0, 0, 0};
        model.logOdds = {0, 0, 0};
        Encoding encoding = redCoat();
        encoding.truncate(3);
        const Explanation found = explainMatch(model, encoding, model.image());
        QCOMPARE(found.words.size(), std::size_t{2});
        QCOMPARE(found.words[1].map.values, (std::vector<float>{4, 0, 0, 0}));
        encoding.truncate(2);
        model.logOdds = {0, 0};
        QCOMPARE(explainMatch(model, encoding, model.image()).words.size(), std::size_t{1});
    }

    void whatIsNotFiniteIsAnError_data() {
        QTest::addColumn<float>("value");
        QTest::addRow("NaN") << std::numeric_limits<float>::quiet_NaN();
        QTest::addRow("infinity") << std::numeric_limits<float>::infinity();
    }
    void whatIsNotFiniteIsAnError() {
        QFETCH(float, value);
        ScriptedModel model;
        model.maps.resize(16);
        model.maps[7] = value;
        model.logOdds.resize(4);
        const ImageTokens image = model.image();
        QCOMPARE(codeOf([&] { explainMatch(model, redCoat(), image); }), ErrorCode::Device);
    }

    void stopsWhenAsked() {
        ScriptedModel model;
        model.maps.resize(16);
        model.logOdds.resize(4);
        std::stop_source stop;
        stop.request_stop();
        const ImageTokens image = model.image();
        QCOMPARE(codeOf([&] { explainMatch(model, redCoat(), image, {}, stop.get_token()); }),
                 ErrorCode::Cancelled);
    }

    void nothingToExplainIsRefused() {
        ScriptedModel model;
        Encoding encoding = redCoat();
        encoding.truncate(1);
        const ImageTokens image = model.image();
        QCOMPARE(codeOf([&] { explainMatch(model, encoding, image); }), ErrorCode::InvalidInput);
    }

    void aLayerWithoutCrossAttentionIsRefused() {
        const RasaConfig config = test::fakeConfig();
        QCOMPARE(explainedLayer(config, {6, MapVariant::Raw}), std::int64_t{6});
        QCOMPARE(explainedLayer(config, {11, MapVariant::Raw}), std::int64_t{11});
        QCOMPARE(codeOf([&] {
                     explainedLayer(config, {5, MapVariant::Raw});
                 }),
                 ErrorCode::InvalidInput);
        QCOMPARE(codeOf([&] {
                     explainedLayer(config, {12, MapVariant::Raw});
                 }),
                 ErrorCode::InvalidInput);
    }

    void theLastLayerIsReadByDefault() {
        QVERIFY(MapRequest{}.variant == MapVariant::Focus);
        const RasaConfig config = test::fakeConfig();
        QCOMPARE(explainedLayer(config, {}), std::int64_t{11});
        QCOMPARE(explainedLayer(config, {{}, MapVariant::Raw}), std::int64_t{11});
    }

    void gradientIsReadWhereWordsHaveOneByDefault_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("fusionLayer");
        QTest::addColumn<int>("expected");
        QTest::addRow("published") << 12 << 6 << 8;
        QTest::addRow("half the size") << 6 << 3 << 4;
        QTest::addRow("fusion begins late") << 6 << 4 << 4;
        QTest::addRow("one fusion layer") << 6 << 5 << 5;
        QTest::addRow("two layers") << 2 << 0 << 0;
    }
    void gradientIsReadWhereWordsHaveOneByDefault() {
        QFETCH(int, layers);
        QFETCH(int, fusionLayer);
        QFETCH(int, expected);
        RasaConfig config;
        config.bert.numHiddenLayers = layers;
        config.bert.fusionLayer = fusionLayer;
        QCOMPARE(explainedLayer(config, {{}, MapVariant::Gradient}), std::int64_t{expected});
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestExplanation)
#include "tst_explanation.moc"

#include <QTest>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/model/config.h"
#include "core/model/weights.h"
#include "tests/core/model/memory_tensors.h"

using namespace descry;
using namespace descry::test;
using Json = nlohmann::json;

Q_DECLARE_METATYPE(Json)

class TestConfig : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void readsTheAuthorsShape();
    void keepsUnknownKeys();
    void survivesWritingAndReading();
    void acceptsWholeNumbersWrittenAsReals();
    void refusesBadValuesByName_data();
    void refusesBadValuesByName();
    void refusesAnythingButAnObject();
    void refusesHostileText_data();
    void refusesHostileText();
    void refusesAMissingArchitectureKey();
    void takesPublishedDefaultsForSettings();
    void architectureIgnoresSettingsAndOrder();
    void sizesComeFromTensors();
    void sizesComeFromTensorsAtAnyDepth();
    void checkpointConfigComesBeforeGiven();
    void contradictionNamesBothValuesAndSources();
    void contradictionInTheCheckpointConfigIsFound();
    void contradictionInTrainingKeysIsFound();
    void aPartOfAConfigurationIsEnough();
    void headsThatDoNotDivideAreExplained();
    void assumedHeadsOfAnotherWidthAreDoubted();
    void gridThatIsNoSquareIsRefused();
    void hugeLayerNumberIsRefused();
    void nonFiniteCheckpointConfigIsDroppedOrRefused();
    void everyLostTensorIsNamed();

  private:
    Json m_tiny;
    std::unique_ptr<MemoryTensors> m_weights;
};

void TestConfig::initTestCase() {
    m_tiny = readJsonFile(tiny("config.json"));
    m_weights = std::make_unique<MemoryTensors>(*openTensorFile(tiny("model.safetensors")));
}

void TestConfig::readsTheAuthorsShape() {
    const RasaConfig config = parseConfig(m_tiny, "tiny");
    QCOMPARE(config.imageRes, 64);
    QCOMPARE(config.vit.depth, 4);
    QCOMPARE(config.vit.numHeads, 4);
    QCOMPARE(config.vit.layerNormEps, 1e-6);
    QCOMPARE(config.bert.fusionLayer, 3);
    QCOMPARE(config.bert.hiddenDropout, 0.0);
    QCOMPARE(config.embedDim, 32);
    QCOMPARE(config.maxWords, 20);
    QCOMPARE(config.temperature, 0.07);
    QCOMPARE(config.numImageTokens(), 17);
}

void TestConfig::keepsUnknownKeys() {
    Json json = m_tiny;
    json["colour"] = {{"of", {1, 2, 3}}};
    json["bert"]["odd"] = true;
    json["vit"]["odder"] = "x";
    const RasaConfig config = parseConfig(json, "tiny");
    const Json training = Json::parse(config.training);
    QVERIFY(training["colour"] == json["colour"]);
    QVERIFY(training["alpha"] == m_tiny["alpha"]);
    QVERIFY(!training.contains("image_res"));
    QVERIFY(toJson(config) == json);
}

void TestConfig::survivesWritingAndReading() {
    const Json written = toJson(parseConfig(m_tiny, "tiny"));
    QVERIFY(written == m_tiny);
    QVERIFY(toJson(parseConfig(written, "again")) == written);
}

void TestConfig::acceptsWholeNumbersWrittenAsReals() {
    Json json = m_tiny;
    json["vit"]["mlp_ratio"] = 4.0;
    QCOMPARE(parseConfig(json, "tiny").vit.mlpRatio, 4);
}

void TestConfig::refusesBadValuesByName_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<Json>("value");
    const auto row = [](const char* name, const char* pointer, Json value) {
        QTest::newRow(name) << QString(pointer) << value;
    };
    row("negative", "/image_res", -64);
    row("zero", "/patch_size", 0);
    row("huge", "/bert/hidden_size", 1'000'000'000'000);
    row("beyond int64", "/bert/vocab_size", std::numeric_limits<std::uint64_t>::max());
    row("fraction", "/vit/depth", 4.5);
    row("text", "/embed_dim", "32");
    row("null", "/bert/num_hidden_layers", nullptr);
    row("boolean", "/vit/num_heads", true);
    row("list", "/max_words", Json::array({20}));
    row("not a number", "/bert/layer_norm_eps", std::nan(""));
    row("infinite", "/temp", std::numeric_limits<double>::infinity());
    row("huge real for an integer", "/k_test", 1e300);
    row("negative dropout", "/bert/hidden_dropout_prob", -0.1);
    row("section that is a list", "/vit", Json::array());
    row("section that is null", "/bert", nullptr);
    row("heads that do not divide", "/vit/num_heads", 5);
    row("patch that does not divide", "/patch_size", 15);
    row("no fusion layer", "/bert/fusion_layer", 6);
    row("widths apart", "/bert/encoder_width", 32);
    row("more words than positions", "/max_words", 65);
    row("another activation", "/bert/hidden_act", "relu");
}

void TestConfig::refusesBadValuesByName() {
    QFETCH(QString, pointer);
    QFETCH(Json, value);
    Json json = m_tiny;
    json[Json::json_pointer(pointer.toStdString())] = value;
    const Error error = errorOf([&] { parseConfig(json, "some/config.json"); });
    QVERIFY(error.code() == ErrorCode::InvalidInput || error.code() == ErrorCode::Unsupported);
    QVERIFY2(contains(error, "some/config.json"), error.what());
    const std::string key = pointer.section('/', -1).toStdString();
    QVERIFY2(contains(error, key), error.what());
}

void TestConfig::refusesAnythingButAnObject() {
    for (const Json& json : {Json(), Json(3), Json("x"), Json::array({1, 2})}) {
        QCOMPARE(errorOf([&] { parseConfig(json, "x"); }).code(), ErrorCode::InvalidInput);
    }
}

void TestConfig::refusesHostileText_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("twice the key") << QByteArray(R"({"image_res":64,"image_res":32})");
    QTest::newRow("number too large") << QByteArray(R"({"image_res":1e999})");
    QTest::newRow("NaN literal") << QByteArray(R"({"temp":NaN})");
    QTest::newRow("not UTF-8") << QByteArray("{\"a\":\"\xff\"}");
}

void TestConfig::refusesHostileText() {
    QFETCH(QByteArray, text);
    const Error error = errorOf([&] { parseConfig(parseJson(text.toStdString(), "h"), "h"); });
    QVERIFY(error.code() == ErrorCode::CorruptFile || error.code() == ErrorCode::InvalidInput);
}

void TestConfig::refusesAMissingArchitectureKey() {
    for (const char* pointer : {"/vit/num_heads", "/bert/layer_norm_eps", "/image_res"}) {
        Json json = m_tiny;
        const Json::json_pointer place(pointer);
        json[place.parent_pointer()].erase(place.back());
        const Error error = errorOf([&] { parseConfig(json, "c"); });
        QCOMPARE(error.code(), ErrorCode::InvalidInput);
        QVERIFY2(contains(error, place.back()), error.what());
    }
}

void TestConfig::takesPublishedDefaultsForSettings() {
    Json json = m_tiny;
    json.erase("k_test");
    json["bert"].erase("hidden_dropout_prob");
    const RasaConfig config = parseConfig(json, "c");
    QCOMPARE(config.kTest, 128);
    QCOMPARE(config.bert.hiddenDropout, 0.1);
}

void TestConfig::architectureIgnoresSettingsAndOrder() {
    const RasaConfig config = parseConfig(m_tiny, "c");
    RasaConfig other = config;
    other.maxWords = 10;
    other.kTest = 3;
    other.queueSize = 7;
    other.temperature = 0.5;
    other.bert.hiddenDropout = 0.9;
    other.training = R"({"x": 1})";
    QVERIFY(architectureJson(other) == architectureJson(config));
    other.bert.numAttentionHeads = 2;
    QVERIFY(architectureJson(other) != architectureJson(config));
    QVERIFY(architectureJson(config).find_first_of(" \n") == std::string::npos);
}

void TestConfig::sizesComeFromTensors() {
    const Json heads = {
        {"vit", {{"num_heads", 4}}}, {"bert", {{"num_attention_heads", 4}}}, {"max_words", 20}};
    const RasaConfig config = resolveConfig(*m_weights, heads);
    const RasaConfig expected = parseConfig(m_tiny, "tiny");
    QVERIFY(architectureJson(config) == architectureJson(expected));
    QCOMPARE(config.queueSize, 32);
    QCOMPARE(config.bert.hiddenDropout, 0.1);
    const Json training = Json::parse(config.training);
    QVERIFY(training["alpha"] == Json(0.4));
}

void TestConfig::sizesComeFromTensorsAtAnyDepth() {
    MemoryTensors shallow = *m_weights;
    shallow.remove([](const std::string& name) {
        return name.find("blocks.3.") != name.npos || name.find("layer.5.") != name.npos;
    });
    Json given = {
        {"vit", {{"num_heads", 4}}}, {"bert", {{"num_attention_heads", 4}}}, {"max_words", 20}};
    const RasaConfig config = resolveConfig(shallow, given);
    QCOMPARE(config.vit.depth, 3);
    QCOMPARE(config.bert.numHiddenLayers, 5);
    QCOMPARE(config.bert.fusionLayer, 3);
}

void TestConfig::checkpointConfigComesBeforeGiven() {
    const auto checkpoint = openTensorFile(tiny("checkpoint.pth"));
    const RasaConfig config = resolveConfig(*checkpoint, m_tiny);
    QVERIFY(architectureJson(config) == architectureJson(parseConfig(m_tiny, "tiny")));
    QCOMPARE(config.maxWords, 20);
    QCOMPARE(config.kTest, 6);
    const Json training = Json::parse(config.training);
    QVERIFY(training["loss_weights"] == m_tiny["loss_weights"]);
    QVERIFY(training["warm_up"] == Json(true));
    QVERIFY(!training.contains("train_file"));
    QVERIFY(!training.contains("test_image_root"));
    QVERIFY(!training.contains("bert_config"));
    QVERIFY(!training.contains("vision_width"));
}

void TestConfig::contradictionNamesBothValuesAndSources() {
    Json given = m_tiny;
    given["image_res"] = 96;
    given["embed_dim"] = 16;
    const Error error =
        errorOf([&] { resolveConfigWithWarnings(*m_weights, given, "my/config.json"); });
    QCOMPARE(error.code(), ErrorCode::InvalidInput);
    for (const char* part : {"image_res is 64",
                             "96 by my/config.json",
                             "visual_encoder.pos_embed",
                             "embed_dim is 32",
                             "16 by my/config.json"}) {
        QVERIFY2(contains(error, part), error.what());
    }
}

void TestConfig::contradictionInTheCheckpointConfigIsFound() {
    MemoryTensors weights = *m_weights;
    weights.setMetadata({{"config", {{"vision_width", 128}}}});
    const Error error = errorOf([&] { resolveConfig(weights, m_tiny); });
    QVERIFY2(contains(error, "vit.embed_dim is 64") && contains(error, "128 by the config inside"),
             error.what());
}

void TestConfig::contradictionInTrainingKeysIsFound() {
    MemoryTensors weights = *m_weights;
    weights.setMetadata({{"config", {{"optimizer", {{"lr", 0.5}}}, {"train_file", "elsewhere"}}}});
    const Error error = errorOf([&] { resolveConfig(weights, m_tiny); });
    QVERIFY2(contains(error, "optimizer.lr is 0.5"), error.what());
    QVERIFY2(!contains(error, "train_file"), error.what());
}

void TestConfig::aPartOfAConfigurationIsEnough() {
    const auto checkpoint = openTensorFile(tiny("checkpoint.pth"));
    const Json heads = {{"vit", {{"num_heads", 4}}}, {"bert", {{"num_attention_heads", 4}}}};
    QVERIFY(architectureJson(resolveConfig(*checkpoint, heads)) ==
            architectureJson(parseConfig(m_tiny, "tiny")));
}

void TestConfig::headsThatDoNotDivideAreExplained() {
    const Error error = errorOf([&] { resolveConfig(*m_weights, Json{{"max_words", 20}}); });
    QCOMPARE(error.code(), ErrorCode::InvalidInput);
    QVERIFY2(contains(error, "vit.num_heads (12) does not divide"), error.what());
    QVERIFY2(contains(error, "give a configuration"), error.what());
}

void TestConfig::assumedHeadsOfAnotherWidthAreDoubted() {
    MemoryTensors weights = *m_weights;
    const Json given = {{"vit", {{"num_heads", 4}}}, {"max_words", 20}};
    weights.reshape("text_encoder.bert.embeddings.word_embeddings.weight", {300, 96});
    const ResolvedConfig resolved = resolveConfigWithWarnings(weights, given);
    QCOMPARE(resolved.warnings.size(), std::size_t{1});
    QVERIFY(contains(resolved.warnings[0], "bert.num_attention_heads is assumed to be 12"));
}

void TestConfig::gridThatIsNoSquareIsRefused() {
    MemoryTensors weights = *m_weights;
    weights.reshape("visual_encoder.pos_embed", {1, 16, 64});
    const Error error = errorOf([&] { resolveConfig(weights, m_tiny); });
    QVERIFY2(contains(error, "visual_encoder.pos_embed has 16 rows"), error.what());
}

void TestConfig::hugeLayerNumberIsRefused() {
    MemoryTensors weights = *m_weights;
    weights.add({"visual_encoder.blocks.999999999.norm1.bias", DType::F32, {1}},
                std::vector<std::byte>(4));
    const Error error = errorOf([&] { resolveConfig(weights, m_tiny); });
    QVERIFY2(contains(error, "visual_encoder.blocks.999999999"), error.what());
}

void TestConfig::nonFiniteCheckpointConfigIsDroppedOrRefused() {
    MemoryTensors weights = *m_weights;
    weights.setMetadata({{"config", {{"alpha", std::nan("")}, {"x", {1, std::nan("")}}}}});
    const RasaConfig config = resolveConfig(weights, m_tiny);
    const Json training = Json::parse(config.training);
    QVERIFY(training["alpha"] == Json(0.4));
    QVERIFY(training["x"] == Json::array({1}));
    weights.setMetadata({{"config", {{"image_res", "64"}}}});
    const Error error = errorOf([&] { resolveConfig(weights, m_tiny); });
    QVERIFY2(contains(error, "image_res is \"64\""), error.what());
}

void TestConfig::everyLostTensorIsNamed() {
    for (const ExpectedTensor& tensor : expectedTensors(parseConfig(m_tiny, "tiny"))) {
        MemoryTensors weights = *m_weights;
        // Tied names stand in for one another, so both have to go.
        weights.remove([&](const std::string& name) {
            return onlineParameterOf(name) == tensor.name && name.find("_m.") == name.npos;
        });
        std::string message;
        try {
            message = compareWeights(weights, resolveConfig(weights, m_tiny)).describe();
        } catch (const Error& error) {
            message = error.what();
        }
        QVERIFY2(message.find(tensor.name) != message.npos, tensor.name.c_str());
    }
}

QTEST_GUILESS_MAIN(TestConfig)
#include "tst_config.moc"

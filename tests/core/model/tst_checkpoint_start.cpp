#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/model/checkpoint_start.h"
#include "tests/core/model/memory_tensors.h"
#include "tests/support/conformance_folder.h"

using namespace descry;
using namespace descry::test;
using Json = nlohmann::json;

namespace {

/// tiny() is the sources' own, which the other tests know.
std::filesystem::path goldenFile(const std::string& name) {
    return conformanceFolder() / "tiny" / name;
}

}  // namespace

class TestCheckpointStart : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void albefStartsAsTheReferenceDoes();
    void resizedPositionsMatch();
    void missingTensorsHaveConstructorValues();
    void constructorValuesAreTheSameEveryTime();
    void oneNameOfATiedPairIsEnough();
    void otherMisshapenTensorsAreNamed();
    void unexpectedTensorsAreListed();

  private:
    RasaConfig m_config;
    Json m_golden;
    std::unique_ptr<TensorFile> m_albef;
};

void TestCheckpointStart::initTestCase() {
    m_config = parseConfig(readJsonFile(tiny("config.json")), "tiny");
    m_golden = readJsonFile(tiny("albef_load.json"));
    m_albef = openTensorFile(tiny("albef.pth"));
}

void TestCheckpointStart::albefStartsAsTheReferenceDoes() {
    const Json reference = readJsonFile(goldenFile("albef_load.json"));
    const auto albef = openTensorFile(goldenFile("albef.pth"));
    const CheckpointStart start(*albef,
                                parseConfig(readJsonFile(goldenFile("config.json")), "golden"));
    auto missing = reference["missing_keys"].get<std::vector<std::string>>();
    std::ranges::sort(missing);
    QCOMPARE(start.missing(), missing);
    auto unexpected = reference["unexpected_keys"].get<std::vector<std::string>>();
    auto passedOver = start.unexpected();
    std::ranges::sort(unexpected);
    std::ranges::sort(passedOver);
    QCOMPARE(passedOver, unexpected);
    QCOMPARE(start.tensors().size(), reference["tensors"].size());
    for (const StartTensor& tensor : start.tensors()) {
        const std::string& name = tensor.tensor.name;
        QVERIFY2(reference["tensors"].contains(name), name.c_str());
        const Json& expected = reference["tensors"][name];
        QVERIFY(Json(tensor.tensor.shape) == expected["shape"]);
        QVERIFY("torch." + std::string(torchName(tensor.tensor.dtype)) == expected["dtype"]);
        const std::string source = expected["source"];
        const bool isSame = source == "file"           ? tensor.source == StartSource::File
                            : source == "interpolated" ? tensor.source == StartSource::Interpolated
                                                       : tensor.source == StartSource::Constructor;
        QVERIFY2(isSame, name.c_str());
        if (source == "file" || name == "idx_queue") {
            QCOMPARE(sha256Hex(start.read(tensor)), expected["sha256"].get<std::string>());
        }
    }
}

void TestCheckpointStart::resizedPositionsMatch() {
    const auto albef = openTensorFile(goldenFile("albef.pth"));
    const CheckpointStart start(*albef,
                                parseConfig(readJsonFile(goldenFile("config.json")), "golden"));
    const auto golden = openTensorFile(goldenFile("albef_pos_embed.safetensors"));
    const Json reference = readJsonFile(goldenFile("albef_load.json"));
    int numResized = 0;
    for (const Json& facts : reference["tensors"]) {
        if (facts["source"] == "interpolated") ++numResized;
    }
    int numChecked = 0;
    for (const StartTensor& tensor : start.tensors()) {
        if (tensor.source != StartSource::Interpolated) continue;
        const bool isCopy = tensor.tensor.name.starts_with("visual_encoder_m.");
        const auto expected =
            golden->readFloats(*golden->find(isCopy ? "pos_embed_m.after" : "pos_embed.after"));
        const auto bytes = start.read(tensor);
        QCOMPARE(bytes.size(), expected.size() * sizeof(float));
        for (std::size_t i = 0; i < expected.size(); ++i) {
            float value = 0.0F;
            std::memcpy(&value, bytes.data() + i * sizeof(float), sizeof(float));
            QVERIFY(std::fabs(value - expected[i]) <= 2e-6F);
        }
        ++numChecked;
    }
    QCOMPARE(numChecked, numResized);
}

void TestCheckpointStart::missingTensorsHaveConstructorValues() {
    const CheckpointStart start(*m_albef, m_config);
    for (const StartTensor& tensor : start.tensors()) {
        if (tensor.tensor.name != "prd_head.weight") continue;
        const auto bytes = start.read(tensor);
        QCOMPARE(bytes.size(), std::size_t{2 * 64 * 4});
        double sum = 0.0;
        for (std::size_t i = 0; i < 128; ++i) {
            float value = 0.0F;
            std::memcpy(&value, bytes.data() + i * sizeof(float), sizeof(float));
            QVERIFY(std::fabs(value) <= 0.125F);  // 1 / sqrt(64)
            sum += std::fabs(static_cast<double>(value));
        }
        // The mean magnitude of a uniform draw is half its bound; 128 draws come near it.
        QVERIFY(std::abs(sum / 128 - 0.0625) < 0.015);
    }
}

void TestCheckpointStart::constructorValuesAreTheSameEveryTime() {
    const CheckpointStart first(*m_albef, m_config);
    const CheckpointStart second(*m_albef, m_config);
    for (std::size_t i = 0; i < first.tensors().size(); ++i) {
        if (first.tensors()[i].source != StartSource::Constructor) continue;
        QCOMPARE(first.read(first.tensors()[i]), second.read(second.tensors()[i]));
    }
}

void TestCheckpointStart::oneNameOfATiedPairIsEnough() {
    MemoryTensors weights(*m_albef);
    weights.remove([](const std::string& name) {
        return name == "text_encoder.cls.predictions.decoder.weight" ||
               name == "text_encoder_m.cls.predictions.bias";
    });
    const CheckpointStart start(weights, m_config);
    QCOMPARE(start.missing().size(), m_golden["missing_keys"].size());
    for (const StartTensor& tensor : start.tensors()) {
        const std::string& name = tensor.tensor.name;
        if (!name.ends_with("decoder.weight") && !name.ends_with("predictions.bias")) continue;
        QCOMPARE(sha256Hex(start.read(tensor)),
                 m_golden["tensors"][name]["sha256"].get<std::string>());
    }
}

void TestCheckpointStart::otherMisshapenTensorsAreNamed() {
    MemoryTensors weights(*m_albef);
    weights.reshape("vision_proj.weight", {31, 64});
    weights.reshape("visual_encoder_m.pos_embed", {1, 9, 64});
    weights.reshape("text_queue", {32, 16});
    const Error error = errorOf([&] { CheckpointStart(weights, m_config); });
    QCOMPARE(error.code(), ErrorCode::InvalidInput);
    for (const char* name :
         {"vision_proj.weight", "visual_encoder_m.pos_embed", "text_queue", "[31, 64]"}) {
        QVERIFY2(contains(error, name), error.what());
    }
    QVERIFY2(!contains(error, "visual_encoder.pos_embed"), error.what());
}

void TestCheckpointStart::unexpectedTensorsAreListed() {
    MemoryTensors weights(*m_albef);
    weights.add({"extra.weight", DType::F32, {1}}, std::vector<std::byte>(4));
    const CheckpointStart start(weights, m_config);
    QCOMPARE(start.unexpected(), std::vector<std::string>{"extra.weight"});
}

QTEST_GUILESS_MAIN(TestCheckpointStart)
#include "tst_checkpoint_start.moc"

#include <QTest>
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/tensorfile/checkpoint.h"
#include "core/tensorfile/tensor_check.h"
#include "tests/core/tensorfile/tensorfile_test_support.h"
#include "tests/support/conformance_folder.h"

using namespace descry;
using namespace descry::testing;
namespace fs = std::filesystem;

class TestCheckpointGoldens : public QObject {
    Q_OBJECT

  private slots:
    void everyContainerHoldsTheSameModel_data();
    void everyContainerHoldsTheSameModel();
    void metadataHoldsThePlainEntries_data();
    void metadataHoldsThePlainEntries();
    void optimiserStateIsInTheTree_data();
    void optimiserStateIsInTheTree();
    void readsScalarsAndIntegers();
    void albefHasItsOwnSizes();
};

fs::path tiny(const std::string& name) {
    return conformanceFolder() / "tiny" / name;
}

using Digests = std::map<std::string, std::string>;

Digests digestsOf(const std::string& name) {
    Digests digests;
    for (const TensorDigest& tensor : checkTensorFile(*openTensorFile(tiny(name))).tensors) {
        std::string shape;
        for (const std::int64_t size : tensor.shape) shape += std::to_string(size) + ",";
        digests[tensor.name] =
            fmt::format("{} [{}] {}", torchName(tensor.dtype), shape, tensor.sha256);
    }
    return digests;
}

void addContainers() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"checkpoint.pth", "checkpoint_legacy.pth", "checkpoint_cuda19.pth"}) {
        QTest::newRow(name) << name;
    }
}

void TestCheckpointGoldens::everyContainerHoldsTheSameModel_data() {
    addContainers();
}

void TestCheckpointGoldens::everyContainerHoldsTheSameModel() {
    QFETCH(QString, name);
    static const Digests expected = digestsOf("model.safetensors");
    QCOMPARE(expected.size(), std::size_t{405});
    const Digests actual = digestsOf(name.toStdString());
    QCOMPARE(actual.size(), expected.size());
    for (const auto& [tensor, digest] : expected) QCOMPARE(actual.at(tensor), digest);
}

void TestCheckpointGoldens::metadataHoldsThePlainEntries_data() {
    addContainers();
}

void TestCheckpointGoldens::metadataHoldsThePlainEntries() {
    QFETCH(QString, name);
    const auto file = openTensorFile(tiny(name.toStdString()));
    const nlohmann::json& metadata = file->metadata();
    QVERIFY(metadata.at("epoch") == 4);
    QVERIFY(metadata.at("best") == 12.5);
    QVERIFY(metadata.at("best_epoch") == 3);
    QVERIFY(metadata.at("lr_scheduler").is_object());
    QVERIFY(!metadata.contains("model") && !metadata.contains("optimizer"));
    const nlohmann::json config = readJsonFile(tiny("config.json"));
    for (const auto& [key, value] : config.items()) {
        if (metadata.at("config").contains(key)) {
            QCOMPARE(metadata.at("config").at(key).dump(), value.dump());
        }
    }
    QVERIFY(metadata.at("config").contains("embed_dim"));
}

void TestCheckpointGoldens::optimiserStateIsInTheTree_data() {
    addContainers();
}

const PickleNode& entryOf(const PickleNode& node, const std::string& key) {
    for (const auto& [name, value] : std::get<PickleNode::Dict>(node.value).items) {
        if (const auto* text = std::get_if<std::string>(&name.value); text && *text == key)
            return value;
    }
    throw Error(ErrorCode::NotFound, key);
}

void TestCheckpointGoldens::optimiserStateIsInTheTree() {
    QFETCH(QString, name);
    const auto file = openCheckpoint(tiny(name.toStdString()));
    const auto& state =
        std::get<PickleNode::Dict>(entryOf(entryOf(file->tree(), "optimizer"), "state").value);
    std::vector<std::string> names;
    const nlohmann::json index = readJsonFile(tiny("optimizer_index.json"));
    for (const nlohmann::json& group : index.at("groups")) {
        QVERIFY(group.at("first_index") == names.size());
        for (const nlohmann::json& parameter : group.at("names")) names.push_back(parameter);
    }
    QCOMPARE(state.items.size(), names.size());
    for (const auto& [number, moments] : state.items) {
        const auto& average = std::get<PickleNode::Tensor>(entryOf(moments, "exp_avg").value).entry;
        const auto parameter = static_cast<std::size_t>(std::get<std::int64_t>(number.value));
        const TensorEntry* weight = file->find(names.at(parameter));
        QVERIFY(weight != nullptr);
        QCOMPARE(average.shape, weight->shape);
        QCOMPARE(file->read(average).size(), average.sizeBytes());
        const auto squares = file->readFloats(
            std::get<PickleNode::Tensor>(entryOf(moments, "exp_avg_sq").value).entry);
        QVERIFY(std::all_of(squares.begin(), squares.end(), [](float v) { return v >= 0; }));
    }
}

void TestCheckpointGoldens::readsScalarsAndIntegers() {
    const auto file = openTensorFile(tiny("checkpoint.pth"));
    const TensorEntry* temperature = file->find("temp");
    QVERIFY(temperature != nullptr);
    QVERIFY(temperature->shape.empty());
    QCOMPARE(file->readFloats(*temperature).size(), std::size_t{1});
    QCOMPARE(file->readIntegers(*file->find("queue_ptr")), std::vector<std::int64_t>{26});
    const auto positions =
        file->readIntegers(*file->find("text_encoder.bert.embeddings.position_ids"));
    for (std::size_t i = 0; i < positions.size(); ++i) {
        QCOMPARE(positions[i], static_cast<std::int64_t>(i));
    }
}

void TestCheckpointGoldens::albefHasItsOwnSizes() {
    const auto file = openTensorFile(tiny("albef.pth"));
    QCOMPARE(file->tensors().size(), std::size_t{400});
    QCOMPARE(file->find("visual_encoder.pos_embed")->shape[1], std::int64_t{10});
    QCOMPARE(file->find("idx_queue"), nullptr);
    const nlohmann::json load = readJsonFile(tiny("albef_load.json"));
    std::size_t numCompared = 0;
    const Digests digests = digestsOf("albef.pth");
    for (const auto& [name, facts] : load.at("tensors").items()) {
        if (facts.at("source") != "file") continue;
        QVERIFY2(digests.at(name).ends_with(facts.at("sha256").get<std::string>()), name.c_str());
        ++numCompared;
    }
    QVERIFY(numCompared > 300);
}

QTEST_GUILESS_MAIN(TestCheckpointGoldens)
#include "tst_checkpoint_goldens.moc"

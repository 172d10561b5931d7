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
    void theGivenFilesSayHowFarTheRunCame_data();
    void theGivenFilesSayHowFarTheRunCame();
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
    const nlohmann::json load = readJsonFile(tiny("albef_load.json"));
    QCOMPARE(expected.size(), load.at("tensors").size());
    for (const auto& [tensor, digest] : expected) {
        QVERIFY2(load.at("tensors").contains(tensor), tensor.c_str());
    }
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
    // How far the run came stands in these files alone; each container writes it in its own way.
    const auto other = openTensorFile(tiny("checkpoint_legacy.pth"));
    for (const char* key : {"epoch", "best", "best_epoch"}) {
        QVERIFY2(metadata.at(key).is_number(), key);
        QVERIFY2(metadata.at(key) == other->metadata().at(key), key);
    }
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

void TestCheckpointGoldens::theGivenFilesSayHowFarTheRunCame_data() {
    addContainers();
}

void TestCheckpointGoldens::theGivenFilesSayHowFarTheRunCame() {
    QFETCH(QString, name);
    const fs::path given = DESCRY_TEST_DATA "/conformance/tiny";
    const auto file = openTensorFile(given / name.toStdString());
    // The README's, of the sources' own goldens.
    QVERIFY(file->metadata().at("epoch") == 4);
    QVERIFY(file->metadata().at("best") == 12.5);
    QVERIFY(file->metadata().at("best_epoch") == 3);
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

/// Where the queue stood before the first recorded step, which moved it by a batch.
std::int64_t queuePointer() {
    const nlohmann::json document = readJsonFile(tiny("train/step.json"));
    const nlohmann::json& step = document.at("runs").at("official").at("steps").at(0);
    const nlohmann::json config = readJsonFile(tiny("config.json"));
    const auto queue = config.at("queue_size").get<std::int64_t>();
    const auto after = step.at("queue_ptr_after").get<std::int64_t>();
    const auto batch = static_cast<std::int64_t>(step.at("items").size());
    return (after - batch + queue) % queue;
}

void TestCheckpointGoldens::readsScalarsAndIntegers() {
    const auto file = openTensorFile(tiny("checkpoint.pth"));
    const TensorEntry* temperature = file->find("temp");
    QVERIFY(temperature != nullptr);
    QVERIFY(temperature->shape.empty());
    QCOMPARE(file->readFloats(*temperature).size(), std::size_t{1});
    QCOMPARE(file->readIntegers(*file->find("queue_ptr")),
             std::vector<std::int64_t>{queuePointer()});
    const auto positions =
        file->readIntegers(*file->find("text_encoder.bert.embeddings.position_ids"));
    for (std::size_t i = 0; i < positions.size(); ++i) {
        QCOMPARE(positions[i], static_cast<std::int64_t>(i));
    }
}

void TestCheckpointGoldens::albefHasItsOwnSizes() {
    const auto file = openTensorFile(tiny("albef.pth"));
    const nlohmann::json load = readJsonFile(tiny("albef_load.json"));
    const nlohmann::json& missing = load.at("missing_keys");
    const std::size_t numUnexpected = load.at("unexpected_keys").size();
    QCOMPARE(file->tensors().size(), load.at("tensors").size() - missing.size() + numUnexpected);
    QVERIFY(!missing.empty());
    for (const nlohmann::json& name : missing) {
        QVERIFY2(file->find(name.get<std::string>()) == nullptr, name.dump().c_str());
    }
    const nlohmann::json config = readJsonFile(tiny("config.json"));
    const auto patch = config.at("patch_size").get<std::int64_t>();
    const std::int64_t grid = load.at("pre_res").get<std::int64_t>() / patch;
    QCOMPARE(file->find("visual_encoder.pos_embed")->shape[1], 1 + grid * grid);
    std::size_t numCompared = 0;
    std::size_t numResized = 0;
    const Digests digests = digestsOf("albef.pth");
    for (const auto& [name, facts] : load.at("tensors").items()) {
        if (facts.at("source") == "interpolated") ++numResized;
        if (facts.at("source") != "file") continue;
        QVERIFY2(digests.at(name).ends_with(facts.at("sha256").get<std::string>()), name.c_str());
        ++numCompared;
    }
    // Every tensor of the file, but those whose bytes the load changed.
    QCOMPARE(numCompared + numResized + numUnexpected, digests.size());
    QVERIFY(numCompared > numResized);
}

QTEST_GUILESS_MAIN(TestCheckpointGoldens)
#include "tst_checkpoint_goldens.moc"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>
#include <set>

#include "core/tensorfile/checkpoint.h"
#include "core/tensorfile/pickle.h"
#include "core/tensorfile/tensor_check.h"
#include "core/tensorfile/zip_archive.h"
#include "tests/core/tensorfile/tensorfile_test_support.h"

using namespace descry;
using namespace descry::testing;
using namespace std::string_literals;
namespace fs = std::filesystem;

class TestCheckpointWriter : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void readsBackWhatItWrote();
    void laysTheArchiveOutAsTorchDoes();
    void picklesOnlyWhatTorchAllows();
    void writesTheSameBytesTwice();
    void replacesAnOlderFileWhole();
    void refuses();
    void writesDirectoriesBeyond4GiB();

  private:
    fs::path file() const { return fs::path(m_folder->path().toStdString()) / "c.pth"; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

template <typename T>
PickleNode tensorNode(DType type, std::vector<std::int64_t> shape, const std::vector<T>& values) {
    PickleNode::Tensor tensor;
    tensor.entry = {"", type, std::move(shape)};
    const auto bytes = bytesOf(values);
    tensor.bytes.assign(bytes.begin(), bytes.end());
    return {std::move(tensor)};
}

PickleNode textKey(const char* text) {
    return {std::string(text)};
}

/// A tree with every kind of node.
PickleNode sampleTree() {
    PickleNode::Dict model;
    model.ordered = true;
    model.items.emplace_back(textKey("weight"),
                             tensorNode<float>(DType::F32, {2, 3}, {1, 2, 3, 4, 5, 6}));
    model.items.emplace_back(textKey("temp"), tensorNode<float>(DType::F32, {}, {0.07F}));
    model.items.emplace_back(textKey("ids"), tensorNode<std::int64_t>(DType::I64, {1}, {-7}));
    model.items.emplace_back(textKey("empty"), tensorNode<float>(DType::F32, {0, 4}, {}));
    model.items.emplace_back(textKey("flags"), tensorNode<std::uint8_t>(DType::Bool, {2}, {0, 1}));
    model.items.emplace_back(textKey("half"),
                             tensorNode<std::uint16_t>(DType::BF16, {2, 1}, {0x3f80, 0x4000}));
    PickleNode::Dict state;
    state.items.emplace_back(PickleNode{std::int64_t{300}},
                             tensorNode<float>(DType::F32, {1}, {8}));
    PickleNode::List list;
    list.items.push_back({std::int64_t{-1}});
    list.items.push_back({std::int64_t{1} << 40});
    list.items.push_back({0.9});
    list.items.push_back({PickleNode::Tuple{{PickleNode{true}, PickleNode{PickleNode::None{}}}}});
    PickleNode::Dict top;
    top.items.emplace_back(textKey("model"), PickleNode{std::move(model)});
    top.items.emplace_back(textKey("optimizer"), PickleNode{std::move(state)});
    top.items.emplace_back(textKey("list"), PickleNode{std::move(list)});
    top.items.emplace_back(textKey("note"), textKey("h\xc3\xa9 \xe4\xba\xba"));
    top.items.emplace_back(textKey("epoch"), PickleNode{std::int64_t{4}});
    return {std::move(top)};
}

void TestCheckpointWriter::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestCheckpointWriter::readsBackWhatItWrote() {
    writeCheckpoint(file(), sampleTree());
    const auto read = openCheckpoint(file());
    QCOMPARE(read->tensors().size(), std::size_t{6});
    QCOMPARE(read->readFloats(*read->find("weight")), (std::vector<float>{1, 2, 3, 4, 5, 6}));
    QCOMPARE(read->find("weight")->shape, (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(read->readFloats(*read->find("temp")), std::vector<float>{0.07F});
    QVERIFY(read->find("temp")->shape.empty());
    QCOMPARE(read->readIntegers(*read->find("ids")), std::vector<std::int64_t>{-7});
    QCOMPARE(read->find("empty")->shape, (std::vector<std::int64_t>{0, 4}));
    QCOMPARE(read->readIntegers(*read->find("flags")), (std::vector<std::int64_t>{0, 1}));
    QCOMPARE(read->readFloats(*read->find("half")), (std::vector<float>{1, 2}));
    const auto expected = nlohmann::json::parse(
        "{\"list\":[-1,1099511627776,0.9,[true,null]],"
        "\"note\":\"h\xc3\xa9 \xe4\xba\xba\",\"epoch\":4}");
    QVERIFY2(read->metadata() == expected, read->metadata().dump().c_str());
    const auto& top = std::get<PickleNode::Dict>(read->tree().value);
    QVERIFY(std::get<PickleNode::Dict>(top.items[0].value.value).ordered);
    const auto& state = std::get<PickleNode::Dict>(top.items[1].value.value);
    QVERIFY(!state.ordered);
    QCOMPARE(std::get<std::int64_t>(state.items[0].key.value), std::int64_t{300});
    const auto& tensor = std::get<PickleNode::Tensor>(state.items[0].value.value);
    QCOMPARE(read->readFloats(tensor.entry), std::vector<float>{8});
    QVERIFY(std::holds_alternative<PickleNode::Tuple>(
        std::get<PickleNode::List>(top.items[2].value.value).items[3].value));
    QCOMPARE(checkTensorFile(*read).tensors.size(), std::size_t{6});
}

void TestCheckpointWriter::laysTheArchiveOutAsTorchDoes() {
    writeCheckpoint(file(), sampleTree());
    const std::string bytes = readWhole(file());
    const ZipArchive archive(bytesOf(bytes), "c.pth");
    std::vector<std::string> names;
    for (const ZipRecord& record : archive.records()) {
        names.emplace_back(record.name);
        QCOMPARE(record.offset % 64, std::size_t{0});
        QCOMPARE(record.crc32, crc32(archive.bytes(record)));
    }
    QCOMPARE(names.front(), "archive/data.pkl"s);
    QCOMPARE(names.back(), "archive/.data/serialization_id"s);
    const auto contents = [&](const char* name) {
        const auto* record = archive.find(name);
        return record == nullptr ? std::string("missing")
                                 : bytes.substr(record->offset, record->size);
    };
    QCOMPARE(contents("archive/version"), "3\n"s);
    QCOMPARE(contents("archive/byteorder"), "little"s);
    QCOMPARE(contents("archive/.format_version"), "1"s);
    QCOMPARE(contents("archive/.data/serialization_id").size(), std::size_t{40});
    QCOMPARE(contents("archive/data/0"), rawBytes<float>({1, 2, 3, 4, 5, 6}));
    QCOMPARE(contents("archive/data/6"), rawBytes<float>({8}));
    QCOMPARE(contents("archive/data/7"), "missing"s);
    QVERIFY(contents("archive/data.pkl").starts_with("\x80\x02"));
}

void TestCheckpointWriter::picklesOnlyWhatTorchAllows() {
    writeCheckpoint(file(), sampleTree());
    const std::string bytes = readWhole(file());
    const ZipArchive archive(bytesOf(bytes), "c.pth");
    const auto pickle = archive.bytes(*archive.find("archive/data.pkl"));
    const PickleGraph graph = readPickle(pickle, {"c.pth", StorageNaming::Zip});
    QCOMPARE(graph.length, pickle.size());
    QCOMPARE(graph.storages.size(), std::size_t{7});
    const std::string text(reinterpret_cast<const char*>(pickle.data()), pickle.size());
    std::set<std::string> globals;
    for (std::size_t at = text.find("ctorch"); at != text.npos; at = text.find("ctorch", at + 1)) {
        const std::size_t middle = text.find('\n', at);
        globals.insert(text.substr(at + 1, text.find('\n', middle + 1) - at - 1));
    }
    QCOMPARE(globals,
             (std::set<std::string>{"torch._utils\n_rebuild_tensor_v2",
                                    "torch\nFloatStorage",
                                    "torch\nLongStorage",
                                    "torch\nBoolStorage",
                                    "torch\nBFloat16Storage"}));
}

void TestCheckpointWriter::writesTheSameBytesTwice() {
    writeCheckpoint(file(), sampleTree());
    const std::string first = readWhole(file());
    writeCheckpoint(file(), sampleTree());
    QVERIFY(readWhole(file()) == first);
}

void TestCheckpointWriter::replacesAnOlderFileWhole() {
    writeFile(file(), "older");
    PickleNode::Dict broken;
    broken.items.emplace_back(textKey("t"), tensorNode<float>(DType::F32, {3}, {1, 2}));
    QVERIFY(refusalOf([&] { writeCheckpoint(file(), {std::move(broken)}); }));
    QCOMPARE(readWhole(file()), "older"s);
    writeCheckpoint(file(), sampleTree());
    QCOMPARE(openTensorFile(file())->tensors().size(), std::size_t{6});
    QCOMPARE(std::distance(fs::directory_iterator(file().parent_path()), fs::directory_iterator()),
             std::ptrdiff_t{1});
}

void TestCheckpointWriter::refuses() {
    const auto refused = [&](PickleNode tree) {
        const auto refusal = refusalOf([&] { writeCheckpoint(file(), tree); });
        return refusal && refusal->code == ErrorCode::InvalidInput;
    };
    QVERIFY(refused({std::string("\xff")}));
    QVERIFY(refused(tensorNode<float>(DType::F32, {-1}, {1})));
    QVERIFY(refused(tensorNode<float>(DType::F32, {INT64_MAX, 4}, {1})));
    PickleNode::Dict dict;
    dict.items.emplace_back(PickleNode{1.5}, PickleNode{true});
    QVERIFY(refused({std::move(dict)}));
    PickleNode deep{PickleNode::List{}};
    for (int i = 0; i < 200; ++i) {
        PickleNode::List outer;
        outer.items.push_back(std::move(deep));
        deep = {std::move(outer)};
    }
    QVERIFY(refused(std::move(deep)));
    QVERIFY(!fs::exists(file()));
}

void TestCheckpointWriter::writesDirectoriesBeyond4GiB() {
    const std::uint64_t offset = (std::uint64_t{5} << 30) + 123;
    const ZipEntry entry{"a/data/0", std::uint64_t{5} << 30, 24, 7};
    const std::string directory = zipDirectory(std::span(&entry, 1), offset);
    QVERIFY(directory.find("PK\x06\x06") != std::string::npos);
    QVERIFY(directory.find(littleEndian(offset, 8)) != std::string::npos);
    QCOMPARE(zipDirectory(std::span(&entry, 1), 100).find("PK\x06\x06"), std::string::npos);
    const ZipEntry huge{"a/data/1", 0, std::size_t{1} << 32, 7};
    QVERIFY(refusalOf([&] { zipLocalHeader(huge); }));
}

QTEST_GUILESS_MAIN(TestCheckpointWriter)
#include "tst_checkpoint_writer.moc"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/tensorfile/checkpoint.h"
#include "core/tensorfile/tensor_check.h"
#include "tests/core/tensorfile/tensorfile_test_support.h"

using namespace descry;
using namespace descry::testing;
using namespace std::string_literals;
namespace fs = std::filesystem;

class TestCheckpoint : public QObject {
    Q_OBJECT

  private slots:
    void readsModelUnderEitherKeyOrAtTheTop();
    void keepsTheRestAsMetadata();
    void leavesEntriesWithTensorsOutOfMetadata();
    void packsStridedAndSharedTensors();
    void readsTreeTensorsByIndex();
    void refusesEntriesOfAnotherFile();
    void readsLegacyStorageViews();
    void readsArchivesBeyond4GiB();
    void checkFindsADamagedRecord();
    void refusesContents_data();
    void refusesContents();
    void refusesArchives_data();
    void refusesArchives();
    void boundsWhatSharingCanGrowTo_data();
    void boundsWhatSharingCanGrowTo();
    void saysWhatAnotherFileIs_data();
    void saysWhatAnotherFileIs();
    void refusesEveryCut();
    void survivesEveryFlippedByte();
    void opensFoldersAndMissingFilesWithAReason();
};

const std::vector<float> kValues{0, 1, 2, 3, 4, 5};

std::string tensorOf(const std::string& key,
                     const std::vector<std::int64_t>& shape,
                     const std::vector<std::int64_t>& strides,
                     std::int64_t offset = 0) {
    PickledTensor tensor;
    tensor.key = key;
    tensor.storageElements = static_cast<std::int64_t>(kValues.size());
    tensor.shape = shape;
    tensor.strides = strides;
    tensor.offset = offset;
    return tensor.pickled();
}

std::string smallCheckpoint() {
    const std::string model = pickledDict({{"a", tensorOf("0", {2, 3}, {3, 1})}});
    return checkpointOf(pickledDict({{"model", model}, {"epoch", "K\x03"}}), {rawBytes(kValues)});
}

std::unique_ptr<TensorFile> openBytes(const std::string& bytes) {
    return openTensorBytes(bytesOf(bytes), "a.pth");
}

std::string legacyOf(const std::string& value,
                     const PickledItems& storages,
                     const std::string& order = "\x88") {
    std::string file =
        "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03."s;
    file += pickleOf(pickledDict({{"protocol_version", "M\xe9\x03"}, {"little_endian", order}}));
    file += pickleOf(value);
    std::string keys = "](";
    for (const auto& [key, bytes] : storages) keys += pickledText(key);
    file += pickleOf(keys + "e");
    for (const auto& [key, bytes] : storages) {
        file += littleEndian(bytes.size() / sizeof(float), 8) + bytes;
    }
    return file;
}

void TestCheckpoint::readsModelUnderEitherKeyOrAtTheTop() {
    const std::string model = pickledDict({{"a", tensorOf("0", {2, 3}, {3, 1})}});
    for (const std::string& top :
         {pickledDict({{"model", model}}), pickledDict({{"state_dict", model}}), model}) {
        const std::string bytes = checkpointOf(top, {rawBytes(kValues)});
        const auto file = openBytes(bytes);
        QCOMPARE(file->kind(), TensorFileKind::ZipCheckpoint);
        QCOMPARE(file->tensors().size(), std::size_t{1});
        QCOMPARE(file->tensors()[0].name, std::string("a"));
        QCOMPARE(file->readFloats(*file->find("a")), kValues);
    }
}

void TestCheckpoint::keepsTheRestAsMetadata() {
    const std::string config = pickledDict({{"lr", "G\x3f\xe0\0\0\0\0\0\0"s},
                                            {"list",
                                             "](K\x01K\x02"
                                             "e"},
                                            {"none", "N"},
                                            {"yes", "\x88"}});
    const std::string bytes = checkpointOf(
        pickledDict({{"model", pickledDict({})}, {"config", config}, {"epoch", "K\x03"}}), {});
    const auto file = openBytes(bytes);
    const auto expected = nlohmann::json::parse(
        R"({"config":{"lr":0.5,"list":[1,2],"none":null,"yes":true},"epoch":3})");
    QVERIFY2(file->metadata() == expected, file->metadata().dump().c_str());
}

void TestCheckpoint::leavesEntriesWithTensorsOutOfMetadata() {
    const std::string tensor = tensorOf("0", {6}, {1});
    const std::string bytes =
        checkpointOf(pickledDict({{"model", pickledDict({{"a", tensor}})},
                                  {"optimizer", pickledDict({{"state", "](" + tensor + "e"}})}}),
                     {rawBytes(kValues)});
    QVERIFY(openBytes(bytes)->metadata() == nlohmann::json::object());
}

void TestCheckpoint::packsStridedAndSharedTensors() {
    const std::string bytes =
        checkpointOf(pickledDict({{"plain", tensorOf("0", {2, 3}, {3, 1})},
                                  {"turned", tensorOf("0", {3, 2}, {1, 3})},
                                  {"row", tensorOf("0", {3}, {1}, 3)},
                                  {"scalar", tensorOf("0", {}, {}, 5)},
                                  {"spread", tensorOf("0", {2, 2}, {0, 1}, 4)},
                                  {"none", tensorOf("0", {0, 4}, {4, 1}, 6)}}),
                     {rawBytes(kValues)});
    const auto file = openBytes(bytes);
    const auto floats = [&](const char* name) { return file->readFloats(*file->find(name)); };
    QCOMPARE(floats("plain"), kValues);
    QCOMPARE(floats("turned"), (std::vector<float>{0, 3, 1, 4, 2, 5}));
    QCOMPARE(floats("row"), (std::vector<float>{3, 4, 5}));
    QCOMPARE(floats("scalar"), (std::vector<float>{5}));
    QCOMPARE(floats("spread"), (std::vector<float>{4, 5, 4, 5}));
    QCOMPARE(floats("none"), std::vector<float>{});
    std::vector<float> part(2);
    file->readPart(*file->find("turned"), 3, std::as_writable_bytes(std::span(part)));
    QCOMPARE(part, (std::vector<float>{4, 2}));
}

void TestCheckpoint::readsTreeTensorsByIndex() {
    // Two paths in the tree and a tensor of the model share one name.
    const auto row = [](std::int64_t offset) { return tensorOf("0", {1}, {1}, offset); };
    const std::string bytes = checkpointOf(pickledDict({{"model", pickledDict({{"a.b", row(1)}})},
                                                        {"a", pickledDict({{"b", row(2)}})},
                                                        {"list", "](" + row(3) + "e"}}),
                                           {rawBytes(kValues)});
    QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "a.pth";
    writeFile(path, bytes);
    const auto file = openCheckpoint(path);
    QCOMPARE(file->readFloats(file->tensors()[0]), std::vector<float>{1});
    const auto& top = std::get<PickleNode::Dict>(file->tree().value);
    const auto& inner = std::get<PickleNode::Dict>(top.items[1].value.value);
    const auto& second = std::get<PickleNode::Tensor>(inner.items[0].value.value);
    QCOMPARE(second.entry.name, std::string("a.b"));
    QCOMPARE(file->readFloats(second.entry), std::vector<float>{2});
    const auto& list = std::get<PickleNode::List>(top.items[2].value.value);
    const auto& third = std::get<PickleNode::Tensor>(list.items[0].value);
    QCOMPARE(third.entry.name, std::string("list.0"));
    QCOMPARE(file->readFloats(third.entry), std::vector<float>{3});
}

void TestCheckpoint::refusesEntriesOfAnotherFile() {
    const std::string bytes = smallCheckpoint();
    const auto file = openBytes(bytes);
    QCOMPARE(file->readFloats({"a", DType::F32, {2, 3}}), kValues);
    const auto refusal = refusalOf([&] { file->readFloats({"a", DType::F32, {3, 3}}); });
    QVERIFY(refusal);
    QCOMPARE(refusal->code, ErrorCode::NotFound);
    QVERIFY(refusalOf([&] { file->readFloats({"b", DType::F32, {2, 3}}); }));
    QVERIFY(refusalOf([&] { file->readFloats({"a", DType::F32, {2, 3}, 77}); }));
}

void TestCheckpoint::readsLegacyStorageViews() {
    PickledTensor tensor;
    tensor.key = "77";
    tensor.storageElements = 6;
    tensor.shape = {2};
    tensor.strides = {1};
    tensor.legacyView = "N";
    PickledTensor view = tensor;
    view.offset = 1;
    view.legacyView = "(" + pickledText("78") + pickledInt(2) + pickledInt(3) + "t";
    const std::string bytes =
        legacyOf(pickledDict({{"whole", tensor.pickled()}, {"view", view.pickled()}}),
                 {{"77", rawBytes(kValues)}});
    const auto file = openBytes(bytes);
    QCOMPARE(file->kind(), TensorFileKind::LegacyCheckpoint);
    QCOMPARE(file->readFloats(*file->find("whole")), (std::vector<float>{0, 1}));
    QCOMPARE(file->readFloats(*file->find("view")), (std::vector<float>{3, 4}));

    view.offset = 2;
    const std::string outside =
        legacyOf(pickledDict({{"view", view.pickled()}}), {{"77", rawBytes(kValues)}});
    QVERIFY(refusalOf([&] { openBytes(outside); }));
}

/// A sparse file: the records at both ends are real, the 5 GiB between are a hole.
void TestCheckpoint::readsArchivesBeyond4GiB() {
    QTemporaryDir folder;
    const fs::path path = fs::path(folder.path().toStdString()) / "large.pth";
    const std::uint64_t farOffset = std::uint64_t{5} << 30;
    PickledTensor hole;
    hole.key = "0";
    hole.storageElements = 1 << 20;
    hole.shape = {1 << 20};
    hole.strides = {1};
    const std::string pickle =
        pickleOf(pickledDict({{"far", tensorOf("1", {6}, {1})}, {"hole", hole.pickled()}}));
    std::vector<ZipEntry> entries;
    std::string start;
    const auto add = [&](const std::string& name, const std::string& contents) {
        entries.push_back({"a/" + name, start.size(), contents.size(), crc32(bytesOf(contents))});
        start += zipLocalHeader(entries.back()) + contents;
    };
    add("data.pkl", pickle);
    add("version", "3\n");
    add("data/0", std::string(4 << 20, '\0'));
    entries.push_back(
        {"a/data/1", farOffset, kValues.size() * 4, crc32(bytesOf(rawBytes(kValues)))});
    const std::string end = zipLocalHeader(entries.back()) + rawBytes(kValues);
    writeFile(path, start);
    std::error_code failed;
    fs::resize_file(path, farOffset, failed);
    if (failed) QSKIP("this file system has no sparse files");
    {
        std::ofstream out(path, std::ios::binary | std::ios::app);
        out << end << zipDirectory(entries, farOffset + end.size());
    }
    const auto file = openTensorFile(path);
    QCOMPARE(file->readFloats(*file->find("far")), kValues);
    QCOMPARE(checkTensorFile(*file).tensors.size(), std::size_t{2});
}

void TestCheckpoint::checkFindsADamagedRecord() {
    std::string bytes = smallCheckpoint();
    const std::size_t at = bytes.find(rawBytes(kValues));
    QCOMPARE(at % 64, std::size_t{0});
    checkTensorFile(*openBytes(bytes));
    bytes[at + 2] = static_cast<char>(bytes[at + 2] ^ 1);
    const auto file = openBytes(bytes);
    const auto refusal = refusalOf([&] { checkTensorFile(*file); });
    QVERIFY(refusal);
    QVERIFY2(refusal->message.find("data/0") != std::string::npos, refusal->message.c_str());
}

void TestCheckpoint::refusesContents_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& value, const char* reason) {
        QTest::newRow(name) << QByteArray::fromStdString(checkpointOf(value, {rawBytes(kValues)}))
                            << QString(reason);
    };
    const std::string tensor = tensorOf("0", {6}, {1});
    row("none", "N", "None");
    row("a tensor", tensor, "a single tensor");
    row("a list", "](" + tensor + "e", "a list");
    row("model a tensor", pickledDict({{"model", tensor}}), "\"model\" is a single tensor");
    row("model a list", pickledDict({{"model", "]"}, {"state_dict", pickledDict({})}}), "a list");
    row("a text in the model",
        pickledDict({{"model", pickledDict({{"t", pickledText("x")}})}}),
        "a text");
    row("a dictionary in the model",
        pickledDict({{"model", pickledDict({{"t", pickledDict({})}})}}),
        "a dictionary");
    row("a number at the top",
        pickledDict({{"a", tensor}, {"epoch", "K\x01"}}),
        "no entry \"model\"");
    row("a number as name", "}K\x01" + tensor + "s", "named tensor");
    row("name twice", pickledDict({{"a", tensor}, {"a", tensor}}), "twice");
    row("missing record", pickledDict({{"a", tensorOf("7", {6}, {1})}}), "data/7 is missing");
    row("record above", pickledDict({{"a", tensorOf("../data/0", {6}, {1})}}), "missing");
    row("record absolute", pickledDict({{"a", tensorOf("/etc/passwd", {6}, {1})}}), "missing");
    row("record is the pickle", pickledDict({{"a", tensorOf("../data.pkl", {6}, {1})}}), "missing");
    row("key of 70,000 letters",
        pickledDict({{"a", tensorOf(std::string(70'000, '0'), {6}, {1})}}),
        "missing");
    row("record too short",
        pickledDict({{"a",
                      [] {
                          PickledTensor wide;
                          wide.storageClass = "DoubleStorage";
                          wide.storageElements = 6;
                          wide.shape = {1};
                          wide.strides = {1};
                          return wide.pickled();
                      }()}}),
        "24 bytes");
    row("storage itself",
        pickledDict({{"model", pickledDict({})},
                     {"s",
                      "(" + pickledText("storage") + "ctorch\nFloatStorage\n" + pickledText("0") +
                          pickledText("cpu") + "K\x06tQ"}}),
        "a storage");
}

void TestCheckpoint::refusesContents() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const std::string text = bytes.toStdString();
    const auto refusal = refusalOf([&] { openBytes(text); });
    QVERIFY(refusal);
    QVERIFY2(refusal->message.starts_with("a.pth: "), refusal->message.c_str());
    QVERIFY2(refusal->message.find(reason.toStdString()) != std::string::npos,
             refusal->message.c_str());
    QVERIFY(refusal->message.size() < 500);
}

/// A copy with every occurrence of `from` replaced; of the same length, so that the structure
/// holds.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

void TestCheckpoint::refusesArchives_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& bytes, const char* reason) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(reason);
    };
    const std::string good = smallCheckpoint();
    const auto patched = [&](std::size_t at, const std::string& to) {
        std::string bytes = good;
        return bytes.replace(at, to.size(), to);
    };
    const std::string pickle = pickleOf(pickledDict({{"model", pickledDict({})}}));
    const ZipPart data{"a/data.pkl", pickle};
    const ZipPart version{"a/version", "3\n"};
    const std::size_t directory = good.find("PK\x01\x02");
    const std::size_t end = good.size() - 22;
    row("empty archive", zipOf({}), "empty zip archive");
    row("no pickle", zipOf({version}), "data.pkl is missing");
    row("no version", zipOf({data}), "version is missing");
    row("newer version", zipOf({data, {"a/version", "11\n"}}), "version");
    row("big-endian", zipOf({data, version, {"a/byteorder", "big"}}), "big-endian");
    row("two folders", zipOf({data, version, {"b/version", "3\n"}}), "several folders");
    row("no folder", zipOf({{"data.pkl", pickle}, {"version", "3\n"}}), "several folders");
    row("TorchScript", zipOf({data, version, {"a/code/x.py", "import os"}}), "TorchScript");
    row("climbing name", zipOf({data, version, {"a/../../x", "y"}}), "leads outside");
    row("absolute name", zipOf({data, version, {"/a/x", "y"}}), "leads outside");
    row("backslash", zipOf({data, version, {"a\\x", "y"}}), "leads outside");
    row("NUL in a name", zipOf({data, version, {"a/x\0y"s, "y"}}), "leads outside");
    row("name twice", zipOf({data, version, data}), "two records");
    row("bytes after the pickle",
        zipOf({{"a/data.pkl", pickle + "N."}, version}),
        "follow the end");
    row("prepended", "#!/bin/sh\n" + good, "a script");
    row("prepended zip", good.substr(0, 4) + good, "damaged zip archive");
    row("appended", good + "x", "its end is missing");
    row("two ends",
        good.substr(0, end) + "PK\x05\x06" + std::string(16, '\0') + littleEndian(22, 2) +
            good.substr(end),
        "two ends");
    row("encrypted",
        replaced(good, "\x14\x00\x00\x08\x00\x00"s, "\x14\x00\x01\x08\x00\x00"s),
        "encrypted");
    row("compressed",
        replaced(good, "\x14\x00\x00\x08\x00\x00"s, "\x14\x00\x00\x08\x08\x00"s),
        "compressed");
    row("other flags within", patched(6, "\0\0"s), "other flags");
    row("other name within", patched(30, "b"), "another name");
    row("other size within", patched(22, "\x01\x02"), "another size");
    row("other checksum within", patched(14, "\x01\x02\x03\x04"), "another checksum");
    row("two sizes", patched(directory + 20, "\x01"), "two sizes");
    row("size beyond",
        patched(directory + 20, "\xff\xff\xff\x7f\xff\xff\xff\x7f"),
        "more than the file");
    row("offset beyond", patched(directory + 42, "\xff\xff\xff\x7f"), "begins past");
    row("zip64 without field", patched(directory + 42, "\xff\xff\xff\xff"), "");
    row("too many records", patched(end + 8, "\xff\x7f\xff\x7f"), "cannot list");
    row("too few records", patched(end + 8, "\x01\x00\x01\x00"s), "shorter");
    row("parts", patched(end + 4, "\x01"), "one part");
    row("directory elsewhere", patched(end + 16, "\x01\x00\x00\x00"s), "does not end");
    row("checksum of the pickle", replaced(good, "epoch", "apoch"), "checksum");
}

void TestCheckpoint::refusesArchives() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const std::string text = bytes.toStdString();
    const auto refusal = refusalOf([&] { openBytes(text); });
    QVERIFY(refusal);
    QVERIFY2(refusal->message.starts_with("a.pth: "), refusal->message.c_str());
    QVERIFY2(refusal->message.find(reason.toStdString()) != std::string::npos,
             refusal->message.c_str());
}

void TestCheckpoint::boundsWhatSharingCanGrowTo_data() {
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* name, const std::string& value) {
        QTest::newRow(name) << QByteArray::fromStdString(value);
    };
    const auto beside = [](const std::string& value) {
        return pickledDict({{"model", pickledDict({})}, {"x", value}});
    };
    std::string doubled = "K\x01";
    for (int i = 0; i < 80; ++i) doubled += "2\x86";
    row("tuples doubled 80 times", beside(doubled));
    row("a list in itself",
        beside("]q\x01h\x01"
               "a"));
    row("lists 100,000 deep", beside(std::string(100'000, ']') + std::string(99'999, 'a')));
    std::string repeated = "](" + pickledText(std::string(1 << 20, 'x')) + "q\x01";
    for (int i = 0; i < 200; ++i) repeated += "h\x01";
    row("a long text 200 times", beside(repeated + "e"));
    row(
        "a long key in every path", "}(" + pickledText("model") + "}" + pickledText("x") + [] {
            std::string deep = "}(" + pickledText(std::string(1 << 20, 'k')) + "q\x01](";
            const std::string tensor = tensorOf("0", {1}, {1});
            for (int i = 0; i < 100; ++i) deep += tensor;
            return deep + "eu";
        }() + "u");
    row("4 TiB expanded", pickledDict({{"t", tensorOf("0", {1 << 20, 1 << 20}, {0, 0})}}));
    std::string many = "}(";
    for (int i = 0; i < 100; ++i) {
        many += pickledText(std::to_string(i)) + tensorOf("0", {1 << 20}, {0});
    }
    row("100 times 4 MiB expanded", many + "u");
}

void TestCheckpoint::boundsWhatSharingCanGrowTo() {
    QFETCH(QByteArray, value);
    const std::string bytes = checkpointOf(value.toStdString(), {rawBytes(kValues)});
    const auto refusal = refusalOf([&] { openBytes(bytes); });
    QVERIFY(refusal);
    QCOMPARE(refusal->code, ErrorCode::CorruptFile);
    QVERIFY2(refusal->message.size() < 500, refusal->message.substr(0, 500).c_str());
}

void TestCheckpoint::saysWhatAnotherFileIs_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("kind");
    QTest::newRow("empty") << QByteArray() << "an empty file";
    QTest::newRow("text") << QByteArray("hello\nthere\n") << "a text";
    QTest::newRow("web page") << QByteArray("<!DOCTYPE html><html>") << "web page";
    QTest::newRow("JSON") << QByteArray("{\"a\": 1}") << "a JSON text";
    QTest::newRow("HDF5") << QByteArray("\x89HDF\r\n\x1a\n") << "HDF5";
    QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08") << "gzip";
    QTest::newRow("noise") << QByteArray("\x01\x02\x03\x04\x05", 5) << "unknown kind";
    QTest::newRow("pickle") << QByteArray("\x80\x02K\x01.") << "Python pickle";
}

void TestCheckpoint::saysWhatAnotherFileIs() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, kind);
    const std::string text = bytes.toStdString();
    const auto refusal = refusalOf([&] { openBytes(text); });
    QVERIFY(refusal);
    QVERIFY2(refusal->message.find(kind.toStdString()) != std::string::npos,
             refusal->message.c_str());
}

void TestCheckpoint::refusesEveryCut() {
    PickledTensor tensor;
    tensor.storageElements = 6;
    tensor.shape = {6};
    tensor.strides = {1};
    tensor.legacyView = "N";
    const std::string legacy =
        legacyOf(pickledDict({{"t", tensor.pickled()}}), {{"0", rawBytes(kValues)}});
    for (const std::string& whole : {smallCheckpoint(), legacy}) {
        openBytes(whole);
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const std::string cut = whole.substr(0, length);
            QVERIFY2(refusalOf([&] { openBytes(cut); }), std::to_string(length).c_str());
        }
    }
}

void TestCheckpoint::survivesEveryFlippedByte() {
    const std::string good = smallCheckpoint();
    int numRefused = 0;
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const int flip : {0x01, 0x80, 0xff}) {
            std::string bytes = good;
            bytes[at] = static_cast<char>(bytes[at] ^ flip);
            if (refusalOf([&] { checkTensorFile(*openBytes(bytes)); })) ++numRefused;
        }
    }
    // The rest are bytes that mean nothing: padding, dates, versions.
    QVERIFY(numRefused > static_cast<int>(good.size()));
}

void TestCheckpoint::opensFoldersAndMissingFilesWithAReason() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    const auto missing = refusalOf([&] { openTensorFile(path / "none.pth"); });
    QVERIFY(missing);
    QCOMPARE(missing->code, ErrorCode::NotFound);
    QVERIFY(missing->message.find("none.pth") != std::string::npos);
    QVERIFY(refusalOf([&] { openTensorFile(path); }));
    QVERIFY(refusalOf([&] { openCheckpoint(path / "none.pth"); }));
    writeFile(path / "a.safetensors", littleEndian(2, 8) + "{}");
    QVERIFY(refusalOf([&] { openCheckpoint(path / "a.safetensors"); }));
}

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"

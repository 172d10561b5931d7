#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/tensorfile/tensor_check.h"
#include "core/tensorfile/tensor_file.h"
#include "tests/core/tensorfile/tensorfile_test_support.h"

using namespace descry;
using namespace descry::testing;
using namespace std::string_literals;
namespace fs = std::filesystem;

class TestSafetensors : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void writesAndReadsBackEveryType();
    void beginsTheDataAtAMultipleOf64();
    void keepsTheOrderGiven();
    void keepsMetadata();
    void readsInPieces();
    void convertsFloats();
    void widensIntegers();
    void refusesToConvertTheWrongWay();
    void findsByNameAlone();
    void isRecognisedWhateverItsHeaderLength();
    void acceptsOddHeaders_data();
    void acceptsOddHeaders();
    void refuses_data();
    void refuses();
    void refusesEveryCut();
    void writerRefuses();
    void leavesNothingBehindWhenWritingFails();
    void checkRefusesWhatIsNotFinite_data();
    void checkRefusesWhatIsNotFinite();

  private:
    fs::path file() const { return fs::path(m_folder->path().toStdString()) / "t.safetensors"; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

std::string safetensorsOf(const std::string& header, const std::string& data) {
    return littleEndian(header.size(), 8) + header + data;
}

std::unique_ptr<TensorFile> openBytes(const std::string& bytes) {
    return openTensorBytes(bytesOf(bytes), "t.safetensors");
}

void TestSafetensors::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestSafetensors::writesAndReadsBackEveryType() {
    const std::vector<std::byte> bytes(48, std::byte{0x2a});
    std::vector<TensorSource> sources;
    for (const DType type : {DType::Bool,
                             DType::U8,
                             DType::I8,
                             DType::I16,
                             DType::I32,
                             DType::I64,
                             DType::F16,
                             DType::BF16,
                             DType::F32,
                             DType::F64}) {
        TensorEntry entry{std::string(torchName(type)), type, {2, 3}};
        sources.push_back({entry, std::span(bytes).first(entry.sizeBytes())});
    }
    sources.push_back({TensorEntry{"scalar", DType::F32, {}}, std::span(bytes).first(4)});
    sources.push_back({TensorEntry{"empty", DType::F32, {3, 0}}, {}});
    writeSafetensors(file(), sources);

    const auto read = openTensorFile(file());
    QCOMPARE(read->kind(), TensorFileKind::Safetensors);
    QCOMPARE(read->tensors().size(), sources.size());
    for (const TensorSource& source : sources) {
        const TensorEntry* entry = read->find(source.entry.name);
        QVERIFY(entry != nullptr);
        QCOMPARE(entry->dtype, source.entry.dtype);
        QCOMPARE(entry->shape, source.entry.shape);
        const std::vector<std::byte> stored = read->read(*entry);
        QVERIFY(std::equal(stored.begin(), stored.end(), source.bytes.begin(), source.bytes.end()));
    }
    QCOMPARE(read->find("missing"), nullptr);
}

void TestSafetensors::beginsTheDataAtAMultipleOf64() {
    const std::vector<float> values{1, 2, 3};
    for (const std::size_t length : {1, 10, 33, 64}) {
        const TensorSource source{{std::string(length, 'n'), DType::F32, {3}}, bytesOf(values)};
        writeSafetensors(file(), std::span(&source, 1));
        QCOMPARE((fs::file_size(file()) - 12) % 64, std::uintmax_t{0});
        QCOMPARE(openTensorFile(file())->readFloats(source.entry), values);
    }
}

void TestSafetensors::keepsTheOrderGiven() {
    const std::vector<float> values{1};
    std::vector<TensorSource> sources;
    for (const char* name : {"z", "a", "m"})
        sources.push_back({{name, DType::F32, {1}}, bytesOf(values)});
    writeSafetensors(file(), sources);
    const auto read = openTensorFile(file());
    for (std::size_t i = 0; i < 3; ++i) QCOMPARE(read->tensors()[i].name, sources[i].entry.name);
}

void TestSafetensors::keepsMetadata() {
    const std::map<std::string, std::string> metadata{{"format", "pt"}, {"quote\"", "h\xc3\xa9\n"}};
    writeSafetensors(file(), {}, metadata);
    const auto read = openTensorFile(file());
    QVERIFY(read->metadata() == nlohmann::json(metadata));
    QVERIFY(read->tensors().empty());
}

void TestSafetensors::readsInPieces() {
    std::vector<std::int32_t> values(1000);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::int32_t>(i);
    const TensorSource source{{"t", DType::I32, {10, 100}}, bytesOf(values)};
    writeSafetensors(file(), std::span(&source, 1));
    const auto read = openTensorFile(file());
    std::vector<std::int32_t> part(7);
    read->readPart(read->tensors()[0], 993, std::as_writable_bytes(std::span(part)));
    QCOMPARE(part, (std::vector<std::int32_t>{993, 994, 995, 996, 997, 998, 999}));
    QVERIFY(refusalOf(
        [&] { read->readPart(read->tensors()[0], 994, std::as_writable_bytes(std::span(part))); }));
    QVERIFY(refusalOf(
        [&] { read->readPart(read->tensors()[0], -1, std::as_writable_bytes(std::span(part))); }));
    QVERIFY(refusalOf(
        [&] { read->read(read->tensors()[0], std::as_writable_bytes(std::span(part))); }));
}

void TestSafetensors::convertsFloats() {
    const std::vector<std::uint16_t> half{0x3c00, 0xc000, 0x7bff};
    const std::vector<std::uint16_t> brain{0x3f80, 0xc000, 0x4049};
    const std::vector<double> wide{1.0, -2.0, 0.1};
    const std::vector<TensorSource> sources{{{"h", DType::F16, {3}}, bytesOf(half)},
                                            {{"b", DType::BF16, {3}}, bytesOf(brain)},
                                            {{"d", DType::F64, {3}}, bytesOf(wide)}};
    writeSafetensors(file(), sources);
    const auto read = openTensorFile(file());
    QCOMPARE(read->readFloats(*read->find("h")), (std::vector<float>{1, -2, 65504}));
    QCOMPARE(read->readFloats(*read->find("b")), (std::vector<float>{1, -2, 3.140625F}));
    QCOMPARE(read->readFloats(*read->find("d")), (std::vector<float>{1, -2, 0.1F}));
}

void TestSafetensors::widensIntegers() {
    const std::vector<std::int8_t> small{-1, 127};
    const std::vector<std::uint8_t> bytes{255, 0};
    const std::vector<std::int16_t> shorts{-32768, 5};
    const std::vector<std::uint8_t> flags{1, 0};
    const std::vector<TensorSource> sources{{{"i8", DType::I8, {2}}, bytesOf(small)},
                                            {{"u8", DType::U8, {2}}, bytesOf(bytes)},
                                            {{"i16", DType::I16, {2}}, bytesOf(shorts)},
                                            {{"flag", DType::Bool, {2}}, bytesOf(flags)}};
    writeSafetensors(file(), sources);
    const auto read = openTensorFile(file());
    QCOMPARE(read->readIntegers(*read->find("i8")), (std::vector<std::int64_t>{-1, 127}));
    QCOMPARE(read->readIntegers(*read->find("u8")), (std::vector<std::int64_t>{255, 0}));
    QCOMPARE(read->readIntegers(*read->find("i16")), (std::vector<std::int64_t>{-32768, 5}));
    QCOMPARE(read->readIntegers(*read->find("flag")), (std::vector<std::int64_t>{1, 0}));
}

void TestSafetensors::refusesToConvertTheWrongWay() {
    const std::vector<float> values{1};
    const std::vector<TensorSource> sources{{{"f", DType::F32, {1}}, bytesOf(values)},
                                            {{"i", DType::I32, {1}}, bytesOf(values)}};
    writeSafetensors(file(), sources);
    const auto read = openTensorFile(file());
    const auto integers = refusalOf([&] { read->readIntegers(*read->find("f")); });
    const auto floats = refusalOf([&] { read->readFloats(*read->find("i")); });
    QVERIFY(integers && floats);
    QCOMPARE(integers->code, ErrorCode::InvalidInput);
    QCOMPARE(floats->code, ErrorCode::InvalidInput);
    QVERIFY(floats->message.find("int32") != std::string::npos);
}

void TestSafetensors::findsByNameAlone() {
    const std::vector<float> values{4};
    const TensorSource source{{"f", DType::F32, {1}}, bytesOf(values)};
    writeSafetensors(file(), std::span(&source, 1));
    const auto read = openTensorFile(file());
    QCOMPARE(read->readFloats({"f", DType::F32, {1}}), values);
    const auto refusal = refusalOf([&] { read->readFloats({"g", DType::F32, {1}}); });
    QVERIFY(refusal);
    QCOMPARE(refusal->code, ErrorCode::NotFound);
}

void TestSafetensors::isRecognisedWhateverItsHeaderLength() {
    // 0x0280 bytes: the file then begins as a pickle of protocol 2 does.
    std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
    header.append(0x0280 - header.size(), ' ');
    const std::string bytes = safetensorsOf(header, "x");
    QCOMPARE(openBytes(bytes)->tensors().size(), std::size_t{1});
}

void TestSafetensors::acceptsOddHeaders_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("numTensors");
    QTest::newRow("nothing") << QByteArray::fromStdString(safetensorsOf("{}", "")) << 0;
    QTest::newRow("padded") << QByteArray::fromStdString(safetensorsOf("{}     ", "")) << 0;
    QTest::newRow("not in order")
        << QByteArray::fromStdString(safetensorsOf(
               R"({"b":{"shape":[1],"data_offsets":[1,2],"dtype":"U8"},"a":{"dtype":"I8","shape":[1,1],"data_offsets":[0,1]}})",
               "xy"))
        << 2;
    QTest::newRow("empty tensors at both ends")
        << QByteArray::fromStdString(safetensorsOf(
               R"({"e":{"dtype":"F32","shape":[0],"data_offsets":[1,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"s":{"dtype":"F64","shape":[2,0],"data_offsets":[0,0]}})",
               "x"))
        << 3;
    QTest::newRow("odd names")
        << QByteArray::fromStdString(safetensorsOf(
               R"({"":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"é.\u4eba/..":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
               "xy"))
        << 2;
}

void TestSafetensors::acceptsOddHeaders() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, numTensors);
    const std::string text = bytes.toStdString();
    const auto read = openBytes(text);
    QCOMPARE(static_cast<int>(read->tensors().size()), numTensors);
}

void TestSafetensors::refuses_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& bytes, const char* reason) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(reason);
    };
    const auto tensor = [](const std::string& fields) { return "{\"t\":{" + fields + "}}"; };
    row("empty", "", "empty");
    row("seven bytes", "1234567", "");
    row("header beyond the file", littleEndian(100, 8) + "{}", "header of 100");
    row("header of 2^63", littleEndian(1ULL << 63, 8) + "{}", "header of 9223372036854775808");
    row("header of 2^64-1", littleEndian(~0ULL, 8) + "{}", "header of 18446744073709551615");
    row("header a list", safetensorsOf("[]", ""), "begin with {");
    row("header cut", safetensorsOf("{\"a\":", ""), "JSON");
    row("two headers", safetensorsOf("{}{}", ""), "JSON");
    row("comment", safetensorsOf("{}//", ""), "JSON");
    row("deep", safetensorsOf("{\"a\":" + std::string(100'000, '['), ""), "nested");
    row("name twice",
        safetensorsOf(
            R"({"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
            "x"),
        "twice");
    row("tensor a number", safetensorsOf(R"({"t":1})", ""), "no object");
    row("no dtype", safetensorsOf(tensor(R"("shape":[1],"data_offsets":[0,1])"), "x"), "no dtype");
    row("no shape", safetensorsOf(tensor(R"("dtype":"U8","data_offsets":[0,1])"), "x"), "no shape");
    row("no offsets", safetensorsOf(tensor(R"("dtype":"U8","shape":[1])"), "x"), "no data_offsets");
    row("dtype unknown",
        safetensorsOf(tensor(R"("dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1])"), "x"),
        "F8_E4M3");
    row("dtype a number",
        safetensorsOf(tensor(R"("dtype":8,"shape":[1],"data_offsets":[0,1])"), "x"),
        "element type");
    row("shape a number",
        safetensorsOf(tensor(R"("dtype":"U8","shape":1,"data_offsets":[0,1])"), "x"),
        "shape");
    row("shape negative",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[-1],"data_offsets":[0,1])"), "x"),
        "-1");
    row("shape fraction",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[1.0],"data_offsets":[0,1])"), "x"),
        "1.0");
    row("shape of 2^64",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[18446744073709551616],"data_offsets":[0,1])"),
                      "x"),
        "no size");
    row("shape wraps to fit",
        safetensorsOf(
            tensor(R"("dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0])"), ""),
        "larger than");
    row("shape wraps beside zero",
        safetensorsOf(
            tensor(R"("dtype":"U8","shape":[0,4294967296,4294967296],"data_offsets":[0,0])"), ""),
        "larger than");
    row("offsets three",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[1],"data_offsets":[0,1,2])"), "x"),
        "two offsets");
    row("offsets negative",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[1],"data_offsets":[-1,0])"), "x"),
        "two offsets");
    row("offsets reversed",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[1],"data_offsets":[1,0])"), "x"),
        "lies at");
    row("offsets beyond",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[2],"data_offsets":[0,2])"), "x"),
        "cut off");
    row("size differs",
        safetensorsOf(tensor(R"("dtype":"U16","shape":[1],"data_offsets":[0,1])"), "x"),
        "U16");
    row("shape too small",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[1],"data_offsets":[0,2])"), "xy"),
        "asks for");
    row("hole before",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[1],"data_offsets":[1,2])"), "xy"),
        "hole");
    row("overlap",
        safetensorsOf(
            R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
            "xyz"),
        "overlap");
    row("same place",
        safetensorsOf(
            R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
            "xy"),
        "overlap");
    row("trailing",
        safetensorsOf(tensor(R"("dtype":"U8","shape":[1],"data_offsets":[0,1])"), "xy"),
        "follow");
    row("metadata a text", safetensorsOf(R"({"__metadata__":"x"})", ""), "__metadata__");
    row("metadata a number", safetensorsOf(R"({"__metadata__":{"a":1}})", ""), "no text");
    row("not UTF-8", safetensorsOf("{\"\xff\":1}", ""), "UTF-8");
}

void TestSafetensors::refuses() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const std::string text = bytes.toStdString();
    const auto refusal = refusalOf([&] { openBytes(text); });
    QVERIFY(refusal);
    QVERIFY(refusal->code == ErrorCode::CorruptFile || refusal->code == ErrorCode::Unsupported);
    QVERIFY2(refusal->message.starts_with("t.safetensors: "), refusal->message.c_str());
    QVERIFY2(refusal->message.find(reason.toStdString()) != std::string::npos,
             refusal->message.c_str());
}

void TestSafetensors::refusesEveryCut() {
    const std::vector<float> values{1, 2, 3};
    const TensorSource source{{"t", DType::F32, {3}}, bytesOf(values)};
    writeSafetensors(file(), std::span(&source, 1), {{"k", "v"}});
    const std::string whole = readWhole(file());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const std::string cut = whole.substr(0, length);
        QVERIFY2(refusalOf([&] { openBytes(cut); }), std::to_string(length).c_str());
    }
}

void TestSafetensors::writerRefuses() {
    const std::vector<float> values{1};
    const auto write = [&](const TensorEntry& entry, std::size_t times) {
        const std::vector<TensorSource> sources(times, {entry, bytesOf(values)});
        return refusalOf([&] { writeSafetensors(file(), sources); });
    };
    QVERIFY(write({"a", DType::F32, {1}}, 2));
    QVERIFY(write({"a", DType::F32, {2}}, 1));
    QVERIFY(write({"a", DType::F32, {-1, -1}}, 1));
    QVERIFY(write({"__metadata__", DType::F32, {1}}, 1));
    QVERIFY(write({"\xff", DType::F32, {1}}, 1));
    QCOMPARE(write({"a", DType::F32, {2}}, 1)->code, ErrorCode::InvalidInput);
    QVERIFY(!fs::exists(file()));
}

void TestSafetensors::leavesNothingBehindWhenWritingFails() {
    const std::vector<float> values{1};
    const std::vector<TensorSource> sources{{{"a", DType::F32, {1}}, bytesOf(values)}};
    const auto refusal =
        refusalOf([&] { writeSafetensors(file().parent_path() / "none" / "t", sources); });
    QVERIFY(refusal);
    QVERIFY(refusal->code == ErrorCode::Io || refusal->code == ErrorCode::NotFound);
    QVERIFY(fs::is_empty(file().parent_path()));
}

void TestSafetensors::checkRefusesWhatIsNotFinite_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("element");
    QTest::newRow("half infinity") << "F16" << QByteArray("\x00\x7c", 2);
    QTest::newRow("half nan") << "F16" << QByteArray("\x01\xfe", 2);
    QTest::newRow("brain infinity") << "BF16" << QByteArray("\x80\xff", 2);
    QTest::newRow("float nan") << "F32" << QByteArray("\x00\x00\xc0\x7f", 4);
    QTest::newRow("double infinity") << "F64" << QByteArray("\0\0\0\0\0\0\xf0\x7f", 8);
}

void TestSafetensors::checkRefusesWhatIsNotFinite() {
    QFETCH(QString, type);
    QFETCH(QByteArray, element);
    const DType dtype = *dtypeFromSafetensors(type.toStdString());
    // Beyond the first piece that the check reads.
    const std::size_t numElements = (std::size_t{5} << 20) / byteSize(dtype);
    std::vector<std::byte> bytes(numElements * byteSize(dtype));
    const TensorSource source{{"some.weight", dtype, {static_cast<std::int64_t>(numElements)}},
                              bytes};
    writeSafetensors(file(), std::span(&source, 1));
    const TensorCheck check = checkTensorFile(*openTensorFile(file()));
    QCOMPARE(check.tensors.size(), std::size_t{1});
    QCOMPARE(check.tensors[0].sha256, sha256Hex(bytes));

    std::copy_n(reinterpret_cast<const std::byte*>(element.data()),
                element.size(),
                bytes.end() - element.size());
    writeSafetensors(file(), std::span(&source, 1));
    const auto refusal = refusalOf([&] { checkTensorFile(*openTensorFile(file())); });
    QVERIFY(refusal);
    QVERIFY(refusal->message.find("some.weight") != std::string::npos);
    QVERIFY(refusal->message.find(std::to_string(numElements - 1)) != std::string::npos);
}

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"

#include <QTest>

#include "core/tensorfile/pickle.h"
#include "tests/core/tensorfile/tensorfile_test_support.h"

using namespace descry;
using namespace descry::testing;
using namespace std::string_literals;

class TestPickle : public QObject {
    Q_OBJECT

  private slots:
    void readsEveryKindOfPlainValue();
    void readsProtocolZeroTexts();
    void readsProtocolFourFramesAndMemo();
    void readsWholeNumbersOfAnyWidth_data();
    void readsWholeNumbersOfAnyWidth();
    void readsNumpyNumbers();
    void keepsNamespaceAsDictionary();
    void describesTensors();
    void refuses_data();
    void refuses();
    void survivesDeepNesting();
    void keepsSharedValuesShared();

  private:
    static PickleGraph read(const std::string& bytes, StorageNaming naming = StorageNaming::Zip) {
        static std::string kept;
        kept = bytes;
        return readPickle(bytesOf(kept), {"a.pth: data.pkl", naming});
    }
    static const PickleValue& root(const PickleGraph& graph) { return graph.value(graph.root); }
};

void TestPickle::readsEveryKindOfPlainValue() {
    const std::string floatBytes = "\x40\x09\x21\xfb\x54\x44\x2d\x18"s;
    const PickleGraph graph =
        read("\x80\x02(N\x88\x89K\x07M\x01\x02J\xff\xff\xff\xff"s + "G" + floatBytes +
             pickledText("h\xc3\xa9") + "C\x02" + "ab" + "]K\x01" + "a}\x85(K\x01K\x02\x91t.");
    const PickleValue& tuple = root(graph);
    QCOMPARE(tuple.kind, PickleKind::Tuple);
    const auto item = [&](std::size_t i) -> const PickleValue& {
        return graph.value(tuple.items.at(i));
    };
    QCOMPARE(tuple.items.size(), std::size_t{12});
    QCOMPARE(item(0).kind, PickleKind::None);
    QCOMPARE(item(1).integer, 1);
    QCOMPARE(item(2).integer, 0);
    QCOMPARE(item(3).integer, 7);
    QCOMPARE(item(4).integer, 0x0201);
    QCOMPARE(item(5).integer, -1);
    QCOMPARE(item(6).real(), 3.141592653589793);
    QCOMPARE(item(7).text, std::string_view("h\xc3\xa9"));
    QCOMPARE(item(8).text, std::string_view("ab"));
    QCOMPARE(item(9).items.size(), std::size_t{1});
    QCOMPARE(item(10).kind, PickleKind::Tuple);
    QCOMPARE(item(11).kind, PickleKind::Set);
}

void TestPickle::readsProtocolZeroTexts() {
    const PickleGraph graph = read("(I01\nI-5\nL12L\nF2.5\nS'abc'\nVxyz\np0\ng0\nt.");
    const PickleValue& tuple = root(graph);
    QCOMPARE(tuple.items.size(), std::size_t{7});
    QCOMPARE(graph.value(tuple.items[0]).kind, PickleKind::Bool);
    QCOMPARE(graph.value(tuple.items[1]).integer, -5);
    QCOMPARE(graph.value(tuple.items[2]).integer, 12);
    QCOMPARE(graph.value(tuple.items[3]).real(), 2.5);
    QCOMPARE(graph.value(tuple.items[4]).text, std::string_view("abc"));
    QCOMPARE(tuple.items[5], tuple.items[6]);
}

void TestPickle::readsProtocolFourFramesAndMemo() {
    // Cut where a digit would join an escape.
    const std::string body =
        "}\x94(\x8c\x01"
        "a\x94\x8c\x0b"
        "collections\x94\x8c\x0bOrderedDict\x94\x93\x94)R\x8c\x01"
        "bh\x01u.";
    const PickleGraph graph = read("\x80\x04\x95"s + littleEndian(body.size(), 8) + body);
    const PickleValue& dict = root(graph);
    QCOMPARE(dict.items.size(), std::size_t{4});
    QCOMPARE(graph.value(dict.items[1]).kind, PickleKind::OrderedDict);
    QCOMPARE(graph.value(dict.items[3]).text, std::string_view("a"));
}

void TestPickle::readsWholeNumbersOfAnyWidth_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qlonglong>("value");
    QTest::newRow("none") << QByteArray("") << 0LL;
    QTest::newRow("one byte") << QByteArray("\xff", 1) << -1LL;
    QTest::newRow("sign byte") << QByteArray("\xff\x00", 2) << 255LL;
    QTest::newRow("three bytes") << QByteArray("\x00\x00\x80", 3) << -8388608LL;
    QTest::newRow("smallest") << QByteArray("\0\0\0\0\0\0\0\x80", 8) << LLONG_MIN;
}

void TestPickle::readsWholeNumbersOfAnyWidth() {
    QFETCH(QByteArray, bytes);
    QFETCH(qlonglong, value);
    const std::string text = bytes.toStdString();
    const PickleGraph graph = read("\x80\x02\x8a" + littleEndian(text.size(), 1) + text + ".");
    QCOMPARE(root(graph).kind, PickleKind::Int);
    QCOMPARE(root(graph).integer, value);
    const PickleGraph big = read("\x80\x02\x8a\x09"s + std::string(9, '\x01') + ".");
    QCOMPARE(root(big).kind, PickleKind::BigInt);
}

std::string numpyNumber(const std::string& type, const std::string& order, const std::string& raw) {
    return "cnumpy._core.multiarray\nscalar\ncnumpy\ndtype\n(" + pickledText(type) +
           "\x89\x88tR(K\x03" + pickledText(order) + "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00"s +
           "tbC" + littleEndian(raw.size(), 1) + raw + "\x86R";
}

void TestPickle::readsNumpyNumbers() {
    const PickleGraph real = read(pickleOf(numpyNumber("f8", "<", rawBytes<double>({37.5}))));
    QCOMPARE(root(real).kind, PickleKind::Float);
    QCOMPARE(root(real).real(), 37.5);
    const PickleGraph small = read(pickleOf(numpyNumber("u1", "|", "\xfe")));
    QCOMPARE(root(small).integer, 254);
    const PickleGraph negative = read(pickleOf(numpyNumber("i2", "<", "\xfe\xff")));
    QCOMPARE(root(negative).integer, -2);
    const PickleGraph flag = read(pickleOf(numpyNumber("b1", "|", "\x01")));
    QCOMPARE(root(flag).kind, PickleKind::Bool);
}

void TestPickle::keepsNamespaceAsDictionary() {
    const PickleGraph graph =
        read(pickleOf("cargparse\nNamespace\n)\x81" + pickledDict({{"lr", "K\x01"}}) + "b"));
    QCOMPARE(root(graph).kind, PickleKind::Namespace);
    QCOMPARE(root(graph).items.size(), std::size_t{2});
}

void TestPickle::describesTensors() {
    PickledTensor tensor;
    tensor.storageElements = 12;
    tensor.offset = 2;
    tensor.shape = {2, 3};
    tensor.strides = {1, 3};
    const PickleGraph graph = read(pickleOf(tensor.pickled()));
    QCOMPARE(root(graph).kind, PickleKind::Tensor);
    QCOMPARE(graph.tensors.size(), std::size_t{1});
    QCOMPARE(graph.tensors[0].view.offset, 2);
    QCOMPARE(graph.tensors[0].view.strides, (std::vector<std::int64_t>{1, 3}));
    QCOMPARE(graph.storages[0].dtype, DType::F32);
    QCOMPARE(graph.storages[0].key, std::string_view("0"));
}

PickledTensor fourElements() {
    PickledTensor tensor;
    tensor.storageElements = 4;
    tensor.shape = {4};
    tensor.strides = {1};
    return tensor;
}

std::string tensorWith(const std::function<void(PickledTensor&)>& change) {
    PickledTensor tensor = fourElements();
    change(tensor);
    return pickleOf(tensor.pickled());
}

void TestPickle::refuses_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& pickle, const char* reason) {
        QTest::newRow(name) << QByteArray::fromStdString(pickle) << QString(reason);
    };
    row("nothing", "", "STOP");
    row("no stop", "\x80\x02}", "STOP");
    row("protocol 6", "\x80\x06N.", "protocol 6");
    row("protocol twice", "\x80\x02\x80\x02N.", "in the middle");
    row("unknown instruction", "\x80\x02\xff.", "0xff");
    row("persistent id as text", "\x80\x02P0\n.", "0x50");
    row("INST", "\x80\x02(ios\nsystem\n.", "0x69");
    row("OBJ", "\x80\x02(ccollections\nOrderedDict\no.", "0x6f");
    row("NEWOBJ_EX",
        "\x80\x02"
        "ccollections\nOrderedDict\n)}\x92.",
        "0x92");
    row("EXT4",
        "\x80\x02\x84"
        "aaaa.",
        "0x84");
    row("a function",
        "\x80\x02"
        "cos\nsystem\n.",
        "os.system");
    row("a function on the stack", "\x80\x04\x8c\x02os\x8c\x06system\x93.", "os.system");
    row("a dotted name",
        "\x80\x04\x8c\x0b"
        "collections\x8c\x1dOrderedDict.fromkeys.__call__\x93.",
        "asks for");
    row("a type called", pickleOf("ctorch\nFloatStorage\n)R"), "only a name");
    row("a type made", pickleOf("ctorch._utils\n_rebuild_tensor_v2\n)\x81"), "makes an object");
    row("a number called", pickleOf("K\x01)R"), "what is called");
    row("arguments in a list", pickleOf("ccollections\nOrderedDict\n]R"), "arguments");
    row("empty stack",
        "\x80\x02"
        "0.",
        "empty stack");
    row("below the mark", "\x80\x02K\x01(0a.", "");
    row("no mark", "\x80\x02t.", "mark");
    row("values left", "\x80\x02NN.", "left over");
    row("mark left", "\x80\x02N(.", "empty stack");
    row("odd dictionary",
        pickleOf("(K\x01"
                 "d"),
        "no value");
    row("list as key", pickleOf("}]Ns"), "as a key");
    row("append to dictionary", pickleOf("}Na"), "takes none");
    row("item of a tuple", pickleOf(")K\x01Ns"), "takes none");
    row("memo unset", pickleOf("h\x05"), "never filled");
    row("memo far", "\x80\x02Nr\xff\xff\xff\x7f.", "memo place");
    row("memo negative", "\x80\x02Np-1\n.", "no place");
    row("text too long",
        "\x80\x02X\xff\xff\xff\xff"
        "ab.",
        "bytes");
    row("text of 2^63",
        "\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\x7f"
        "ab.",
        "bytes");
    row("text not UTF-8", "\x80\x02X\x01" + "\0\0\0\xff."s, "UTF-8");
    row("negative text", "\x80\x02T\xff\xff\xff\xff.", "-1 bytes");
    row("negative number", "\x80\x02\x8b\xff\xff\xff\xff.", "-1 bytes");
    row("number of a megabyte",
        "\x80\x02\x8b" + littleEndian(1 << 20, 4) + std::string(1 << 20, 'a') + ".",
        "number of");
    row("frame too long", "\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xff.", "frame");
    row("number with letters", "I12x\n.", "no whole number");
    row("float with letters", "F1.2.3\n.", "no number");
    row("float without line", "F" + std::string(5000, '1') + "\n.", "end of line");
    row("state of a list", pickleOf("]}b"), "sets the state");
    row("state of a tensor", pickleOf(fourElements().pickled() + "}b"), "sets the state");
    row("attribute of a dictionary",
        pickleOf("ccollections\nOrderedDict\n)R" + pickledDict({{"__class__", "N"}}) + "b"),
        "__class__");
    row("metadata no dictionary",
        pickleOf("ccollections\nOrderedDict\n)R" + pickledDict({{"_metadata", "N"}}) + "b"),
        "_metadata");
    row("namespace's class",
        pickleOf("cargparse\nNamespace\n)\x81" + pickledDict({{"__class__", "N"}}) + "b"),
        "__class__");
    row("bytes beyond latin1",
        pickleOf("c_codecs\nencode\n" + pickledText("\xe4\xba\xba") + pickledText("latin1") +
                 "\x86R"),
        "beyond 255");
    row("bytes as rot13",
        pickleOf("c_codecs\nencode\n" + pickledText("a") + pickledText("rot13") + "\x86R"),
        "rot13");
    row("numpy object", pickleOf(numpyNumber("O8", "|", "12345678")), "no plain number");
    row("numpy size", pickleOf(numpyNumber("f8", "<", "1234")), "4 bytes");
    row("numpy big-endian", pickleOf(numpyNumber("f8", ">", "12345678")), "big-endian");
    row("storage by text", pickleOf(pickledText("storage") + "Q"), "a text");
    row("storage of 4 parts", pickleOf("(" + pickledText("storage") + "NNNtQ"), "4 parts");
    row("module, not storage",
        pickleOf("(" + pickledText("module") + "ctorch\nFloatStorage\n" + pickledText("0") +
                 pickledText("cpu") + "K\x04tQ"),
        "no storage");
    row("negative size", tensorWith([](auto& t) { t.shape = {-4}; }), "-4");
    row("negative offset", tensorWith([](auto& t) { t.offset = -1; }), "-1");
    row("negative stride", tensorWith([](auto& t) { t.strides = {-1}; }), "-1");
    row("too large", tensorWith([](auto& t) { t.shape = {5}; }), "outside its storage");
    row("offset past the end", tensorWith([](auto& t) { t.offset = 1; }), "outside its storage");
    row("strides past the end",
        tensorWith([](auto& t) {
            t.shape = {2, 2};
            t.strides = {3, 1};
        }),
        "outside its storage");
    row("wrapping product",
        tensorWith([](auto& t) {
            t.shape = {1LL << 32, 1LL << 32};
            t.strides = {0, 0};
        }),
        "outside its storage");
    row("wrapping reach",
        tensorWith([](auto& t) {
            t.shape = {3, 2};
            t.strides = {1LL << 62, 1};
        }),
        "outside its storage");
    row("fewer strides", tensorWith([](auto& t) { t.strides = {}; }), "0 strides");
    row("negative storage", tensorWith([](auto& t) { t.storageElements = -4; }), "-4");
    row("complex storage",
        tensorWith([](auto& t) { t.storageClass = "ComplexFloatStorage"; }),
        "ComplexFloatStorage");
    row("65 dimensions",
        tensorWith([](auto& t) {
            t.shape.assign(65, 1);
            t.strides.assign(65, 1);
        }),
        "65 dimensions");
    row("two sizes of one storage",
        pickleOf("(" + fourElements().pickled() +
                 tensorWith([](auto& t) { t.storageElements = 5; }).substr(2, std::string::npos)),
        "two types or sizes");
}

void TestPickle::refuses() {
    QFETCH(QByteArray, pickle);
    QFETCH(QString, reason);
    const auto refusal = refusalOf([&] { read(pickle.toStdString()); });
    QVERIFY(refusal);
    QVERIFY(refusal->code == ErrorCode::CorruptFile || refusal->code == ErrorCode::Unsupported);
    QVERIFY2(refusal->message.starts_with("a.pth: data.pkl, byte "), refusal->message.c_str());
    QVERIFY2(refusal->message.find(reason.toStdString()) != std::string::npos,
             refusal->message.c_str());
    QVERIFY(refusal->message.size() < 500);
}

void TestPickle::survivesDeepNesting() {
    constexpr std::size_t kDepth = 200'000;
    const PickleGraph graph =
        read("\x80\x02" + std::string(kDepth, ']') + std::string(kDepth - 1, 'a') + ".");
    QCOMPARE(root(graph).items.size(), std::size_t{1});
    const auto refusal = refusalOf([] { read("\x80\x02" + std::string(2'000'000, ']') + "."); });
    QVERIFY(refusal);
}

void TestPickle::keepsSharedValuesShared() {
    std::string doubled = "\x80\x02]";
    for (int i = 0; i < 64; ++i) doubled += "2\x86";
    const PickleGraph graph = read(doubled + ".");
    QCOMPARE(graph.value(graph.root).items.size(), std::size_t{2});
    QVERIFY(graph.values.size() < 100);
}

QTEST_GUILESS_MAIN(TestPickle)
#include "tst_pickle.moc"

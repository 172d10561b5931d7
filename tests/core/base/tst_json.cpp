#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"

namespace descry {
namespace {

QString refusal(const std::string& text, const JsonLimits& limits = {}) {
    try {
        parseJson(text, "f.json", limits);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::CorruptFile) return "wrong code";
        return QString::fromStdString(error.what());
    }
    return "accepted";
}

std::string nested(int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
}

}  // namespace

class JsonTest : public QObject {
    Q_OBJECT

  private slots:
    void readsWhatTheLibraryReads();
    void skipsAByteOrderMark();
    void refusesBrokenText_data();
    void refusesBrokenText();
    void namesLineAndColumn();
    void capsSizeDepthAndNumberOfValues();
    void aLongTokenDoesNotFillTheMessage();
    void readsFilesAndNamesThem();
};

void JsonTest::readsWhatTheLibraryReads() {
    const std::string text =
        R"({"a":[1,-2,3.5,true,false,null,"\u4eba\n"],"b":{"c":{}},"d":[],"e":18446744073709551615})";
    QVERIFY(parseJson(text, "f") == nlohmann::json::parse(text));
    QVERIFY(parseJson("7", "f") == 7);
    QVERIFY(parseJson(" [ [ ] , { } ] ", "f") == nlohmann::json::parse("[[],{}]"));
}

void JsonTest::skipsAByteOrderMark() {
    QVERIFY(parseJson("\xef\xbb\xbf{}", "f").is_object());
}

void JsonTest::refusesBrokenText_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, std::string text, const char* reason) {
        QTest::newRow(name) << std::move(text) << QString(reason);
    };
    row("empty", "", "end of input");
    row("cut", "{\"a\": [1, 2", "end of input");
    row("trailing comma", "[1,]", "unexpected");
    row("two documents", "{}{}", "unexpected");
    row("nan", "[NaN]", "invalid literal");
    row("key twice", R"({"a":1,"a":2})", "the key \"a\" appears twice");
    row("lone surrogate", R"(["\ud800"])", "surrogate");
    row("not UTF-8", "[\"\xff\"]", "not UTF-8");
    row("nul", std::string("[\"\0\"]", 5), "control character");
    row("number too large", "[1e999]", "too large");
    row("UTF-16", std::string("\xff\xfe[\0]\0", 6), "not UTF-8");
}

void JsonTest::refusesBrokenText() {
    QFETCH(std::string, text);
    QFETCH(QString, reason);
    const QString message = refusal(text);
    QVERIFY2(message.startsWith("f.json: "), qPrintable(message));
    QVERIFY2(message.contains(reason), qPrintable(message));
    QVERIFY2(!message.contains("json.exception"), qPrintable(message));
}

void JsonTest::namesLineAndColumn() {
    QVERIFY(refusal("{\n  \"a\": x\n}").contains("line 2, column 8"));
    QVERIFY(refusal("[1,\n2,\n\"\xff\"]").contains("line 3, column 2"));
}

void JsonTest::capsSizeDepthAndNumberOfValues() {
    QVERIFY(parseJson(nested(64), "f").is_array());
    QVERIFY(refusal(nested(65)).contains("nested more than 64 deep"));
    QVERIFY(refusal(nested(1'000'000)).contains("nested more than 64 deep"));
    QVERIFY(refusal("[1,2,3]", {.maxBytes = 6}).contains("7 bytes"));
    QVERIFY(refusal("[1,2,3]", {.maxValues = 3}).contains("more than 3 values"));
    QVERIFY(parseJson("[1,2,3]", "f", {.maxValues = 4}).is_array());
}

void JsonTest::aLongTokenDoesNotFillTheMessage() {
    QVERIFY(refusal(std::string(100'000, '9')).size() < 400);
    QVERIFY(refusal("[\"" + std::string(100'000, 'x')).size() < 400);
    const std::string key(100'000, 'k');
    QVERIFY(refusal("{\"" + key + "\":1,\"" + key + "\":1}").size() < 400);
}

void JsonTest::readsFilesAndNamesThem() {
    QTemporaryDir folder;
    const std::string good = folder.filePath("good.json").toStdString();
    const std::string bad = folder.filePath("bad.json").toStdString();
    writeFileAtomically(good, "{\"a\": 1}");
    writeFileAtomically(bad, "{\"a\": }");
    QVERIFY(readJsonFile(good)["a"] == 1);
    try {
        readJsonFile(bad);
        QFAIL("read a broken file");
    } catch (const Error& error) {
        QVERIFY(QString(error.what()).startsWith(QString::fromStdString(bad)));
    }
    QVERIFY_EXCEPTION_THROWN(readJsonFile(good, {.maxBytes = 3}), Error);
    QVERIFY_EXCEPTION_THROWN(readJsonFile(folder.filePath("none").toStdString()), Error);
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::JsonTest)
#include "tst_json.moc"

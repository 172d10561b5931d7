#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/synthetic/attribute_file.h"
#include "core/synthetic/sample.h"

namespace descry::synthetic {
namespace {

Sample sampleOf(const std::string& path) {
    Sample sample;
    sample.personId = 12;
    sample.split = "test";
    sample.path = path;
    sample.numPixels = 100;
    sample.truth = {{"top.colour", "red"}, {"bag.type", "none"}};
    sample.visible = {{"top.colour", "red"}};
    sample.english = {{"A crimson top.", {{"top.colour", "red", 2, 9}}}, {"A person.", {}}};
    sample.chinese = {{"红", {}}};
    return sample;
}

/// A line as the generator writes it, with one place of it changed.
std::string lineWith(const char* pointer, const nlohmann::ordered_json& value) {
    nlohmann::ordered_json line = attributeRecord(sampleOf("a/1.jpg"));
    line[nlohmann::ordered_json::json_pointer(pointer)] = value;
    return line.dump();
}

std::string messageOf(const std::string& text) {
    try {
        parseAttributeLines(text, "attributes.jsonl");
    } catch (const Error& error) {
        return error.code() == ErrorCode::CorruptFile ? error.what() : "another error";
    }
    return "accepted";
}

}  // namespace

class TestAttributeFile : public QObject {
    Q_OBJECT

  private slots:
    void readsWhatTheGeneratorWrites() {
        QTemporaryDir temporary;
        const auto file = std::filesystem::path(temporary.path().toStdString()) / "a.jsonl";
        std::ofstream(file) << attributeRecord(sampleOf("a/1.jpg")).dump() << '\n'
                            << attributeRecord(sampleOf("a/2.jpg")).dump() << '\n';
        const AttributeRecords records = readAttributeFile(file);
        QCOMPARE(records.size(), std::size_t{2});
        const AttributeRecord& record = records.at("a/2.jpg");
        const Sample sample = sampleOf("a/2.jpg");
        QCOMPARE(record.personId, sample.personId);
        QVERIFY(record.truth == sample.truth && record.visible == sample.visible);
        QCOMPARE(record.captions.size(), std::size_t{2});
        QCOMPARE(record.captions[0].text, sample.english[0].text);
        const Mention& mention = record.captions[0].mentions.at(0);
        QCOMPARE(mention.attribute, std::string("top.colour"));
        QCOMPARE(mention.value, std::string("red"));
        QCOMPARE(record.captions[0].text.substr(mention.begin, mention.end - mention.begin),
                 std::string("crimson"));
    }

    void aBadLineIsNamed_data() {
        QTest::addColumn<QString>("line");
        const auto add = [](const char* name, const std::string& line) {
            QTest::addRow("%s", name) << QString::fromStdString(line);
        };
        add("cut", lineWith("/id", 1).substr(0, 40));
        add("empty", "");
        add("a list", "[]");
        add("negative id", lineWith("/id", -1));
        add("id is a text", lineWith("/id", "12"));
        add("id is too large", lineWith("/id", 0xffffffffffffffffU));
        add("empty path", lineWith("/file_path", ""));
        add("path is a number", lineWith("/file_path", 3));
        add("truth is a list", lineWith("/truth", nlohmann::ordered_json::array()));
        add("a value is a number", lineWith("/truth/top.colour", 3));
        add("visible but not true", lineWith("/visible/hat.type", "cap"));
        add("visible with another value", lineWith("/visible/top.colour", "blue"));
        add("captions is a text", lineWith("/captions", "A man."));
        add("a caption is a text", lineWith("/captions/0", "A man."));
        add("mentions is missing", lineWith("/captions/0", {{"text", "A man."}}));
        add("a mention ends behind the text", lineWith("/captions/0/mentions/0/end", 15));
        add("a mention begins below 0", lineWith("/captions/0/mentions/0/begin", -1));
        add("a mention begins at no byte", lineWith("/captions/0/mentions/0/begin", 2.5));
        add("a mention is empty", lineWith("/captions/0/mentions/0/end", 2));
        add("a mention splits a character",
            lineWith("/captions/0/text", "A \u00e9\u00e9\u00e9\u00e9 top."));
        add("deep", "{\"a\":" + std::string(50, '[') + std::string(50, ']') + "}");
    }
    void aBadLineIsNamed() {
        QFETCH(QString, line);
        const std::string good = attributeRecord(sampleOf("b.jpg")).dump();
        const std::string message = messageOf(good + "\n" + line.toStdString() + "\n" + good);
        QVERIFY2(message.starts_with("attributes.jsonl: line 2"), message.c_str());
    }

    void aPictureHasOneLine() {
        const std::string good = attributeRecord(sampleOf("b.jpg")).dump();
        const std::string message = messageOf(good + "\n" + good + "\n");
        QVERIFY2(message.find("line 2") != std::string::npos, message.c_str());
        QVERIFY2(message.find("b.jpg") != std::string::npos, message.c_str());
    }

    void aFileWithoutLinesIsRefused() { QVERIFY(messageOf("") != "accepted"); }

    void aFileThatIsNotThereIsSaid() {
        QVERIFY_EXCEPTION_THROWN(readAttributeFile("no such file.jsonl"), Error);
    }
};

}  // namespace descry::synthetic

QTEST_APPLESS_MAIN(descry::synthetic::TestAttributeFile)
#include "tst_attribute_file.moc"

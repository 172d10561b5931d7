#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/dataset/dataset.h"

using namespace descry;
using nlohmann::json;

namespace {

const std::filesystem::path kAnnotations = DESCRY_TEST_DATA "/hostile/annotations";

json record(int id, const char* path, const char* split = "train") {
    return {{"id", id}, {"file_path", path}, {"captions", {"A man."}}, {"split", split}};
}

}  // namespace

class TestDataset : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path write(const std::string& text) const {
        const auto path = std::filesystem::path(m_folder.path().toStdString()) / "records.json";
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

    /// The message with which the text is refused; empty if it is read.
    QString refusal(const std::string& text) const {
        try {
            readDataset(write(text));
        } catch (const Error& error) {
            return QString::fromStdString(error.what());
        }
        return {};
    }

    QString refusal(const json& records) const { return refusal(records.dump()); }

  private slots:
    void tellsTheFormatsApart() {
        QCOMPARE(readDataset(kAnnotations / "good-cuhk.json").format, DatasetFormat::CuhkPedes);
        QCOMPARE(readDataset(kAnnotations / "good-icfg.json").format, DatasetFormat::IcfgPedes);
        QCOMPARE(readDataset(kAnnotations / "good-rstp-img_path.json").format,
                 DatasetFormat::RstpReid);
        const std::filesystem::path toy = DESCRY_TEST_DATA "/conformance/tiny/data";
        QCOMPARE(readDataset(toy / "test.json").format, DatasetFormat::Processed);
    }

    void keepsRecordsAsTheyAreWritten() {
        const json written = {{{"captions", {"  Two  blanks, \"quoted\". ", "人"}},
                               {"extra", {{"id", "not this one"}, {"deep", {1, {2}}}}},
                               {"img_path", "a b/é.jpg"},
                               {"split", "val"},
                               {"id", 9223372036854775807}}};
        const Dataset dataset = readDataset(write(written.dump()));
        QCOMPARE(dataset.records.size(), std::size_t{1});
        const DatasetRecord& first = dataset.records.front();
        QCOMPARE(first.personId, std::int64_t{9223372036854775807});
        QVERIFY(first.imagePath == "a b/é.jpg");
        QCOMPARE(first.captions.size(), std::size_t{2});
        QVERIFY(first.captions[0] == "  Two  blanks, \"quoted\". ");
        QVERIFY(first.captions[1] == "人");
        QVERIFY(first.split == Split::Val);
    }

    void countsRecordsCaptionsAndPeople() {
        json records = {record(1, "a.jpg"), record(1, "b.jpg"), record(2, "c.jpg", "test")};
        records[1]["captions"] = {"one", "two", "three"};
        const Dataset dataset = readDataset(write(records.dump()));
        QCOMPARE(dataset.records.size(), std::size_t{3});
        QCOMPARE(dataset.numCaptions(), std::size_t{5});
        QCOMPARE(dataset.numPeople(), std::size_t{2});
    }

    void givesTheRecordsOfASplit() {
        const json records = {record(1, "a.jpg"), record(2, "b.jpg", "test"), record(3, "c.jpg")};
        const Dataset dataset = readDataset(write(records.dump()));
        QCOMPARE(recordsOf(dataset, Split::Train).size(), std::size_t{2});
        QCOMPARE(recordsOf(dataset, Split::Test).size(), std::size_t{1});
        QCOMPARE(recordsOf(dataset, Split::Val).size(), std::size_t{0});
    }

    void givesAllRecordsWhereNoSplitIsSaid() {
        json records = {record(1, "a.jpg"), record(2, "b.jpg")};
        for (auto& entry : records) entry.erase("split");
        const Dataset dataset = readDataset(write(records.dump()));
        QCOMPARE(dataset.format, DatasetFormat::Processed);
        QVERIFY(!dataset.records.front().split);
        QCOMPARE(recordsOf(dataset, Split::Test).size(), std::size_t{2});
    }

    void readsManyRecords() {
        json records = json::array();
        for (int i = 0; i < 5000; ++i) {
            records.push_back(record(i / 4, ("p/" + std::to_string(i) + ".jpg").c_str()));
        }
        const Dataset dataset = readDataset(write(records.dump(1)));
        QCOMPARE(dataset.records.size(), std::size_t{5000});
        QCOMPARE(dataset.numPeople(), std::size_t{1250});
    }

    void namesFileAndRecordInARefusal() {
        json records = {record(1, "a.jpg"), record(2, "b.jpg"), record(3, "c.jpg")};
        records[2].erase("id");
        const QString message = refusal(records);
        QVERIFY2(message.contains("records.json: record 2: "), qPrintable(message));
        QVERIFY2(message.contains("id"), qPrintable(message));
    }

    void namesThePlaceOfABrokenText() {
        const QString message = refusal(std::string("[\n  {\"id\": 1,}\n]"));
        QVERIFY2(message.contains("line 2"), qPrintable(message));
    }

    void refusesRecordsThatDoNotHold_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("id text") << "id"
                                 << "\"7\"";
        QTest::newRow("id half") << "id"
                                 << "1.5";
        QTest::newRow("id whole but written as float") << "id"
                                                       << "1e3";
        QTest::newRow("id null") << "id"
                                 << "null";
        QTest::newRow("id negative") << "id"
                                     << "-1";
        QTest::newRow("id list") << "id"
                                 << "[1]";
        QTest::newRow("id 2^63") << "id"
                                 << "9223372036854775808";
        QTest::newRow("captions text") << "captions"
                                       << "\"A man.\"";
        QTest::newRow("captions null") << "captions"
                                       << "null";
        QTest::newRow("captions none") << "captions"
                                       << "[]";
        QTest::newRow("captions object") << "captions"
                                         << "{\"0\": \"A man.\"}";
        QTest::newRow("caption number") << "captions"
                                        << "[\"A man.\", 5]";
        QTest::newRow("caption list") << "captions"
                                      << "[[\"A man.\"]]";
        QTest::newRow("caption object") << "captions"
                                        << "[{\"a\": \"A man.\"}]";
        QTest::newRow("caption empty") << "captions"
                                       << "[\"\"]";
        QTest::newRow("caption blank") << "captions"
                                       << "[\" \\t\\u3000\\n\"]";
        QTest::newRow("split other") << "split"
                                     << "\"Train\"";
        QTest::newRow("split number") << "split"
                                      << "0";
        QTest::newRow("split null") << "split"
                                    << "null";
        QTest::newRow("path number") << "file_path"
                                     << "3";
        QTest::newRow("path empty") << "file_path"
                                    << "\"\"";
        QTest::newRow("path root") << "file_path"
                                   << "\"/a.jpg\"";
        QTest::newRow("path parent") << "file_path"
                                     << "\"a/../../b.jpg\"";
        QTest::newRow("path parent alone") << "file_path"
                                           << "\"..\"";
        QTest::newRow("path drive") << "file_path"
                                    << "\"C:/a.jpg\"";
        QTest::newRow("path backslash") << "file_path"
                                        << "\"a\\\\b.jpg\"";
        QTest::newRow("path nul") << "file_path"
                                  << "\"a.jpg\\u0000b\"";
        QTest::newRow("path newline") << "file_path"
                                      << "\"a\\nb.jpg\"";
        QTest::newRow("both paths") << "img_path"
                                    << "\"a.jpg\"";
    }

    void refusesRecordsThatDoNotHold() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        json entry = record(1, "a.jpg");
        entry.erase(key.toStdString());
        const std::string rest = entry.dump().substr(1);
        const std::string text =
            "[{\"" + key.toStdString() + "\": " + value.toStdString() + ", " + rest + "]";
        const QString message = refusal(text);
        QVERIFY2(message.contains("record 0: "), qPrintable(message));
    }

    void treatsOddPathsAsPlainText() {
        for (const char* path : {"$(touch x).jpg",
                                 "~/a.jpg",
                                 "a..b/..c.jpg",
                                 "http://x/a.jpg",
                                 "%2e%2e/a.jpg",
                                 "a;rm -rf.jpg",
                                 "-rf",
                                 "./a.jpg"}) {
            QCOMPARE(refusal(json::array({record(1, path)})), QString());
        }
    }

    void refusesWhatIsNoListOfRecords() {
        for (const char* text : {"",
                                 "[]",
                                 "{}",
                                 "5",
                                 "\"a\"",
                                 "null",
                                 "[1]",
                                 "[[]]",
                                 "[null]",
                                 "[[{\"id\":1,\"file_path\":\"a\",\"captions\":[\"b\"]}]]"}) {
            QVERIFY2(!refusal(std::string(text)).isEmpty(), text);
        }
    }

    void refusesDeepNesting() {
        const std::string deep =
            "[{\"x\": " + std::string(100'000, '[') + std::string(100'000, ']') + "}]";
        QVERIFY(refusal(deep).contains("nested"));
    }

    void refusesAKeyTwice() {
        QVERIFY(
            refusal(std::string("[{\"id\":1,\"id\":2,\"file_path\":\"a\",\"captions\":[\"b\"]}]"))
                .contains("twice"));
    }

    void refusesOnePersonInTwoSplits() {
        const QString message = refusal(json{record(7, "a.jpg"), record(7, "b.jpg", "test")});
        QVERIFY2(message.contains("record 1") && message.contains("person 7"), qPrintable(message));
    }

    void refusesOneImageWithTwoPeople() {
        const QString message = refusal(json{record(7, "a.jpg"), record(8, "a.jpg")});
        QVERIFY2(message.contains("record 1") && message.contains("record 0"), qPrintable(message));
    }

    void refusesOneImageWithTwoPeopleHoweverItsPathIsSpelt() {
        for (const char* other : {"./x/a.jpg", "x//a.jpg", "x/./a.jpg", "imgs/x/a.jpg"}) {
            const QString message = refusal(json{record(7, "x/a.jpg"), record(8, other)});
            QVERIFY2(message.contains("record 1") && message.contains("record 0"), other);
        }
        QCOMPARE(refusal(json{record(7, "x/a.jpg"), record(8, "a.jpg"), record(9, "X/a.jpg")}),
                 QString());
    }

    void spellingsOfAPathThatResolveToOneFileAreOneImage() {
        for (const char* path : {"a.jpg", "./a.jpg", ".//a.jpg", "imgs/a.jpg", "./imgs//a.jpg"}) {
            QVERIFY2(imageKey(path) == "a.jpg", path);
        }
        for (const char* path : {"b/a.jpg", "b//a.jpg", "imgs/b/./a.jpg"}) {
            QVERIFY2(imageKey(path) == "b/a.jpg", path);
        }
        QVERIFY(imageKey("b/imgs/a.jpg") == "b/imgs/a.jpg");
        QVERIFY(imageKey("imgs.jpg") == "imgs.jpg");
    }

    void refusesSplitsInSomeRecordsOnly() {
        json records = {record(1, "a.jpg"), record(2, "b.jpg")};
        records[1].erase("split");
        QVERIFY(refusal(records).contains("record 1"));
    }

    void findsImagesDirectlyOrBelowImgs() {
        const std::filesystem::path folder = m_folder.path().toStdString();
        std::filesystem::create_directories(folder / "imgs" / "a");
        std::ofstream(folder / "direct.jpg") << "x";
        std::ofstream(folder / "imgs" / "a" / "nested.jpg") << "x";
        QVERIFY(resolveImage(folder, "direct.jpg") == folder / "direct.jpg");
        QVERIFY(resolveImage(folder, "a/nested.jpg") == folder / "imgs/a/nested.jpg");
        QVERIFY(resolveImage(folder, "absent.jpg") == folder / "absent.jpg");
        QVERIFY_EXCEPTION_THROWN(resolveImage(folder, "../direct.jpg"), Error);
        QVERIFY_EXCEPTION_THROWN(resolveImage(folder, "/etc/passwd"), Error);
    }

    void saysThatAFileIsMissing() {
        try {
            readDataset(std::filesystem::path(m_folder.path().toStdString()) / "absent.json");
            QFAIL("read a file that is not there");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
        }
    }
};

QTEST_GUILESS_MAIN(TestDataset)
#include "tst_dataset.moc"

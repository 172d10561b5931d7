#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/base/error.h"
#include "core/indexing/metadata.h"

using namespace descry;

namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

const std::string kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::int64_t kNoon = 1'706'702'400'000;  // 2024-01-31T12:00Z.

bool holds(const std::vector<Error>& problems, std::string_view part) {
    return problems.size() == 1 &&
           std::string_view(problems.front().what()).find(part) != std::string::npos;
}

}  // namespace

class TestMetadata : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    const fs::path m_folder = m_temporary.path().toStdString();

    fs::path write(const std::string& text) const {
        const fs::path file = m_folder / "meta.txt";
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }

    SidecarMetadata read(const std::string& text) const {
        return SidecarMetadata::read(write(text));
    }

    /// What is known of "a.jpg" in a file; nothing if no row speaks of it.
    ItemMetadata rowOf(const std::string& text) const {
        const SidecarMetadata sidecar = read(text);
        const ItemMetadata* row = sidecar.find("/pictures", "a.jpg");
        return row != nullptr ? *row : ItemMetadata{};
    }

    /// Code and message with which a text is refused.
    QString refusal(const std::string& text) const {
        try {
            read(text);
        } catch (const Error& error) {
            return QString("%1: %2").arg(errorCodeName(error.code()).data(), error.what());
        }
        return {};
    }

  private slots:
    void readsEveryColumnOfACsv() {
        const auto row = rowOf(
            "path,camera,time,track,person,tags,captions\n"
            "a.jpg, c1 ,2024-01-31T14:00:00+02:00,t5,7,red | bag|,A man. | \"He\" walks.\n"
            "b.jpg,,,,,,\n");
        QVERIFY(row == ItemMetadata{});  // The bare quote spoils the line, below it does not.
        const auto good = rowOf(
            "path,camera,time,track,person,tags,captions\n"
            "a.jpg, c1 ,2024-01-31T14:00:00+02:00,t5,7,red | bag|,\"A man. | He, too.\"\n");
        QCOMPARE(*good.camera, std::string("c1"));
        QCOMPARE(*good.timeMs, kNoon);
        QCOMPARE(*good.timeZone, std::string("+02:00"));
        QCOMPARE(*good.track, std::string("t5"));
        QCOMPARE(*good.person, std::string("7"));
        QVERIFY(good.tags == (Texts{"red", "bag"}));
        QVERIFY(good.captions == (Texts{"A man.", "He, too."}));
    }

    void readsEveryKeyOfAJson() {
        const auto row = rowOf(R"([{"path": "a.jpg", "camera": "c1", "track": "t5", "person": 7,
            "time": "2024-01-31T14:00:00+02:00", "tags": ["red", "a|b"], "captions": "A man.",
            "unknown": {"deep": [1]}}])");
        QCOMPARE(*row.camera, std::string("c1"));
        QCOMPARE(*row.timeMs, kNoon);
        QCOMPARE(*row.timeZone, std::string("+02:00"));
        QCOMPARE(*row.track, std::string("t5"));
        QCOMPARE(*row.person, std::string("7"));
        QVERIFY(row.tags == (Texts{"red", "a|b"}));
        QVERIFY(row.captions == Texts{"A man."});
    }

    void keepsUtcAndTheSourcesZone() {
        const auto timeOf = [&](const std::string& time) {
            return rowOf("path,time\na.jpg," + time + "\n");
        };
        QCOMPARE(*timeOf("2024-01-31T12:00Z").timeMs, kNoon);
        QCOMPARE(*timeOf("2024-01-31T12:00Z").timeZone, std::string("+00:00"));
        QCOMPARE(*timeOf("2024-01-31T06:30-05:30").timeMs, kNoon);
        QCOMPARE(*timeOf("2024-01-31T06:30-05:30").timeZone, std::string("-05:30"));
        QCOMPARE(*timeOf("2024-01-31 12:00").timeMs, kNoon);
        QVERIFY(!timeOf("2024-01-31 12:00").timeZone);
    }

    void whatIsMissingStaysMissing_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("csv cells") << "path,camera,time,track,person,tags,captions\n"
                                      "a.jpg,, ,\"\",\t,|,\" | \"\nb.jpg,c1,,,,,\n";
        QTest::newRow("csv columns") << "path\na.jpg\n";
        QTest::newRow("json keys") << R"([{"path": "a.jpg"}])";
        QTest::newRow("json nulls") << R"([{"path": "a.jpg", "camera": null, "time": null,
            "track": null, "person": null, "tags": null, "captions": []}])";
        QTest::newRow("json blanks") << R"([{"path": "a.jpg", "camera": "", "time": " ",
            "track": "", "person": "\t", "tags": "", "captions": ["", " "]}])";
    }
    void whatIsMissingStaysMissing() {
        QFETCH(QString, text);
        const SidecarMetadata sidecar = read(text.toStdString());
        QVERIFY(sidecar.problems().empty());
        const ItemMetadata* row = sidecar.find("/pictures", "a.jpg");
        QVERIFY(row != nullptr);
        QVERIFY(*row == ItemMetadata{});
    }

    void takesOtherSeparatorsAndHeadersInAnyCase() {
        QCOMPARE(*rowOf("Camera;PATH\nc,1;a.jpg\n").camera, std::string("c,1"));
        QCOMPARE(*rowOf("camera\tpath\nc1\ta.jpg\n").camera, std::string("c1"));
        QCOMPARE(*rowOf(" camera , Path \nc1,a.jpg\n").camera, std::string("c1"));
        QVERIFY(rowOf("path,tag,caption\na.jpg,x,y\n").tags == Texts{"x"});
    }

    void readsFilesOfOtherSystems() {
        QCOMPARE(*rowOf(kByteOrderMark + "path,camera\r\na.jpg,c1\r\n").camera, std::string("c1"));
        QCOMPARE(*rowOf(kByteOrderMark + "\"path\",camera\r\n\r\na.jpg,c1").camera,
                 std::string("c1"));
        QCOMPARE(*rowOf(kByteOrderMark + "\r\n [{\"path\": \"a.jpg\", \"camera\": \"c1\"}]").camera,
                 std::string("c1"));
    }

    void takesLineBreaksInQuotes() {
        const SidecarMetadata sidecar =
            read("path,captions\na.jpg,\"one\ntwo | three\"\nb.jpg,x,y\n\"c\nd.jpg\",z\n");
        QVERIFY(sidecar.find("/", "a.jpg")->captions == (Texts{"one\ntwo", "three"}));
        QVERIFY(sidecar.find("/", "c\nd.jpg") != nullptr);
        QVERIFY(holds(sidecar.problems(), "line 4: 3 fields where the header has 2"));
    }

    void namesTheLineOfABadRow_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("problem");
        QTest::newRow("time") << QByteArray("b.jpg,yesterday,") << "\"yesterday\" is not ISO 8601";
        QTest::newRow("odd time") << QByteArray("b.jpg,\xff,") << "the time is not UTF-8";
        QTest::newRow("few fields") << QByteArray("b.jpg,") << "2 fields where the header has 3";
        QTest::newRow("many fields") << QByteArray("b.jpg,,,") << "4 fields where the header has 3";
        QTest::newRow("no path") << QByteArray(",2024-01-31,") << "the path is empty";
        QTest::newRow("NUL in path") << QByteArray("b\0.jpg,,", 8) << "NUL";
        QTest::newRow("NUL in text") << QByteArray("b.jpg,,a\0b", 10) << "the camera is not UTF-8";
        QTest::newRow("odd bytes") << QByteArray("b.jpg,,\xc3\x28") << "the camera is not UTF-8";
        QTest::newRow("quote") << QByteArray("b.jpg,,x\"y") << "without quotes";
        QTest::newRow("open quote") << QByteArray("b.jpg,,\"y") << "not closed";
        QTest::newRow("twice") << QByteArray("a.jpg,,") << "\"a.jpg\" has a row already";
        QTest::newRow("twice, spelt otherwise")
            << QByteArray("./x/../a.jpg,,") << "has a row already";
    }
    void namesTheLineOfABadRow() {
        QFETCH(QByteArray, line);
        QFETCH(QString, problem);
        const SidecarMetadata sidecar =
            read("path,time,camera\n\na.jpg,,c1\n" + line.toStdString() + "\n");
        QCOMPARE(sidecar.numRows(), std::size_t{1});
        QCOMPARE(*sidecar.find("/", "a.jpg")->camera, std::string("c1"));
        QCOMPARE(sidecar.problems().size(), std::size_t{1});
        const QString text = QString::fromUtf8(sidecar.problems().front().what());
        QVERIFY2(text.contains("meta.txt, line 4: "), qPrintable(text));
        QVERIFY2(text.contains(problem), qPrintable(text));
    }

    void namesTheRecordOfABadObject_data() {
        QTest::addColumn<QString>("record");
        QTest::addColumn<QString>("problem");
        QTest::newRow("no object") << "3"
                                   << "is not an object";
        QTest::newRow("no path") << R"({"camera": "c2"})"
                                 << "the path is empty";
        QTest::newRow("path") << R"({"path": 5})"
                              << "the path is not a text";
        QTest::newRow("NUL in path") << R"({"path": "b\u0000.jpg"})"
                                     << "NUL";
        QTest::newRow("camera") << R"({"path": "b", "camera": ["c"]})"
                                << "the camera is of the wrong type";
        QTest::newRow("person") << R"({"path": "b", "person": 1.5})"
                                << "the person is of the wrong type";
        QTest::newRow("tags") << R"({"path": "b", "tags": {"a": "b"}})"
                              << "the tags is of the wrong type";
        QTest::newRow("a tag") << R"({"path": "b", "tags": ["x", 2]})"
                               << "the tags is of the wrong type";
        QTest::newRow("NUL in text") << R"({"path": "b", "track": "\u0000"})"
                                     << "the track is not UTF-8";
        QTest::newRow("time") << R"({"path": "b", "time": 1706702400})"
                              << "is not ISO 8601";
        QTest::newRow("twice") << R"({"path": "a.jpg"})"
                               << "has a row already";
    }
    void namesTheRecordOfABadObject() {
        QFETCH(QString, record);
        QFETCH(QString, problem);
        const SidecarMetadata sidecar =
            read(R"([{"path": "a.jpg", "camera": "c1"}, )" + record.toStdString() + "]");
        QCOMPARE(sidecar.numRows(), std::size_t{1});
        QCOMPARE(*sidecar.find("/", "a.jpg")->camera, std::string("c1"));
        QCOMPARE(sidecar.problems().size(), std::size_t{1});
        const QString text = QString::fromUtf8(sidecar.problems().front().what());
        QVERIFY2(text.contains("meta.txt, record 1: "), qPrintable(text));
        QVERIFY2(text.contains(problem), qPrintable(text));
    }

    void refusesFilesThatAreNoMetadata_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("refused");
        QTest::newRow("empty") << QByteArray() << "invalid-input";
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF") << "invalid-input";
        QTest::newRow("blank") << QByteArray(" \n\r\n") << "invalid-input";
        QTest::newRow("no path column") << QByteArray("file,camera\na.jpg,c1\n") << "invalid-input";
        QTest::newRow("binary") << QByteArray("\xff\xd8\xff\xe0\0\x10JFIF", 10) << "invalid-input";
        QTest::newRow("not one good row")
            << QByteArray("path,time\na.jpg,x\nb.jpg,y\n") << "invalid-input";
        QTest::newRow("an object") << QByteArray(R"({"path": "a.jpg"})") << "invalid-input";
        QTest::newRow("cut JSON") << QByteArray(R"([{"path": "a.jpg")") << "corrupt-file";
        QTest::newRow("odd bytes in JSON")
            << QByteArray("[{\"path\": \"\xff\"}]") << "corrupt-file";
        QTest::newRow("a key twice")
            << QByteArray(R"([{"path": "a", "path": "b"}])") << "corrupt-file";
        QTest::newRow("deep") << QByteArray(100'000, '[') << "corrupt-file";
    }
    void refusesFilesThatAreNoMetadata() {
        QFETCH(QByteArray, text);
        QFETCH(QString, refused);
        const QString message = refusal(text.toStdString());
        QVERIFY2(message.startsWith(refused), qPrintable(message));
        QVERIFY2(message.contains("meta.txt"), qPrintable(message));
    }

    void takesAFileWithoutRows() {
        QCOMPARE(read("path,camera\n").numRows(), std::size_t{0});
        QCOMPARE(read("[]").numRows(), std::size_t{0});
        QVERIFY(read("path,camera\n").problems().empty());
    }

    void saysThatAFileIsNotThere() {
        try {
            SidecarMetadata::read(m_folder / "none.csv");
            QFAIL("read a file that is not there");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::NotFound);
            QVERIFY(QString(error.what()).contains("none.csv"));
        }
    }

    void findsRowsByAnyPathOfAnImage() {
        const std::string inside = (m_folder / "pictures/c.jpg").native();
        const SidecarMetadata sidecar = read(
            "path,camera\n"
            "./sub//a.jpg,root\n"
            "pictures/b.jpg,sidecar\n" +
            inside + ",absolute\n../up.jpg,above\n");
        const fs::path root = m_folder / "pictures";
        const auto cameraOf = [&](const fs::path& folder, const char* path) {
            const ItemMetadata* row = sidecar.find(folder, path);
            return row != nullptr ? QString::fromStdString(*row->camera) : QString();
        };
        QCOMPARE(cameraOf(root, "sub/a.jpg"), QString("root"));
        QCOMPARE(cameraOf(root, "b.jpg"), QString("sidecar"));
        QCOMPARE(cameraOf(root, "c.jpg"), QString("absolute"));
        QCOMPARE(cameraOf(m_folder.parent_path(), "up.jpg"), QString("above"));
        QCOMPARE(cameraOf(root, "d.jpg"), QString());
        QCOMPARE(cameraOf("/elsewhere", "b.jpg"), QString());
    }

    void keepsPathsOfAnyBytes() {
        const SidecarMetadata sidecar =
            read("path,camera\n\xff\xfe\n\"\xff, \"\"x\"\".jpg\",c1\n a.jpg ,c2\n");
        QCOMPARE(*sidecar.find("/", "\xff, \"x\".jpg")->camera, std::string("c1"));
        QCOMPARE(*sidecar.find("/", " a.jpg ")->camera, std::string("c2"));
        QVERIFY(holds(sidecar.problems(), "line 2"));
    }

    void readsManyRows() {
        constexpr int kNumRows = 20'000;
        std::string text = "path,camera,tags\n";
        for (int i = 0; i < kNumRows; ++i) text += fmt::format("{:06}.jpg,c{},a|b\n", i, i % 7);
        text += "x.jpg,c1," + std::string(1 << 20, 't') + "\n";
        const SidecarMetadata sidecar = read(text);
        QCOMPARE(sidecar.numRows(), std::size_t{kNumRows + 1});
        QCOMPARE(*sidecar.find("/", "019999.jpg")->camera, std::string("c0"));
        QCOMPARE(sidecar.find("/", "x.jpg")->tags.front().size(), std::size_t{1} << 20);
    }

    void mergesFieldByField() {
        ItemMetadata first;
        first.camera = "c1";
        first.timeMs = 5;
        first.tags = {"b", "a"};
        ItemMetadata second;
        second.camera = "c2";
        second.timeMs = 6;
        second.timeZone = "+02:00";
        second.track = "t2";
        second.person = "p2";
        second.captions = {"two"};
        second.tags = {"c", "a"};
        const ItemMetadata merged = mergeMetadata(first, second);
        QCOMPARE(*merged.camera, std::string("c1"));
        QCOMPARE(*merged.timeMs, std::int64_t{5});
        QVERIFY(!merged.timeZone);  // A zone goes with its own time.
        QCOMPARE(*merged.track, std::string("t2"));
        QCOMPARE(*merged.person, std::string("p2"));
        QVERIFY(merged.captions == Texts{"two"});
        QVERIFY(merged.tags == (Texts{"a", "b", "c"}));
        first.captions = {"one"};
        QVERIFY(mergeMetadata(first, second).captions == Texts{"one"});
        QVERIFY(mergeMetadata(merged, merged) == merged);
    }

    void comparesEveryField() {
        const ItemMetadata full{.camera = "c",
                                .timeMs = 1,
                                .timeZone = "+00:00",
                                .track = "t",
                                .person = "p",
                                .captions = {"x"},
                                .tags = {"y"}};
        std::vector<ItemMetadata> others(7, full);
        others[0].camera.reset();
        others[1].timeMs = 2;
        others[2].timeZone.reset();
        others[3].track = "u";
        others[4].person.reset();
        others[5].captions.emplace_back("z");
        others[6].tags.clear();
        for (const ItemMetadata& other : others) QVERIFY(!(other == full));
        QVERIFY(full == ItemMetadata(full));
    }
};

QTEST_GUILESS_MAIN(TestMetadata)
#include "tst_metadata.moc"

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/dataset/pair_verdicts.h"

using namespace descry;
using nlohmann::json;

namespace {

Dataset people() {
    Dataset dataset;
    dataset.records = {{7, "a/1.png", {"A man."}, Split::Train},
                       {7, "a/2.png", {"He walks.", "He stands."}, Split::Train},
                       {8, "b/1.png", {"A woman."}, Split::Val}};
    return dataset;
}

json line(const char* verdict = "weak") {
    return {{"image", "a/1.png"},
            {"caption", "He walks."},
            {"source", "a/2.png"},
            {"verdict", verdict},
            {"reasons", json::array()},
            {"pair", std::string(64, 'a')},
            {"annotator", "Mia"}};
}

}  // namespace

class TestPairVerdicts : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path file() const {
        return std::filesystem::path(m_folder.path().toStdString()) / "pairs.jsonl";
    }
    std::vector<PairVerdict> read(const std::string& text) const {
        std::ofstream(file(), std::ios::binary) << text;
        return readPairVerdicts(file(), people());
    }
    /// The message with which the text is refused; empty if it is read.
    QString refusal(const std::string& text) const {
        try {
            read(text);
        } catch (const Error& error) {
            return QString::fromStdString(error.what());
        }
        return {};
    }

  private slots:
    void keepsLinesAsTheyAreWritten() {
        json first = line("reject");
        first["reasons"] = {"wrong colour", "other person"};
        first["later"] = {{"unknown", 1}};
        json second = line("strong");
        second["pair"] = std::string(64, 'b');
        second["caption"] = "He stands.";
        second["edited"] = "他站着";
        const auto verdicts = read(first.dump() + "\r\n\n" + second.dump());
        QCOMPARE(verdicts.size(), 2U);
        QCOMPARE(verdicts[0].verdict, Verdict::Reject);
        QCOMPARE(verdicts[0].reasons, (std::vector<std::string>{"wrong colour", "other person"}));
        QCOMPARE(verdicts[0].text(), std::string("He walks."));
        QVERIFY(!verdicts[0].isOwn());
        QCOMPARE(verdicts[1].verdict, Verdict::Strong);
        QCOMPARE(verdicts[1].text(), std::string("他站着"));
        QCOMPARE(verdicts[1].caption, std::string("He stands."));
        QCOMPARE(verdicts[1].annotator, std::string("Mia"));
    }

    void whatIsWrittenIsReadBack() {
        PairVerdict verdict{.imagePath = "a/1.png",
                            .sourcePath = "a/2.png",
                            .caption = "He walks.",
                            .verdict = Verdict::Reject,
                            .reasons = {"wrong colour", "other person"},
                            .edited = "他\n\"站\"着",
                            .pair = std::string(64, 'a'),
                            .annotator = "Mia, Tom"};
        QCOMPARE(read(pairVerdictLine(verdict)), std::vector<PairVerdict>{verdict});
        for (std::size_t i = 0; i < kNumVerdicts; ++i) {
            verdict.verdict = static_cast<Verdict>(i);
            verdict.edited.reset();
            verdict.reasons.clear();
            QCOMPARE(read(pairVerdictLine(verdict)), std::vector<PairVerdict>{verdict});
            QCOMPARE(verdictNamed(verdictName(verdict.verdict)), verdict.verdict);
        }
        QVERIFY(!verdictNamed("Weak"));
    }

    void theLastLineOfAPairWins() {
        json other = line("strong");
        other["pair"] = std::string(64, 'c');
        other["caption"] = "He stands.";
        const auto verdicts = read(line("weak").dump() + "\n" + other.dump() + "\n" +
                                   line("unsure").dump() + "\n" + line("reject").dump() + "\n");
        QCOMPARE(verdicts.size(), 2U);
        QCOMPARE(verdicts[0].verdict, Verdict::Strong);
        QCOMPARE(verdicts[1].verdict, Verdict::Reject);
    }

    void aPictureUnderTwoPathsHasALineForEach() {
        json copy = line("strong");
        copy["image"] = "a/2.png";
        const auto verdicts =
            read(line("weak").dump() + "\n" + copy.dump() + "\n" + line("reject").dump() + "\n");
        QCOMPARE(verdicts.size(), 2U);
        QCOMPARE(verdicts[0].imagePath, std::string("a/2.png"));
        QCOMPARE(verdicts[0].verdict, Verdict::Strong);
        QCOMPARE(verdicts[1].imagePath, std::string("a/1.png"));
        QCOMPARE(verdicts[1].verdict, Verdict::Reject);
    }

    void noVerdictsAreNoError() { QVERIFY(read("\n \n").empty()); }

    void whatIsWrongIsNamedByLine_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("named");
        const auto with = [](const char* key, const json& value) {
            json changed = line();
            changed[key] = value;
            return QByteArray::fromStdString(changed.dump());
        };
        const auto without = [](const char* key) {
            json changed = line();
            changed.erase(key);
            return QByteArray::fromStdString(changed.dump());
        };
        QTest::newRow("unknown verdict") << with("verdict", "Weak") << "verdict \"Weak\"";
        QTest::newRow("verdict is a number") << with("verdict", 1) << "\"verdict\" is not a text";
        QTest::newRow("unknown image") << with("image", "../etc/passwd") << "../etc/passwd";
        QTest::newRow("unknown source") << with("source", "a/3.png") << "a/3.png";
        QTest::newRow("another person") << with("source", "b/1.png") << "different people";
        QTest::newRow("blank caption") << with("caption", " \t") << "\"caption\" is empty";
        QTest::newRow("blank edit") << with("edited", "") << "\"edited\" is empty";
        QTest::newRow("edit is a list") << with("edited", json::array()) << "\"edited\"";
        QTest::newRow("reasons are a text") << with("reasons", "colour") << "\"reasons\"";
        QTest::newRow("reasons of numbers") << with("reasons", {1}) << "\"reasons\"";
        QTest::newRow("short hash") << with("pair", "abc") << "\"pair\"";
        QTest::newRow("hash of other letters") << with("pair", std::string(64, 'G')) << "\"pair\"";
        for (const char* key : {"image", "caption", "source", "verdict", "pair", "annotator"}) {
            QTest::addRow("no %s", key) << without(key) << QString("\"%1\" is missing").arg(key);
        }
        json other = line();
        other["caption"] = "He stands.";
        QTest::newRow("one hash, two captions")
            << QByteArray::fromStdString(other.dump()) << "another caption";
        QTest::newRow("a list") << QByteArray("[]") << "not an object";
        QTest::newRow("cut off") << QByteArray("{\"image\": \"a/1") << "JSON";
        QTest::newRow("not UTF-8") << QByteArray("{\"image\": \"\xff\"}") << "UTF-8";
        QTest::newRow("deep") << QByteArray(5000, '[') << "nested";
        QTest::newRow("a key twice") << QByteArray(R"({"image": "a", "image": "a"})") << "image";
        QTest::newRow("huge") << QByteArray(2 << 20, ' ').append("{}") << "bytes of JSON";
    }

    void whatIsWrongIsNamedByLine() {
        QFETCH(QByteArray, text);
        QFETCH(QString, named);
        const QString message = refusal(line().dump() + "\n\n" + text.toStdString() + "\n");
        QVERIFY2(message.contains("pairs.jsonl: line 3"), qPrintable(message));
        QVERIFY2(message.contains(named), qPrintable(message));
    }

    void foundBesideTheDataSetOnly() {
        read("");
        QCOMPARE(pairVerdictsBeside(file().parent_path() / "train.json").value(), file());
        QVERIFY(!pairVerdictsBeside(file().parent_path() / "elsewhere" / "train.json"));
    }
};

QTEST_APPLESS_MAIN(TestPairVerdicts)
#include "tst_pair_verdicts.moc"

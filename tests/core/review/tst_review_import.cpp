#include <QtTest>

#include "core/base/error.h"
#include "core/review/decision_table.h"
#include "core/review/label_studio.h"
#include "core/review/review_import.h"
#include "core/review/review_state.h"
#include "core/review/utc_time.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;

namespace {

constexpr char kHeading[] = "image,source,caption,verdict,reasons,edited,note,annotator\r\n";

/// Two people with a file for every image.
struct Desk {
    test::Folder folder;
    Dataset dataset = test::twoPeople();
    PairIndex index{std::make_shared<const Dataset>(dataset),
                    {.split = Split::Train, .includeOwn = true}};

    Desk() {
        for (const DatasetRecord& record : dataset.records) {
            std::filesystem::create_directories((folder / record.imagePath).parent_path());
            test::write(folder / record.imagePath, record.imagePath);
        }
    }
    std::vector<Decision> read(const std::string& table,
                               const std::optional<std::string>& annotator = {}) const {
        test::write(folder / "table.csv", table);
        return readDecisionTable({folder / "table.csv", folder.path, annotator}, index);
    }
    QString refusal(const std::string& table) const {
        try {
            read(table);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }
};

PairVerdict weakVerdict(const std::string& annotator) {
    PairVerdict verdict;
    verdict.imagePath = "a/1.png";
    verdict.sourcePath = "a/2.png";
    verdict.caption = "A man with a bag.";
    verdict.verdict = Verdict::Weak;
    verdict.pair = std::string(64, 'a');
    verdict.annotator = annotator;
    return verdict;
}

QString refusalOfTasks(const std::string& text) {
    try {
        parseLabelStudioTasks(text, "tasks.json");
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

const std::string kData = R"("data": {"image": "a.png", "source_image": "b.png", "caption": "He.",
    "pair": ")" + std::string(64, 'a') +
                          "\"}";

std::string taskWith(const std::string& annotation) {
    return "[{" + kData + ", \"annotations\": [" + annotation + "]}]";
}

}  // namespace

class TestReviewImport : public QObject {
    Q_OBJECT

  private slots:
    void aTableMadeByHandIsRead() {
        const Desk desk;
        const auto decisions = desk.read(
            "caption,verdict,source,image\n"
            "\"A man with a bag.\",weak,a/2.png,a/1.png\n"
            "He walks.,reject,a/1.png,a/2.png\n",
            "Mia");
        QCOMPARE(decisions.size(), 2U);
        QCOMPARE(decisions[0].verdict, Verdict::Weak);
        QCOMPARE(decisions[0].annotator, std::string("Mia"));
        QCOMPARE(decisions[0].pair,
                 pairIdOf(hashImage(desk.folder / "a/1.png"), "A man with a bag."));
        QCOMPARE(decisions[1].order, QueueOrder::Imported);
    }

    void importingAgainAddsNothing() {
        const Desk desk;
        const std::string table = std::string(kHeading) +
                                  "a/1.png,a/2.png,A man with a bag.,reject,"
                                  "wrong colour; other person,,look,Mia\r\n";
        CurrentVerdicts verdicts;
        const auto first = newDecisions(desk.read(table), verdicts);
        QCOMPARE(first.size(), 1U);
        QCOMPARE(first[0].reasons, (Reasons{Reason::WrongColour, Reason::OtherPerson}));
        QVERIFY(first[0].timeMs > 0);
        QVERIFY(!first[0].version.empty());
        verdicts.add(first[0]);
        QVERIFY(newDecisions(desk.read(table), verdicts).empty());
        const std::string changed =
            QString::fromStdString(table).replace("reject", "weak").toStdString();
        const auto second = newDecisions(desk.read(changed), verdicts);
        QCOMPARE(second.size(), 1U);
        QCOMPARE(second[0].supersedes, first[0].id);
        verdicts.add(second[0]);
        QCOMPARE(verdicts.of(first[0].pair, "Mia")->verdict, Verdict::Weak);
    }

    void whatWasSaidBeforeAChangeOfMindIsNoNews() {
        const Desk desk;
        const std::string table = "time," + std::string(kHeading) +
                                  "2026-01-02T03:04:05Z,a/1.png,a/2.png,A man with a bag.,reject,"
                                  ",,,Mia\r\n";
        CurrentVerdicts verdicts(newDecisions(desk.read(table), {}));
        Decision second = *verdicts.of(verdicts.pairs().front(), "Mia");
        second.id = DecisionId::random();
        second.verdict = Verdict::Weak;
        ++second.timeMs;
        verdicts.add(second);
        QVERIFY(newDecisions(desk.read(table), verdicts).empty());
        verdicts.add(undoOf(second));
        QVERIFY(newDecisions(desk.read(table), verdicts).empty());
    }

    void aVerdictOfNobodyIsNamedByItsPair() {
        const Desk desk;
        test::write(desk.folder / "pairs.jsonl", pairVerdictLine(weakVerdict("")));
        try {
            readVerdictFile(desk.folder / "pairs.jsonl", desk.dataset);
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("annotator"), error.what());
            QVERIFY2(QString(error.what()).contains("a/1.png"), error.what());
        }
    }

    void knownPairsOfAnotherDataSetAreRefused() {
        const Desk desk;
        PairVerdict verdict = weakVerdict("Mia");
        verdict.caption = "No such caption.";
        test::write(desk.folder / "gold.jsonl", pairVerdictLine(verdict));
        QVERIFY_THROWS_EXCEPTION(Error, readGold(desk.folder / "gold.jsonl", desk.index));
        verdict.caption = "A man with a bag.";
        test::write(desk.folder / "gold.jsonl", pairVerdictLine(verdict));
        QCOMPARE(readGold(desk.folder / "gold.jsonl", desk.index).size(), 1U);
        test::write(desk.folder / "gold.jsonl", "");
        QVERIFY(readGold(desk.folder / "gold.jsonl", desk.index).empty());
    }

    void whatIsWrongInATableIsNamedByLine_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("named");
        const QString heading(kHeading);
        const QString good("a/1.png,a/2.png,A man with a bag.,weak,,,,Mia\r\n");
        QTest::newRow("empty") << QString() << "is empty";
        QTest::newRow("no verdicts") << "image,source,caption\n"
                                     << "\"verdict\" is missing";
        QTest::newRow("a column twice") << "image,image\n"
                                        << "twice";
        QTest::newRow("too few fields") << heading + good + "a/1.png\n"
                                        << "line 3";
        QTest::newRow("verdict") << heading + QString(good).replace("weak", "wek") << "wek";
        QTest::newRow("reason") << heading + QString(good).replace("weak,", "weak,ugly") << "ugly";
        QTest::newRow("no such image")
            << heading + QString(good).replace("a/1.png", "../etc/passwd") << "no such pair";
        QTest::newRow("another person")
            << heading + QString(good).replace("a/1.png", "b/1.png") << "no such pair";
        QTest::newRow("another caption")
            << heading + QString(good).replace("bag", "hat") << "no such pair";
        QTest::newRow("nobody") << heading + QString(good).replace("Mia", "") << "annotator";
        QTest::newRow("open quote") << heading + "\"a/1.png,a/2.png\n"
                                    << "quote";
        QTest::newRow("another pair than was judged")
            << "pair," + heading + QString(64, 'a') + "," + good << "was judged";
        QTest::newRow("time") << "time," + heading + "yesterday," + good << "yesterday";
    }

    void whatIsWrongInATableIsNamedByLine() {
        QFETCH(QString, text);
        QFETCH(QString, named);
        const Desk desk;
        const QString message = desk.refusal(text.toStdString());
        QVERIFY2(message.contains(named), qPrintable(message));
        QVERIFY2(message.contains("table.csv"), qPrintable(message));
    }

    void aMissingImageIsNamed() {
        const Desk desk;
        std::filesystem::remove(desk.folder / "a/1.png");
        const QString message =
            desk.refusal(std::string(kHeading) + "a/1.png,a/2.png,A man with a bag.,weak,,,,Mia\n");
        QVERIFY2(message.contains("a/1.png"), qPrintable(message));
    }

    void labelStudiosOwnAnnotationsAreRead() {
        const std::string verdict =
            R"({"from_name": "verdict", "to_name": "caption", "type": "choices",
                "value": {"choices": ["reject"]}})";
        const auto decisions =
            parseLabelStudioTasks("[{" + kData + R"(, "id": 5, "project": 83, "annotations": [
                {"id": "1001", "completed_by": 10, "was_cancelled": false, "lead_time": 4.288,
                 "created_at": "2021-03-09T22:16:08.728353Z", "result": [)" +
                                      verdict + R"(,
                    {"from_name": "reasons", "value": {"choices": ["unreadable"]}},
                    {"from_name": "note", "value": {"text": "one text"}},
                    {"from_name": "tag", "type": "rectanglelabels", "value": {"x": 1}}]},
                {"was_cancelled": true, "result": []},
                {"completed_by": {"id": 3, "email": "tom@example.org"}, "result": [)" +
                                      verdict + "]}]}]",
                                  "tasks.json");
        QCOMPARE(decisions.size(), 2U);
        QCOMPARE(decisions[0].annotator, std::string("Label Studio user 10"));
        QCOMPARE(decisions[0].verdict, Verdict::Reject);
        QCOMPARE(decisions[0].reasons, Reasons{Reason::Unreadable});
        QCOMPARE(decisions[0].note, std::string("one text"));
        QCOMPARE(decisions[0].durationMs, 4288);
        QCOMPARE(utcTimeText(decisions[0].timeMs), std::string("2021-03-09T22:16:08.728Z"));
        QCOMPARE(decisions[1].annotator, std::string("tom@example.org"));
    }

    void whatIsWrongInTasksIsNamed_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const std::string& text, const char* named) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(named);
        };
        row("no list", "{}", "list of tasks");
        row("a number", "[1]", "task 1");
        row("no data", "[{\"annotations\": []}]", "\"data\"");
        row("no annotations", "[{" + kData + "}]", "\"annotations\"");
        row("no verdict", taskWith("{\"completed_by\": 1, \"result\": []}"), "no verdict");
        row("another verdict",
            taskWith(R"({"result": [{"from_name": "verdict", "value": {"choices": ["maybe"]}}]})"),
            "verdict");
        row("two verdicts",
            taskWith(
                R"({"result": [{"from_name": "verdict", "value": {"choices": ["weak", "weak"]}}]})"),
            "not one text");
        row("nobody",
            taskWith(R"({"result": [{"from_name": "verdict", "value": {"choices": ["weak"]}}]})"),
            "nobody");
        row("a blank edit",
            taskWith(
                R"({"completed_by": 1, "result": [
                    {"from_name": "verdict", "value": {"choices": ["weak"]}},
                    {"from_name": "edited", "value": {"text": [" "]}}]})"),
            "task 1: the edited caption");
        row("a short pair",
            "[{\"data\": {\"image\": \"a\", \"source_image\": \"b\", \"caption\": \"c\", "
            "\"pair\": \"aa\"}, \"annotations\": []}]",
            "SHA-256");
        row("cut", "[{", "tasks.json");
    }

    void whatIsWrongInTasksIsNamed() {
        QFETCH(QString, text);
        QFETCH(QString, named);
        const QString message = refusalOfTasks(text.toStdString());
        QVERIFY2(message.contains(named), qPrintable(message));
        QVERIFY2(message.contains("tasks.json"), qPrintable(message));
    }

    void timesAreReadAsTheyAreWritten_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("timeMs");
        QTest::newRow("epoch") << "1970-01-01T00:00:00.000Z" << qint64{0};
        QTest::newRow("leap day") << "2024-02-29T23:59:59.999Z" << qint64{1709251199999};
        QTest::newRow("before 1970") << "1969-12-31T23:59:59.999Z" << qint64{-1};
    }

    void timesAreReadAsTheyAreWritten() {
        QFETCH(QString, text);
        QFETCH(qint64, timeMs);
        QCOMPARE(utcTimeText(timeMs), text.toStdString());
        QCOMPARE(parseUtcTime(text.toStdString()), std::optional<std::int64_t>(timeMs));
    }

    void otherTimesAreNone() {
        for (const char* text : {"",
                                 "2024-02-30T00:00:00Z",
                                 "2024-02-29",
                                 "2024-02-29T24:00:00Z",
                                 "2024-02-29T23:59:59+02:00",
                                 "2024-02-29T23:59:59.Z",
                                 "x"}) {
            QVERIFY2(!parseUtcTime(text), text);
        }
        QCOMPARE(parseUtcTime("2024-02-29T23:59:59.5"), std::optional<std::int64_t>(1709251199500));
        QCOMPARE(parseUtcTime("2024-02-29T23:59:59+00:00"),
                 std::optional<std::int64_t>(1709251199000));
    }
};

QTEST_APPLESS_MAIN(TestReviewImport)
#include "tst_review_import.moc"

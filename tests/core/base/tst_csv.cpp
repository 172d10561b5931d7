#include <QtTest>

#include "core/base/csv.h"

using namespace descry;

namespace {

using Fields = std::vector<std::string>;

std::vector<CsvRecord> recordsOf(std::string_view text, char separator = ',') {
    CsvReader reader(text, separator);
    std::vector<CsvRecord> records;
    for (CsvRecord record; reader.next(record);) records.push_back(record);
    return records;
}

/// The only record of a text.
CsvRecord recordOf(std::string_view text, char separator = ',') {
    const auto records = recordsOf(text, separator);
    return records.size() == 1 ? records.front() : CsvRecord{};
}

}  // namespace

class TestCsv : public QObject {
    Q_OBJECT

  private slots:
    void splitsFieldsAtTheSeparator() {
        QVERIFY(recordOf("a,b c,,d").fields == (Fields{"a", "b c", "", "d"}));
        QVERIFY(recordOf("a,b;c\td", ';').fields == (Fields{"a,b", "c\td"}));
        QVERIFY(recordOf("a,b;c\td", '\t').fields == (Fields{"a,b;c", "d"}));
    }

    void keepsBlanksAndEmptyEnds() {
        QVERIFY(recordOf(" a , b ").fields == (Fields{" a ", " b "}));
        QVERIFY(recordOf(",\n").fields == (Fields{"", ""}));
        QVERIFY(recordOf("\"\"").fields == Fields{""});
        QVERIFY(recordOf("\"\"").problem.empty());
    }

    void endsLinesWithLfCrlfOrTheEnd() {
        for (const char* text : {"a,b\nc,d", "a,b\r\nc,d\r\n", "a,b\nc,d\r\n"}) {
            const auto records = recordsOf(text);
            QCOMPARE(records.size(), std::size_t{2});
            QVERIFY(records[0].fields == (Fields{"a", "b"}));
            QVERIFY(records[1].fields == (Fields{"c", "d"}));
        }
    }

    void skipsEmptyLinesAndCountsThem() {
        const auto records = recordsOf("\n\r\na\n\n\nb\n\n");
        QCOMPARE(records.size(), std::size_t{2});
        QCOMPARE(records[0].line, 3);
        QCOMPARE(records[1].line, 6);
        QVERIFY(recordsOf("").empty());
        QVERIFY(recordsOf("\n\r\n\n").empty());
    }

    void takesSeparatorsQuotesAndLineBreaksInQuotes() {
        const auto records = recordsOf("\"a,\"\"b\"\"\",\"two\r\nlines\"\nc,d\n");
        QCOMPARE(records.size(), std::size_t{2});
        QVERIFY(records[0].fields == (Fields{"a,\"b\"", "two\r\nlines"}));
        QCOMPARE(records[0].line, 1);
        QCOMPARE(records[1].line, 3);
        QVERIFY(records[0].problem.empty());
        QVERIFY(records[1].problem.empty());
    }

    void skipsOneByteOrderMark() {
        QVERIFY(recordOf("\xEF\xBB\xBFpath,x").fields == (Fields{"path", "x"}));
        QVERIFY(recordOf("\xEF\xBB\xBF\"path\",x").fields == (Fields{"path", "x"}));
        QVERIFY(recordOf("a,\xEF\xBB\xBF").fields == (Fields{"a", "\xEF\xBB\xBF"}));
        QVERIFY(recordsOf("\xEF\xBB\xBF").empty());
    }

    void saysWhatIsWrongWithAQuote_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        QTest::newRow("open") << QByteArray("a,\"b\nc") << "not closed";
        QTest::newRow("open at the end") << QByteArray("a,\"") << "not closed";
        QTest::newRow("doubled at the end") << QByteArray("\"a\"\"") << "not closed";
        QTest::newRow("inside") << QByteArray("a\"b,c") << "without quotes";
        QTest::newRow("behind") << QByteArray("\"a\"b,c") << "follows a closing quote";
        QTest::newRow("blank behind") << QByteArray("\"a\" ,c") << "follows a closing quote";
    }
    void saysWhatIsWrongWithAQuote() {
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        const std::string bytes = text.toStdString();
        QVERIFY2(QString::fromStdString(recordOf(bytes).problem).contains(problem),
                 recordOf(bytes).problem.c_str());
    }

    void readsOnBehindABadRecord() {
        const auto records = recordsOf("a\"b,c\nd,e\n");
        QCOMPARE(records.size(), std::size_t{2});
        QVERIFY(!records[0].problem.empty());
        QVERIFY(records[1].problem.empty());
        QVERIFY(records[1].fields == (Fields{"d", "e"}));
    }

    void keepsAnyBytes() {
        const std::string odd("\x00\xff\r\x01", 4);
        QVERIFY(recordOf(odd + ",x").fields == (Fields{odd, "x"}));
    }

    void aWrittenFieldIsReadBackAndIsNoFormula() {
        for (const std::string text : {"",
                                       "plain",
                                       "a,b",
                                       "a \"quote\"",
                                       "two\r\nlines",
                                       "=1+1",
                                       "'=1+1",
                                       "''-2",
                                       "'tis",
                                       "\ttab",
                                       "@x",
                                       "+3",
                                       "'",
                                       "\"",
                                       "林"}) {
            const std::string field = csvField(text);
            const CsvRecord record = recordOf(field + ",next");
            QCOMPARE(record.problem, std::string());
            QCOMPARE(record.fields.size(), 2U);
            QCOMPARE(textOfCsvField(record.fields[0]), text);
            QVERIFY(record.fields[0].find_first_of("=+-@\t\r") != 0);
        }
    }

    void endsForEveryCutOfAText() {
        const std::string whole = "\xEF\xBB\xBFp,\"q\"\"\r\n\",r\r\n\r\n\"s\"t,u\n";
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            QVERIFY(recordsOf(std::string_view(whole).substr(0, size)).size() <= 2);
        }
    }
};

QTEST_GUILESS_MAIN(TestCsv)
#include "tst_csv.moc"

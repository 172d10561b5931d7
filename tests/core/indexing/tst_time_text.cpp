#include <QDateTime>
#include <QTimeZone>
#include <QtTest>

#include "core/indexing/time_text.h"

using namespace descry;

namespace {

/// Milliseconds since 1970 as Qt counts them.
std::int64_t utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) {
    return QDateTime(QDate(year, month, day), QTime(hour, minute, second), QTimeZone::utc())
        .toMSecsSinceEpoch();
}

}  // namespace

class TestTimeText : public QObject {
    Q_OBJECT

  private slots:
    void readsTimes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qlonglong>("utcMs");
        QTest::addColumn<QString>("zone");
        const auto row = [](const char* text, std::int64_t ms, const char* zone) {
            QTest::newRow(text) << QString(text) << qlonglong{ms} << QString(zone);
        };
        const std::int64_t noon = utc(2024, 1, 31, 12);
        row("2024-01-31", utc(2024, 1, 31), "");
        row("20240131", utc(2024, 1, 31), "");
        row("2024-01-31T12:00", noon, "");
        row("2024-01-31 12:00:05", noon + 5000, "");
        row("2024-01-31_12:00:05", noon + 5000, "");
        row("2024-01-31t12:00:05z", noon + 5000, "+00:00");
        row("2024-01-31T12:00:05.25+02:00", utc(2024, 1, 31, 10) + 5250, "+02:00");
        row("2024-01-31T12:00:05,2509999-0530", utc(2024, 1, 31, 17, 30) + 5250, "-05:30");
        row("2024-01-31T12:00+02", utc(2024, 1, 31, 10), "+02:00");
        row("20240131T120005Z", noon + 5000, "+00:00");
        row("20240131T1200", noon, "");
        row("20240131_120005+0100", utc(2024, 1, 31, 11) + 5000, "+01:00");
        row("2024:01:31 12:00:05+02:00", utc(2024, 1, 31, 10) + 5000, "+02:00");
        row("2024/01/31 12:00:05", noon + 5000, "");
        row("2024-02-29", utc(2024, 2, 29), "");
        row("2016-12-31T23:59:60Z", utc(2016, 12, 31, 23, 59, 59), "+00:00");
        row("1969-12-31T23:59:59Z", -1000, "+00:00");
        row("0001-01-01", utc(1, 1, 1), "");
        row("9999-12-31T23:59:59-14:00", utc(10000, 1, 1, 13, 59, 59), "-14:00");
    }
    void readsTimes() {
        QFETCH(QString, text);
        QFETCH(qlonglong, utcMs);
        QFETCH(QString, zone);
        const auto time = parseTime(text.toStdString());
        QVERIFY(time.has_value());
        QCOMPARE(qlonglong{time->utcMs}, utcMs);
        QCOMPARE(time->zone.has_value(), !zone.isEmpty());
        QCOMPARE(QString::fromStdString(time->zone.value_or("")), zone);
    }

    void refusesWhatIsNoTime_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"",
                                 " ",
                                 "yesterday",
                                 "2024",
                                 "2024-01",
                                 "2024-1-31",
                                 "24-01-31",
                                 "2024-0131",
                                 "202401-31",
                                 "2024-02-30",
                                 "2023-02-29",
                                 "2024-13-01",
                                 "2024-00-10",
                                 "2024-01-00",
                                 "0000-01-01",
                                 "0000:00:00 00:00:00",
                                 "-2024-01-31",
                                 " 2024-01-31",
                                 "2024-01-31 ",
                                 "2024-01-31T",
                                 "2024-01-31T12",
                                 "2024-01-31T12:",
                                 "2024-01-31T24:00",
                                 "2024-01-31T12:60",
                                 "2024-01-31T12:00:61",
                                 "2024-01-31T12:00:",
                                 "2024-01-31T12:00:5",
                                 "2024-01-31T12:00:05.",
                                 "2024-01-31T12:00:05.x",
                                 "2024-01-31T12:00Z ",
                                 "2024-01-31T12:00+",
                                 "2024-01-31T12:00+2",
                                 "2024-01-31T12:00+02:",
                                 "2024-01-31T12:00+02:0",
                                 "2024-01-31T12:00+02:60",
                                 "2024-01-31T12:00+14:01",
                                 "2024-01-31T12:00+02:00x",
                                 "2024-01-31Z",
                                 "2024-01-31X12:00",
                                 "2024-01-31T12:00 CET",
                                 "\xef\xbc\x92"
                                 "024-01-31"}) {
            QTest::newRow(text) << QByteArray(text);
        }
    }
    void refusesWhatIsNoTime() {
        QFETCH(QByteArray, text);
        QVERIFY(!parseTime(text.toStdString()).has_value());
    }

    void isNotConfusedByNul() {
        QVERIFY(!parseTime(std::string_view("2024-01-31\0", 11)).has_value());
    }
};

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_time_text.moc"

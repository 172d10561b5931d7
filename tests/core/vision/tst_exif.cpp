#include <QtTest>

#include "core/vision/exif.h"
#include "tests/core/vision/picture_files.h"

using namespace descry;
using namespace descry::test;

class TestExif : public QObject {
    Q_OBJECT

  private slots:
    void readsBothByteOrders() {
        for (const bool isBigEndian : {false, true}) {
            const ExifBlock block{isBigEndian, 6, "2024:05:06 07:08:09", "+02:00"};
            const std::string text = block.text();
            const ExifFacts facts = readExif(bytesOf(text));
            QCOMPARE(facts.orientation, 6);
            QCOMPARE(QString::fromStdString(facts.time.value_or("none")),
                     QString("2024:05:06 07:08:09+02:00"));
        }
    }

    void givesTheTimeWithoutAnOffset() {
        const std::string text = ExifBlock{}.text();
        QCOMPARE(QString::fromStdString(readExif(bytesOf(text)).time.value_or("none")),
                 QString("2024:05:06 07:08:09"));
    }

    void leavesOutWhatIsNoTime() {
        for (const char* time : {"", "yesterday", "2024-05-06 07:08:09", "    :  :     :  :  "}) {
            const std::string text = ExifBlock{false, 1, time, "+02:00"}.text();
            QVERIFY(!readExif(bytesOf(text)).time);
        }
    }

    void leavesOutAnOffsetThatIsNone() {
        const std::string text = ExifBlock{false, 1, "2024:05:06 07:08:09", "Z"}.text();
        QCOMPARE(QString::fromStdString(readExif(bytesOf(text)).time.value_or("none")),
                 QString("2024:05:06 07:08:09"));
    }

    void takesASenselessOrientationForNone() {
        for (const std::uint32_t orientation : {0U, 9U, 65535U}) {
            ExifBlock block;
            block.orientation = orientation;
            const std::string text = block.text();
            QCOMPARE(readExif(bytesOf(text)).orientation, 1);
        }
    }

    void survivesACutAnywhere() {
        const std::string whole = ExifBlock{true, 3, "2024:05:06 07:08:09", "-05:30"}.text();
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const ExifFacts facts = readExif(bytesOf(whole).first(size));
            QVERIFY(facts.orientation == 1 || facts.orientation == 3);
            QVERIFY(!facts.time || facts.time->size() == 19);
        }
    }

    void survivesEveryByteChanged() {
        const std::string whole = ExifBlock{false, 3, "2024:05:06 07:08:09", "-05:30"}.text();
        for (std::size_t i = 0; i < whole.size(); ++i) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string broken = whole;
                broken[i] = static_cast<char>(byte);
                const ExifFacts facts = readExif(bytesOf(broken));
                QVERIFY(facts.orientation >= 1 && facts.orientation <= 8);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestExif)
#include "tst_exif.moc"

#include <QtTest>
#include <cstdlib>

#include "core/base/error.h"
#include "core/vision/decode.h"
#include "core/vision/thumbnail.h"
#include "tests/core/vision/picture_files.h"

using namespace descry;
using namespace descry::test;

class TestThumbnail : public QObject {
    Q_OBJECT

  private slots:
    void staysWithinTheSquareWithItsAspect_data() {
        QTest::addColumn<QSize>("from");
        QTest::addColumn<QSize>("to");
        QTest::newRow("upright") << QSize(128, 384) << QSize(32, 96);
        QTest::newRow("broad") << QSize(384, 128) << QSize(96, 32);
        QTest::newRow("square") << QSize(200, 200) << QSize(96, 96);
        QTest::newRow("small stays") << QSize(20, 50) << QSize(20, 50);
        QTest::newRow("a line keeps a pixel") << QSize(1, 5000) << QSize(1, 96);
        QTest::newRow("one pixel") << QSize(1, 1) << QSize(1, 1);
    }

    void staysWithinTheSquareWithItsAspect() {
        QFETCH(QSize, from);
        QFETCH(QSize, to);
        const auto bytes = makeThumbnail(gradient(from.width(), from.height()), 96);
        const DecodedImage decoded = decodeImage(bytes, "thumbnail");
        QCOMPARE(decoded.format, ImageFormat::Jpeg);
        QCOMPARE(QSize(decoded.image.width, decoded.image.height), to);
        QVERIFY(decoded.warnings.empty());
    }

    void looksLikeThePicture() {
        const RgbImage image = gradient(90, 60);
        const RgbImage shown = decodeImage(makeThumbnail(image, 90), "thumbnail").image;
        QCOMPARE(shown.samples.size(), image.samples.size());
        std::int64_t difference = 0;
        for (std::size_t i = 0; i < image.samples.size(); ++i) {
            difference += std::abs(shown.samples[i] - image.samples[i]);
        }
        // JPEG of quality 85 with halved colour: a few levels on a smooth picture.
        QVERIFY(difference / static_cast<std::int64_t>(image.samples.size()) < 4);
    }

    void isTheSameEveryTime() {
        const RgbImage image = gradient(300, 200);
        QVERIFY(makeThumbnail(image, 128) == makeThumbnail(image, 128));
    }

    void refusesNoSize() {
        QVERIFY_EXCEPTION_THROWN(makeThumbnail(gradient(4, 4), 0), Error);
        QVERIFY_EXCEPTION_THROWN(makeThumbnail(RgbImage{}, 64), Error);
    }
};

QTEST_GUILESS_MAIN(TestThumbnail)
#include "tst_thumbnail.moc"

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <random>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/vision/decode.h"
#include "tests/core/vision/picture_files.h"

using namespace descry;
using namespace descry::test;

namespace {

const std::filesystem::path kHostile = DESCRY_TEST_DATA "/hostile/image";

std::string sample(const char* name) {
    return readFile(kHostile / name, 1 << 20);
}

std::optional<Error> refusal(const std::string& bytes, const DecodeOptions& options = {}) {
    try {
        decodeImage(bytesOf(bytes), "test picture", options);
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// Four quarters: red, green above blue, white; 32 x 16, so that a quarter is whole JPEG blocks.
RgbImage quarters() {
    RgbImage image{32, 16, {}};
    for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 32; ++x) {
            const bool isLeft = x < 16;
            const bool isTop = y < 8;
            const auto level = [](bool isOn) { return std::uint8_t(isOn ? 255 : 0); };
            image.samples.insert(
                image.samples.end(),
                {level(isLeft == isTop && (isLeft || !isTop)), level(!isLeft), level(!isTop)});
        }
    }
    return image;
}

/// The corners' colours, clockwise from the upper left, as letters.
std::string corners(const RgbImage& image) {
    const auto letter = [&](int x, int y) {
        const auto index = static_cast<std::size_t>((y * image.width + x) * 3);
        const bool red = image.samples[index] > 127;
        const bool green = image.samples[index + 1] > 127;
        const bool blue = image.samples[index + 2] > 127;
        if (red && green && blue) return 'w';
        return red ? 'r' : green ? 'g' : blue ? 'b' : 'k';
    };
    const int right = image.width - 3;
    const int bottom = image.height - 3;
    return {letter(2, 2), letter(right, 2), letter(right, bottom), letter(2, bottom)};
}

}  // namespace

class TestDecode : public QObject {
    Q_OBJECT

  private slots:
    void takesTheFormatFromTheBytes() {
        QCOMPARE(readImage(kHostile / "good-wrong-extension.png").format, ImageFormat::Jpeg);
        QCOMPARE(readImage(kHostile / "good-1x1.png").format, ImageFormat::Png);
        QCOMPARE(readImage(kHostile / "good-lossless.webp").format, ImageFormat::WebP);
        QCOMPARE(readImage(kHostile / "good-top-down.bmp").format, ImageFormat::Bmp);
    }

    void namesTheFormatThatItDoesNotRead() {
        const auto error = refusal(sample("gif.jpg"));
        QVERIFY(error);
        QCOMPARE(error->code(), ErrorCode::Unsupported);
        QVERIFY(QString(error->what()).contains("GIF"));
        QVERIFY(QString(error->what()).startsWith("test picture"));
    }

    void turnsUprightOnlyWhenAsked_data() {
        QTest::addColumn<int>("orientation");
        QTest::addColumn<QString>("upright");
        // Stored: r g / b w, so clockwise r g w b.
        QTest::newRow("1: as stored") << 1 << "rgwb";
        QTest::newRow("2: mirrored") << 2 << "grbw";
        QTest::newRow("3: half a turn") << 3 << "wbrg";
        QTest::newRow("4: upside down, mirrored") << 4 << "bwgr";
        QTest::newRow("5: along the falling diagonal") << 5 << "rbwg";
        QTest::newRow("6: a quarter clockwise") << 6 << "brgw";
        QTest::newRow("7: along the rising diagonal") << 7 << "wgrb";
        QTest::newRow("8: a quarter back") << 8 << "gwbr";
    }

    void turnsUprightOnlyWhenAsked() {
        QFETCH(int, orientation);
        QFETCH(QString, upright);
        ExifBlock block;
        block.orientation = static_cast<std::uint32_t>(orientation);
        const std::string jpeg = withExif(jpegOf(quarters()), block.text());
        const DecodedImage stored = decodeImage(bytesOf(jpeg), "test");
        QCOMPARE(stored.exifOrientation, orientation);
        QCOMPARE(QString::fromStdString(corners(stored.image)), QString("rgwb"));
        DecodeOptions options;
        options.applyExifOrientation = true;
        const DecodedImage turned = decodeImage(bytesOf(jpeg), "test", options);
        QCOMPARE(turned.exifOrientation, orientation);
        QCOMPARE(QString::fromStdString(corners(turned.image)), upright);
        QCOMPARE(turned.image.width, orientation < 5 ? 32 : 16);
    }

    void readsWhenThePictureWasTaken() {
        const ExifBlock block{true, 1, "2023:01:02 03:04:05", "-08:00"};
        const std::string jpeg = withExif(jpegOf(gradient(8, 8)), block.text());
        QCOMPARE(
            QString::fromStdString(decodeImage(bytesOf(jpeg), "test").exifTime.value_or("none")),
            QString("2023:01:02 03:04:05-08:00"));
        QVERIFY(!readImage(kHostile / "good-plain.jpg").exifTime);
    }

    void readsExifOfPngAndWebp() {
        ExifBlock exif;
        exif.orientation = 8;
        const std::string block = exif.text();
        std::string png = sample("good-1x1.png");
        // A chunk that says nothing about pixels may carry a wrong checksum.
        png.insert(33, big(static_cast<std::uint32_t>(block.size()), 4) + "eXIf" + block + "crc!");
        QCOMPARE(decodeImage(bytesOf(png), "test").exifOrientation, 8);
    }

    void readsAPartlyCutJpegWithAWarning() {
        for (const char* name : {"good-plain.jpg", "good-progressive.jpg"}) {
            const std::string whole = sample(name);
            const std::size_t scan = whole.find("\xff\xda");
            int numAccepted = 0;
            for (std::size_t size = 0; size < whole.size(); ++size) {
                const std::string cut = whole.substr(0, size);
                if (const auto error = refusal(cut)) {
                    QVERIFY2(size < scan + 20, error->what());
                    continue;
                }
                QVERIFY(size > scan + 10);
                QCOMPARE(decodeImage(bytesOf(cut), "cut").warnings.size(), std::size_t{1});
                ++numAccepted;
            }
            QVERIFY(numAccepted > 100);
            QVERIFY(decodeImage(bytesOf(whole), "whole").warnings.empty());
        }
    }

    void refusesEveryOtherCut_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"good-palette-trns.png",
                                 "good-gray16.png",
                                 "good-lossless.webp",
                                 "good-animated.webp",
                                 "good-top-down.bmp"}) {
            QTest::newRow(name) << name;
        }
    }

    void refusesEveryOtherCut() {
        QFETCH(QString, name);
        const std::string whole = sample(name.toUtf8().constData());
        QVERIFY(!refusal(whole));
        // The last bytes of a BMP are padding, which some writers leave out.
        const std::size_t needed = whole.size() - (name.endsWith(".bmp") ? 2 : 0);
        for (std::size_t size = 0; size < needed; size += 1 + size / 200) {
            const auto error = refusal(whole.substr(0, size));
            QVERIFY2(error, qPrintable(QString::number(size)));
            QVERIFY(error->code() == ErrorCode::CorruptFile ||
                    error->code() == ErrorCode::Unsupported);
        }
    }

    void survivesDamagedBytes() {
        std::mt19937 random(11);
        DecodeOptions options;
        options.maxPixels = 200'000;
        for (const char* name : {"good-plain.jpg",
                                 "good-progressive.jpg",
                                 "good-arithmetic.jpg",
                                 "good-palette-trns.png",
                                 "good-interlaced.png",
                                 "good-lossless.webp",
                                 "good-animated.webp",
                                 "good-top-down.bmp"}) {
            const std::string whole = sample(name);
            for (int round = 0; round < 150; ++round) {
                std::string damaged = whole;
                for (int i = 0; i < 3; ++i) {
                    damaged[random() % damaged.size()] = static_cast<char>(random());
                }
                const auto error = refusal(damaged, options);
                QVERIFY(!error || (error->code() != ErrorCode::Internal));
            }
            QVERIFY(!refusal(whole));
        }
    }

    void refusesByTheHeaderWhatIsTooLarge() {
        const std::string jpeg = jpegOf(gradient(64, 40));
        DecodeOptions options;
        options.maxSide = 64;
        options.maxPixels = 64 * 40;
        QVERIFY(!refusal(jpeg, options));
        options.maxPixels = 64 * 40 - 1;
        QCOMPARE(refusal(jpeg, options).value().code(), ErrorCode::InvalidInput);
        options = {};
        options.maxSide = 63;
        QCOMPARE(refusal(jpeg, options).value().code(), ErrorCode::InvalidInput);
    }

    void refusesAGiganticPictureMadeOfNothing() {
        // A lossless WebP of 8000 x 8000 pixels in a body of 20 bytes.
        const std::string body = "\x2f" + little(7999U | 7999U << 14, 4) + std::string(15, '\0');
        const std::string chunk =
            "WEBPVP8L" + little(static_cast<std::uint32_t>(body.size()), 4) + body;
        const std::string webp =
            "RIFF" + little(static_cast<std::uint32_t>(chunk.size()), 4) + chunk;
        QCOMPARE(refusal(webp).value().code(), ErrorCode::InvalidInput);
    }

    void refusesAFileOverTheCap() {
        DecodeOptions options;
        options.maxBytes = 100;
        QVERIFY_EXCEPTION_THROWN(readImage(kHostile / "good-plain.jpg", options), Error);
    }

    void saysWhatIsMissing() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        try {
            readImage(path / "absent.jpg");
            QFAIL("read a file that is not there");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
            QVERIFY(QString(error.what()).contains("absent.jpg"));
        }
        QVERIFY_EXCEPTION_THROWN(readImage(path), Error);
    }

    void readsFilesOfAnyName() {
        QTemporaryDir folder;
        const std::filesystem::path path =
            std::filesystem::path(folder.path().toStdString()) / "line\nbreak \xff.jpg";
        std::ofstream(path, std::ios::binary) << sample("good-plain.jpg");
        QCOMPARE(readImage(path).image.width, 32);
        std::ofstream(path, std::ios::binary) << "nothing";
        try {
            readImage(path);
            QFAIL("read a text as a picture");
        } catch (const Error& error) {
            QVERIFY(!QString(error.what()).contains('\n'));
        }
        // QTemporaryDir cannot name such a file when it cleans up.
        std::filesystem::remove(path);
    }

    void decodesOnSeveralThreadsAlike() {
        const std::vector<std::string> names = {
            "good-progressive.jpg", "good-interlaced.png", "good-lossless.webp"};
        std::vector<std::vector<std::uint8_t>> expected;
        for (const auto& name : names) {
            expected.push_back(readImage(kHostile / name).image.samples);
        }
        std::atomic<int> numDifferent = 0;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&] {
                for (std::size_t i = 0; i < 30; ++i) {
                    const std::size_t which = i % names.size();
                    const auto image = readImage(kHostile / names[which]).image;
                    if (image.samples != expected[which]) ++numDifferent;
                }
            });
        }
        threads.clear();
        QCOMPARE(numDifferent.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDecode)
#include "tst_decode.moc"

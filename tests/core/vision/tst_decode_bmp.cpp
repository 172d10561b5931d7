#include <QtTest>

#include "core/base/error.h"
#include "core/vision/decode.h"
#include "tests/core/vision/picture_files.h"

using namespace descry;
using namespace descry::test;

namespace {

/// A BMP with the header of 40 bytes.
struct Bmp {
    int width = 1;
    int height = 1;
    std::uint32_t bits = 24;
    std::uint32_t compression = 0;
    std::uint32_t numColours = 0;
    std::string behindHeader;  ///< Masks or palette.
    std::string pixels;

    std::string text() const {
        const auto start = static_cast<std::uint32_t>(54 + behindHeader.size());
        return "BM" + little(0, 8) + little(start, 4) + little(40, 4) +
               little(static_cast<std::uint32_t>(width), 4) +
               little(static_cast<std::uint32_t>(height), 4) + little(1, 2) + little(bits, 2) +
               little(compression, 4) + little(0, 8) + little(0, 4) + little(numColours, 4) +
               little(0, 4) + behindHeader + pixels;
    }
};

std::string decoded(const Bmp& bmp) {
    const std::string text = bmp.text();
    const RgbImage image = decodeImage(bytesOf(text), "test.bmp").image;
    return {image.samples.begin(), image.samples.end()};
}

ErrorCode refusal(const Bmp& bmp) {
    try {
        decoded(bmp);
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

const std::string kRed("\xff\0\0", 3);
const std::string kGreen("\0\xff\0", 3);
const std::string kBlue("\0\0\xff", 3);
const std::string kBlack("\0\0\0", 3);
const std::string kWhite("\xff\xff\xff", 3);
/// Black, red, green, blue.
const std::string kPalette("\0\0\0\0\0\0\xff\0\0\xff\0\0\xff\0\0\0", 16);

}  // namespace

class TestDecodeBmp : public QObject {
    Q_OBJECT

  private slots:
    void readsRowsFromTheBottomUp() {
        const std::string pixels("\0\0\xff\0\0\xff\0\0", 8);
        QVERIFY(decoded({1, 2, 24, 0, 0, "", pixels}) == kGreen + kRed);
    }

    void readsANegativeHeightFromTheTopDown() {
        const std::string pixels("\0\0\xff\0\0\xff\0\0", 8);
        QVERIFY(decoded({1, -2, 24, 0, 0, "", pixels}) == kRed + kGreen);
    }

    void readsPalettesOfEveryDepth() {
        const std::string one("\x40\0\0\0", 4);
        QVERIFY(decoded({3, 1, 1, 0, 2, kPalette.substr(0, 8), one}) == kBlack + kRed + kBlack);
        const std::string four("\x12\x30\0\0", 4);
        QVERIFY(decoded({3, 1, 4, 0, 4, kPalette, four}) == kRed + kGreen + kBlue);
        const std::string eight("\1\2\3\0", 4);
        QVERIFY(decoded({3, 1, 8, 0, 4, kPalette, eight}) == kRed + kGreen + kBlue);
    }

    void showsIndicesBehindThePaletteAsGrey() {
        const std::string pixels("\x80\0\0\0", 4);
        QVERIFY(decoded({1, 1, 8, 0, 4, kPalette, pixels}) == "\x80\x80\x80");
    }

    void readsSixteenBits() {
        const std::string pixels("\0\x7c\xe0\x03", 4);
        QVERIFY(decoded({2, 1, 16, 0, 0, "", pixels}) == kRed + kGreen);
        const std::string masks = little(0xf800, 4) + little(0x7e0, 4) + little(0x1f, 4);
        const std::string wide("\0\xf8\xe0\x07", 4);
        QVERIFY(decoded({2, 1, 16, 3, 0, masks, wide}) == kRed + kGreen);
    }

    void readsThirtyTwoBitsByTheirMasks() {
        const std::string pixels("\xff\0\0\0\0\xff\0\x80", 8);
        QVERIFY(decoded({2, 1, 32, 0, 0, "", pixels}) == kBlue + kGreen);
        const std::string masks = little(0xff, 4) + little(0xff00, 4) + little(0xff0000, 4);
        QVERIFY(decoded({2, 1, 32, 3, 0, masks, pixels}) == kRed + kGreen);
    }

    void readsRunLengths() {
        // Two red; end of row; literal green, blue, red (padded); end of picture.
        const std::string runs("\2\1\0\0\0\3\2\3\1\0\0\1", 12);
        QVERIFY(decoded({3, 2, 8, 1, 4, kPalette, runs}) ==
                kGreen + kBlue + kRed + kRed + kRed + kBlack);
        // Four bits: three pixels red, green, red; then a jump to the second row's last pixel.
        const std::string nibbles("\3\x12\0\2\xff\1\0\1", 8);
        QVERIFY(decoded({3, 2, 4, 2, 4, kPalette, nibbles}).substr(9) == kRed + kGreen + kRed);
    }

    void refusesRunsThatLeaveThePictureOrTheFile() {
        const std::string down("\0\2\0\xff\2\1\0\1", 8);
        QCOMPARE(refusal({3, 2, 8, 1, 4, kPalette, down}), ErrorCode::CorruptFile);
        const std::string cut("\2\1\0\7\1", 5);
        QCOMPARE(refusal({3, 2, 8, 1, 4, kPalette, cut}), ErrorCode::CorruptFile);
    }

    void dropsRunsBeyondTheEdge() {
        const std::string runs("\xff\1\0\1", 4);
        QVERIFY(decoded({2, 1, 8, 1, 4, kPalette, runs}) == kRed + kRed);
    }

    void refusesCutRowsAndPalettes() {
        QCOMPARE(refusal({2, 2, 24, 0, 0, "", std::string(9, '\0')}), ErrorCode::CorruptFile);
        QCOMPARE(refusal({1, 1, 8, 0, 256, "", "\1"}), ErrorCode::CorruptFile);
        QCOMPARE(refusal({1, 1, 8, 0, 0xffffffff, kPalette, "\1"}), ErrorCode::CorruptFile);
    }

    void refusesSenselessHeaders() {
        const std::string pixels(64, '\0');
        QCOMPARE(refusal({0, 1, 24, 0, 0, "", pixels}), ErrorCode::CorruptFile);
        QCOMPARE(refusal({1, 0, 24, 0, 0, "", pixels}), ErrorCode::CorruptFile);
        QCOMPARE(refusal({-1, 1, 24, 0, 0, "", pixels}), ErrorCode::CorruptFile);
        QCOMPARE(refusal({1, 1, 7, 0, 0, "", pixels}), ErrorCode::CorruptFile);
        QCOMPARE(refusal({1, 1, 24, 4, 0, "", pixels}), ErrorCode::Unsupported);
        QCOMPARE(refusal({1, 1, 24, 1, 0, "", pixels}), ErrorCode::CorruptFile);
        QCOMPARE(refusal({1, INT_MIN, 24, 0, 0, "", pixels}), ErrorCode::InvalidInput);
    }

    void readsTheOldestHeader() {
        const std::string text = "BM" + little(0, 8) + little(26, 4) + little(12, 4) +
                                 little(1, 2) + little(1, 2) + little(1, 2) + little(24, 2) +
                                 std::string("\xff\xff\xff\0", 4);
        const RgbImage image = decodeImage(bytesOf(text), "old.bmp").image;
        QVERIFY(std::string(image.samples.begin(), image.samples.end()) == kWhite);
    }
};

QTEST_GUILESS_MAIN(TestDecodeBmp)
#include "tst_decode_bmp.moc"

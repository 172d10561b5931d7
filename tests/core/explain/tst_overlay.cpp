// Heat maps from grid to picture, and their colours.

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/explain/overlay.h"
#include "core/vision/decode.h"
#include "core/vision/encode.h"

namespace descry {
namespace {

RgbImage plainPicture(int width, int height) {
    const auto size = static_cast<std::size_t>(width * height) * 3;
    return {width, height, std::vector<std::uint8_t>(size, 100)};
}

/// Relative luminance, 0 to 1 (sRGB, ITU-R BT.709).
double luminanceOf(const std::array<std::uint8_t, 3>& colour) {
    const auto linear = [](std::uint8_t sample) {
        const double value = sample / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
}

}  // namespace

class TestOverlay : public QObject {
    Q_OBJECT

  private slots:
    void coloursAreOrderedByLightness() {
        double before = -1;
        for (int i = 0; i <= 64; ++i) {
            const double now = luminanceOf(heatColour(static_cast<float>(i) / 64));
            QVERIFY(now > before);
            before = now;
        }
        QVERIFY(before > 0.75);
        QVERIFY(luminanceOf(heatColour(0)) < 0.05);
        QCOMPARE(heatColour(-3), heatColour(0));
        QCOMPARE(heatColour(7), heatColour(1));
    }

    void enlargingKeepsCellsWhereTheyAre() {
        const HeatMap map{2, 2, {0, 0, 0, 1}};
        QCOMPARE(enlarged(map, 2, 2).values, map.values);
        const HeatMap large = enlarged(map, 4, 8);
        QCOMPARE(large.width, 4);
        QCOMPARE(large.height, 8);
        QCOMPARE(hottestCell(large), std::size_t{6 * 4 + 3});  // The first of a flat corner.
        QCOMPARE(large.values.front(), 0.0F);
        QCOMPARE(large.values.back(), 1.0F);
        // Column 2 lies a quarter of a cell before the right cell's middle.
        QCOMPARE(large.values[7 * 4 + 2], 0.75F);
        QCOMPARE(enlarged({1, 1, {0.5F}}, 3, 2).values, std::vector<float>(6, 0.5F));
    }

    void normalisingReachesOne() {
        QCOMPARE(normalised({2, 1, {0.002F, 0.004F}}).values, (std::vector<float>{0.5F, 1}));
        QCOMPARE(normalised({2, 1, {0, 0}}).values, (std::vector<float>{0, 0}));
        const HeatMap tiny = normalised({2, 1, {1e-44F, 2e-44F}});
        QCOMPARE(tiny.values.back(), 1.0F);
        QVERIFY(std::isfinite(tiny.values.front()));
    }

    void aZeroMapLeavesThePictureAsItIs() {
        const RgbImage picture = plainPicture(5, 7);
        QCOMPARE(overlaid(picture, {2, 2, {0, 0, 0, 0}}).samples, picture.samples);
    }

    void aWordWithoutEvidenceLeavesThePictureAsItIs() {
        const RgbImage picture = plainPicture(5, 7);
        QCOMPARE(overlaid(picture, {1, 1, {1}}, {.strength = 0}).samples, picture.samples);
    }

    void theHottestPlaceTakesTheColour() {
        const RgbImage picture = plainPicture(8, 8);
        const HeatMap map{2, 2, {0, 0, 0, 3}};
        const RgbImage opaque = overlaid(picture, map, {.opacity = 1});
        const auto colour = heatColour(1);
        for (std::size_t c = 0; c < 3; ++c) {
            QCOMPARE(opaque.samples[opaque.samples.size() - 3 + c], colour[c]);
            QCOMPARE(opaque.samples[c], std::uint8_t{100});
        }
        const RgbImage half = overlaid(picture, map, {.opacity = 0.5});
        QCOMPARE(int{half.samples.back()}, static_cast<int>(std::lround((100 + colour[2]) / 2.0)));
    }

    void optionsOutOfRangeAreRefused() {
        const RgbImage picture = plainPicture(2, 2);
        const HeatMap map{1, 1, {1}};
        QVERIFY_EXCEPTION_THROWN(overlaid(picture, map, {.opacity = 1.5}), Error);
        QVERIFY_EXCEPTION_THROWN(overlaid(picture, map, {.strength = -0.1}), Error);
        QVERIFY_EXCEPTION_THROWN(overlaid(picture, map, {.strength = std::nan("")}), Error);
    }

    void pngKeepsEveryColour() {
        RgbImage picture = plainPicture(3, 2);
        for (std::size_t i = 0; i < picture.samples.size(); ++i) {
            picture.samples[i] = static_cast<std::uint8_t>(i * 13);
        }
        const DecodedImage decoded = decodeImage(encodePng(picture), "a test");
        QVERIFY(decoded.format == ImageFormat::Png);
        QCOMPARE(decoded.image.width, 3);
        QCOMPARE(decoded.image.samples, picture.samples);
        picture.samples.pop_back();
        QVERIFY_EXCEPTION_THROWN(encodePng(picture), Error);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestOverlay)
#include "tst_overlay.moc"

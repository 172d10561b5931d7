#include <QPainter>
#include <QtTest>

#include "core/base/error.h"
#include "tests/ui/gui_thread_guard.h"
#include "ui/common/heat_overlay.h"
#include "ui/common/qt_image.h"

using namespace descry;

namespace {

/// Hot at the left, none at the right.
HeatMap leftHalf() {
    return {4, 2, {2, 2, 0, 0, 2, 2, 0, 0}};
}

}  // namespace

class TestHeatOverlay : public QObject {
    Q_OBJECT

  private slots:
    void laidOverAPictureItIsTheOverlayOfCore() {
        RgbImage picture;
        picture.width = 60;
        picture.height = 40;
        for (int i = 0; i < 3 * 60 * 40; ++i) {
            picture.samples.push_back(static_cast<std::uint8_t>(i * 7 % 256));
        }
        const OverlayOptions options{.opacity = 0.6, .strength = 0.5};
        QImage laid = toQImage(picture).convertToFormat(QImage::Format_ARGB32_Premultiplied);
        QPainter painter(&laid);
        painter.drawImage(0, 0, heatLayer(leftHalf(), {60, 40}, options));
        painter.end();
        const QImage expected = toQImage(overlaid(picture, leftHalf(), options));
        for (int y = 0; y < 40; ++y) {
            for (int x = 0; x < 60; ++x) {
                const QColor one = laid.pixelColor(x, y);
                const QColor other = expected.pixelColor(x, y);
                // Premultiplied 8-bit opacity rounds twice.
                QVERIFY(std::abs(one.red() - other.red()) <= 3);
                QVERIFY(std::abs(one.green() - other.green()) <= 3);
                QVERIFY(std::abs(one.blue() - other.blue()) <= 3);
            }
        }
    }

    void isBoundedHoweverLargeThePicture() {
        const QImage layer = heatLayer(leftHalf(), {4000, 12000}, {});
        QCOMPARE(layer.size(), QSize(kMaxHeatSide / 3, kMaxHeatSide));
        QVERIFY(heatLayer(leftHalf(), {1, 9000}, {}).width() == 1);
        QVERIFY(heatLayer(leftHalf(), {}, {}).isNull());
    }

    void aZeroMapAndNoStrengthAreTransparent() {
        const auto isClear = [](const QImage& layer) {
            for (int y = 0; y < layer.height(); ++y) {
                for (int x = 0; x < layer.width(); ++x) {
                    if (qAlpha(layer.pixel(x, y)) != 0) return false;
                }
            }
            return true;
        };
        QVERIFY(isClear(heatLayer({2, 2, {0, 0, 0, 0}}, {20, 20}, {})));
        QVERIFY(isClear(heatLayer(leftHalf(), {20, 20}, {.strength = 0})));
        QVERIFY(!isClear(heatLayer(leftHalf(), {20, 20}, {})));
    }

    void refusesAnOpacityOutOfRange() {
        QVERIFY_EXCEPTION_THROWN(heatLayer(leftHalf(), {20, 20}, {.opacity = 2}), Error);
    }

    void theScaleRunsFromNoneToMost() {
        const QImage scale = heatScale({64, 4});
        const auto none = heatColour(0);
        const auto most = heatColour(1);
        QCOMPARE(scale.pixel(0, 2), qRgb(none[0], none[1], none[2]));
        QCOMPARE(scale.pixel(63, 2), qRgb(most[0], most[1], most[2]));
    }
};

DESCRY_UI_TEST_MAIN(TestHeatOverlay)
#include "tst_heat_overlay.moc"

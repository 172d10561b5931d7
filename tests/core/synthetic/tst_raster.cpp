#include <QTest>
#include <cmath>

#include "core/synthetic/raster.h"

namespace descry::synthetic {
namespace {

constexpr Quad kFace{0, 1, 2, 3};

/// A square from (low, low) to (high, high) at a distance.
std::vector<ScreenVertex> square(float low, float high, float distance) {
    return {
        {low, low, distance}, {high, low, distance}, {high, high, distance}, {low, high, distance}};
}

int pixelsOf(const VisibilityBuffer& buffer, std::uint32_t surface) {
    int count = 0;
    for (int y = 0; y < buffer.height(); ++y) {
        for (int x = 0; x < buffer.width(); ++x) count += buffer.hit(x, y).surface == surface;
    }
    return count;
}

}  // namespace

class TestRaster : public QObject {
    Q_OBJECT

  private slots:
    void emptyBufferShowsNothing() {
        const VisibilityBuffer buffer(8, 8);
        QCOMPARE(pixelsOf(buffer, VisibilityBuffer::kNothing), 64);
    }

    void squareCoversItsPixelsOnce() {
        VisibilityBuffer buffer(20, 20);
        buffer.draw(3, square(4, 12, 5), {&kFace, 1}, 0);
        const int covered = pixelsOf(buffer, 3);
        QVERIFY2(covered >= 64 && covered <= 81, qPrintable(QString::number(covered)));
        QCOMPARE(buffer.depth(8, 8), 5.0F);
    }

    void nearerFaceWinsInEitherOrder() {
        for (const bool nearFirst : {false, true}) {
            VisibilityBuffer buffer(20, 20);
            const auto drawNear = [&] { buffer.draw(1, square(2, 18, 4), {&kFace, 1}, 0); };
            if (nearFirst) drawNear();
            buffer.draw(2, square(2, 18, 6), {&kFace, 1}, 0);
            if (!nearFirst) drawNear();
            QCOMPARE(pixelsOf(buffer, 2), 0);
            QCOMPARE(buffer.hit(10, 10).surface, 1U);
        }
    }

    void layerBringsClothesBeforeSkin() {
        VisibilityBuffer buffer(20, 20);
        buffer.draw(1, square(2, 18, 5), {&kFace, 1}, 0);
        buffer.draw(2, square(2, 18, 5.1F), {&kFace, 1}, 0.5F);
        QCOMPARE(buffer.hit(10, 10).surface, 2U);
    }

    void whatLiesOutsideIsClipped() {
        VisibilityBuffer buffer(10, 10);
        buffer.draw(1, square(-50, 60, 5), {&kFace, 1}, 0);
        QCOMPARE(pixelsOf(buffer, 1), 100);
        buffer.draw(2, square(40, 60, 1), {&kFace, 1}, 0);
        QCOMPARE(pixelsOf(buffer, 2), 0);
    }

    void clearForgets() {
        VisibilityBuffer buffer(10, 10);
        buffer.draw(1, square(0, 10, 5), {&kFace, 1}, 0);
        buffer.clear();
        QCOMPARE(pixelsOf(buffer, VisibilityBuffer::kNothing), 100);
    }

    void cornerWeightsAddUpToOne() {
        const ScreenVertex a{0, 0, 1};
        const ScreenVertex b{10, 0, 1};
        const ScreenVertex c{0, 10, 1};
        const Vec3 inside = cornerWeights(a, b, c, 2, 3);
        QVERIFY(std::abs(inside.x + inside.y + inside.z - 1) < 1e-5F);
        const Vec3 corner = cornerWeights(a, b, c, 10, 0);
        QVERIFY(std::abs(corner.y - 1) < 1e-5F);
    }
};

}  // namespace descry::synthetic

QTEST_APPLESS_MAIN(descry::synthetic::TestRaster)
#include "tst_raster.moc"

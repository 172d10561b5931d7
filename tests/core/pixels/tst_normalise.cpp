#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/pixels/normalise.h"
#include "core/pixels/resize.h"

using namespace descry;

namespace {

constexpr double kMean[] = {0.48145466, 0.4578275, 0.40821073};
constexpr double kDeviation[] = {0.26862954, 0.26130258, 0.27577711};
/// Three roundings to float32 of values below 3.
constexpr double kRounding = 6e-7;

}  // namespace

class TestNormalise : public QObject {
    Q_OBJECT

  private slots:
    void scalesEveryByteOfEveryChannel() {
        RgbImage image{256, 1, {}};
        for (int byte = 0; byte < 256; ++byte) {
            image.samples.insert(image.samples.end(), 3, static_cast<std::uint8_t>(byte));
        }
        std::vector<float> values(3 * 256);
        normalise(image, values);
        for (std::size_t channel = 0; channel < 3; ++channel) {
            for (std::size_t byte = 0; byte < 256; ++byte) {
                const double exact =
                    (static_cast<double>(byte) / 255 - kMean[channel]) / kDeviation[channel];
                QVERIFY(std::abs(values[channel * 256 + byte] - exact) < kRounding);
            }
        }
    }

    void laysChannelsOutAsPlanes() {
        const RgbImage image{1, 2, {255, 0, 0, 0, 0, 255}};
        std::vector<float> values(6);
        normalise(image, values);
        QVERIFY(values[0] > values[1]);
        QCOMPARE(values[2], values[3]);
        QVERIFY(values[4] < values[5]);
    }

    void preprocessIsResizeThenNormalise() {
        RgbImage image{5, 9, {}};
        for (int i = 0; i < 5 * 9 * 3; ++i) {
            image.samples.push_back(static_cast<std::uint8_t>(i * 37));
        }
        std::vector<float> expected(3 * 16 * 16);
        normalise(resizeBicubic(image, 16, 16), expected);
        std::vector<float> values(expected.size());
        preprocess(image, 16, values);
        QVERIFY(values == expected);
    }

    void refusesATargetOfAnotherSize() {
        const RgbImage image{1, 1, {1, 2, 3}};
        std::vector<float> values(4);
        QVERIFY_EXCEPTION_THROWN(normalise(image, values), Error);
        QVERIFY_EXCEPTION_THROWN(preprocess(image, 2, values), Error);
    }
};

QTEST_GUILESS_MAIN(TestNormalise)
#include "tst_normalise.moc"

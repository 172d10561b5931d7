#include <QtTest>
#include <algorithm>
#include <cmath>
#include <random>
#include <tuple>

#include "core/base/error.h"
#include "core/pixels/resize.h"

using namespace descry;

namespace {

/// Stands in place of a picture: every byte value, no repetition along rows or columns.
RgbImage noise(int width, int height, unsigned seed) {
    RgbImage image{width, height, {}};
    image.samples.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    std::mt19937 random(seed);
    for (auto& sample : image.samples) sample = static_cast<std::uint8_t>(random() >> 24);
    return image;
}

RgbImage filled(int width, int height, std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    RgbImage image{width, height, {}};
    for (int i = 0; i < width * height; ++i) {
        image.samples.insert(image.samples.end(), {red, green, blue});
    }
    return image;
}

/// The rule of the reference, written down plainly for one row of single values: 64-bit sums, the
/// filter evaluated anew for each target sample.
std::vector<int> resizeLine(const std::vector<int>& line, int size) {
    const auto sourceSize = static_cast<double>(line.size());
    const double scale = sourceSize / size;
    const double widening = std::max(1.0, scale);
    std::vector<int> result;
    for (int i = 0; i < size; ++i) {
        const double center = (i + 0.5) * scale;
        const auto first = static_cast<std::size_t>(std::max(0.0, center - 2 * widening + 0.5));
        const auto end =
            static_cast<std::size_t>(std::min(sourceSize, center + 2 * widening + 0.5));
        std::vector<double> weights;
        double total = 0;
        for (std::size_t j = first; j < end; ++j) {
            const double x = std::abs((static_cast<double>(j) - center + 0.5) * (1.0 / widening));
            double weight = 0;
            if (x < 1)
                weight = ((-0.5 + 2.0) * x - (-0.5 + 3.0)) * x * x + 1;
            else if (x < 2)
                weight = (((x - 5) * x + 8) * x - 4) * -0.5;
            weights.push_back(weight);
            total += weight;
        }
        std::int64_t sum = 1 << 21;
        for (std::size_t j = 0; j < weights.size(); ++j) {
            sum += std::lround(weights[j] / total * (1 << 22)) * line[first + j];
        }
        result.push_back(static_cast<int>(std::clamp<std::int64_t>(sum >> 22, 0, 255)));
    }
    return result;
}

RgbImage resizePlainly(const RgbImage& image, int width, int height) {
    RgbImage wide{width, image.height, {}};
    const auto at = [](const RgbImage& of, int x, int y, int channel) -> std::size_t {
        return static_cast<std::size_t>((y * of.width + x) * 3 + channel);
    };
    wide.samples.resize(static_cast<std::size_t>(width * image.height * 3));
    for (int y = 0; y < image.height; ++y) {
        for (int channel = 0; channel < 3; ++channel) {
            std::vector<int> line;
            for (int x = 0; x < image.width; ++x) {
                line.push_back(image.samples[at(image, x, y, channel)]);
            }
            if (width != image.width) line = resizeLine(line, width);
            for (int x = 0; x < width; ++x) {
                wide.samples[at(wide, x, y, channel)] =
                    static_cast<std::uint8_t>(line[static_cast<std::size_t>(x)]);
            }
        }
    }
    if (height == image.height) return wide;
    RgbImage result{width, height, {}};
    result.samples.resize(static_cast<std::size_t>(width * height * 3));
    for (int x = 0; x < width; ++x) {
        for (int channel = 0; channel < 3; ++channel) {
            std::vector<int> line;
            for (int y = 0; y < image.height; ++y) {
                line.push_back(wide.samples[at(wide, x, y, channel)]);
            }
            line = resizeLine(line, height);
            for (int y = 0; y < height; ++y) {
                result.samples[at(result, x, y, channel)] =
                    static_cast<std::uint8_t>(line[static_cast<std::size_t>(y)]);
            }
        }
    }
    return result;
}

}  // namespace

class TestResize : public QObject {
    Q_OBJECT

  private slots:
    void followsTheRuleAtEverySize_data() {
        QTest::addColumn<int>("fromWidth");
        QTest::addColumn<int>("fromHeight");
        QTest::addColumn<int>("toWidth");
        QTest::addColumn<int>("toHeight");
        const std::vector<std::tuple<int, int, int, int>> cases = {
            {37, 91, 64, 64},
            {64, 64, 64, 20},
            {64, 64, 21, 64},
            {1, 1, 5, 7},
            {1, 300, 20, 20},
            {300, 1, 20, 20},
            {50, 40, 1, 1},
            {21, 5, 22, 6},
            {43, 17, 86, 34},
            {90, 60, 89, 59},
            {500, 3, 2, 9},
            {2, 2, 63, 65},
        };
        for (const auto& [fromWidth, fromHeight, toWidth, toHeight] : cases) {
            QTest::addRow("%dx%d to %dx%d", fromWidth, fromHeight, toWidth, toHeight)
                << fromWidth << fromHeight << toWidth << toHeight;
        }
    }

    void followsTheRuleAtEverySize() {
        QFETCH(int, fromWidth);
        QFETCH(int, fromHeight);
        QFETCH(int, toWidth);
        QFETCH(int, toHeight);
        const RgbImage image = noise(fromWidth, fromHeight, 7);
        const RgbImage resized = resizeBicubic(image, toWidth, toHeight);
        QCOMPARE(resized.width, toWidth);
        QCOMPARE(resized.height, toHeight);
        QVERIFY(resized.samples == resizePlainly(image, toWidth, toHeight).samples);
    }

    void leavesAPictureOfTheRightSizeAlone() {
        const RgbImage image = noise(31, 17, 3);
        QVERIFY(resizeBicubic(image, 31, 17).samples == image.samples);
    }

    void keepsOneColourExactly() {
        for (const auto& [width, height] : {std::pair{1, 1}, {7, 200}, {384, 384}, {3, 5}}) {
            const RgbImage resized = resizeBicubic(filled(40, 30, 255, 0, 131), width, height);
            QVERIFY(resized.samples == filled(width, height, 255, 0, 131).samples);
        }
    }

    void clipsWhereTheFilterOvershoots() {
        RgbImage edge = filled(2, 1, 0, 0, 0);
        std::fill_n(edge.samples.begin() + 3, 3, std::uint8_t{255});
        const RgbImage resized = resizeBicubic(edge, 64, 1);
        QCOMPARE(int{resized.samples.front()}, 0);
        QCOMPARE(int{resized.samples.back()}, 255);
    }

    void refusesSidesBelowOne() {
        const RgbImage image = filled(2, 2, 1, 2, 3);
        QVERIFY_EXCEPTION_THROWN(resizeBicubic(image, 0, 5), Error);
        QVERIFY_EXCEPTION_THROWN(resizeBicubic(image, 5, -1), Error);
        QVERIFY_EXCEPTION_THROWN(resizeBicubic(RgbImage{}, 5, 5), Error);
    }

    void refusesAPictureWithSamplesMissing() {
        RgbImage image = filled(4, 4, 1, 2, 3);
        image.samples.pop_back();
        QVERIFY_EXCEPTION_THROWN(resizeBicubic(image, 2, 2), Error);
    }
};

QTEST_GUILESS_MAIN(TestResize)
#include "tst_resize.moc"

#include <QTest>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/half.h"

namespace descry {
namespace {

/// The value of a half by the format's definition.
double valueOf(std::uint16_t half) {
    const int exponent = (half >> 10) & 31;
    const int fraction = half & 1023;
    const double magnitude =
        exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    return (half & 0x8000) != 0 ? -magnitude : magnitude;
}

constexpr std::uint16_t kInfinity = 0x7c00;

}  // namespace

class HalfTest : public QObject {
    Q_OBJECT

  private slots:
    void everyHalfHasItsValue();
    void infinitiesAndNansStayWhatTheyAre();
    void everyHalfSurvivesTheWayThereAndBack();
    void roundsToNearestEvenBetweenAllNeighbours();
    void largeNumbersBecomeInfinity();
    void bfloatRoundsToNearestEven();
    void arraysAreConvertedElementByElement();
};

void HalfTest::everyHalfHasItsValue() {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        if ((half & kInfinity) == kInfinity) continue;
        QCOMPARE(static_cast<double>(halfToFloat(half)), valueOf(half));
        QCOMPARE(std::signbit(halfToFloat(half)), (half & 0x8000) != 0);
    }
}

void HalfTest::infinitiesAndNansStayWhatTheyAre() {
    QCOMPARE(halfToFloat(0x7c00), std::numeric_limits<float>::infinity());
    QCOMPARE(halfToFloat(0xfc00), -std::numeric_limits<float>::infinity());
    for (std::uint32_t bits = 0x7c01; bits < 0x8000; ++bits) {
        QVERIFY(std::isnan(halfToFloat(static_cast<std::uint16_t>(bits))));
    }
    QCOMPARE(floatToHalf(std::numeric_limits<float>::infinity()), kInfinity);
    // A NaN whose payload lies in the low bits alone must not turn into infinity.
    const auto lowNan = std::bit_cast<float>(0x7f800001U);
    QVERIFY(std::isnan(halfToFloat(floatToHalf(lowNan))));
    QVERIFY(std::isnan(bfloat16ToFloat(floatToBfloat16(lowNan))));
}

void HalfTest::everyHalfSurvivesTheWayThereAndBack() {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        if ((half & kInfinity) == kInfinity && (half & 0x3ff) != 0) continue;
        QCOMPARE(floatToHalf(halfToFloat(half)), half);
    }
}

void HalfTest::roundsToNearestEvenBetweenAllNeighbours() {
    for (std::uint16_t half = 0; half < kInfinity - 1; ++half) {
        const auto next = static_cast<std::uint16_t>(half + 1);
        const auto middle = static_cast<float>((valueOf(half) + valueOf(next)) / 2);
        const auto even = (half & 1) == 0 ? half : next;
        QCOMPARE(floatToHalf(middle), even);
        QCOMPARE(floatToHalf(std::nextafter(middle, 0.0F)), half);
        QCOMPARE(floatToHalf(std::nextafter(middle, 1e9F)), next);
        QCOMPARE(floatToHalf(-middle), static_cast<std::uint16_t>(even | 0x8000));
    }
}

void HalfTest::largeNumbersBecomeInfinity() {
    QCOMPARE(floatToHalf(65504.0F), std::uint16_t{0x7bff});
    QCOMPARE(floatToHalf(65519.99F), std::uint16_t{0x7bff});
    QCOMPARE(floatToHalf(65520.0F), kInfinity);
    QCOMPARE(floatToHalf(-1e30F), std::uint16_t{0xfc00});
}

void HalfTest::bfloatRoundsToNearestEven() {
    QCOMPARE(floatToBfloat16(1.0F), std::uint16_t{0x3f80});
    QCOMPARE(floatToBfloat16(std::bit_cast<float>(0x3f808000U)), std::uint16_t{0x3f80});
    QCOMPARE(floatToBfloat16(std::bit_cast<float>(0x3f808001U)), std::uint16_t{0x3f81});
    QCOMPARE(floatToBfloat16(std::bit_cast<float>(0x3f818000U)), std::uint16_t{0x3f82});
    QCOMPARE(bfloat16ToFloat(0xc000), -2.0F);
}

void HalfTest::arraysAreConvertedElementByElement() {
    std::vector<float> values;
    for (int i = -500; i < 500; ++i) values.push_back(static_cast<float>(i) * 0.37F);
    std::vector<std::uint16_t> halves(values.size());
    floatToHalf(values, halves);
    std::vector<float> back(values.size());
    halfToFloat(halves, back);
    for (std::size_t i = 0; i < values.size(); ++i) {
        QCOMPARE(halves[i], floatToHalf(values[i]));
        QCOMPARE(back[i], halfToFloat(halves[i]));
    }
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::HalfTest)
#include "tst_half.moc"

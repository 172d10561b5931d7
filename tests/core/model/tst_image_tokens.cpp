#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/model/image_tokens.h"
#include "tests/core/model/memory_tensors.h"

using namespace descry;
using namespace descry::test;

namespace {

/// Spread values, some tokens much larger than others.
std::vector<float> sampleTokens(std::size_t numTokens, std::size_t width) {
    std::vector<float> tokens(numTokens * width);
    std::uint32_t state = 7;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        state = state * 1664525U + 1013904223U;
        const float unit = static_cast<float>(state >> 8) / 8388608.0F - 1.0F;
        tokens[i] = unit * static_cast<float>(1 + (i / width) * 3);
    }
    return tokens;
}

}  // namespace

class TestImageTokens : public QObject {
    Q_OBJECT

  private slots:
    void sizesAreThoseOfTheLayout();
    void halfKeepsElevenBits();
    void int8StaysWithinHalfAScale();
    void int8ScaleIsPerToken();
    void zerosAndTinyRowsStayZero();
    void extremesReachTheLastCode();
    void valuesThatCannotBeKeptAreRefused_data();
    void valuesThatCannotBeKeptAreRefused();
    void bytesOfAnotherSizeAreRefused();
    void nothingPacksToNothing();
};

void TestImageTokens::sizesAreThoseOfTheLayout() {
    QCOMPARE(tokenBytes(TokenFormat::F16, 577, 768), std::size_t{577 * 768 * 2});
    QCOMPARE(tokenBytes(TokenFormat::Int8, 577, 768), std::size_t{577 * 4 + 577 * 768});
    const auto tokens = sampleTokens(5, 12);
    QCOMPARE(packTokens(tokens, 12, TokenFormat::F16).bytes.size(), std::size_t{120});
    QCOMPARE(packTokens(tokens, 12, TokenFormat::Int8).bytes.size(), std::size_t{80});
}

void TestImageTokens::halfKeepsElevenBits() {
    const auto tokens = sampleTokens(577, 64);
    std::vector<float> back(tokens.size());
    unpackTokens(packTokens(tokens, 64, TokenFormat::F32), 64, back);
    QCOMPARE(back, tokens);
    unpackTokens(packTokens(tokens, 64, TokenFormat::F16), 64, back);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        QVERIFY(std::fabs(back[i] - tokens[i]) <= std::fabs(tokens[i]) * 0x1p-11F + 0x1p-25F);
    }
}

void TestImageTokens::int8StaysWithinHalfAScale() {
    constexpr std::size_t kWidth = 48;
    const auto tokens = sampleTokens(100, kWidth);
    std::vector<float> back(tokens.size());
    unpackTokens(packTokens(tokens, kWidth, TokenFormat::Int8), kWidth, back);
    for (std::size_t row = 0; row < 100; ++row) {
        float largest = 0.0F;
        for (std::size_t j = 0; j < kWidth; ++j) {
            largest = std::max(largest, std::fabs(tokens[row * kWidth + j]));
        }
        // Half a code, and the rounding of the product in float32.
        const float bound = largest / 127.0F * 0.5F * 1.0001F + largest * 1e-6F;
        for (std::size_t j = 0; j < kWidth; ++j) {
            const std::size_t i = row * kWidth + j;
            QVERIFY(std::fabs(back[i] - tokens[i]) <= bound);
        }
    }
}

void TestImageTokens::int8ScaleIsPerToken() {
    const std::vector<float> tokens{1.0F, -0.5F, 1000.0F, 500.0F};
    std::vector<float> back(4);
    unpackTokens(packTokens(tokens, 2, TokenFormat::Int8), 2, back);
    QCOMPARE(back[0], 1.0F);
    QVERIFY(std::fabs(back[1] + 0.5F) < 0.005F);
    QVERIFY(std::fabs(back[3] - 500.0F) < 5.0F);
}

void TestImageTokens::zerosAndTinyRowsStayZero() {
    const std::vector<float> tokens{0.0F, -0.0F, 1e-45F, -1e-45F};
    std::vector<float> back(4, 9.0F);
    unpackTokens(packTokens(tokens, 2, TokenFormat::Int8), 2, back);
    for (const float value : back) QCOMPARE(value, 0.0F);
}

void TestImageTokens::extremesReachTheLastCode() {
    const std::vector<float> tokens{3.0F, -3.0F};
    const ImageTokens packed = packTokens(tokens, 2, TokenFormat::Int8);
    QCOMPARE(static_cast<int>(static_cast<std::int8_t>(packed.bytes[4])), 127);
    QCOMPARE(static_cast<int>(static_cast<std::int8_t>(packed.bytes[5])), -127);
}

void TestImageTokens::valuesThatCannotBeKeptAreRefused_data() {
    QTest::addColumn<float>("value");
    QTest::addColumn<int>("format");
    const int half = static_cast<int>(TokenFormat::F16);
    const int int8 = static_cast<int>(TokenFormat::Int8);
    QTest::newRow("NaN half") << std::nanf("") << half;
    QTest::newRow("NaN int8") << std::nanf("") << int8;
    QTest::newRow("infinite half") << -std::numeric_limits<float>::infinity() << half;
    QTest::newRow("infinite int8") << std::numeric_limits<float>::infinity() << int8;
    QTest::newRow("too large half") << 70'000.0F << half;
}

void TestImageTokens::valuesThatCannotBeKeptAreRefused() {
    QFETCH(float, value);
    QFETCH(int, format);
    for (std::size_t place = 0; place < 4; ++place) {
        std::vector<float> tokens{1.0F, 2.0F, 3.0F, 4.0F};
        tokens[place] = value;
        const Error error =
            errorOf([&] { packTokens(tokens, 2, static_cast<TokenFormat>(format)); });
        QCOMPARE(error.code(), ErrorCode::InvalidInput);
    }
}

void TestImageTokens::bytesOfAnotherSizeAreRefused() {
    ImageTokens packed = packTokens(sampleTokens(3, 4), 4, TokenFormat::Int8);
    std::vector<float> out(12);
    packed.bytes.pop_back();
    QCOMPARE(errorOf([&] { unpackTokens(packed, 4, out); }).code(), ErrorCode::CorruptFile);
    packed.bytes.clear();
    QCOMPARE(errorOf([&] { unpackTokens(packed, 4, out); }).code(), ErrorCode::CorruptFile);
}

void TestImageTokens::nothingPacksToNothing() {
    const ImageTokens packed = packTokens({}, 8, TokenFormat::Int8);
    QVERIFY(packed.bytes.empty());
    unpackTokens(packed, 8, {});
}

QTEST_GUILESS_MAIN(TestImageTokens)
#include "tst_image_tokens.moc"

// The row loops against their definitions, at widths that fill vectors and ones that do not.

#include <QtTest>
#include <cmath>
#include <vector>

#include "core/base/half.h"
#include "core/model/nn/row_kernels.h"

namespace {

using namespace descry;
using namespace descry::nn;

struct Rows {
    std::int64_t width;
    std::int64_t count = 3;
    std::vector<float> residual;
    std::vector<float> branch;
    std::vector<float> weight;
    std::vector<float> bias;

    explicit Rows(std::int64_t rowWidth) : width(rowWidth) {
        for (std::int64_t i = 0; i < width * count; ++i) {
            const auto x = static_cast<float>(i);
            residual.push_back(std::sin(x * 1.7F) * 3.0F + 5.0F);
            branch.push_back(bfloat16ToFloat(floatToBfloat16(std::cos(x * 0.9F))));
        }
        for (std::int64_t i = 0; i < width; ++i) {
            weight.push_back(1.0F + 0.01F * static_cast<float>(i % 7));
            bias.push_back(0.1F * static_cast<float>(i % 5));
        }
    }

    double sum(std::size_t row, std::size_t column) const {
        const std::size_t at = row * static_cast<std::size_t>(width) + column;
        return static_cast<double>(residual[at]) + static_cast<double>(branch[at]);
    }

    /// LayerNorm of residual + branch, in double.
    std::vector<double> expected(double eps) const {
        std::vector<double> out;
        const auto n = static_cast<std::size_t>(width);
        for (std::size_t row = 0; row < static_cast<std::size_t>(count); ++row) {
            double mean = 0;
            double square = 0;
            for (std::size_t i = 0; i < n; ++i) mean += sum(row, i) / static_cast<double>(n);
            for (std::size_t i = 0; i < n; ++i) square += std::pow(sum(row, i) - mean, 2);
            const double scale = 1.0 / std::sqrt(square / static_cast<double>(n) + eps);
            for (std::size_t i = 0; i < n; ++i) {
                out.push_back((sum(row, i) - mean) * scale * static_cast<double>(weight[i]) +
                              static_cast<double>(bias[i]));
            }
        }
        return out;
    }

    NormRows job(NormPlace place) {
        NormRows rows;
        rows.place = place;
        rows.residual = residual.data();
        rows.branch = branch.data();
        rows.weight = weight.data();
        rows.bias = bias.data();
        rows.eps = 1e-6;
        rows.width = width;
        return rows;
    }
};

void requireClose(const std::vector<float>& actual,
                  const std::vector<double>& expected,
                  double limit) {
    QCOMPARE(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        QVERIFY(std::abs(static_cast<double>(actual[i]) - expected[i]) <= limit);
    }
}

}  // namespace

class TestRowKernels : public QObject {
    Q_OBJECT

  private slots:
    void preNormAddsThenNorms_data() { widths(); }
    void preNormAddsThenNorms() {
        QFETCH(int, width);
        Rows rows(width);
        const auto expected = rows.expected(1e-6);
        std::vector<double> sums;
        for (std::size_t i = 0; i < rows.residual.size(); ++i) sums.push_back(rows.sum(0, i));
        std::vector<float> out(rows.residual.size());
        NormRows job = rows.job(NormPlace::Pre);
        job.out = out.data();
        normRows(job, 0, rows.count);
        requireClose(out, expected, 2e-5);
        requireClose(rows.residual, sums, 1e-6);
    }

    void postNormReplacesTheResidual_data() { widths(); }
    void postNormReplacesTheResidual() {
        QFETCH(int, width);
        Rows rows(width);
        const auto expected = rows.expected(1e-6);
        normRows(rows.job(NormPlace::Post), 0, rows.count);
        requireClose(rows.residual, expected, 2e-5);
    }

    void bfloat16BranchAndOutput_data() { widths(); }
    void bfloat16BranchAndOutput() {
        QFETCH(int, width);
        Rows rows(width);
        const auto expected = rows.expected(1e-6);
        std::vector<std::uint16_t> branch;
        for (const float x : rows.branch) branch.push_back(floatToBfloat16(x));
        std::vector<std::uint16_t> packed(branch.size());
        NormRows job = rows.job(NormPlace::Post);
        job.branch = branch.data();
        job.branchType = RowType::Bf16;
        job.out = packed.data();
        job.outType = RowType::Bf16;
        normRows(job, 0, rows.count);
        requireClose(rows.residual, expected, 2e-5);
        for (std::size_t i = 0; i < packed.size(); ++i) {
            QCOMPARE(packed[i], floatToBfloat16(rows.residual[i]));
        }
    }

    void onlyTheRowsAskedForAreTouched() {
        Rows rows(33);
        const auto before = rows.residual;
        normRows(rows.job(NormPlace::Post), 1, 2);
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(rows.residual[i] == before[i], i < 33 || i >= 66);
        }
    }

    void softmaxTakesTheFirstScoreItself_data() { widths(); }
    void softmaxTakesTheFirstScoreItself() {
        QFETCH(int, width);
        constexpr std::int64_t kRows = 3;
        constexpr std::int64_t kDepth = 21;
        std::vector<float> scores;
        std::vector<float> queries;
        std::vector<float> first;
        for (int i = 0; i < width * kRows; ++i) {
            scores.push_back(std::sin(static_cast<float>(i)) * 9.0F);
        }
        for (int i = 0; i < kDepth * kRows; ++i) queries.push_back(std::cos(static_cast<float>(i)));
        for (int i = 0; i < kDepth; ++i) first.push_back(0.3F * static_cast<float>(i % 4));
        std::vector<float> probabilities(scores.size());
        std::vector<float> firsts(kRows);
        std::vector<float> scratch(static_cast<std::size_t>(width));
        softmaxRows({RowType::F32,
                     scores.data(),
                     queries.data(),
                     first.data(),
                     probabilities.data(),
                     firsts.data(),
                     width,
                     kDepth},
                    kRows,
                    scratch.data());
        for (std::size_t row = 0; row < kRows; ++row) {
            const auto n = static_cast<std::size_t>(width);
            double firstScore = 0;
            for (std::size_t i = 0; i < kDepth; ++i) {
                firstScore +=
                    static_cast<double>(queries[row * kDepth + i]) * static_cast<double>(first[i]);
            }
            double sum = std::exp(firstScore);
            for (std::size_t i = 0; i < n; ++i) sum += std::exp(scores[row * n + i]);
            QVERIFY(std::abs(firsts[row] - std::exp(firstScore) / sum) < 1e-6);
            for (std::size_t i = 0; i < n; ++i) {
                QVERIFY(std::abs(probabilities[row * n + i] -
                                 std::exp(static_cast<double>(scores[row * n + i])) / sum) < 1e-6);
            }
        }
    }

    void softmaxOfFarScoresStaysFinite() {
        // One score far above the rest, and all of them far from zero.
        std::vector<float> scores(40, -30000.0F);
        scores[7] = 30000.0F;
        const std::vector<float> nothing(16);
        std::vector<float> probabilities(scores.size());
        std::vector<float> scratch(scores.size());
        float first = 1;
        softmaxRows({RowType::F32,
                     scores.data(),
                     nothing.data(),
                     nothing.data(),
                     probabilities.data(),
                     &first,
                     40,
                     16},
                    1,
                    scratch.data());
        for (std::size_t i = 0; i < scores.size(); ++i) {
            QVERIFY(std::abs(probabilities[i] - (i == 7 ? 1.0F : 0.0F)) < 1e-6F);
        }
        QVERIFY(first < 1e-6F);
    }

    void bfloat16SoftmaxSumsToOne() {
        constexpr std::size_t kCount = 577;
        std::vector<std::uint16_t> scores;
        for (std::size_t i = 0; i < kCount; ++i) {
            scores.push_back(floatToBfloat16(std::sin(static_cast<float>(i)) * 4.0F));
        }
        const std::vector<std::uint16_t> vector(32, floatToBfloat16(0.25F));
        std::vector<std::uint16_t> probabilities(kCount);
        std::vector<float> scratch(kCount);
        float first = 0;
        softmaxRows({RowType::Bf16,
                     scores.data(),
                     vector.data(),
                     vector.data(),
                     probabilities.data(),
                     &first,
                     kCount,
                     32},
                    1,
                    scratch.data());
        float sum = first;
        for (const std::uint16_t p : probabilities) sum += bfloat16ToFloat(p);
        QVERIFY(std::abs(sum - 1.0F) < 2e-3F);
    }

    void theFirstRowIsAddedByItsWeight_data() { widths(); }
    void theFirstRowIsAddedByItsWeight() {
        QFETCH(int, width);
        const auto n = static_cast<std::size_t>(width);
        const std::vector<float> weights{0.5F, -2.0F};
        std::vector<float> first;
        for (std::size_t i = 0; i < n; ++i) first.push_back(static_cast<float>(i));
        std::vector<float> out(2 * n, 3.0F);
        addFirstRows({RowType::F32, weights.data(), first.data(), out.data(), width}, 2);
        for (std::size_t i = 0; i < 2 * n; ++i) {
            QCOMPARE(out[i], 3.0F + weights[i / n] * static_cast<float>(i % n));
        }
    }

    void int8TokensUnpackExactly() {
        std::vector<std::int8_t> values;
        for (int i = 0; i < 77; ++i) values.push_back(static_cast<std::int8_t>(i * 37 % 255 - 127));
        std::vector<float> out(values.size());
        unpackInt8(values.data(), 0.013F, {out.data(), RowType::F32, 77});
        std::vector<std::uint16_t> packed(values.size());
        unpackInt8(values.data(), 0.013F, {packed.data(), RowType::Bf16, 77});
        for (std::size_t i = 0; i < values.size(); ++i) {
            const float expected = static_cast<float>(values[i]) * 0.013F;
            QCOMPARE(out[i], expected);
            QCOMPARE(packed[i], floatToBfloat16(expected));
        }
    }

    void everyFiniteHalfUnpacksExactly() {
        std::vector<std::uint16_t> halves;
        for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
            if ((bits & 0x7c00U) != 0x7c00U) halves.push_back(static_cast<std::uint16_t>(bits));
        }
        std::vector<float> out(halves.size());
        const auto count = static_cast<std::int64_t>(halves.size());
        unpackHalf(halves.data(), {out.data(), RowType::F32, count});
        std::vector<std::uint16_t> packed(halves.size());
        unpackHalf(halves.data(), {packed.data(), RowType::Bf16, count});
        for (std::size_t i = 0; i < halves.size(); ++i) {
            QCOMPARE(out[i], halfToFloat(halves[i]));
            QCOMPARE(packed[i], floatToBfloat16(out[i]));
        }
    }

  private:
    static void widths() {
        QTest::addColumn<int>("width");
        for (const int width : {1, 15, 16, 17, 64, 768, 1000}) {
            QTest::addRow("%d", width) << width;
        }
    }
};

QTEST_GUILESS_MAIN(TestRowKernels)
#include "tst_row_kernels.moc"

#include <QTest>
#include <cmath>
#include <random>

#include "core/base/half.h"
#include "core/search/row_scan.h"

namespace descry {
namespace {

struct Matrix {
    std::vector<std::uint16_t> rows;
    std::vector<float> query;
    std::size_t count = 0;
};

Matrix randomMatrix(std::size_t count, std::size_t dimension, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Matrix matrix;
    matrix.count = count;
    for (std::size_t i = 0; i < count * dimension; ++i) {
        matrix.rows.push_back(floatToHalf(normal(random)));
    }
    for (std::size_t i = 0; i < dimension; ++i) matrix.query.push_back(normal(random));
    return matrix;
}

}  // namespace

class TestRowScan : public QObject {
    Q_OBJECT
  private slots:
    void equalsTheSumInDoublePrecision() {
        const Matrix matrix = randomMatrix(37, 100, 1);
        for (const ScanKernel kernel : availableScanKernels()) {
            std::vector<float> out(matrix.count);
            scanRows(matrix.rows, matrix.query, out, kernel);
            for (std::size_t row = 0; row < matrix.count; ++row) {
                double sum = 0;
                for (std::size_t i = 0; i < 100; ++i) {
                    sum += static_cast<double>(halfToFloat(matrix.rows[row * 100 + i])) *
                           static_cast<double>(matrix.query[i]);
                }
                // 100 products of size 1 in float32: rounding stays below 1e-4.
                QVERIFY(std::abs(static_cast<double>(out[row]) - sum) < 1e-4);
            }
        }
    }

    void kernelsGiveTheSameBits() {
        for (const std::size_t dimension : {1U, 7U, 15U, 16U, 17U, 31U, 32U, 100U, 256U, 513U}) {
            for (const std::size_t count : {1U, 2U, 3U, 4U, 5U, 66U}) {
                const Matrix matrix =
                    randomMatrix(count, dimension, static_cast<unsigned>(dimension * 100 + count));
                std::vector<float> expected(count);
                scanRows(matrix.rows, matrix.query, expected, ScanKernel::Portable);
                for (const ScanKernel kernel : availableScanKernels()) {
                    std::vector<float> out(count, -7.0F);
                    scanRows(matrix.rows, matrix.query, out, kernel);
                    QVERIFY2(out == expected, std::string(scanKernelName(kernel)).c_str());
                }
            }
        }
    }

    void readsSubnormalHalves() {
        Matrix matrix;
        matrix.rows.assign(16, 0x0001);  // 2^-24, the smallest.
        matrix.query.assign(16, 1.0F);
        for (const ScanKernel kernel : availableScanKernels()) {
            std::vector<float> out(1);
            scanRows(matrix.rows, matrix.query, out, kernel);
            QCOMPARE(out[0], 16.0F * std::ldexp(1.0F, -24));
        }
    }

    void scansNothing() {
        const std::vector<float> query(8, 1.0F);
        for (const ScanKernel kernel : availableScanKernels()) scanRows({}, query, {}, kernel);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestRowScan)
#include "tst_row_scan.moc"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/error.h"
#include "core/model/pos_embed.h"
#include "core/tensorfile/tensor_file.h"
#include "tests/support/conformance_folder.h"

using namespace descry;

namespace {

constexpr double kLimit = 2e-6;  // The goldens' own: float32 against float64 rounding.

std::vector<double> readDoubles(const TensorFile& file, const std::string& name) {
    const TensorEntry& entry = *file.find(name);
    std::vector<double> values(static_cast<std::size_t>(entry.numElements()));
    if (entry.dtype == DType::F64) {
        const auto bytes = file.read(entry);
        std::memcpy(values.data(), bytes.data(), bytes.size());
        return values;
    }
    const auto floats = file.readFloats(entry);
    std::ranges::copy(floats, values.begin());
    return values;
}

std::int64_t gridOf(const TensorEntry& entry) {
    return std::llround(std::sqrt(static_cast<double>(entry.shape[1] - 1)));
}

double largestDifference(const std::vector<float>& values, const std::vector<double>& expected) {
    if (values.size() != expected.size()) return HUGE_VAL;
    double largest = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(values[i]) - expected[i]));
    }
    return largest;
}

}  // namespace

class TestPosEmbed : public QObject {
    Q_OBJECT

  private slots:
    void matchesTheGoldens_data();
    void matchesTheGoldens();
    void sameGridIsLeftAlone();
    void constantGridsStayConstant();
    void oneCellGrowsToCopies();
    void wrongSizesAreRefused();
};

void TestPosEmbed::matchesTheGoldens_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto golden = openTensorFile(conformanceFolder() / "pos_embed.safetensors");
    for (const TensorEntry& entry : golden->tensors()) {
        const QString name = QString::fromStdString(entry.name);
        if (!name.endsWith(".in")) continue;
        const QString root = name.chopped(3);
        for (const char* end : {".out", ".out_f64"}) {
            QTest::newRow(qPrintable(root + end)) << "pos_embed.safetensors" << name << root + end;
        }
    }
    const QString albef = "tiny/albef_pos_embed.safetensors";
    const auto resized = openTensorFile(conformanceFolder() / albef.toStdString());
    for (const TensorEntry& entry : resized->tensors()) {
        const QString name = QString::fromStdString(entry.name);
        if (!name.contains(".after")) continue;
        QTest::newRow(qPrintable(name)) << albef << name.section('.', 0, 0) + ".before" << name;
    }
}

void TestPosEmbed::matchesTheGoldens() {
    QFETCH(QString, file);
    QFETCH(QString, from);
    QFETCH(QString, to);
    const auto golden = openTensorFile(conformanceFolder() / file.toStdString());
    const TensorEntry* in = golden->find(from.toStdString());
    const TensorEntry* out = golden->find(to.toStdString());
    QVERIFY(in != nullptr && out != nullptr);
    const auto values =
        resizePosEmbed(golden->readFloats(*in), in->shape[2], gridOf(*in), gridOf(*out));
    const double difference = largestDifference(values, readDoubles(*golden, out->name));
    QVERIFY2(difference <= kLimit, qPrintable(QString::number(difference)));
}

void TestPosEmbed::sameGridIsLeftAlone() {
    const std::vector<float> in{1, 2, 3, 4, 5};
    QCOMPARE(resizePosEmbed(in, 1, 2, 2), in);
}

void TestPosEmbed::constantGridsStayConstant() {
    std::vector<float> in(1 + 7 * 7, 0.25F);
    in[0] = 9.0F;
    for (const std::int64_t grid : {1, 3, 20}) {
        const auto out = resizePosEmbed(in, 1, 7, grid);
        QCOMPARE(out[0], 9.0F);
        for (std::size_t i = 1; i < out.size(); ++i) QCOMPARE(out[i], 0.25F);
    }
}

void TestPosEmbed::oneCellGrowsToCopies() {
    const std::vector<float> expected{5, 6, 1, 2, 1, 2, 1, 2, 1, 2};
    QCOMPARE(resizePosEmbed(std::vector<float>{5, 6, 1, 2}, 2, 1, 2), expected);
}

void TestPosEmbed::wrongSizesAreRefused() {
    const std::vector<float> in(10);
    QVERIFY_EXCEPTION_THROWN(resizePosEmbed(in, 1, 2, 4), Error);
    QVERIFY_EXCEPTION_THROWN(resizePosEmbed(in, 0, 3, 4), Error);
    QVERIFY_EXCEPTION_THROWN(resizePosEmbed(in, 1, 3, 0), Error);
}

QTEST_GUILESS_MAIN(TestPosEmbed)
#include "tst_pos_embed.moc"

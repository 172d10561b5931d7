// word_doubt.safetensors, written, read and refused.

#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <limits>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/model/doubt_reference.h"
#include "core/tensorfile/tensor_file.h"
#include "tests/support/fake_rasa_model.h"

namespace descry {

class DoubtReferenceTest : public QObject {
    Q_OBJECT

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatIsWrittenIsReadAgain() {
        const DoubtReference reference{picture(0.5F), 0.75};
        writeDoubtReference(file(), reference, m_config, "abc");
        const auto read = readDoubtReference(file(), m_config, "abc");
        QVERIFY(read.has_value());
        QCOMPARE(read->threshold, 0.75);
        QVERIFY(read->meanPicture.format == TokenFormat::F16);
        QVERIFY(read->meanPicture.bytes == reference.meanPicture.bytes);
    }
    void withoutAFileThereIsNone() { QVERIFY(!readDoubtReference(file(), m_config, "abc")); }
    void thatOfOtherWeightsIsPassedOver() {
        writeDoubtReference(file(), {picture(0.5F), 0}, m_config, "abc");
        QVERIFY(!readDoubtReference(file(), m_config, "abd"));
        writeSafetensors(file(), std::array{source(m_shape, m_bytes)});
        QVERIFY(!readDoubtReference(file(), m_config, "abc"));
    }
    void whatDoesNotFitIsRefused_data() {
        QTest::addColumn<std::vector<TensorSource>>("tensors");
        const std::array<std::int64_t, 2> turned{m_shape[1], m_shape[0]};
        QTest::addRow("no threshold") << std::vector{source(m_shape, m_bytes)};
        QTest::addRow("no picture") << std::vector{m_threshold};
        QTest::addRow("another shape") << std::vector{source(turned, m_bytes), m_threshold};
        QTest::addRow("not finite") << std::vector{source(m_shape, m_endless), m_threshold};
        QTest::addRow("endless threshold") << std::vector{source(m_shape, m_bytes), m_nowhere};
    }
    void whatDoesNotFitIsRefused() {
        QFETCH(std::vector<TensorSource>, tensors);
        writeSafetensors(file(), tensors, {{"fingerprint", "abc"}});
        refused();
    }
    void whatIsNoTensorFileIsRefused() {
        writeFileAtomically(file(), "{}");
        refused();
    }

  private:
    std::filesystem::path file() const {
        return std::filesystem::path(m_folder->path().toStdString()) / "word_doubt.safetensors";
    }
    ImageTokens picture(float value) const {
        const std::vector<float> values(static_cast<std::size_t>(m_shape[0] * m_shape[1]), value);
        return packTokens(values, m_shape[1], TokenFormat::F16);
    }
    static TensorSource source(std::span<const std::int64_t> shape,
                               const std::vector<std::byte>& bytes) {
        return {
            {.name = "mean_picture", .dtype = DType::F16, .shape = {shape.begin(), shape.end()}},
            bytes};
    }
    void refused() {
        try {
            readDoubtReference(file(), m_config, "abc");
            QFAIL("was read");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::CorruptFile);
            QVERIFY(QString(error.what()).contains("word_doubt.safetensors"));
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    RasaConfig m_config = test::fakeConfig();
    std::array<std::int64_t, 2> m_shape{m_config.numImageTokens(), m_config.vit.embedDim};
    std::vector<std::byte> m_bytes = picture(1).bytes;
    std::vector<std::byte> m_endless{m_bytes.size(), std::byte{0x7c}};  ///< 0x7c7c: no number.
    float m_one = 1;
    float m_infinity = std::numeric_limits<float>::infinity();
    TensorSource m_threshold{{.name = "threshold", .dtype = DType::F32, .shape = {1}},
                             std::as_bytes(std::span(&m_one, 1))};
    TensorSource m_nowhere{{.name = "threshold", .dtype = DType::F32, .shape = {1}},
                           std::as_bytes(std::span(&m_infinity, 1))};
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::DoubtReferenceTest)
#include "tst_doubt_reference.moc"

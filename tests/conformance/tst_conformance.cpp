// The network against the goldens. DESCRY_CONFORMANCE_DIR names another folder of the same layout.

#include <QtTest>

#include "core/model/nn/cpu_features.h"
#include "tests/conformance/conformance_checks.h"
#include "tests/conformance/training_checks.h"
#include "tests/support/conformance_folder.h"

namespace {

using namespace descry;

ConformanceOptions onCpu(ComputeType type) {
    return {conformanceFolder(), {DeviceRequest::Kind::Cpu, type, 0}};
}

void requireAll(const std::vector<ConformanceCheck>& checks) {
    QVERIFY(!checks.empty());
    QStringList failures;
    for (const ConformanceCheck& check : checks) {
        if (check.passed) continue;
        failures << QString("%1: off by %2, limit %3")
                        .arg(QString::fromStdString(check.name))
                        .arg(check.maxError)
                        .arg(check.limit);
    }
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join('\n')));
}

}  // namespace

class TestConformance : public QObject {
    Q_OBJECT

  private slots:
    void float32EncodingMatchesTheGoldens() { requireAll(checkEncoding(onCpu(ComputeType::F32))); }
    void float32SearchMatchesTheGoldens() { requireAll(checkSearch(onCpu(ComputeType::F32))); }
    void float32TrainingMatchesTheGoldens() { requireAll(checkTraining(onCpu(ComputeType::F32))); }
    void bfloat16EncodingStaysClose() { requireAll(checkEncoding(onCpu(ComputeType::BF16))); }
    void bfloat16SearchKeepsTheOrder() { requireAll(checkSearch(onCpu(ComputeType::BF16))); }
    void fullSizeFloat32MatchesTheGoldens() { requireAll(checkFullSize(onCpu(ComputeType::F32))); }
    void fullSizeBfloat16StaysClose() {
        if (!cpuHasBfloat16()) QSKIP("no bfloat16 products on this CPU: minutes of emulation");
        requireAll(checkFullSize(onCpu(ComputeType::BF16)));
    }
};

QTEST_GUILESS_MAIN(TestConformance)
#include "tst_conformance.moc"

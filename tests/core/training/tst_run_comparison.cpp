#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/model/checkpoint_import.h"
#include "core/training/comparison.h"
#include "tests/support/fake_rasa_model.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path kTiny = fs::path(DESCRY_TEST_DATA) / "conformance" / "tiny";

std::shared_ptr<RasaModel> loadFake(const std::shared_ptr<const Bundle>&, const DeviceRequest&) {
    return std::make_shared<test::FakeRasaModel>();
}

}  // namespace

class TestRunComparison : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    fs::path m_folder{m_temporary.path().toStdString()};
    std::shared_ptr<ComputeLane> m_lane = std::make_shared<ComputeLane>();

    fs::path makeRun(const std::string& name, const Json& split) const {
        const fs::path run = m_folder / name;
        fs::create_directories(run);
        std::ofstream(run / "run.json") << Json{
            {"start", {{"kind", "bundle"}, {"path", (m_folder / "base").native()}}},
            {"dataset",
             {{"file", (kTiny / "data" / "train.json").native()},
              {"images", (kTiny / "data").native()}}},
            {"heldOut", {{"file", (kTiny / "data" / "test.json").native()}, {"split", split}}},
            {"checkpoint", false},
            {"config", readJsonFile(kTiny / "config.json")}};
        return run;
    }

    QString run(CompareJob& job, std::stop_token stop = {}) {
        JobContext context(std::move(stop), {});
        try {
            job.run(context);
        } catch (const Error& error) {
            return QString::fromStdString(error.what());
        }
        return {};
    }

  private slots:
    void initTestCase() {
        ImportOptions options;
        options.vocabFile = kTiny / "vocab.txt";
        options.config = kTiny / "config.json";
        importCheckpoint(kTiny / "checkpoint.pth", m_folder / "base", options);
    }

    void evaluatesBothOnTheRunsSplitAndKeepsWhatCameOfIt() {
        const fs::path folder = makeRun("both", "test");
        fs::copy(m_folder / "base", folder / "last");
        QVERIFY(!readComparison(folder));
        CompareJob job({folder, m_folder / "base", {}}, loadFake, m_lane);
        QCOMPARE(run(job), QString());
        const auto comparison = readComparison(folder);
        QVERIFY(comparison);
        QVERIFY(comparison->split == Split::Test);
        QVERIFY(comparison->numImages > 0 && comparison->numCaptions > 0);
        QCOMPARE(comparison->after.path, folder / "last");
        // One network under two names.
        QCOMPARE(comparison->before.fingerprint, comparison->after.fingerprint);
        QCOMPARE(comparison->before.counted().r1, comparison->after.counted().r1);
        QVERIFY(comparison->before.rerank);
    }

    void bestGoesBeforeLast() {
        const fs::path folder = makeRun("best", "test");
        fs::copy(m_folder / "base", folder / "last");
        fs::copy(m_folder / "base", folder / "best");
        CompareJob job({folder, m_folder / "base", {}}, loadFake, m_lane);
        QCOMPARE(run(job), QString());
        QCOMPARE(readComparison(folder)->after.path, folder / "best");
    }

    void saysWhatIsMissing() {
        const fs::path without = makeRun("without", nullptr);
        CompareJob noSplit({without, m_folder / "base", {}}, loadFake, m_lane);
        QVERIFY(run(noSplit).contains("no held-out split"));
        const fs::path folder = makeRun("gone", "test");
        CompareJob noBundle({folder, m_folder / "removed", {}}, loadFake, m_lane);
        QVERIFY(run(noBundle).contains("removed"));
        QVERIFY(!readComparison(folder));
    }

    void stopsWhenAsked() {
        const fs::path folder = makeRun("stopped", "test");
        fs::copy(m_folder / "base", folder / "last");
        std::stop_source stop;
        stop.request_stop();
        CompareJob job({folder, m_folder / "base", {}}, loadFake, m_lane);
        QVERIFY(!run(job, stop.get_token()).isEmpty());
        QVERIFY(!readComparison(folder));
    }

    void brokenFileCountsAsAbsent() {
        const fs::path folder = makeRun("broken", "test");
        for (const char* text : {"", "{}", R"({"before": 3})"}) {
            std::ofstream(folder / "comparison.json") << text;
            QVERIFY(!readComparison(folder));
        }
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestRunComparison)
#include "tst_run_comparison.moc"

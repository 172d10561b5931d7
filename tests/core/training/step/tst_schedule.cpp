#include <QTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/training/step/schedule.h"
#include "tests/support/conformance_folder.h"

using namespace descry;
using training::Schedule;
using training::ScheduleOptions;
using Json = nlohmann::json;

namespace {

/// "" or the first rate that is off.
std::string firstDifference(const Schedule& schedule, const Json& run) {
    const auto numIterations = run.at("iterations_per_epoch").get<std::int64_t>();
    for (const Json& epoch : run.at("epochs")) {
        const auto number = epoch.at("epoch").get<std::int64_t>();
        const Json& entries = epoch.at("lr_used");
        std::size_t entry = 0;
        for (std::int64_t i = 0; i < numIterations; ++i) {
            while (entry + 1 < entries.size() &&
                   entries[entry + 1].at("from_iteration").get<std::int64_t>() <= i) {
                ++entry;
            }
            const auto expected = entries[entry].at("lr").get<std::vector<double>>();
            const auto actual = schedule.rates(number, i);
            if (actual.size() != expected.size()) return "number of groups";
            for (std::size_t k = 0; k < expected.size(); ++k) {
                if (std::fabs(actual[k] - expected[k]) > 1e-12 * expected[k]) {
                    return fmt::format("epoch {} iteration {} group {}: {} is not {}",
                                       number,
                                       i,
                                       k,
                                       actual[k],
                                       expected[k]);
                }
            }
        }
    }
    return {};
}

/// Over how many epochs the rates of `run` warm up: the first move of epoch 0 takes each group one
/// of them further. Without a move it does not show, and the file's own holds.
std::int64_t warmupEpochsOf(const Json& run, std::int64_t stated) {
    const Json& first = run.at("epochs").at(0);
    if (first.at("epoch") != 0 || first.at("lr_used").size() < 2) return stated;
    const auto base = run.at("initial_lr").get<std::vector<double>>();
    const auto before = first.at("lr_used").at(0).at("lr").get<std::vector<double>>();
    const auto after = first.at("lr_used").at(1).at("lr").get<std::vector<double>>();
    // Of the group with the longest way to go.
    std::size_t group = 0;
    for (std::size_t k = 0; k < base.size(); ++k) {
        if (base[k] - before[k] > base[group] - before[group]) group = k;
    }
    return std::llround((base[group] - before[group]) / (after[group] - before[group]));
}

/// The runs of another configuration do not state it: their own lists tell what differs, and every
/// other entry is held to it.
ScheduleOptions optionsOf(const Json& config, const Json& run) {
    ScheduleOptions options;
    options.epochs = run.at("epochs").back().at("epoch").get<std::int64_t>() + 1;
    options.minRate = config.at("min_lr");
    options.warmupRate = run.at("lr_right_after_construction").at(0);
    options.warmupEpochs = warmupEpochsOf(run, config.at("warmup_epochs").get<std::int64_t>());
    return options;
}

}  // namespace

class TestSchedule : public QObject {
    Q_OBJECT

  private slots:
    void ratesAreThoseOfTheReference_data();
    void ratesAreThoseOfTheReference();
    void softShareRampsOverEpochZeroOnly();
    void withoutWarmupTheFirstRateIsTheBase();
    void afterTheCosineTheRateStaysAtItsEnd();
    void brokenOptionsAreRefused();
};

void TestSchedule::ratesAreThoseOfTheReference_data() {
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("run");
    const Json document = readJsonFile(conformanceFolder() / "schedule.json");
    for (const char* part : {"runs", "other"}) {
        for (const auto& [name, run] : document.at(part).items()) {
            QTest::newRow(name.c_str()) << part << QString::fromStdString(name);
        }
    }
}

void TestSchedule::ratesAreThoseOfTheReference() {
    QFETCH(QString, part);
    QFETCH(QString, run);
    const Json document = readJsonFile(conformanceFolder() / "schedule.json");
    const Json& golden = document.at(part.toStdString()).at(run.toStdString());
    const ScheduleOptions options = optionsOf(document.at("schedular"), golden);
    if (part == "runs") {
        QCOMPARE(options.epochs, document.at("schedular").at("epochs").get<std::int64_t>());
    }
    const Schedule schedule(options, golden.at("initial_lr").get<std::vector<double>>());
    const std::string difference = firstDifference(schedule, golden);
    QVERIFY2(difference.empty(), difference.c_str());
}

void TestSchedule::softShareRampsOverEpochZeroOnly() {
    QCOMPARE(training::softShare(0.4, 0, 0, 3), 0.0);
    QCOMPARE(training::softShare(0.4, 0, 1, 3), 0.4 / 3);
    QCOMPARE(training::softShare(0.4, 0, 5, 3), 0.4);
    QCOMPARE(training::softShare(0.4, 1, 0, 3), 0.4);
}

void TestSchedule::withoutWarmupTheFirstRateIsTheBase() {
    ScheduleOptions options;
    options.warmupEpochs = 0;
    QCOMPARE(Schedule(options, {3e-4}).rates(0, 0), std::vector<double>{3e-4});
}

void TestSchedule::afterTheCosineTheRateStaysAtItsEnd() {
    QCOMPARE(Schedule({}, {1e-5}).rates(45, 0), std::vector<double>{1e-6});
}

void TestSchedule::brokenOptionsAreRefused() {
    ScheduleOptions options;
    options.epochs = 0;
    QVERIFY_THROWS_EXCEPTION(Error, options.validate());
    options = {};
    options.minRate = std::nan("");
    QVERIFY_THROWS_EXCEPTION(Error, options.validate());
}

QTEST_GUILESS_MAIN(TestSchedule)
#include "tst_schedule.moc"

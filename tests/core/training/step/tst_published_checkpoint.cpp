#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/model/nn/torch_headers.h"
#include "core/tensorfile/checkpoint.h"
#include "core/training/step/optimiser_checkpoint.h"
#include "core/training/step/published_checkpoint.h"
#include "tests/support/checkpoint_comparison.h"
#include "tests/support/conformance_folder.h"

namespace descry::training {
namespace {

namespace fs = std::filesystem;

const fs::path kTiny = conformanceFolder() / "tiny";

/// What a configuration's file states of the run that the goldens come from.
ScheduleOptions scheduleOf(const nlohmann::json& config) {
    const nlohmann::json& stated = config.at("schedular");
    ScheduleOptions options;
    options.epochs = stated.at("epochs").get<std::int64_t>();
    options.minRate = stated.at("min_lr").get<double>();
    options.warmupRate = stated.at("warmup_lr").get<double>();
    options.warmupEpochs = stated.at("warmup_epochs").get<std::int64_t>();
    return options;
}

AdamWOptions optimiserOf(const nlohmann::json& config) {
    const nlohmann::json& stated = config.at("optimizer");
    AdamWOptions options;
    options.rate = stated.at("lr").get<double>();
    options.headRate = stated.at("lr_custm").get<double>();
    options.weightDecay = stated.at("weight_decay").get<double>();
    return options;
}

/// The tensors of the model, and two moments for each parameter, as other files list them.
std::size_t numGoldenTensors() {
    const auto model = openTensorFile(kTiny / "model.safetensors");
    std::size_t count = model->tensors().size();
    const nlohmann::json index = readJsonFile(kTiny / "optimizer_index.json");
    for (const nlohmann::json& group : index.at("groups")) count += 2 * group.at("names").size();
    return count;
}

}  // namespace

class TestPublishedCheckpoint : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isThePublishedProgramsFieldByField() {
        const QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "checkpoint.pth";
        const auto golden = openCheckpoint(kTiny / "checkpoint_cuda19.pth");
        const nlohmann::json stated = readJsonFile(kTiny / "config.json");
        const RasaConfig config = parseConfig(stated, "config.json");
        TrainingState state = makeTrainingState(config, at::kCPU);
        loadTrainingState(state, CheckpointStart(*golden, config));
        AdamW optimiser(*state.online, optimiserOf(stated));
        optimiser.restore(readOptimiserState(*golden, optimiser.state()));
        const auto rates = optimiser.baseRates();
        const Schedule schedule(scheduleOf(stated), {rates.begin(), rates.end()});
        const nlohmann::json& reached = golden->metadata();
        writePublishedCheckpoint(file,
                                 {.state = state, .optimiser = optimiser, .schedule = schedule},
                                 {.epoch = reached.at("epoch").get<std::int64_t>(),
                                  .best = reached.at("best").get<double>(),
                                  .bestEpoch = reached.at("best_epoch").get<std::int64_t>()});

        const auto ours = openCheckpoint(file);
        CheckpointComparison comparison(*ours, *golden);
        comparison.run();
        QCOMPARE(QString::fromStdString(comparison.differences()), QString());
        QCOMPARE(static_cast<std::size_t>(comparison.numTensors()), numGoldenTensors());
    }

    void saysWhetherAlphaRises() {
        const QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "checkpoint.pth";
        RasaConfig config = parseConfig(readJsonFile(kTiny / "config.json"), "config.json");
        for (const bool rises : {true, false}) {
            nlohmann::json keys = nlohmann::json::parse(config.training);
            if (!rises) keys["warm_up"] = false;
            config.training = keys.dump();
            const TrainingState state = makeTrainingState(config, at::kCPU);
            const AdamW optimiser(*state.online, {});
            const Schedule schedule({}, {1e-5, 1e-5, 1e-4, 1e-4});
            writePublishedCheckpoint(
                file, {.state = state, .optimiser = optimiser, .schedule = schedule}, {});
            const auto ours = openCheckpoint(file);
            QCOMPARE(ours->metadata().at("config").at("warm_up").get<bool>(), rises);
        }
    }

    void resumesHereToo() {
        const QTemporaryDir folder;
        const fs::path file = fs::path(folder.path().toStdString()) / "checkpoint.pth";
        const RasaConfig config = parseConfig(readJsonFile(kTiny / "config.json"), "config.json");
        const auto golden = openCheckpoint(kTiny / "checkpoint.pth");
        TrainingState state = makeTrainingState(config, at::kCPU);
        loadTrainingState(state, CheckpointStart(*golden, config));
        // Nothing has moved yet: no moments.
        AdamW optimiser(*state.online, {});
        const Schedule schedule({}, {1e-5, 1e-5, 1e-4, 1e-4});
        writePublishedCheckpoint(
            file, {.state = state, .optimiser = optimiser, .schedule = schedule}, {});
        const auto ours = openCheckpoint(file);
        const OptimiserState restored = readOptimiserState(*ours, optimiser.state());
        QVERIFY(!restored.moments.front().first.defined());
        TrainingState again = makeTrainingState(config, at::kCPU);
        loadTrainingState(again, CheckpointStart(*ours, config));
        const auto before = state.tensors();
        for (const auto& [name, tensor] : again.tensors()) {
            QVERIFY2(at::equal(tensor, before.at(name)), name.c_str());
        }
    }
};

}  // namespace descry::training

QTEST_APPLESS_MAIN(descry::training::TestPublishedCheckpoint)
#include "tst_published_checkpoint.moc"

#include <QTest>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/training/train_options.h"

namespace descry {
namespace {

using Json = nlohmann::json;

constexpr SpecialTokens kTokens{.pad = 0, .unk = 1, .cls = 2, .sep = 3, .mask = 4};

TrainOptions optionsWith(const Json& settings) {
    return trainOptions(withOverrides({}, settings, "settings"), kTokens);
}

QString refusalOf(const Json& settings) {
    try {
        optionsWith(settings);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

}  // namespace

class TestTrainOptions : public QObject {
    Q_OBJECT

  private slots:
    void defaultsAreThePublishedValues() {
        const TrainOptions options = optionsWith(Json::object());
        QCOMPARE(options.batchSize, 13);
        QCOMPARE(options.alpha, 0.4);
        QCOMPARE(options.weakPairProbability, 0.1);
        QCOMPARE(options.optimiser.rate, 1e-5);
        QCOMPARE(options.optimiser.headRate, 1e-4);
        QCOMPARE(options.optimiser.weightDecay, 0.02);
        QCOMPARE(options.schedule.epochs, 30);
        QCOMPARE(options.step.maskProbability, 0.15);
        QVERIFY(options.augmentation.flip);
        QCOMPARE(options.augmentation.shift, 0.0);
        QVERIFY(!options.optimiser.clipNorm);
        QCOMPARE(options.numSteps(100), 3000);
    }

    void lossesBeginAtTheirSteps() {
        const TrainOptions options =
            optionsWith({{"loss_starts", {{"pitm", 20}, {"prd", 30}, {"mrtd", 40}}}});
        QCOMPARE(options.weightsAt(19).matching, 0.0);
        QCOMPARE(options.weightsAt(20).matching, 1.0);
        QCOMPARE(options.weightsAt(29).relation, 0.0);
        QCOMPARE(options.weightsAt(30).relation, 0.5);
        QCOMPARE(options.weightsAt(39).replacedToken, 0.0);
        QCOMPARE(options.weightsAt(40).replacedToken, 0.5);
        QCOMPARE(options.weightsAt(0).maskedLanguage, 1.0);
        QCOMPARE(options.weightsAt(0).contrastive, 0.5);
    }

    void negativesSharpenFromUniformToPublished() {
        QCOMPARE(optionsWith(Json::object()).negativeSharpnessAt(0), 1.0);
        const TrainOptions options =
            optionsWith({{"loss_starts", {{"pitm", 100}}}, {"negative_ramp_steps", 50}});
        QCOMPARE(options.negativeSharpnessAt(0), 0.0);
        QCOMPARE(options.negativeSharpnessAt(100), 0.0);
        QCOMPARE(options.negativeSharpnessAt(125), 0.5);
        QCOMPARE(options.negativeSharpnessAt(1000), 1.0);
    }

    void alphaRisesOverTheFirstEpochOrTheStepsThatAreAskedForOrNotAtAll() {
        const TrainOptions published = optionsWith(Json::object());
        QCOMPARE(published.softShareAt(0, 10), 0.0);
        QCOMPARE(published.softShareAt(5, 10), 0.2);
        QCOMPARE(published.softShareAt(10, 10), 0.4);
        const TrainOptions inSteps = optionsWith({{"alpha_ramp_steps", 40}});
        QCOMPARE(inSteps.softShareAt(10, 10), 0.1);
        QCOMPARE(inSteps.softShareAt(90, 10), 0.4);
        const TrainOptions without = optionsWith({{"warm_up", false}, {"alpha_ramp_steps", 40}});
        QCOMPARE(without.softShareAt(0, 10), 0.4);
    }

    void settingsAreLaidOverKeyByKey() {
        const TrainOptions options =
            optionsWith({{"loss_weights", {{"prd", 0}}},
                         {"optimizer", {{"lr", 1e-3}, {"clip_norm", 5}}},
                         {"schedular", {{"steps", 700}, {"warmup_steps", 75}}},
                         {"seed", 9}});
        QCOMPARE(options.step.weights.relation, 0.0);
        QCOMPARE(options.step.weights.contrastive, 0.5);
        QCOMPARE(options.optimiser.rate, 1e-3);
        QCOMPARE(options.optimiser.clipNorm.value(), 5.0);
        QCOMPARE(options.numSteps(100), 700);
        QCOMPARE(options.seed, 9U);
    }

    void anotherRunsScheduleIsLeftBehind() {
        const RasaConfig trained = withOverrides({},
                                                 {{"loss_starts", {{"pitm", 1500}}},
                                                  {"optimizer", {{"lr", 1.5e-3}}},
                                                  {"schedular", {{"steps", 4500}}},
                                                  {"warm_up", false},
                                                  {"mlm_probability", 0.3},
                                                  {"momentum", 0.99}},
                                                 "settings");
        const TrainOptions options = trainOptions(withoutSchedule(trained), kTokens);
        QCOMPARE(options.weightsAt(0).matching, 1.0);
        QCOMPARE(options.optimiser.rate, 1e-5);
        QCOMPARE(options.numSteps(100), 3000);
        QVERIFY(options.hasAlphaRamp);
        QCOMPARE(options.step.maskProbability, 0.3);
        QCOMPARE(options.step.momentum, 0.99);
    }

    void whatAPublishedConfigurationHasMayStandInTheSettingsToo() {
        const Json settings = {
            {"optimizer", {{"opt", "adamW"}, {"lr", 1e-4}}},
            {"schedular", {{"sched", "cosine"}, {"decay_rate", 1}, {"cooldown_epochs", 0}}}};
        const RasaConfig config = withOverrides({}, settings, "settings");
        QCOMPARE(trainOptions(config, kTokens).optimiser.rate, 1e-4);
        QVERIFY(unknownSettings(config).empty());
    }

    void namesTheKeysThatNothingReads() {
        RasaConfig config;
        config.training =
            R"({"seed": 3, "sed": 3, "optimizer": {"lr": 1, "lrate": 2}, "schedular": null})";
        QCOMPARE(unknownSettings(config), (std::vector<std::string>{"optimizer.lrate", "sed"}));
        QVERIFY(unknownSettings({}).empty());
    }

    void nullIsAsGoodAsAbsent() {
        QCOMPARE(optionsWith({{"batch_size_train", nullptr}}).batchSize, 13);
    }

    void badValuesAreRefusedByName_data() {
        QTest::addColumn<QString>("settings");
        QTest::addColumn<QString>("name");
        QTest::newRow("text") << R"({"alpha": "much"})"
                              << "alpha";
        QTest::newRow("range") << R"({"alpha": 2})"
                               << "alpha";
        QTest::newRow("part") << R"({"batch_size_train": 2.5})"
                              << "batch_size_train";
        QTest::newRow("zero") << R"({"batch_size_train": 0})"
                              << "batch_size_train";
        QTest::newRow("more steps than can be counted") << R"({"schedular": {"epochs": 9e15}})"
                                                        << "schedular.epochs";
        QTest::newRow("nested") << R"({"optimizer": {"lr": -1}})"
                                << "optimizer.lr";
        QTest::newRow("kind") << R"({"schedular": 7})"
                              << "schedular";
        QTest::newRow("truth") << R"({"bf16": 1})"
                               << "bf16";
        QTest::newRow("warm-up of alpha") << R"({"warm_up": "no"})"
                                          << "warm_up";
        QTest::newRow("unknown") << R"({"learning_rate": 1})"
                                 << "learning_rate";
        QTest::newRow("unknown within") << R"({"optimizer": {"learning_rate": 1}})"
                                        << "optimizer.learning_rate";
        QTest::newRow("loss unknown") << R"({"loss_weights": {"itm": 1}})"
                                      << "loss_weights.itm";
        QTest::newRow("no loss")
            << R"({"loss_weights": {"cl": 0, "pitm": 0, "prd": 0, "mlm": 0, "mrtd": 0}})"
            << "loss_weights";
        QTest::newRow("warm-up") << R"({"schedular": {"steps": 10, "warmup_steps": 10}})"
                                 << "warmup_steps";
    }

    void badValuesAreRefusedByName() {
        QFETCH(QString, settings);
        QFETCH(QString, name);
        const QString refusal = refusalOf(Json::parse(settings.toStdString()));
        QVERIFY2(refusal.contains(name), qPrintable(refusal));
    }

    void scheduleBySteps() {
        const TrainOptions options = optionsWith(
            {{"schedular",
              {{"steps", 110}, {"warmup_steps", 10}, {"warmup_lr", 0}, {"min_lr", 1e-5}}}});
        const training::Schedule schedule(options.schedule, {1e-3});
        QCOMPARE(schedule.ratesAtStep(0).front(), 0.0);
        QCOMPARE(schedule.ratesAtStep(5).front(), 5e-4);
        QCOMPARE(schedule.ratesAtStep(10).front(), 1e-3);
        QVERIFY(std::abs(schedule.ratesAtStep(60).front() - (1e-3 + 1e-5) / 2) < 1e-12);
        QVERIFY(std::abs(schedule.ratesAtStep(110).front() - 1e-5) < 1e-12);
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestTrainOptions)
#include "tst_train_options.moc"

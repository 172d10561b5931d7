#include <QTest>
#include <nlohmann/json.hpp>
#include <string>

#include "core/training/less_memory.h"

namespace descry {
namespace {

using Json = nlohmann::json;

std::optional<Json> lessOf(const Json& settings) {
    RunRecord run;
    run.settings = settings.dump();
    return lessMemory(run);
}

}  // namespace

class TestLessMemory : public QObject {
    Q_OBJECT

  private slots:
    void recomputesActivationsFirst() {
        const Json recomputed = {{"recompute_activations", true}};
        QVERIFY(lessOf(Json::object()) == recomputed);
        QVERIFY(lessOf({{"recompute_activations", false}, {"micro_batch", 4}}) == recomputed);
    }

    void thenHalvesTheSamplesAtOnceUntilTwoAreLeft() {
        Json settings = {{"recompute_activations", true}, {"batch_size_train", 13}};
        for (const int half : {6, 3}) {
            const auto less = lessOf(settings);
            QVERIFY(less);
            QCOMPARE(less->at("micro_batch").get<int>(), half);
            QCOMPARE(less->size(), 1U);
            settings.update(*less);
        }
        QVERIFY(!lessOf(settings));
    }

    void takesTheWholeBatchWhereNoPartIsSet() {
        QVERIFY(lessOf({{"recompute_activations", true}}) == Json({{"micro_batch", 6}}));
        // More at once than the batch has is the batch.
        QVERIFY(lessOf({{"recompute_activations", true},
                        {"batch_size_train", 8},
                        {"micro_batch", 64}}) == Json({{"micro_batch", 4}}));
    }

    void settingsThatNoRunWouldTakeGiveNothing() {
        QVERIFY(!lessOf(Json::array()));
        RunRecord run;
        run.settings = "{";
        QVERIFY(!lessMemory(run));
    }
};

}  // namespace descry

QTEST_APPLESS_MAIN(descry::TestLessMemory)
#include "tst_less_memory.moc"

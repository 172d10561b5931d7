// How much is computed under one hold of the lane.

#include <QtTest>

#include "core/model/hold_sizes.h"
#include "tests/support/fake_rasa_model.h"

using namespace descry;
using namespace descry::test;

namespace {

class ModelOnGpu final : public FakeRasaModel {
  public:
    using FakeRasaModel::FakeRasaModel;
    DeviceStatus device() const override {
        DeviceStatus status;
        status.isCuda = true;
        return status;
    }
};

}  // namespace

class TestHoldSizes : public QObject {
    Q_OBJECT

  private slots:
    void thePublishedModelTakesOneImageAndAFewPairs() {
        const HoldSizes sizes = holdSizes(FakeRasaModel(RasaConfig{}));
        QCOMPARE(sizes.images, std::size_t{1});
        QVERIFY(sizes.pairs > 1 && sizes.pairs < 8);
    }

    void aSmallOneTakesManyButNoMoreThanAreDecodedAtOnce() {
        RasaConfig small;
        small.imageRes = 64;
        small.vit.embedDim = small.bert.hiddenSize = small.bert.encoderWidth = 64;
        small.bert.intermediateSize = 256;
        const HoldSizes sizes = holdSizes(FakeRasaModel(small));
        QCOMPARE(sizes.images, std::size_t{64});
        QCOMPARE(sizes.pairs, std::size_t{64});
    }

    void aGpuTakesManyOfThePublishedOne() {
        QCOMPARE(holdSizes(ModelOnGpu(RasaConfig{})).images, std::size_t{64});
    }
};

QTEST_GUILESS_MAIN(TestHoldSizes)
#include "tst_hold_sizes.moc"

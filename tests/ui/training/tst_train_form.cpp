#include <QtTest>

#include "ui/training/train_form.h"

using namespace descry;

namespace {

/// A form that has everything.
TrainForm wholeForm() {
    TrainForm form = defaultTrainForm({});
    form.dataset = "/data/reid_raw.json";
    form.images = "/data/imgs";
    form.start = "/models/demo";
    form.out = "/runs/one";
    form.heldOut = TrainForm::HeldOut::Val;
    return form;
}

QList<TrainField> fieldsOf(const std::vector<FieldFault>& faults) {
    QList<TrainField> fields;
    for (const FieldFault& fault : faults) fields << fault.field;
    return fields;
}

}  // namespace

class tst_TrainForm : public QObject {
    Q_OBJECT

  private slots:
    void defaultsSuitTheDeviceAndLackOnlyChoices() {
        const TrainForm onCpu = defaultTrainForm({});
        const TrainForm onGpu = defaultTrainForm({.isCuda = true, .isFastInBfloat16 = true});
        QVERIFY(onCpu.batch.toInt() < onGpu.batch.toInt());
        QVERIFY(onCpu.recomputesActivations && !onGpu.recomputesActivations);
        QVERIFY(!onCpu.isBfloat16 && onGpu.isBfloat16);
        QCOMPARE(fieldsOf(faultsOf(onCpu)),
                 (QList<TrainField>{TrainField::Dataset,
                                    TrainField::Images,
                                    TrainField::Start,
                                    TrainField::Out,
                                    TrainField::HeldOut}));
        QCOMPARE(faultsOf(wholeForm()).size(), 0U);
    }

    void anotherDeviceChangesOnlyWhatIsStillAsItWas() {
        const TrainDevice gpu{.isCuda = true, .isFastInBfloat16 = true};
        QVERIFY(suitedTo(gpu, {}, defaultTrainForm({})) == defaultTrainForm(gpu));
        TrainForm form = wholeForm();
        form.batch = "6";
        const TrainForm suited = suitedTo(gpu, {}, form);
        QCOMPARE(suited.batch, QString("6"));
        QCOMPARE(suited.start, form.start);
        QCOMPARE(suited.length, defaultTrainForm(gpu).length);
    }

    void neverChoosesASplitByItself() {
        QVERIFY(defaultTrainForm({}).heldOut == TrainForm::HeldOut::Unset);
        TrainForm form = wholeForm();
        QVERIFY(requestOf(form, {}).heldOut == Split::Val);
        form.heldOut = TrainForm::HeldOut::Test;
        QVERIFY(requestOf(form, {}).heldOut == Split::Test);
        form.heldOut = TrainForm::HeldOut::None;
        QVERIFY(!requestOf(form, {}).heldOut);
    }

    void namesTheFieldThatIsWrong_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isWrong");
        for (const char* text : {"", "a", "-1", "2.5", "1e99", "nan", "0"}) {
            QTest::newRow(text) << QString(text) << true;
        }
        for (const char* text : {"1", " 8 ", "65536"})
            QTest::newRow(text) << QString(text) << false;
    }
    void namesTheFieldThatIsWrong() {
        QFETCH(QString, text);
        QFETCH(bool, isWrong);
        TrainForm form = wholeForm();
        form.batch = text;
        const auto faults = faultsOf(form);
        QCOMPARE(faults.size(), isWrong ? 1U : 0U);
        if (!isWrong) return;
        QVERIFY(faults[0].field == TrainField::Batch);
        QVERIFY2(faults[0].message.startsWith("Batch"), qPrintable(faults[0].message));
    }

    void ratesAreReadAsPeopleWriteThem() {
        TrainForm form = wholeForm();
        form.rate = "0,00002";
        QCOMPARE(faultsOf(form).size(), 0U);
        QCOMPARE(requestOf(form, {}).settings.at("optimizer").at("lr").get<double>(), 2e-5);
        form.rate = "11";
        QVERIFY(faultsOf(form)[0].field == TrainField::Rate);
    }

    void fieldsAreHeldAgainstEachOther() {
        TrainForm form = wholeForm();
        form.isInEpochs = false;
        form.length = "100";
        form.warmUp = "101";
        QCOMPARE(fieldsOf(faultsOf(form)), QList<TrainField>{TrainField::WarmUp});
        form.warmUp = "10";
        form.microBatch = "5";
        QCOMPARE(fieldsOf(faultsOf(form)), QList<TrainField>{TrainField::MicroBatch});
        form.microBatch = "2";
        form.weights.fill("0");
        QCOMPARE(fieldsOf(faultsOf(form)), QList<TrainField>{TrainField::WeightContrastive});
    }

    void otherStartsNeedAVocabulary() {
        TrainForm form = wholeForm();
        form.startKind = TrainStart::Kind::Checkpoint;
        QCOMPARE(fieldsOf(faultsOf(form)), QList<TrainField>{TrainField::Vocabulary});
        form.vocabulary = "/models/vocab.txt";
        const TrainRequest request = requestOf(form, {});
        QVERIFY(request.start.kind == TrainStart::Kind::Checkpoint);
        QCOMPARE(request.start.vocabFile, std::filesystem::path("/models/vocab.txt"));
    }

    void requestSaysWhatTheFormSays() {
        TrainForm form = wholeForm();
        form.isInEpochs = false;
        form.length = "200";
        form.warmUp = "20";
        form.weights[3] = "0";
        form.distilsOverVocabulary = true;
        form.keepsCheckpoint = true;
        form.usesPairs = true;
        form.pairs = "/data/pairs.jsonl";
        form.seed = "7";
        DeviceRequest device;
        device.numThreads = 3;
        const TrainRequest request = requestOf(form, device);
        QCOMPARE(request.dataset, std::filesystem::path("/data/reid_raw.json"));
        QCOMPARE(request.pairs, std::optional<std::filesystem::path>("/data/pairs.jsonl"));
        QVERIFY(request.keepsCheckpoint);
        QCOMPARE(request.device.numThreads, 3);
        const auto& settings = request.settings;
        QCOMPARE(settings.at("schedular").at("steps").get<int>(), 200);
        QCOMPARE(settings.at("schedular").at("warmup_steps").get<int>(), 20);
        QCOMPARE(settings.at("loss_weights").at("mlm").get<double>(), 0.0);
        QCOMPARE(settings.at("distillation").get<std::string>(), std::string("vocabulary"));
        QCOMPARE(settings.at("seed").get<int>(), 7);
        // What led in a model that began from nothing does not hold back this one.
        QCOMPARE(settings.at("loss_starts").at("pitm").get<int>(), 0);
        form.startKind = TrainStart::Kind::New;
        QVERIFY(!requestOf(form, device).settings.contains("loss_starts"));
    }

    void epochsAreCountedInSteps() {
        TrainForm form = wholeForm();
        form.length = "3";
        form.batch = "4";
        QCOMPARE(numStepsOf(form, 40), 30);
        QCOMPARE(numStepsOf(form, 2), 3);
        form.isInEpochs = false;
        QCOMPARE(numStepsOf(form, 40), 3);
        form.batch = "0";
        QCOMPARE(numStepsOf(form, 40), 0);
    }

    void refusalsOfCoreFindTheirField() {
        QVERIFY(fieldOfSetting("training settings: optimizer.lr is 11, not within 0..10") ==
                TrainField::Rate);
        QVERIFY(fieldOfSetting("training settings: optimizer.lr_custm must be a number") ==
                TrainField::HeadRate);
        QVERIFY(fieldOfSetting("/runs/one: is not an empty folder; choose another") ==
                TrainField::Out);
        QVERIFY(!fieldOfSetting("/models/demo: there is no such bundle"));
    }
};

QTEST_APPLESS_MAIN(tst_TrainForm)
#include "tst_train_form.moc"

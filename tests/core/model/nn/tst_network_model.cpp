// RasaModel as others use it: batches, memory that runs out, stops, input that does not fit.

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/model/nn/network_model.h"
#include "tests/core/model/nn/small_model.h"

namespace {

using namespace descry;
using namespace descry::nn;

const std::vector<std::int64_t> kText{2, 9, 30, 4, 17};

[[noreturn]] void runOutOfMemory() {
    throw c10::OutOfMemoryError({__func__, __FILE__, __LINE__}, "injected");
}

ChosenDevice pretendedGpu() {
    ChosenDevice device = testCpu();
    device.status.name = "GPU";
    return device;
}

ModelSetup smallSetup() {
    ModelSetup setup;
    setup.config = smallConfig();
    setup.weights = smallWeights(setup.config);
    setup.devices = {testCpu()};
    setup.numThreads = 2;
    return setup;
}

/// A model whose work runs out of memory `failures` times at one site (-1: always on the first
/// device).
struct ForgetfulModel {
    WorkSite site;
    int failures;
    int calls = 0;
    std::vector<Error> notices;
    std::unique_ptr<RasaModel> model;

    ForgetfulModel(WorkSite where, int howOften, std::vector<ChosenDevice> devices)
        : site(where), failures(howOften) {
        ModelSetup setup = smallSetup();
        setup.devices = std::move(devices);
        setup.beforeWork = [this](WorkSite at) {
            if (at != site) return;
            ++calls;
            if (failures < 0 && model->device().name == "CPU") return;
            if (failures == 0) return;
            if (failures > 0) --failures;
            runOutOfMemory();
        };
        model = makeRasaModel(std::move(setup));
        model->onNotice([this](const Error& notice) { notices.push_back(notice); });
    }
};

std::vector<const ImageTokens*> pointers(const ImageEncoding& encoding) {
    std::vector<const ImageTokens*> images;
    for (const ImageTokens& tokens : encoding.tokens) images.push_back(&tokens);
    return images;
}

double distance(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size()) return 1e9;
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        most = std::max(most, static_cast<double>(std::abs(a[i] - b[i])));
    }
    return most;
}

ErrorCode codeOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

struct Answers {
    ImageEncoding images;
    std::vector<float> text;
    std::vector<float> logits;
};

Answers answersOf(RasaModel& model) {
    Answers answers;
    const auto pixels = smallImages(model.config(), 20);
    answers.images = model.encodeImages(pixels, {TokenFormat::F16, {}});
    const auto text = model.encodeText(kText);
    answers.text.assign(text->feature().begin(), text->feature().end());
    answers.logits = model.matchLogits(*text, pointers(answers.images));
    return answers;
}

}  // namespace

class TestNetworkModel : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { m_expected = answersOf(*makeRasaModel(smallSetup())); }

    void featuresAreUnitRows() {
        const auto width = static_cast<std::size_t>(smallConfig().embedDim);
        QCOMPARE(m_expected.images.features.size(), 20 * width);
        for (std::size_t i = 0; i < 20; ++i) {
            double square = 0;
            for (std::size_t j = 0; j < width; ++j) {
                square += std::pow(m_expected.images.features[i * width + j], 2);
            }
            QVERIFY(std::abs(square - 1.0) < 1e-5);
        }
    }

    void oneByOneEqualsTogether() {
        const auto model = makeRasaModel(smallSetup());
        const auto pixels = smallImages(model->config(), 20);
        const std::size_t size = pixels.size() / 20;
        const auto text = model->encodeText(kText);
        std::vector<float> features;
        std::vector<float> logits;
        for (std::size_t i = 0; i < 20; ++i) {
            const auto one = model->encodeImages(std::span(pixels).subspan(i * size, size),
                                                 {TokenFormat::F16, {}});
            features.insert(features.end(), one.features.begin(), one.features.end());
            const auto logit = model->matchLogits(*text, pointers(one));
            logits.insert(logits.end(), logit.begin(), logit.end());
        }
        QVERIFY(distance(features, m_expected.images.features) < 1e-5);
        QVERIFY(distance(logits, m_expected.logits) < 1e-3);
    }

    void theSameWorkIsDoneInTheSameBatches() {
        std::vector<WorkSite> batches;
        ModelSetup setup = smallSetup();
        setup.beforeWork = [&](WorkSite site) { batches.push_back(site); };
        const auto model = makeRasaModel(std::move(setup));
        const Answers first = answersOf(*model);
        const std::vector<WorkSite> before = std::exchange(batches, {});
        const Answers again = answersOf(*model);
        QVERIFY(batches == before);
        QVERIFY(again.images.features == first.images.features);
        QVERIFY(again.logits == first.logits);
    }

    void tokensAreReturnedOnlyWhenAskedFor() {
        const auto model = makeRasaModel(smallSetup());
        const auto pixels = smallImages(model->config(), 2);
        QVERIFY(model->encodeImages(pixels).tokens.empty());
        QCOMPARE(model->encodeImages(pixels, {TokenFormat::Int8, {}}).tokens.size(), 2U);
    }

    void int8TokensGiveNearlyTheSameLogits() {
        const auto model = makeRasaModel(smallSetup());
        const auto encoding =
            model->encodeImages(smallImages(model->config(), 20), {TokenFormat::Int8, {}});
        const auto text = model->encodeText(kText);
        const auto logits = model->matchLogits(*text, pointers(encoding));
        QVERIFY(distance(logits, m_expected.logits) < 0.05);
        QVERIFY(distance(logits, m_expected.logits) > 0);
    }

    void bfloat16StaysClose() {
        ModelSetup setup = smallSetup();
        setup.devices = {testCpu(ComputeType::BF16)};
        const Answers answers = answersOf(*makeRasaModel(std::move(setup)));
        QVERIFY(distance(answers.images.features, m_expected.images.features) < 0.02);
        QVERIFY(distance(answers.text, m_expected.text) < 0.02);
        QVERIFY(distance(answers.logits, m_expected.logits) < 0.1);
    }

    void noImagesGiveNoLogits() {
        const auto model = makeRasaModel(smallSetup());
        QVERIFY(model->matchLogits(*model->encodeText(kText), {}).empty());
    }

    void memoryThatRunsOutOnceChangesNoAnswer_data() { sites(); }
    void memoryThatRunsOutOnceChangesNoAnswer() {
        QFETCH(int, site);
        ForgetfulModel forgetful(static_cast<WorkSite>(site), 1, {pretendedGpu(), testCpu()});
        const Answers answers = answersOf(*forgetful.model);
        QVERIFY(distance(answers.images.features, m_expected.images.features) < 1e-5);
        QVERIFY(distance(answers.text, m_expected.text) < 1e-5);
        QVERIFY(distance(answers.logits, m_expected.logits) < 1e-3);
        QCOMPARE(forgetful.notices.size(), 1U);
    }

    void aDeviceThatNeverFitsGivesWayToTheCpu_data() { sites(); }
    void aDeviceThatNeverFitsGivesWayToTheCpu() {
        QFETCH(int, site);
        ForgetfulModel forgetful(static_cast<WorkSite>(site), -1, {pretendedGpu(), testCpu()});
        const Answers answers = answersOf(*forgetful.model);
        QVERIFY(distance(answers.images.features, m_expected.images.features) < 1e-5);
        QVERIFY(distance(answers.logits, m_expected.logits) < 1e-3);
        QCOMPARE(forgetful.model->device().name, std::string("CPU"));
        QCOMPARE(forgetful.model->device().reason->what(), "GPU ran out of memory");
        QCOMPARE(forgetful.notices.back().what(), "GPU out of memory: continuing on the CPU");
    }

    void aTextFromTheOldDeviceIsEncodedAgain() {
        ForgetfulModel forgetful(WorkSite::Images, -1, {pretendedGpu(), testCpu()});
        const auto text = forgetful.model->encodeText(kText);
        const auto encoding = forgetful.model->encodeImages(
            smallImages(forgetful.model->config(), 20), {TokenFormat::F16, {}});
        QCOMPARE(forgetful.model->device().name, std::string("CPU"));
        const auto logits = forgetful.model->matchLogits(*text, pointers(encoding));
        QVERIFY(distance(logits, m_expected.logits) < 1e-3);
    }

    void batchesShrinkBeforeTheDeviceChanges() {
        // Sixteen candidates (eight a core), then eight: the second try fits.
        ForgetfulModel forgetful(WorkSite::Pairs, 1, {pretendedGpu(), testCpu()});
        answersOf(*forgetful.model);
        QCOMPARE(forgetful.model->device().name, std::string("GPU"));
        QCOMPARE(forgetful.notices.front().what(),
                 "GPU out of memory: batches of 8 candidates instead of 16");
    }

    void withoutAnotherDeviceItIsAnError_data() { sites(); }
    void withoutAnotherDeviceItIsAnError() {
        QFETCH(int, site);
        ForgetfulModel forgetful(static_cast<WorkSite>(site), 1000, {pretendedGpu()});
        QCOMPARE(codeOf([&] { answersOf(*forgetful.model); }), ErrorCode::OutOfMemory);
    }

    void otherFailuresOfTheDeviceAreNotRetried() {
        ModelSetup setup = smallSetup();
        int calls = 0;
        setup.beforeWork = [&](WorkSite) {
            ++calls;
            TORCH_CHECK(false, "the device is gone");
        };
        const auto model = makeRasaModel(std::move(setup));
        QCOMPARE(codeOf([&] { model->encodeText(kText); }), ErrorCode::Device);
        QCOMPARE(calls, 1);
    }

    void aStopEndsTheWork() {
        const auto model = makeRasaModel(smallSetup());
        std::stop_source stop;
        const auto pixels = smallImages(model->config(), 3);
        const auto encoding = model->encodeImages(pixels, {TokenFormat::F16, stop.get_token()});
        const auto text = model->encodeText(kText);
        stop.request_stop();
        QCOMPARE(codeOf([&] {
                     model->encodeImages(pixels, {{}, stop.get_token()});
                 }),
                 ErrorCode::Cancelled);
        QCOMPARE(codeOf([&] { model->matchLogits(*text, pointers(encoding), stop.get_token()); }),
                 ErrorCode::Cancelled);
        QCOMPARE(model->matchLogits(*text, pointers(encoding)).size(), 3U);
    }

    void inputThatDoesNotFitIsRefused() {
        const auto model = makeRasaModel(smallSetup());
        const std::vector<float> pixels(100);
        const std::vector<std::int64_t> tooLong(21, 1);
        const std::vector<std::vector<std::int64_t>> texts{{}, tooLong, {2, -1}, {2, 60}};
        QCOMPARE(codeOf([&] { model->encodeImages(pixels); }), ErrorCode::InvalidInput);
        QCOMPARE(codeOf([&] { model->encodeImages({}); }), ErrorCode::InvalidInput);
        for (const auto& ids : texts) {
            QCOMPARE(codeOf([&] { model->encodeText(ids); }), ErrorCode::InvalidInput);
        }
        ImageTokens cut = m_expected.images.tokens.front();
        cut.bytes.pop_back();
        const ImageTokens* const image = &cut;
        const auto text = model->encodeText(kText);
        QCOMPARE(codeOf([&] { model->matchLogits(*text, std::span(&image, 1)); }),
                 ErrorCode::InvalidInput);
    }

    void aTextOfAnotherModelIsRefused() {
        const auto model = makeRasaModel(smallSetup());
        const auto other = makeRasaModel(smallSetup());
        const auto images = pointers(m_expected.images);
        QCOMPARE(codeOf([&] { model->matchLogits(*other->encodeText(kText), images); }),
                 ErrorCode::InvalidInput);
    }

    void cpuIsHadWhenAskedFor() {
        const auto chosen = chooseDevice({DeviceRequest::Kind::Cpu, ComputeType::F32, 0});
        QVERIFY(chosen.placement.device.is_cpu());
        QVERIFY(!chosen.status.isCuda);
        QCOMPARE(chosen.status.name, std::string("CPU"));
        const auto fastest = chooseDevice({DeviceRequest::Kind::Cpu, {}, 0});
        QCOMPARE(fastest.status.computeType == ComputeType::BF16, cpuHasBfloat16());
    }

    void float16IsNotForTheCpu() {
        QCOMPARE(codeOf([] {
                     chooseDevice({DeviceRequest::Kind::Cpu, ComputeType::F16, 0});
                 }),
                 ErrorCode::InvalidInput);
    }

    void theReasonForTheDeviceIsSaid() {
        const auto chosen = chooseDevice({DeviceRequest::Kind::Auto, ComputeType::F32, 0});
        QCOMPARE(chosen.status.isCuda, findCuda().usable);
        QVERIFY(chosen.status.reason.has_value());
        if (findCuda().usable) return;
        QCOMPARE(codeOf([] {
                     chooseDevice({DeviceRequest::Kind::Cuda, {}, 0});
                 }),
                 ErrorCode::Device);
    }

  private:
    static void sites() {
        QTest::addColumn<int>("site");
        QTest::addRow("images") << static_cast<int>(WorkSite::Images);
        QTest::addRow("text") << static_cast<int>(WorkSite::Text);
        QTest::addRow("pairs") << static_cast<int>(WorkSite::Pairs);
    }

    Answers m_expected;
};

QTEST_GUILESS_MAIN(TestNetworkModel)
#include "tst_network_model.moc"

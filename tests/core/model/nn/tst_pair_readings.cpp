// What all three heads say of pairs, through RasaModel: against the goldens, and on a small model.

#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/model/nn/network_model.h"
#include "core/tensorfile/tensor_file.h"
#include "tests/core/model/nn/small_model.h"
#include "tests/support/conformance_folder.h"

namespace {

using namespace descry;
using namespace descry::nn;

constexpr double kLogitLimit = 2e-4;  // The conformance README's.
const std::vector<std::int64_t> kText{2, 9, 30, 4, 17};

std::unique_ptr<RasaModel> modelOn(RasaConfig config,
                                   std::shared_ptr<const WeightSource> weights,
                                   ComputeType type = ComputeType::F32) {
    ModelSetup setup;
    setup.config = std::move(config);
    setup.weights = std::move(weights);
    setup.devices = {testCpu(type)};
    setup.numThreads = 2;
    return makeRasaModel(std::move(setup));
}

std::unique_ptr<RasaModel> smallModel(const RasaConfig& config = smallConfig()) {
    return modelOn(config, smallWeights(config));
}

std::vector<const ImageTokens*> pointers(const ImageEncoding& encoding) {
    std::vector<const ImageTokens*> images;
    for (const ImageTokens& tokens : encoding.tokens) images.push_back(&tokens);
    return images;
}

double distance(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size() || a.empty()) return 1e9;
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        most = std::isnan(difference) ? 1e9 : std::max(most, difference);
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

/// The toy model and what the authors' program gave for it.
struct Toy {
    std::filesystem::path folder = conformanceFolder() / "tiny";
    std::unique_ptr<TensorFile> weights = openTensorFile(folder / "model.safetensors");
    std::unique_ptr<TensorFile> goldens = openTensorFile(folder / "encode.safetensors");
    std::unique_ptr<RasaModel> model =
        modelOn(parseConfig(readJsonFile(folder / "config.json"), "config.json"),
                std::make_shared<FileWeights>(*weights));

    std::vector<float> floats(const char* name) const {
        return goldens->readFloats(*goldens->find(name));
    }
    std::vector<std::int64_t> integers(const char* name) const {
        return goldens->readIntegers(*goldens->find(name));
    }
    std::vector<std::size_t> shape(const char* name) const {
        const auto& sizes = goldens->find(name)->shape;
        return {sizes.begin(), sizes.end()};
    }
};

}  // namespace

class TestPairReadings : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void allHeadsGiveTheGoldens() {
        const Toy toy;
        const auto encoding = toy.model->encodeImages(toy.floats("images"), {TokenFormat::F32, {}});
        const auto images = pointers(encoding);
        const auto ids = toy.integers("input_ids");
        const auto mask = toy.integers("attention_mask");
        const auto match = toy.floats("itm_logits");
        const auto relation = toy.floats("prd_logits");
        const auto replaced = toy.floats("mrtd_logits");
        const auto mrtdImage = toy.integers("mrtd_image_index");
        const std::size_t numTexts = toy.shape("input_ids")[0];
        const std::size_t padded = toy.shape("input_ids")[1];
        for (std::size_t j = 0; j < numTexts; ++j) {
            const auto first = mask.begin() + static_cast<std::ptrdiff_t>(j * padded);
            const auto length = static_cast<std::size_t>(
                std::count(first, first + static_cast<std::ptrdiff_t>(padded), 1));
            const auto text = toy.model->encodeText(std::span(ids).subspan(j * padded, length));
            const PairReadings readings = toy.model->readPairs(*text, images);
            std::vector<float> expectedMatch;
            std::vector<float> expectedRelation;
            for (std::size_t i = 0; i < images.size(); ++i) {
                const std::size_t at = (i * numTexts + j) * 2;
                expectedMatch.push_back(match[at + 1]);
                expectedRelation.insert(expectedRelation.end(), {relation[at], relation[at + 1]});
            }
            QVERIFY(distance(readings.matchLogits, expectedMatch) < kLogitLimit);
            QVERIFY(distance(readings.relationLogits, expectedRelation) < kLogitLimit);
            std::vector<float> expectedOdds;
            for (std::size_t token = 0; token < length; ++token) {
                const std::size_t at = (j * padded + token) * 2;
                expectedOdds.push_back(replaced[at + 1] - replaced[at]);
            }
            const auto image = static_cast<std::size_t>(mrtdImage[j]);
            QCOMPARE(readings.replacedLogOdds.size(), images.size() * length);
            QVERIFY(distance(std::span(readings.replacedLogOdds).subspan(image * length, length),
                             expectedOdds) < kLogitLimit);
        }
    }

    void matchLogitsAreThoseOfTheFastPath_data() {
        QTest::addColumn<int>("fusionLayer");
        QTest::addRow("three fusion layers") << 2;
        QTest::addRow("one fusion layer") << 4;
    }
    void matchLogitsAreThoseOfTheFastPath() {
        QFETCH(int, fusionLayer);
        RasaConfig config = smallConfig();
        config.bert.fusionLayer = fusionLayer;
        const auto model = smallModel(config);
        const auto encoding = model->encodeImages(smallImages(config, 20), {TokenFormat::F32, {}});
        const auto text = model->encodeText(kText);
        const PairReadings readings = model->readPairs(*text, pointers(encoding));
        QVERIFY(distance(readings.matchLogits, model->matchLogits(*text, pointers(encoding))) <
                1e-4);
        QCOMPARE(readings.relationLogits.size(), 40U);
        QCOMPARE(readings.replacedLogOdds.size(), 20 * kText.size());
    }

    void bfloat16StaysClose() {
        const auto exact = smallModel();
        const auto rough = modelOn(smallConfig(), smallWeights(smallConfig()), ComputeType::BF16);
        const auto pixels = smallImages(exact->config(), 5);
        const auto readingsOf = [&](RasaModel& model) {
            const auto encoding = model.encodeImages(pixels, {TokenFormat::F16, {}});
            return model.readPairs(*model.encodeText(kText), pointers(encoding));
        };
        const PairReadings expected = readingsOf(*exact);
        const PairReadings found = readingsOf(*rough);
        QVERIFY(distance(found.matchLogits, expected.matchLogits) < 0.1);
        QVERIFY(distance(found.relationLogits, expected.relationLogits) < 0.1);
        QVERIFY(distance(found.replacedLogOdds, expected.replacedLogOdds) < 0.2);
    }

    void oneByOneEqualsTogether() {
        const auto model = smallModel();
        const auto encoding =
            model->encodeImages(smallImages(model->config(), 20), {TokenFormat::F32, {}});
        const auto text = model->encodeText(kText);
        const PairReadings together = model->readPairs(*text, pointers(encoding));
        std::vector<float> relation;
        std::vector<float> replaced;
        for (const ImageTokens* image : pointers(encoding)) {
            const PairReadings one = model->readPairs(*text, std::span(&image, 1));
            relation.insert(relation.end(), one.relationLogits.begin(), one.relationLogits.end());
            replaced.insert(replaced.end(), one.replacedLogOdds.begin(), one.replacedLogOdds.end());
        }
        QVERIFY(distance(relation, together.relationLogits) < 1e-4);
        QVERIFY(distance(replaced, together.replacedLogOdds) < 1e-4);
    }

    void noImagesGiveNoReadings() {
        const auto model = smallModel();
        const PairReadings readings = model->readPairs(*model->encodeText(kText), {});
        QVERIFY(readings.matchLogits.empty() && readings.replacedLogOdds.empty());
    }

    void aStopAndAnotherModelsTextAreRefused() {
        const auto model = smallModel();
        const auto other = smallModel();
        const auto encoding =
            model->encodeImages(smallImages(model->config(), 3), {TokenFormat::F32, {}});
        const auto images = pointers(encoding);
        QCOMPARE(codeOf([&] { model->readPairs(*other->encodeText(kText), images); }),
                 ErrorCode::InvalidInput);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(
            codeOf([&] { model->readPairs(*model->encodeText(kText), images, stop.get_token()); }),
            ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestPairReadings)
#include "tst_pair_readings.moc"

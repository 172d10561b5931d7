// Heat maps of cross-attention through RasaModel: against the goldens (README, part H), and on a
// small model.

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <new>
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

constexpr double kMapLimit = 1e-5;    // The conformance README's.
constexpr double kLogitLimit = 2e-4;  // The same.
constexpr double kSumLimit = 1e-4;    // Of a map's cells together, rounded one by one.
const std::vector<std::int64_t> kText{2, 9, 30, 4, 17};
const MapRequest kGradient{{}, MapVariant::Gradient};

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

std::unique_ptr<RasaModel> smallModel(ComputeType type = ComputeType::F32) {
    return modelOn(smallConfig(), smallWeights(smallConfig()), type);
}

ImageTokens tokensOf(RasaModel& model, std::span<const float> pixels) {
    return model.encodeImages(pixels, {TokenFormat::F32, {}}).tokens.front();
}

ImageTokens smallImage(RasaModel& model) {
    return tokensOf(model, smallImages(model.config(), 1));
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

double sumOf(std::span<const float> values) {
    double sum = 0;
    for (const float value : values) sum += static_cast<double>(value);
    return sum;
}

ErrorCode codeOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

/// What config.json states of the toy model, however large it is.
struct ToySizes {
    nlohmann::json config = readJsonFile(conformanceFolder() / "tiny" / "config.json");
    std::int64_t firstFusionLayer = config.at("bert").at("fusion_layer").get<std::int64_t>();
    std::int64_t lastLayer = config.at("bert").at("num_hidden_layers").get<std::int64_t>() - 1;
    std::int64_t grid = config.at("image_res").get<std::int64_t>() /
                        config.at("patch_size").get<std::int64_t>();

    std::vector<std::int64_t> fusionLayers() const {
        std::vector<std::int64_t> layers;
        for (std::int64_t i = firstFusionLayer; i <= lastLayer; ++i) layers.push_back(i);
        return layers;
    }
};

/// The toy model with the pairs whose maps the authors' program gave.
struct Toy {
    std::filesystem::path folder = conformanceFolder() / "tiny";
    ToySizes stated{};
    std::unique_ptr<TensorFile> weights = openTensorFile(folder / "model.safetensors");
    std::unique_ptr<TensorFile> goldens = openTensorFile(folder / "gradcam.safetensors");
    std::unique_ptr<RasaModel> model =
        modelOn(parseConfig(readJsonFile(folder / "config.json"), "config.json"),
                std::make_shared<FileWeights>(*weights));
    std::vector<float> images = floats("images");
    std::vector<std::int64_t> ids = integers("input_ids");
    std::vector<std::int64_t> mask = integers("attention_mask");
    std::size_t numPairs = shape("input_ids")[0];
    std::size_t padded = shape("input_ids")[1];
    std::size_t numCells = static_cast<std::size_t>(stated.grid * stated.grid);

    std::vector<float> floats(const std::string& name) const {
        return goldens->readFloats(*goldens->find(name));
    }
    std::vector<std::int64_t> integers(const std::string& name) const {
        return goldens->readIntegers(*goldens->find(name));
    }
    std::vector<std::size_t> shape(const std::string& name) const {
        const auto& sizes = goldens->find(name)->shape;
        return {sizes.begin(), sizes.end()};
    }
    std::size_t lengthOf(std::size_t pair) const {
        const auto first = mask.begin() + static_cast<std::ptrdiff_t>(pair * padded);
        return static_cast<std::size_t>(
            std::count(first, first + static_cast<std::ptrdiff_t>(padded), 1));
    }
    TokenMaps maps(std::size_t pair, const MapRequest& request) const {
        const std::size_t size = images.size() / numPairs;
        const ImageTokens image = tokensOf(*model, std::span(images).subspan(pair * size, size));
        const auto text = model->encodeText(std::span(ids).subspan(pair * padded, lengthOf(pair)));
        return model->explain(*text, image, request);
    }
    /// Rows of the pair's real tokens.
    std::vector<float> rowsOf(const std::vector<float>& all, std::size_t pair) const {
        const std::size_t perToken = all.size() / (numPairs * padded);
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(pair * padded * perToken);
        return {first, first + static_cast<std::ptrdiff_t>(lengthOf(pair) * perToken)};
    }
    /// A layer's attention [pairs, H, L, N] as maps [pairs, L, N - 1]: the mean over heads.
    std::vector<float> attentionMaps(std::int64_t layer) const {
        const std::string name = "layer" + std::to_string(layer) + ".attention";
        const std::vector<float> values = floats(name);
        const auto sizes = shape(name);
        const auto [heads, rows, columns] = std::tuple(sizes[1], sizes[2], sizes[3]);
        std::vector<float> means;
        for (std::size_t pair = 0; pair < numPairs; ++pair) {
            for (std::size_t row = 0; row < rows; ++row) {
                for (std::size_t column = 1; column < columns; ++column) {
                    float sum = 0;
                    for (std::size_t head = 0; head < heads; ++head) {
                        sum += values[((pair * heads + head) * rows + row) * columns + column];
                    }
                    means.push_back(sum / static_cast<float>(heads));
                }
            }
        }
        return means;
    }
};

/// How much of each of the pair's tokens a map lays on the image.
std::vector<double> sumsOfRows(std::span<const float> values, std::size_t numCells) {
    std::vector<double> sums;
    for (; values.size() >= numCells; values = values.subspan(numCells)) {
        sums.push_back(sumOf(values.first(numCells)));
    }
    return sums;
}

void addFusionLayers() {
    QTest::addColumn<std::int64_t>("layer");
    for (const std::int64_t layer : ToySizes().fusionLayers()) {
        QTest::addRow("layer %d", static_cast<int>(layer)) << layer;
    }
}

}  // namespace

class TestAttentionMaps : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void gradientMapsAreTheGoldens_data() { addFusionLayers(); }
    void gradientMapsAreTheGoldens() {
        QFETCH(std::int64_t, layer);
        const Toy toy;
        const auto expected = toy.floats("layer" + std::to_string(layer) + ".gradcam");
        const auto logits = toy.floats("itm_logits");
        for (std::size_t pair = 0; pair < toy.numPairs; ++pair) {
            const TokenMaps found = toy.maps(pair, {layer, MapVariant::Gradient});
            QCOMPARE(found.layer, layer);
            QCOMPARE(found.grid, toy.stated.grid);
            QVERIFY(distance(found.values, toy.rowsOf(expected, pair)) < kMapLimit);
            QVERIFY(std::abs(found.matchLogit - logits[pair * 2 + 1]) < kLogitLimit);
        }
    }

    void rawMapsAreTheAttention_data() { addFusionLayers(); }
    void rawMapsAreTheAttention() {
        QFETCH(std::int64_t, layer);
        const Toy toy;
        const std::vector<float> expected = toy.attentionMaps(layer);
        for (std::size_t pair = 0; pair < toy.numPairs; ++pair) {
            const TokenMaps found = toy.maps(pair, {layer, MapVariant::Raw});
            QVERIFY(distance(found.values, toy.rowsOf(expected, pair)) < kMapLimit);
        }
    }

    void rolloutBeginsAsHalfTheAttention() {
        const Toy toy;
        const std::int64_t layer = toy.stated.firstFusionLayer;
        std::vector<float> expected = toy.rowsOf(toy.attentionMaps(layer), 0);
        for (float& value : expected) value /= 2;
        const TokenMaps first = toy.maps(0, {layer, MapVariant::Rollout});
        QVERIFY(distance(first.values, expected) < kMapLimit);
    }

    void rolloutIsHalfWhatTheTextHadAndHalfWhatTheLayerBrings() {
        const Toy toy;
        // Before the first fusion layer the text has nothing of the image; after, attention between
        // its tokens only mixes what they have.
        std::vector<double> had{0};
        for (const std::int64_t layer : toy.stated.fusionLayers()) {
            const auto [least, most] = std::minmax_element(had.begin(), had.end());
            const auto brought = sumsOfRows(toy.rowsOf(toy.attentionMaps(layer), 0), toy.numCells);
            const TokenMaps maps = toy.maps(0, {layer, MapVariant::Rollout});
            const std::vector<double> has = sumsOfRows(maps.values, toy.numCells);
            QCOMPARE(has.size(), toy.lengthOf(0));
            for (std::size_t token = 0; token < has.size(); ++token) {
                QVERIFY(has[token] > (*least + brought[token]) / 2 - kSumLimit);
                QVERIFY(has[token] < (*most + brought[token]) / 2 + kSumLimit);
            }
            had = has;
        }
    }

    void focusIsWhatIsMoreThanAnEvenLook() {
        const Toy toy;
        for (const std::int64_t layer : toy.stated.fusionLayers()) {
            std::vector<float> expected = toy.maps(0, {layer, MapVariant::Rollout}).values;
            for (std::size_t row = 0; row < expected.size(); row += toy.numCells) {
                const auto cells = std::span(expected).subspan(row, toy.numCells);
                const auto even =
                    static_cast<float>(sumOf(cells) / static_cast<double>(toy.numCells));
                for (float& value : cells) value = std::max(0.0F, value - even);
            }
            QVERIFY(distance(toy.maps(0, {layer, MapVariant::Focus}).values, expected) < kMapLimit);
        }
    }

    void byDefaultEveryWordHasTheLastLayersFocus() {
        const Toy toy;
        const TokenMaps found = toy.maps(0, {});
        QCOMPARE(found.layer, toy.stated.lastLayer);
        QCOMPARE(found.values, toy.maps(0, {toy.stated.lastLayer, MapVariant::Focus}).values);
        const std::vector<double> sums = sumsOfRows(found.values, toy.numCells);
        QCOMPARE(sums.size(), toy.lengthOf(0));
        for (const double sum : sums) QVERIFY(sum > 0);
    }

    void afterTheLastLayerOnlyTheFirstTokenIsRead() {
        const Toy toy;
        const TokenMaps found = toy.maps(0, {toy.stated.lastLayer, MapVariant::Gradient});
        QVERIFY(sumOf(std::span(found.values).first(toy.numCells)) > 0);
        QCOMPARE(sumOf(std::span(found.values).subspan(toy.numCells)), 0.0);
    }

    void everyVariantGivesTheLogitOfSearch() {
        const auto model = smallModel();
        const ImageTokens image = smallImage(*model);
        const ImageTokens* const one = &image;
        const auto text = model->encodeText(kText);
        const float expected = model->matchLogits(*text, std::span(&one, 1)).front();
        for (const auto variant :
             {MapVariant::Gradient, MapVariant::Raw, MapVariant::Rollout, MapVariant::Focus}) {
            const TokenMaps maps = model->explain(*text, image, {{}, variant});
            QVERIFY(std::abs(maps.matchLogit - expected) < 1e-4F);
            QCOMPARE(maps.values.size(), kText.size() * 4);
            for (const float value : maps.values) QVERIFY(value >= 0);
        }
    }

    void explainingTwiceGivesTheSameAndLeavesSearchAlone() {
        const auto model = smallModel();
        const ImageTokens image = smallImage(*model);
        const ImageTokens* const one = &image;
        const auto text = model->encodeText(kText);
        const auto before = model->matchLogits(*text, std::span(&one, 1));
        const TokenMaps first = model->explain(*text, image, kGradient);
        const TokenMaps second = model->explain(*text, image, kGradient);
        QCOMPARE(first.values, second.values);
        QCOMPARE(model->matchLogits(*text, std::span(&one, 1)), before);
    }

    void aModelOfHalvesExplainsInFloat32() {
        const auto exact = smallModel();
        const auto rough = smallModel(ComputeType::BF16);
        const ImageTokens image = smallImage(*exact);
        const TokenMaps expected = exact->explain(*exact->encodeText(kText), image, kGradient);
        const TokenMaps found = rough->explain(*rough->encodeText(kText), image, kGradient);
        QCOMPARE(found.values, expected.values);
        QCOMPARE(found.matchLogit, expected.matchLogit);
    }

    void anyTokenFormatIsRead() {
        const auto model = smallModel();
        const auto pixels = smallImages(model->config(), 1);
        const auto text = model->encodeText(kText);
        const TokenMaps expected = model->explain(*text, smallImage(*model), kGradient);
        for (const TokenFormat format : {TokenFormat::F16, TokenFormat::Int8}) {
            const auto encoding = model->encodeImages(pixels, {format, {}});
            const TokenMaps found = model->explain(*text, encoding.tokens.front(), kGradient);
            QVERIFY(distance(found.values, expected.values) < 1e-2);
        }
    }

    void withoutMemoryTheNextDeviceExplains() {
        ModelSetup setup;
        setup.config = smallConfig();
        setup.weights = smallWeights(smallConfig());
        setup.devices = {testCpu(ComputeType::BF16), testCpu()};
        int numFailures = 0;
        setup.beforeWork = [&](WorkSite site) {
            if (site == WorkSite::Pairs && numFailures++ == 0) throw std::bad_alloc();
        };
        const auto model = makeRasaModel(std::move(setup));
        const auto exact = smallModel();
        const ImageTokens image = smallImage(*exact);
        const TokenMaps found = model->explain(*model->encodeText(kText), image);
        QCOMPARE(found.values, exact->explain(*exact->encodeText(kText), image).values);
        QVERIFY(model->device().computeType == ComputeType::F32);
        QVERIFY(numFailures > 1);
    }

    void whatDoesNotFitIsRefused() {
        const auto model = smallModel();
        const auto other = smallModel();
        const ImageTokens image = smallImage(*model);
        const auto text = model->encodeText(kText);
        QCOMPARE(codeOf([&] { model->explain(*other->encodeText(kText), image); }),
                 ErrorCode::InvalidInput);
        QCOMPARE(codeOf([&] {
                     model->explain(*text, image, {1, MapVariant::Raw});
                 }),
                 ErrorCode::InvalidInput);
        QCOMPARE(codeOf([&] {
                     model->explain(*text, image, {5, MapVariant::Raw});
                 }),
                 ErrorCode::InvalidInput);
        ImageTokens cut = image;
        cut.bytes.resize(cut.bytes.size() - 4);
        QCOMPARE(codeOf([&] { model->explain(*text, cut); }), ErrorCode::InvalidInput);
    }

    void stopsWhenAsked() {
        const auto model = smallModel();
        const ImageTokens image = smallImage(*model);
        const auto text = model->encodeText(kText);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(codeOf([&] { model->explain(*text, image, {}, stop.get_token()); }),
                 ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestAttentionMaps)
#include "tst_attention_maps.moc"

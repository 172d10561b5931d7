// The trainable modules and the inference path: names, shapes, devices, and that both compute the
// same.

#include <torch/library.h>

#include <QtTest>
#include <set>
#include <tuple>

#include "core/base/error.h"
#include "core/model/nn/cross_attention.h"
#include "core/model/nn/image_encoder.h"
#include "core/model/nn/pair_scorer.h"
#include "core/model/nn/rasa.h"
#include "core/model/nn/text_layers.h"
#include "core/model/weights.h"
#include "tests/core/model/nn/small_model.h"

namespace {

using namespace descry;
using namespace descry::nn;

double distance(const at::Tensor& a, const at::Tensor& b) {
    return a.sizes() == b.sizes() ? (a - b).abs().max().item<double>() : 1e9;
}

at::Tensor someIds(std::int64_t rows, std::int64_t length) {
    return at::arange(rows * length, at::kLong).mul(7).add(2).remainder(60).view({rows, length});
}

at::Tensor someImages(const RasaConfig& config, std::int64_t count) {
    return at::tensor(smallImages(config, count))
        .view({count, 3, config.imageRes, config.imageRes});
}

std::shared_ptr<Rasa> smallNetwork(const RasaConfig& config) {
    return loadRasa(config, *smallWeights(config), at::TensorOptions(at::kFloat));
}

/// [CLS] states of one text with images by the trainable modules.
at::Tensor moduleCls(const Rasa& network, const at::Tensor& ids, const at::Tensor& tokens) {
    const at::Tensor hidden = network.textEncoder().text(ids.unsqueeze(0), {});
    return network.textEncoder()
        .fusion(hidden.repeat({tokens.size(0), 1, 1}), {{}, tokens})
        .select(1, 0);
}

at::Tensor inferenceCls(const RasaConfig& config, const at::Tensor& ids, const at::Tensor& tokens) {
    const auto weights = smallWeights(config);
    const TextLayers texts(config, *weights, {});
    const PairScorer pairs(config, *weights, {});
    const FusionStart start = pairs.prepare(texts(ids), ids.size(0));
    return pairs.fuse(start, tokens.contiguous(), {});
}

// LibTorch alone leaves some operations unregistered for the meta device (its Python part has
// them); their shapes are told here.
at::Tensor metaSafeSoftmax(const at::Tensor& input, std::int64_t, std::optional<at::ScalarType>) {
    return at::empty_like(input);
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> metaLayerNorm(const at::Tensor& input,
                                                             c10::SymIntArrayRef,
                                                             const std::optional<at::Tensor>&,
                                                             const std::optional<at::Tensor>&,
                                                             double) {
    const at::Tensor statistic = at::empty({input.numel() / input.size(-1)}, input.options());
    return {at::empty_like(input), statistic, statistic.clone()};
}

at::Tensor metaIndexSelect(const at::Tensor& input, std::int64_t dim, const at::Tensor& index) {
    std::vector<std::int64_t> shape = input.sizes().vec();
    shape[static_cast<std::size_t>(at::maybe_wrap_dim(dim, input.dim()))] = index.numel();
    return at::empty(shape, input.options());
}

TORCH_LIBRARY_IMPL(aten, Meta, library) {
    library.impl("index_select", metaIndexSelect);
    library.impl("native_layer_norm", metaLayerNorm);
    library.impl("_safe_softmax", metaSafeSoftmax);
}

}  // namespace

class TestNetwork : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void stateNamesAndShapesAreThePublishedOnes() {
        const RasaConfig config = smallConfig();
        const Rasa network(config, at::TensorOptions(at::kMeta));
        std::map<std::string, std::vector<std::int64_t>> actual;
        for (const auto& parameter : network.named_parameters()) {
            actual[parameter.key()] = parameter.value().sizes().vec();
        }
        const auto expected = expectedTensors(config);
        QCOMPARE(actual.size(), expected.size());
        for (const ExpectedTensor& tensor : expected) {
            QVERIFY2(actual.contains(tensor.name), tensor.name.c_str());
            QVERIFY2(actual.at(tensor.name) == tensor.shape, tensor.name.c_str());
        }
    }

    void everyForwardRunsOnTheMetaDevice() {
        const RasaConfig config = smallConfig();
        const auto meta = at::TensorOptions(at::kMeta);
        Rasa network(config, meta.dtype(at::kBFloat16));
        const TextEncoder& encoder = network.textEncoder();
        const at::Tensor images = at::empty({2, 3, 32, 32}, meta.dtype(at::kBFloat16));
        const at::Tensor ids = at::empty({2, 6}, meta.dtype(at::kLong));
        const at::Tensor mask = at::empty({2, 6}, meta.dtype(at::kLong));
        for (const bool training : {false, true}) {
            network.train(training);
            const at::Tensor tokens = network.visualEncoder().forward(images);
            const at::Tensor hidden = encoder.text(ids, {mask, {}});
            const at::Tensor fused = encoder.fusion(hidden, {mask, tokens});
            const at::Tensor mixed = encoder.multiModal(ids, {mask, tokens});
            for (const at::Tensor& feature :
                 {network.imageFeature(tokens), network.textFeature(hidden)}) {
                QVERIFY(feature.is_meta());
                QCOMPARE(feature.scalar_type(), at::kFloat);  // Compared at full precision.
            }
            for (const at::Tensor& logits : {network.matchLogits(fused),
                                             network.relationLogits(fused),
                                             network.replacedLogits(mixed),
                                             encoder.mlmLogits(mixed)}) {
                QVERIFY(logits.is_meta());
                QCOMPARE(logits.scalar_type(), at::kBFloat16);
            }
        }
    }

    void inferenceRunsOnTheMetaDevice() {
        const RasaConfig config = smallConfig();
        const auto weights = smallWeights(config);
        for (const at::ScalarType type : {at::kFloat, at::kHalf, at::kBFloat16}) {
            const Placement meta{at::kMeta, type};
            const ImageEncoder images(config, *weights, meta);
            const TextLayers texts(config, *weights, meta);
            const PairScorer pairs(config, *weights, meta);
            const at::Tensor tokens =
                images(at::empty({2, 3, 32, 32}, meta.floatOptions()), std::stop_token());
            const HiddenState text =
                texts(at::empty({4}, at::TensorOptions(at::kLong).device(at::kMeta)));
            const at::Tensor cls =
                pairs.fuse(pairs.prepare(text, 4), tokens.to(type), std::stop_token());
            QVERIFY(images.features(tokens).is_meta());
            QVERIFY(texts.feature(text).is_meta());
            QVERIFY(pairs.matchLogits(cls).is_meta());
        }
    }

    void dropoutActsInTrainingAlone() {
        const RasaConfig config = smallConfig();
        const auto network = smallNetwork(config);
        const at::Tensor ids = someIds(1, 6);
        const at::Tensor calm = network->textEncoder().text(ids, {});
        QCOMPARE(distance(network->textEncoder().text(ids, {}), calm), 0.0);
        network->train();
        QVERIFY(distance(network->textEncoder().text(ids, {}), calm) > 1e-3);
    }

    void gradientsReachEveryParameterButTheTemperature() {
        const RasaConfig config = smallConfig();
        const auto network = smallNetwork(config);
        network->train();
        const at::Tensor tokens = network->visualEncoder().forward(someImages(config, 2));
        const at::Tensor ids = someIds(2, 6);
        const at::Tensor mixed = network->textEncoder().multiModal(ids, {{}, tokens});
        const at::Tensor hidden = network->textEncoder().text(ids, {});
        const at::Tensor loss =
            network->matchLogits(mixed).square().sum() + network->imageFeature(tokens).sum() +
            network->relationLogits(mixed).square().sum() + network->textFeature(hidden).sum() +
            network->replacedLogits(mixed).square().sum() +
            network->textEncoder().mlmLogits(mixed).square().sum();
        loss.backward();
        for (const auto& parameter : network->named_parameters()) {
            QVERIFY2(parameter.key() == "temp" || parameter.value().grad().defined(),
                     parameter.key().c_str());
        }
    }

    void paddingChangesNothing() {
        const RasaConfig config = smallConfig();
        const at::NoGradGuard noGrad;
        const auto network = smallNetwork(config);
        const at::Tensor tokens = network->visualEncoder().forward(someImages(config, 1));
        const at::Tensor ids = someIds(1, 9);
        at::Tensor mask = at::zeros({1, 9}, at::kLong);
        mask.narrow(1, 0, 5).fill_(1);
        const TextEncoder& encoder = network->textEncoder();
        const at::Tensor padded = encoder.multiModal(ids, {mask, tokens}).narrow(1, 0, 5);
        const at::Tensor bare = encoder.multiModal(ids.narrow(1, 0, 5), {{}, tokens});
        QVERIFY(distance(padded, bare) < 1e-5);
    }

    void imagePathEqualsTheModule() {
        const RasaConfig config = smallConfig();
        const at::NoGradGuard noGrad;
        const auto network = smallNetwork(config);
        const ImageEncoder encoder(config, *smallWeights(config), {});
        const at::Tensor images = someImages(config, 3);
        const at::Tensor expected = network->visualEncoder().forward(images);
        const at::Tensor actual = encoder(images, {});
        QVERIFY(distance(actual, expected) < 2e-5);
        QVERIFY(distance(encoder.features(actual), network->imageFeature(expected)) < 1e-5);
    }

    void textPathEqualsTheModule() {
        const RasaConfig config = smallConfig();
        const at::NoGradGuard noGrad;
        const auto network = smallNetwork(config);
        const TextLayers texts(config, *smallWeights(config), {});
        const at::Tensor ids = someIds(1, 7);
        const at::Tensor expected = network->textEncoder().text(ids, {});
        const HiddenState actual = texts(ids[0]);
        QVERIFY(distance(actual.residual, expected[0]) < 1e-5);
        QVERIFY(distance(texts.feature(actual), network->textFeature(expected)[0]) < 1e-5);
    }

    void pairPathEqualsTheModule_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("fusionLayer");
        // One token is the shortest query, 20 are more than the image has: there projecting is
        // cheaper than folding.
        for (const int length : {1, 2, 7, 20}) {
            for (const int fusionLayer : {0, 2, 4}) {
                QTest::addRow("%d tokens, fusion from layer %d", length, fusionLayer)
                    << length << fusionLayer;
            }
        }
    }
    void pairPathEqualsTheModule() {
        QFETCH(int, length);
        QFETCH(int, fusionLayer);
        RasaConfig config = smallConfig();
        config.bert.fusionLayer = fusionLayer;
        const at::NoGradGuard noGrad;
        const auto network = smallNetwork(config);
        const at::Tensor tokens = network->visualEncoder().forward(someImages(config, 3));
        const at::Tensor ids = someIds(1, length)[0];
        const at::Tensor expected = moduleCls(*network, ids, tokens);
        QVERIFY(distance(inferenceCls(config, ids, tokens), expected) < 2e-5);
    }

    void foldedEqualsProjected() {
        const RasaConfig config = smallConfig();
        const at::NoGradGuard noGrad;
        const CrossAttention attention(config.bert,
                                       config.bert.encoderWidth,
                                       *smallWeights(config),
                                       "text_encoder.bert.encoder.layer.3.crossattention.",
                                       {});
        const at::Tensor input = at::randn({3 * 4, config.bert.hiddenSize});
        const at::Tensor context = at::randn({3, 70, config.bert.encoderWidth});
        // The number of context rows given decides the way; it is not used otherwise.
        const at::Tensor folded = attention.prepareQueries(input, 4, 100000);
        const at::Tensor plain = attention.prepareQueries(input, 4, 1);
        QCOMPARE(folded.dim(), 3);
        QCOMPARE(plain.dim(), 2);
        QVERIFY(distance(attention.attend(folded, context, 4),
                         attention.attend(plain, context, 4)) < 2e-5);
    }

    void manyQueriesPerPairEqualFew() {
        // More rows than are batched: the pair-by-pair products.
        const RasaConfig config = smallConfig();
        const at::NoGradGuard noGrad;
        const CrossAttention attention(config.bert,
                                       config.bert.encoderWidth,
                                       *smallWeights(config),
                                       "text_encoder.bert.encoder.layer.3.crossattention.",
                                       {});
        const at::Tensor input = at::randn({2 * 30, config.bert.hiddenSize});
        const at::Tensor context = at::randn({2, 50, config.bert.encoderWidth});
        const at::Tensor folded = attention.prepareQueries(input, 30, 100000);
        const at::Tensor plain = attention.prepareQueries(input, 30, 1);
        QVERIFY(distance(attention.attend(folded, context, 30),
                         attention.attend(plain, context, 30)) < 2e-5);
    }

    void foldingIsChosenForFewQueries() {
        AttentionShape shape{25, 577, 768, 768, 12};
        QVERIFY(foldedFlops(shape) < projectedFlops(shape));
        shape.numQueries = 100;
        QVERIFY(foldedFlops(shape) > projectedFlops(shape));
    }

    void wrongShapesAreNamed() {
        const RasaConfig config = smallConfig();
        RasaConfig other = config;
        other.embedDim = 13;
        try {
            loadRasa(other, *smallWeights(config), at::TensorOptions(at::kFloat));
            QFAIL("a tensor of another shape was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidInput);
            QVERIFY(QString(error.what()).contains("_proj"));
        }
    }

    void noFusionLayerIsRefused() {
        RasaConfig config = smallConfig();
        config.bert.fusionLayer = config.bert.numHiddenLayers;
        QVERIFY_EXCEPTION_THROWN(PairScorer(config, *smallWeights(smallConfig()), {}), Error);
    }
};

QTEST_GUILESS_MAIN(TestNetwork)
#include "tst_network.moc"

#include <ATen/CPUGeneratorImpl.h>

#include <QTest>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/model/nn/torch_headers.h"
#include "core/training/step/fresh_start.h"
#include "core/training/step/training_step.h"

namespace descry::training {
namespace {

constexpr std::int64_t kVocabSize = 40;
constexpr std::int64_t kPositions = 12;

RasaConfig smallConfig() {
    RasaConfig config;
    config.imageRes = 32;
    config.patchSize = 16;
    config.vit = {.embedDim = 16, .depth = 2, .numHeads = 2};
    config.bert.hiddenSize = 16;
    config.bert.numHiddenLayers = 3;
    config.bert.numAttentionHeads = 2;
    config.bert.intermediateSize = 32;
    config.bert.vocabSize = kVocabSize;
    config.bert.maxPositionEmbeddings = kPositions;
    config.bert.fusionLayer = 1;
    config.bert.encoderWidth = 16;
    config.bert.hiddenDropout = 0;
    config.bert.attentionDropout = 0;
    config.embedDim = 8;
    config.queueSize = 12;
    return config;
}

/// The same as it is trained: features are dropped.
RasaConfig droppingConfig() {
    RasaConfig config = smallConfig();
    config.bert.hiddenDropout = 0.1;
    config.bert.attentionDropout = 0.1;
    return config;
}

TrainingState freshState(const RasaConfig& config = smallConfig()) {
    TrainingState state = makeTrainingState(config, at::kCPU);
    initialiseFresh(state, 5);
    return state;
}

StepOptions smallOptions() {
    StepOptions options;
    options.tokens = {.pad = 0, .cls = 2, .mask = 4};
    return options;
}

/// `persons.size()` pairs of noise and random words, all of the same length.
TrainingBatch batchOf(std::vector<std::int64_t> persons, std::int64_t length = 8) {
    at::Generator random = at::detail::createCPUGenerator(3);
    const auto size = static_cast<std::int64_t>(persons.size());
    const auto texts = [&] {
        at::Tensor ids = at::randint(5, kVocabSize, {size, length}, random, at::kLong);
        ids.select(1, 0).fill_(2);
        return TextBatch{ids, at::ones({size, length}, at::kLong)};
    };
    const auto images = [&] { return at::randn({size, 3, 32, 32}, random); };
    TrainingBatch batch;
    batch.images = images();
    batch.otherImages = images();
    batch.captions = texts();
    batch.pairedTexts = texts();
    batch.persons = at::tensor(persons, at::kLong);
    batch.replaced = at::arange(size).remainder(2);
    return batch;
}

std::map<std::string, at::Tensor> gradientsOf(const TrainingState& state) {
    std::map<std::string, at::Tensor> gradients;
    for (const auto& item : state.online->named_parameters()) {
        if (item.value().grad().defined()) gradients[item.key()] = item.value().grad().clone();
    }
    return gradients;
}

/// Whether both have the same gradients, each within `limit`.
bool areClose(const std::map<std::string, at::Tensor>& a,
              const std::map<std::string, at::Tensor>& b,
              double limit) {
    bool isSame = true;
    for (const auto* side : {&a, &b}) {
        const auto& other = side == &a ? b : a;
        for (const auto& [name, gradient] : *side) {
            const auto found = other.find(name);
            const at::Tensor difference =
                found == other.end() ? gradient : gradient - found->second;
            const double largest = difference.abs().max().item<double>();
            if (largest <= limit) continue;
            qWarning("%s differs by %g", name.c_str(), largest);
            isSame = false;
        }
    }
    return isSame;
}

/// Counts what is asked for.
class CountedDraws : public RandomDraws {
  public:
    CountedDraws() : RandomDraws(7) {}

    CorruptionDraws corruption(Corruption kind, const CorruptionShape& shape) override {
        ++(kind == Corruption::MaskedLanguage ? numMasked : numReplaced);
        return RandomDraws::corruption(kind, shape);
    }
    at::Tensor negatives(Negative kind, const at::Tensor& weights) override {
        ++numNegatives;
        return RandomDraws::negatives(kind, weights);
    }

    int numMasked = 0;
    int numReplaced = 0;
    int numNegatives = 0;
};

/// Draws all but dropout's seed from another.
class SeededDropout : public RandomDraws {
  public:
    explicit SeededDropout(std::uint64_t seed) : RandomDraws(11), m_seed(seed) {}

    std::uint64_t dropoutSeed() override { return m_seed; }

  private:
    std::uint64_t m_seed;
};

/// What one step leaves behind.
struct Outcome {
    StepReport report;
    std::map<std::string, at::Tensor> gradients;
};

Outcome outcomeOf(const StepOptions& options,
                  const TrainingBatch& batch,
                  const RasaConfig& config = smallConfig()) {
    TrainingState state = freshState(config);
    TrainingStep step(state, options);
    RandomDraws draws(11);
    Outcome outcome;
    outcome.report = step.run(batch, 0.4, draws);
    outcome.gradients = gradientsOf(state);
    return outcome;
}

}  // namespace

class TestTrainingStep : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void batchOfOnePersonLeavesMatchingOut() {
        const Outcome outcome = outcomeOf(smallOptions(), batchOf({4, 4, 4}));
        QVERIFY(outcome.report.isFinite);
        QCOMPARE(outcome.report.rowsWithoutNegative, 3);
        QCOMPARE(outcome.report.matching, 0.0);
        QVERIFY(outcome.report.contrastive > 0);
        QVERIFY(outcome.report.relation > 0);
        QVERIFY(!outcome.gradients.contains("itm_head.weight"));
        QVERIFY(outcome.gradients.contains("prd_head.weight"));
    }

    void batchOfOneSampleLearns() {
        const Outcome outcome = outcomeOf(smallOptions(), batchOf({4}));
        QVERIFY(outcome.report.isFinite);
        QCOMPARE(outcome.report.rowsWithoutNegative, 1);
        QVERIFY(outcome.report.total > 0);
    }

    void negativesAreOtherPeople() {
        const at::Tensor features = at::ones({5, 8}) / std::sqrt(8.0);
        const at::Tensor persons = at::tensor(std::vector<std::int64_t>{1, 1, 1, 1, 2}, at::kLong);
        RandomDraws draws(4);
        const auto negatives = drawNegatives(
            {{features, features}, {features, features}, persons, at::full({}, 0.07)}, draws);
        QVERIFY(negatives.has_value());
        for (const at::Tensor& columns : {negatives->imageOfText, negatives->textOfImage}) {
            QVERIFY(!persons.index_select(0, columns).eq(persons).any().item<bool>());
        }
    }

    void bluntNegativesAreDrawnEvenly() {
        const at::Tensor features = at::eye(4);
        const auto weightOfHardest = [&](double sharpness) {
            at::Tensor weights;
            const auto keep = [&](const std::string& name, const at::Tensor& value) {
                if (name == "weights_t2i") weights = value.clone();
            };
            RandomDraws draws(4);
            drawNegatives({{features, features},
                           {features.roll(1, 0), features},
                           at::arange(4),
                           at::ones({}),
                           sharpness},
                          draws,
                          keep);
            return weights.max().item<double>();
        };
        // The hardest of four has a similarity of 1, the others of 0.
        QVERIFY(std::abs(weightOfHardest(0) - 0.25) < 1e-6);
        QVERIFY(std::abs(weightOfHardest(0.5) - std::exp(0.5) / (std::exp(0.5) + 3)) < 1e-6);
        QVERIFY(std::abs(weightOfHardest(1) - std::exp(1.0) / (std::exp(1.0) + 3)) < 1e-6);
    }

    void weightOfZeroSkipsTheWork() {
        TrainingState state = freshState();
        StepOptions options = smallOptions();
        options.weights = {.contrastive = 0.5,
                           .matching = 0,
                           .relation = 0,
                           .maskedLanguage = 0,
                           .replacedToken = 0};
        TrainingStep step(state, options);
        CountedDraws draws;
        const StepReport report = step.run(batchOf({1, 2, 3, 4}), 0.4, draws);
        QCOMPARE(draws.numMasked + draws.numReplaced + draws.numNegatives, 0);
        QCOMPARE(report.total, 0.5 * report.contrastive);
        const auto gradients = gradientsOf(state);
        QVERIFY(gradients.contains("vision_proj.weight"));
        QVERIFY(!gradients.contains("mrtd_head.weight"));
        QVERIFY(!gradients.contains("text_encoder.bert.encoder.layer.2.output.dense.weight"));
    }

    void microBatchesEqualTheWholeBatch() {
        StepOptions options = smallOptions();
        options.weights.matching = 0;  // Its negatives are those of a micro-batch.
        const TrainingBatch batch = batchOf({1, 2, 3, 1, 4, 5});
        const Outcome whole = outcomeOf(options, batch);
        for (const std::int64_t size : {1, 2, 4}) {
            options.microBatch = size;
            const Outcome parts = outcomeOf(options, batch);
            QVERIFY(std::abs(parts.report.total - whole.report.total) < 1e-5);
            QVERIFY(areClose(whole.gradients, parts.gradients, 1e-5));
        }
    }

    void recomputedActivationsGiveTheSameGradients() {
        StepOptions options = smallOptions();
        const TrainingBatch batch = batchOf({1, 2, 3, 4});
        const Outcome kept = outcomeOf(options, batch);
        options.recomputeActivations = true;
        const Outcome recomputed = outcomeOf(options, batch);
        QCOMPARE(recomputed.report.total, kept.report.total);
        QVERIFY(areClose(kept.gradients, recomputed.gradients, 1e-6));
    }

    void layersThatRunAgainDropTheSame() {
        StepOptions options = smallOptions();
        const TrainingBatch batch = batchOf({1, 2, 3, 4});
        const Outcome kept = outcomeOf(options, batch, droppingConfig());
        options.recomputeActivations = true;
        const Outcome recomputed = outcomeOf(options, batch, droppingConfig());
        QCOMPARE(recomputed.report.total, kept.report.total);
        QVERIFY(areClose(kept.gradients, recomputed.gradients, 1e-6));
        QVERIFY(outcomeOf(options, batch).report.total != kept.report.total);
    }

    void dropoutFollowsFromItsSeedAlone() {
        const TrainingBatch batch = batchOf({1, 2, 3, 4});
        const auto totalOf = [&](std::uint64_t seed) {
            TrainingState state = freshState(droppingConfig());
            TrainingStep step(state, smallOptions());
            SeededDropout draws(seed);
            return step.run(batch, 0.4, draws).total;
        };
        const double first = totalOf(1);
        at::rand({7});  // Torch's generator stands elsewhere, as after a restart.
        QCOMPARE(totalOf(1), first);
        QVERIFY(totalOf(2) != first);
    }

    void bfloat16StaysNear() {
        StepOptions options = smallOptions();
        // MRTD's words are drawn from logits: rounding may draw others.
        options.weights.replacedToken = 0;
        const TrainingBatch batch = batchOf({1, 2, 3, 4});
        const Outcome exact = outcomeOf(options, batch);
        options.bfloat16 = true;
        const Outcome rounded = outcomeOf(options, batch);
        QVERIFY(std::abs(rounded.report.total / exact.report.total - 1) < 0.03);
        for (const auto& [name, gradient] : rounded.gradients) {
            QCOMPARE(gradient.scalar_type(), at::kFloat);
        }
    }

    void inputThatIsNotANumberLeavesNoGradientAndNoQueueEntry() {
        TrainingState state = freshState();
        TrainingStep step(state, smallOptions());
        TrainingBatch batch = batchOf({1, 2, 3, 4});
        batch.images[2].fill_(std::numeric_limits<float>::quiet_NaN());
        RandomDraws draws(1);
        const StepReport report = step.run(batch, 0.4, draws);
        QVERIFY(!report.isFinite);
        QVERIFY(gradientsOf(state).empty());
        QCOMPARE(state.queue->pointer(), 0);
        QVERIFY(state.queue->persons().eq(FeatureQueue::kNobody).all().item<bool>());
    }

    void inputThatIsNotANumberIsNotTakenForABatchWithoutNegatives() {
        StepOptions options = smallOptions();
        options.weights = {.contrastive = 0,
                           .matching = 1,
                           .relation = 0,
                           .maskedLanguage = 0,
                           .replacedToken = 0};
        TrainingBatch batch = batchOf({1, 2, 3, 4});
        batch.images[2].fill_(std::numeric_limits<float>::quiet_NaN());
        const Outcome outcome = outcomeOf(options, batch);
        QVERIFY(!outcome.report.isFinite);
        QCOMPARE(outcome.report.rowsWithoutNegative, 0);
        QVERIFY(outcome.gradients.empty());
    }

    void queueWrapsRoundItsEnd() {
        TrainingState state = freshState();
        TrainingStep step(state, smallOptions());
        RandomDraws draws(1);
        for (std::int64_t i = 0; i < 3; ++i) {
            std::vector<std::int64_t> persons;
            for (std::int64_t k = 0; k < 5; ++k) persons.push_back(10 * i + k);
            step.run(batchOf(persons), 0.4, draws);
        }
        QCOMPARE(state.queue->pointer(), 3);
        const at::Tensor expected = at::tensor(
            std::vector<std::int64_t>{22, 23, 24, 3, 4, 10, 11, 12, 13, 14, 20, 21}, at::kLong);
        QVERIFY(at::equal(state.queue->persons(), expected));
    }

    void queueSmallerThanTheBatchKeepsTheLast() {
        RasaConfig config = smallConfig();
        config.queueSize = 3;
        TrainingState state = freshState(config);
        TrainingStep step(state, smallOptions());
        RandomDraws draws(1);
        const StepReport report = step.run(batchOf({1, 2, 3, 4, 5}), 0.4, draws);
        QVERIFY(report.isFinite);
        const auto persons = state.queue->persons();
        for (const std::int64_t person : {3, 4, 5}) {
            QVERIFY(persons.eq(person).any().item<bool>());
        }
    }

    void longCaptionsAreCutAndCounted() {
        const Outcome outcome = outcomeOf(smallOptions(), batchOf({1, 2, 3}, kPositions + 4));
        QVERIFY(outcome.report.isFinite);
        QCOMPARE(outcome.report.cutTexts, 6);
    }

    void vocabularyDistillationIsAnotherLoss() {
        StepOptions options = smallOptions();
        const TrainingBatch batch = batchOf({1, 2, 3, 4});
        const Outcome reference = outcomeOf(options, batch);
        options.distillation = Distillation::Vocabulary;
        const Outcome vocabulary = outcomeOf(options, batch);
        QCOMPARE(vocabulary.report.maskedCrossEntropy, reference.report.maskedCrossEntropy);
        QVERIFY(vocabulary.report.isFinite);
        QVERIFY(std::abs(vocabulary.report.maskedDistillation -
                         reference.report.maskedDistillation) > 1e-3);
    }

    void replacedWordsMayBeDrawnOverTheNextPicture() {
        StepOptions options = smallOptions();
        options.weights = {
            .contrastive = 0, .matching = 0, .relation = 0, .maskedLanguage = 0, .replacedToken = 1};
        const TrainingBatch batch = batchOf({1, 2, 3, 4});
        TrainingBatch rolled = batch;
        rolled.otherImages = batch.otherImages.index({at::tensor({1, 2, 3, 0}, at::kLong)});
        const Outcome expected = outcomeOf(options, rolled);
        const Outcome own = outcomeOf(options, batch);
        options.replacementPicture = ReplacementPicture::Other;
        const Outcome other = outcomeOf(options, batch);
        QCOMPARE(other.report.replacedToken, expected.report.replacedToken);
        QVERIFY(other.report.replacedToken != own.report.replacedToken);
    }

    void drawsGoOnFromTheirState() {
        RandomDraws whole(9);
        for (int i = 0; i < 5; ++i) whole.next();
        RandomDraws resumed(whole.state());
        for (int i = 0; i < 5; ++i) QCOMPARE(resumed.next(), whole.next());
    }

    void negativesAreDrawnByWeightAndNeverWhereItIsZero() {
        RandomDraws draws(2);
        const at::Tensor weights =
            at::tensor({0.0F, 3.0F, 1.0F, 0.0F}).unsqueeze(0).expand({4000, 4}).contiguous();
        const at::Tensor columns = draws.negatives(Negative::ImageOfText, weights);
        const auto share = [&](std::int64_t column) {
            return columns.eq(column).to(at::kDouble).mean().item<double>();
        };
        QCOMPARE(share(0) + share(3), 0.0);
        QVERIFY(std::abs(share(1) - 0.75) < 0.03);
    }

    void batchThatDoesNotFitIsRefused() {
        TrainingState state = freshState();
        TrainingStep step(state, smallOptions());
        TrainingBatch batch = batchOf({1, 2, 3});
        batch.persons = at::zeros({2}, at::kLong);
        RandomDraws draws(1);
        QVERIFY_EXCEPTION_THROWN(step.run(batch, 0.4, draws), Error);
    }
};

}  // namespace descry::training

QTEST_APPLESS_MAIN(descry::training::TestTrainingStep)
#include "tst_training_step.moc"

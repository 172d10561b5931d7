#include "core/training/step/training_step.h"

#include <ATen/Context.h>

#include <algorithm>
#include <cmath>

#include "core/training/step/autocast.h"

namespace descry::training {
namespace {

CorruptedText rows(const CorruptedText& text, std::int64_t first, std::int64_t count) {
    return {text.ids.narrow(0, first, count), text.picked.narrow(0, first, count)};
}

}  // namespace

struct TrainingStep::Losses {
    enum Row {
        Contrastive,
        Matching,
        Relation,
        MaskedLanguage,
        ReplacedToken,
        MaskedCrossEntropy,
        MaskedDistillation,
        FirstPart,
        NumRows = FirstPart + 4
    };

    explicit Losses(at::Device device) {
        values.fill(at::zeros({}, at::TensorOptions(at::kFloat).device(device)));
    }
    /// A row that enters the total.
    void add(Row row, const at::Tensor& loss, double share, double weight) {
        values[row] = loss.detach() * share;
        const at::Tensor term = loss * (share * weight);
        total = total.defined() ? total + term : term;
    }
    void note(Row row, const at::Tensor& value, double share) {
        values[row] = value.detach() * share;
    }

    std::array<at::Tensor, NumRows> values;
    at::Tensor total;  ///< Undefined: there was nothing to learn from.
    std::int64_t rowsWithoutNegative = 0;
};

TrainingStep::TrainingStep(TrainingState& state, const StepOptions& options)
    : m_state(state), m_options(options) {
    m_options.validate();
    m_state.train();
    m_state.online->recomputeActivations(m_options.recomputeActivations);
}

StepReport TrainingStep::run(const TrainingBatch& given,
                             double softShare,
                             Draws& draws,
                             const nn::Trace& trace) {
    given.check(m_state.config);
    StepReport report;
    TrainingBatch batch = given.to(m_state.device());
    report.cutTexts = cutToPositions(batch, m_state.config.bert.maxPositionEmbeddings);
    at::manual_seed(draws.dropoutSeed());
    m_state.online->zero_grad();

    m_state.momentum->follow(*m_state.online, m_options.momentum);
    const std::int64_t size = batch.size();
    const std::int64_t stride = m_options.microBatch > 0 ? m_options.microBatch : size;
    const Corruptions corruptions = corruptCaptions(batch, draws);
    std::vector<Targets> targets;
    for (std::int64_t first = 0; first < size; first += stride) {
        const TrainingBatch part = batch.slice(first, std::min(stride, size - first));
        targets.push_back(makeTargets(part, corruptions, first, softShare, draws));
    }
    Whole whole = gather(batch, targets);
    whole.softShare = softShare;

    for (std::int64_t first = 0; first < size; first += stride) {
        const TrainingBatch part = batch.slice(first, std::min(stride, size - first));
        const Targets& target = targets[static_cast<std::size_t>(first / stride)];
        Losses losses(m_state.device());
        {
            const AutocastScope scope(m_state.device().type(), m_options.bfloat16);
            const at::Tensor tokens = m_state.online->visualEncoder().forward(part.images);
            addPairLosses(part, tokens, target, whole, first, draws, losses, trace);
            addWordLosses(tokens, target, whole, losses, trace);
        }
        if (!learn(losses, report)) {
            m_state.online->zero_grad();
            return report;
        }
    }
    if (whole.features.image.defined()) {
        nn::report(trace, "image_feat_m", whole.features.image);
        nn::report(trace, "text_feat_m", whole.features.text);
        m_state.queue->enqueue(whole.features.image, whole.features.text, batch.persons);
    }
    return report;
}

TrainingStep::Corruptions TrainingStep::corruptCaptions(const TrainingBatch& batch,
                                                        Draws& draws) const {
    const at::Tensor& ids = batch.captions.ids;
    const auto corrupted = [&](Corruption kind, double probability) {
        const CorruptionShape shape{
            ids.size(0), ids.size(1), m_state.config.bert.vocabSize, probability};
        return corrupt(ids, draws.corruption(kind, shape), m_options.tokens);
    };
    Corruptions result;
    if (m_options.weights.maskedLanguage > 0) {
        result.masked = corrupted(Corruption::MaskedLanguage, m_options.maskProbability);
    }
    if (m_options.weights.replacedToken > 0) {
        result.replaced = corrupted(Corruption::ReplacedToken, m_options.corruptProbability);
    }
    return result;
}

TrainingStep::Targets TrainingStep::makeTargets(const TrainingBatch& batch,
                                                const Corruptions& corruptions,
                                                std::int64_t first,
                                                double softShare,
                                                Draws& draws) const {
    const at::NoGradGuard noGrad;
    const AutocastScope scope(m_state.device().type(), m_options.bfloat16);
    const MomentumNetwork& momentum = *m_state.momentum;
    const bool needsFeatures = m_options.weights.contrastive > 0 || m_options.weights.matching > 0;
    const bool needsTeacher = corruptions.masked && softShare > 0;
    Targets targets;
    at::Tensor tokens;
    if (needsFeatures || needsTeacher || corruptions.replaced) {
        tokens = momentum.visualEncoder().forward(batch.otherImages);
    }
    if (needsFeatures) {
        const TextBatch& texts = batch.pairedTexts;
        targets.features = {momentum.imageFeature(tokens),
                            momentum.textFeature(momentum.textEncoder().text(
                                texts.ids, {texts.mask, {}, nn::Padding::Skipped}))};
    }
    if (corruptions.masked) {
        targets.masked = makeMaskedTask(momentum,
                                        batch.captions,
                                        rows(*corruptions.masked, first, batch.size()),
                                        needsTeacher ? tokens : at::Tensor());
    }
    if (corruptions.replaced) {
        const bool isOwn = m_options.replacementPicture == ReplacementPicture::Own;
        targets.replaced = makeReplacedTask(momentum,
                                            batch.captions,
                                            rows(*corruptions.replaced, first, batch.size()),
                                            isOwn ? tokens : at::roll(tokens, -1, 0),
                                            m_options.tokens,
                                            draws,
                                            first * batch.captions.ids.size(1));
    }
    return targets;
}

TrainingStep::Whole TrainingStep::gather(const TrainingBatch& batch,
                                         const std::vector<Targets>& targets) const {
    Whole whole;
    whole.size = batch.size();
    std::vector<at::Tensor> images;
    std::vector<at::Tensor> texts;
    for (const Targets& part : targets) {
        if (part.masked) whole.numMasked += part.masked->places.numel();
        if (part.replaced) whole.numReplaced += part.replaced->numLabels;
        if (!part.features.image.defined()) continue;
        images.push_back(part.features.image);
        texts.push_back(part.features.text);
    }
    if (!images.empty()) whole.features = {at::cat(images), at::cat(texts)};
    if (m_options.weights.contrastive > 0) {
        whole.targets =
            hardTargets(batch.persons, at::cat({batch.persons, m_state.queue->persons()}));
    }
    return whole;
}

void TrainingStep::addPairLosses(const TrainingBatch& batch,
                                 const at::Tensor& imageTokens,
                                 const Targets& targets,
                                 const Whole& whole,
                                 std::int64_t first,
                                 Draws& draws,
                                 Losses& losses,
                                 const nn::Trace& trace) const {
    const LossWeights& weights = m_options.weights;
    if (weights.contrastive == 0 && weights.matching == 0 && weights.relation == 0) return;
    const nn::Rasa& network = *m_state.online;
    const TextBatch& texts = batch.pairedTexts;
    const at::Tensor hidden =
        network.textEncoder().text(texts.ids, {texts.mask, {}, nn::Padding::Skipped});
    const FusionInput fusion{hidden, texts.mask, imageTokens};
    const double share = static_cast<double>(batch.size()) / static_cast<double>(whole.size);

    const FeaturePair features{network.imageFeature(imageTokens), network.textFeature(hidden)};
    nn::report(trace, "image_feat", features.image);
    nn::report(trace, "text_feat", features.text);
    if (weights.contrastive > 0) {
        const AutocastScope exact(m_state.device().type(), false);
        const ContrastiveLoss loss =
            contrastiveLoss({features,
                             targets.features,
                             whole.features,
                             {m_state.queue->images(), m_state.queue->texts()},
                             whole.targets.narrow(0, first, batch.size()),
                             network.temperature(),
                             whole.softShare},
                            trace);
        losses.add(Losses::Contrastive, loss.loss, share, weights.contrastive);
        for (int i = 0; i < 4; ++i) {
            losses.note(Losses::Row(Losses::FirstPart + i), loss.parts[i], share);
        }
    }
    std::optional<HardNegatives> negatives;
    if (weights.matching > 0) {
        const AutocastScope exact(m_state.device().type(), false);
        negatives = drawNegatives({features,
                                   targets.features,
                                   batch.persons,
                                   network.temperature(),
                                   m_options.negativeSharpness},
                                  draws,
                                  trace);
        if (!negatives) losses.rowsWithoutNegative = batch.size();
    }
    if (!negatives && weights.relation == 0) return;
    const at::Tensor positives = fusePositives(network, fusion);
    if (negatives) {
        const at::Tensor loss = matchingLoss(network, positives, fusion, *negatives, trace);
        losses.add(Losses::Matching, loss, share, weights.matching);
    }
    if (weights.relation > 0) {
        const at::Tensor loss = relationLoss(network, positives, batch.replaced, trace);
        losses.add(Losses::Relation, loss, share, weights.relation);
    }
}

void TrainingStep::addWordLosses(const at::Tensor& imageTokens,
                                 const Targets& targets,
                                 const Whole& whole,
                                 Losses& losses,
                                 const nn::Trace& trace) const {
    const nn::Rasa& network = *m_state.online;
    const auto shareOf = [](std::int64_t part, std::int64_t all) {
        return static_cast<double>(part) / static_cast<double>(all);
    };
    if (targets.masked && targets.masked->places.numel() > 0) {
        const MaskedTask& task = *targets.masked;
        const double share = shareOf(task.places.numel(), whole.numMasked);
        nn::report(trace, "mlm_input_ids", task.text.ids);
        nn::report(trace, "mlm_places", task.places);
        if (task.softLabels.defined()) nn::report(trace, "mlm_soft_labels", task.softLabels);
        const MaskedLoss loss =
            maskedLoss(network, task, imageTokens, whole.softShare, m_options.distillation, trace);
        losses.add(Losses::MaskedLanguage, loss.loss, share, m_options.weights.maskedLanguage);
        losses.note(Losses::MaskedCrossEntropy, loss.crossEntropy, share);
        if (loss.distillation.defined()) {
            losses.note(Losses::MaskedDistillation, loss.distillation, share);
        }
    }
    if (targets.replaced && targets.replaced->numLabels > 0) {
        const ReplacedTask& task = *targets.replaced;
        nn::report(trace, "mrtd_input_ids", task.text.ids);
        nn::report(trace, "mrtd_labels", task.labels);
        losses.add(Losses::ReplacedToken,
                   replacedLoss(network, task, imageTokens, trace),
                   shareOf(task.numLabels, whole.numReplaced),
                   m_options.weights.replacedToken);
    }
}

bool TrainingStep::learn(const Losses& losses, StepReport& report) const {
    // One crossing from the device for all values.
    const at::Tensor values = at::stack(losses.values).to(at::kCPU, at::kDouble);
    const double* const value = values.const_data_ptr<double>();
    report.contrastive += value[Losses::Contrastive];
    report.matching += value[Losses::Matching];
    report.relation += value[Losses::Relation];
    report.maskedLanguage += value[Losses::MaskedLanguage];
    report.replacedToken += value[Losses::ReplacedToken];
    report.maskedCrossEntropy += value[Losses::MaskedCrossEntropy];
    report.maskedDistillation += value[Losses::MaskedDistillation];
    for (std::size_t i = 0; i < report.contrastiveParts.size(); ++i) {
        report.contrastiveParts[i] += value[Losses::FirstPart + i];
    }
    report.rowsWithoutNegative += losses.rowsWithoutNegative;
    const LossWeights& weights = m_options.weights;
    report.total = weights.contrastive * report.contrastive + weights.matching * report.matching +
                   weights.relation * report.relation +
                   weights.maskedLanguage * report.maskedLanguage +
                   weights.replacedToken * report.replacedToken;
    report.isFinite = std::isfinite(report.total);
    if (report.isFinite && losses.total.defined()) losses.total.backward();
    return report.isFinite;
}

}  // namespace descry::training

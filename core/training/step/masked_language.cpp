#include "core/training/step/word_tasks.h"

namespace descry::training {
namespace {

/// Rows of [B, L, D] at flat places -> [P, D].
at::Tensor rowsAt(const at::Tensor& states, const at::Tensor& places) {
    return states.reshape({-1, states.size(-1)}).index_select(0, places);
}

/// log-softmax along the sequence, at the places only: the whole [B, L, V] is read once and not
/// written.
at::Tensor logShareOfSequence(const at::Tensor& logits, const at::Tensor& places) {
    const at::Tensor norms = at::logsumexp(logits, 1);
    const at::Tensor samples = places.floor_divide(logits.size(1));
    return rowsAt(logits, places) - norms.index_select(0, samples);
}

}  // namespace

CorruptedText corrupt(const at::Tensor& ids,
                      const CorruptionDraws& draws,
                      const SpecialTokens& tokens) {
    const at::Device device = ids.device();
    CorruptedText text;
    text.picked = draws.select.to(device) & ids.ne(tokens.pad) & ids.ne(tokens.cls);
    const at::Tensor masked = text.picked & draws.toMask.to(device);
    const at::Tensor random = text.picked & draws.toRandom.to(device) & at::logical_not(masked);
    text.ids =
        at::where(random, draws.randomWords.to(device), ids).masked_fill(masked, tokens.mask);
    return text;
}

MaskedTask makeMaskedTask(const MomentumNetwork& momentum,
                          const TextBatch& captions,
                          const CorruptedText& corrupted,
                          const at::Tensor& otherTokens) {
    const at::NoGradGuard noGrad;
    MaskedTask task;
    task.text = {corrupted.ids, captions.mask};
    task.places = corrupted.picked.flatten().nonzero().squeeze(1);
    task.labels = captions.ids.flatten().index_select(0, task.places);
    if (!otherTokens.defined() || task.places.numel() == 0) return task;
    const nn::TextEncoder& teacher = momentum.textEncoder();
    const at::Tensor hidden =
        teacher.multiModal(corrupted.ids, {captions.mask, otherTokens, nn::Padding::Skipped});
    const at::Tensor logits = teacher.mlmLogits(rowsAt(hidden, task.places));
    task.softLabels = at::softmax(logits.to(at::kFloat), -1);
    return task;
}

MaskedLoss maskedLoss(const nn::Rasa& network,
                      const MaskedTask& task,
                      const at::Tensor& imageTokens,
                      double softShare,
                      Distillation distillation,
                      const nn::Trace& trace) {
    const nn::TextEncoder& encoder = network.textEncoder();
    const bool isDistilled = task.softLabels.defined();
    const bool overSequence = isDistilled && distillation == Distillation::Reference;
    // The reference's norm runs over padding too.
    const nn::Padding padding = overSequence ? nn::Padding::Computed : nn::Padding::Skipped;
    const at::Tensor hidden =
        encoder.multiModal(task.text.ids, {task.text.mask, imageTokens, padding});
    const at::Tensor logits =
        encoder.mlmLogits(overSequence ? hidden : rowsAt(hidden, task.places)).to(at::kFloat);
    nn::report(trace, "mlm_logits", logits);
    const at::Tensor logShares =
        at::log_softmax(overSequence ? rowsAt(logits, task.places) : logits, -1);
    MaskedLoss result;
    result.crossEntropy = at::nll_loss(logShares, task.labels);
    result.loss = result.crossEntropy;
    if (!isDistilled) return result;
    const at::Tensor compared = overSequence ? logShareOfSequence(logits, task.places) : logShares;
    result.distillation = -(task.softLabels * compared).sum(-1).mean();
    result.loss = (1 - softShare) * result.crossEntropy + softShare * result.distillation;
    return result;
}

}  // namespace descry::training

#include "core/training/step/word_tasks.h"

namespace descry::training {

ReplacedTask makeReplacedTask(const MomentumNetwork& momentum,
                              const TextBatch& captions,
                              const CorruptedText& corrupted,
                              const at::Tensor& otherTokens,
                              const SpecialTokens& tokens,
                              Draws& draws,
                              std::int64_t firstPlace) {
    const at::NoGradGuard noGrad;
    const nn::TextEncoder& generator = momentum.textEncoder();
    // [CLS] and padding are put back whatever is drawn for them, so nothing is.
    at::Tensor isFree = captions.mask.ne(0);
    isFree.select(1, 0).fill_(false);
    const at::Tensor places = isFree.flatten().nonzero().squeeze(1);
    at::Tensor ids = at::full_like(captions.ids, tokens.pad);
    ids.select(1, 0).fill_(tokens.cls);
    ids.masked_fill_(captions.mask.eq(0), tokens.pad);
    if (places.numel() > 0) {
        const at::Tensor hidden =
            generator.multiModal(corrupted.ids, {captions.mask, otherTokens, nn::Padding::Skipped});
        const at::Tensor rows = hidden.reshape({-1, hidden.size(2)}).index_select(0, places);
        const at::Tensor probabilities = at::softmax(generator.mlmLogits(rows).to(at::kFloat), -1);
        ids.view(-1).index_copy_(
            0, places, draws.generatedIds(probabilities, places + firstPlace).to(ids.device()));
    }
    ReplacedTask task;
    task.text = {ids, captions.mask};
    const at::Tensor ignored = ids.eq(tokens.pad) | ids.eq(tokens.cls);
    task.labels = ids.ne(captions.ids).to(at::kLong).masked_fill(ignored, ReplacedTask::kIgnored);
    task.numLabels = at::logical_not(ignored).sum().item<std::int64_t>();
    return task;
}

at::Tensor replacedLoss(const nn::Rasa& network,
                        const ReplacedTask& task,
                        const at::Tensor& imageTokens,
                        const nn::Trace& trace) {
    const at::Tensor hidden = network.textEncoder().multiModal(
        task.text.ids, {task.text.mask, imageTokens, nn::Padding::Skipped});
    const at::Tensor logits = network.replacedLogits(hidden).to(at::kFloat);
    nn::report(trace, "mrtd_logits", logits);
    return at::cross_entropy_loss(logits.flatten(0, 1),
                                  task.labels.flatten(),
                                  {},
                                  at::Reduction::Mean,
                                  ReplacedTask::kIgnored);
}

}  // namespace descry::training

#include "core/training/step/matching.h"

namespace descry::training {
namespace {

/// Softmax over the batch's columns with the same person's zeroed, as the reference weighs them.
at::Tensor negativeWeights(const at::Tensor& scores, const at::Tensor& same) {
    return at::softmax(scores, 1).masked_fill(same, 0);
}

/// Where the same person took all of a row's weight, or a feature is not a number, the row's other
/// columns share it evenly.
at::Tensor drawable(const at::Tensor& weights, const at::Tensor& same) {
    const at::Tensor usable = weights.sum(1, /*keepdim=*/true) > 0;
    return at::where(usable, weights, at::logical_not(same).to(weights.scalar_type()));
}

}  // namespace

std::optional<HardNegatives> drawNegatives(const NegativeInput& input,
                                           Draws& draws,
                                           const nn::Trace& trace) {
    const at::NoGradGuard noGrad;
    const at::Tensor same = input.persons.unsqueeze(1).eq(input.persons.unsqueeze(0));
    if (same.all().item<bool>()) return std::nullopt;
    const auto weigh = [&](const at::Tensor& query, const at::Tensor& keys) {
        const at::Tensor scores = at::mm(query, keys.t()) / input.temperature;
        return negativeWeights(input.sharpness == 1 ? scores : scores * input.sharpness, same);
    };
    const at::Tensor t2i = weigh(input.online.text, input.keys.image);
    const at::Tensor i2t = weigh(input.online.image, input.keys.text);
    nn::report(trace, "weights_t2i", t2i);
    nn::report(trace, "weights_i2t", i2t);
    const at::Device device = input.persons.device();
    HardNegatives chosen;
    chosen.imageOfText = draws.negatives(Negative::ImageOfText, drawable(t2i, same)).to(device);
    chosen.textOfImage = draws.negatives(Negative::TextOfImage, drawable(i2t, same)).to(device);
    return chosen;
}

at::Tensor fusePositives(const nn::Rasa& network, const FusionInput& input) {
    return network.textEncoder().fusion(
        input.textHidden,
        {input.textMask, input.imageTokens, nn::Padding::Skipped, nn::Wanted::First});
}

at::Tensor matchingLoss(const nn::Rasa& network,
                        const at::Tensor& fusedPositives,
                        const FusionInput& input,
                        const HardNegatives& negatives,
                        const nn::Trace& trace) {
    const auto withChosen = [](const at::Tensor& own, const at::Tensor& rows) {
        return at::cat({own, own.index_select(0, rows)}, 0);
    };
    // First (text, its negative image), then (negative text, image).
    const at::Tensor images =
        at::cat({input.imageTokens.index_select(0, negatives.imageOfText), input.imageTokens}, 0);
    const at::Tensor fused =
        network.textEncoder().fusion(withChosen(input.textHidden, negatives.textOfImage),
                                     {withChosen(input.textMask, negatives.textOfImage),
                                      images,
                                      nn::Padding::Skipped,
                                      nn::Wanted::First});
    const at::Tensor logits =
        at::cat({network.matchLogits(fusedPositives), network.matchLogits(fused)}, 0)
            .to(at::kFloat);
    nn::report(trace, "itm_logits", logits);
    const std::int64_t numPositives = fusedPositives.size(0);
    const at::Tensor labels = at::zeros({logits.size(0)}, logits.options().dtype(at::kLong));
    labels.narrow(0, 0, numPositives).fill_(1);
    return at::cross_entropy_loss(logits, labels);
}

at::Tensor relationLoss(const nn::Rasa& network,
                        const at::Tensor& fusedPositives,
                        const at::Tensor& replaced,
                        const nn::Trace& trace) {
    const at::Tensor logits = network.relationLogits(fusedPositives).to(at::kFloat);
    nn::report(trace, "prd_logits", logits);
    return at::cross_entropy_loss(logits, replaced);
}

}  // namespace descry::training

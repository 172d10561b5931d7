#include "core/training/step/contrastive.h"

namespace descry::training {
namespace {

/// [b, B + Q]; the keys are not joined first, a queue is large.
at::Tensor similarities(const at::Tensor& query,
                        const at::Tensor& keys,
                        const at::Tensor& queue,
                        const at::Tensor& temperature) {
    return at::cat({at::mm(query, keys.t()), at::mm(query, queue)}, 1) / temperature;
}

/// One direction: queries of one modality, keys of one.
struct Direction {
    const char* name;
    at::Tensor FeaturePair::*query;
    at::Tensor FeaturePair::*keys;
};

constexpr std::array<Direction, 4> kDirections{{{"i2t", &FeaturePair::image, &FeaturePair::text},
                                                {"t2i", &FeaturePair::text, &FeaturePair::image},
                                                {"i2i", &FeaturePair::image, &FeaturePair::image},
                                                {"t2t", &FeaturePair::text, &FeaturePair::text}}};

at::Tensor softTargets(const ContrastiveInput& input, const Direction& direction) {
    if (input.softShare == 0) return input.targets;
    const at::NoGradGuard noGrad;
    const at::Tensor scores = similarities(input.query.*direction.query,
                                           input.keys.*direction.keys,
                                           input.queue.*direction.keys,
                                           input.temperature);
    return input.softShare * at::softmax(scores, 1) + (1 - input.softShare) * input.targets;
}

}  // namespace

at::Tensor hardTargets(const at::Tensor& persons, const at::Tensor& columnPersons) {
    const at::Tensor same = persons.unsqueeze(1).eq(columnPersons.unsqueeze(0)).to(at::kFloat);
    return same / same.sum(1, /*keepdim=*/true);
}

ContrastiveLoss contrastiveLoss(const ContrastiveInput& input, const nn::Trace& trace) {
    ContrastiveLoss result;
    for (std::size_t i = 0; i < kDirections.size(); ++i) {
        const Direction& direction = kDirections[i];
        const std::string name = std::string("sim_") + direction.name;
        const at::Tensor scores = similarities(input.online.*direction.query,
                                               input.keys.*direction.keys,
                                               input.queue.*direction.keys,
                                               input.temperature);
        const at::Tensor targets = softTargets(input, direction);
        nn::report(trace, name, scores);
        nn::report(trace, name + "_targets", targets);
        result.parts[i] = -(at::log_softmax(scores, 1) * targets).sum(1).mean();
        result.loss = i == 0 ? result.parts[i] : result.loss + result.parts[i];
    }
    result.loss = result.loss / static_cast<double>(kDirections.size());
    return result;
}

}  // namespace descry::training

#include "core/training/train_estimate.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/training/batch_loader.h"
#include "core/training/train_plan.h"

namespace descry {
namespace {

/// The program with torch's libraries, or a GPU's context with the libraries' work space.
constexpr std::int64_t kProgramBytes = 600'000'000;

/// Words of English make about five pieces for four.
std::int64_t longestCaption(const RasaConfig& config) {
    return std::min(config.bert.maxPositionEmbeddings, 1 + config.maxWords * 5 / 4);
}

}  // namespace

std::int64_t TrainEstimate::peakBytes() const noexcept {
    // Gradients are kept until the next step begins.
    const std::int64_t between = memory.gradients + std::max(memory.moments, memory.weights);
    return memory.lasting() + std::max(memory.transient, between) + memory.batches + kProgramBytes;
}

TrainEstimate estimateTraining(const RasaConfig& config, const TrainOptions& options) {
    const training::StepShape shape{.batchSize = options.batchSize,
                                    .numTokens = longestCaption(config),
                                    .batchesAhead = batchesAhead(),
                                    .hasSoftLabels = options.alpha > 0};
    const auto activations = [&](bool isRecomputed) {
        training::StepOptions step = options.step;
        step.recomputeActivations = isRecomputed;
        return training::stepMemory(config, step, shape).activations;
    };
    return {.batchSize = shape.batchSize,
            .numTokens = shape.numTokens,
            .memory = training::stepMemory(config, options.step, shape),
            .activationsKept = activations(false),
            .activationsRecomputed = activations(true),
            .flopsPerStep = training::stepFlops(config, options.step, shape)};
}

TrainEstimate estimateTraining(const TrainRequest& request) {
    const PlannedModel model = plannedModel(request);
    return estimateTraining(model.config,
                            trainOptions(model.config, model.tokenizer->specialTokens()));
}

nlohmann::json toJson(const TrainEstimate& estimate) {
    const training::StepMemory& memory = estimate.memory;
    return {{"peakBytes", estimate.peakBytes()},
            {"weightBytes", memory.weights},
            {"momentumBytes", memory.momentum},
            {"momentBytes", memory.moments},
            {"gradientBytes", memory.gradients},
            {"queueBytes", memory.queue},
            {"halfWeightBytes", memory.halfWeights},
            {"activationBytes", memory.activations},
            {"activationBytesKept", estimate.activationsKept},
            {"activationBytesRecomputed", estimate.activationsRecomputed},
            {"batchBytes", memory.batches},
            {"batch", estimate.batchSize},
            {"tokens", estimate.numTokens},
            {"flopsPerStep", estimate.flopsPerStep}};
}

}  // namespace descry

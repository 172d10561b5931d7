#pragma once
/// The settings of a training run, as config.json's training keys say them (the authors' names
/// where they have one). Thread rule: values. Errors: InvalidInput naming the key.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/model/config.h"
#include "core/text/tokenizer.h"
#include "core/training/step/options.h"
#include "core/training/step/schedule.h"

namespace descry {

/// How the two views of an image differ from it and from one another.
struct Augmentation {
    bool flip = true;  ///< Mirrored with probability 0.5, as published.
    double shift = 0;  ///< Moved by up to this share of the side, the border repeated; 0..0.5.
    double gain = 0;   ///< Each channel brighter or darker by up to this share; 0..1.
};

/// The steps from which losses other than CL count; before, their work is skipped.
struct LossStarts {
    std::int64_t matching = 0;
    std::int64_t relation = 0;
    std::int64_t maskedLanguage = 0;
    std::int64_t replacedToken = 0;
};

struct TrainOptions {
    std::uint64_t seed = 0;
    std::int64_t batchSize = 13;
    double weakPairProbability = 0.1;  ///< Of pairing an image with another caption of its person.
    double alpha = 0.4;                ///< Final share of soft labels.
    bool hasAlphaRamp = true;          ///< Else alpha is whole from the first step.
    std::int64_t alphaRampSteps = 0;   ///< Length of alpha's ramp; 0: over epoch 0, as published.
    LossStarts lossStarts;
    std::int64_t negativeRampSteps = 0;  ///< From P-ITM's start: uniform to the published draws.
    Augmentation augmentation;
    training::StepOptions step;
    training::AdamWOptions optimiser;
    training::ScheduleOptions schedule;
    std::int64_t evaluateEpochs = 1;  ///< Evaluate after so many epochs; 0: only at the end.
    double snapshotMinutes = 10;      ///< Above 0.

    /// Steps in all.
    std::int64_t numSteps(std::int64_t stepsPerEpoch) const;
    /// What counts in the step of that number.
    training::LossWeights weightsAt(std::int64_t stepIndex) const;
    double negativeSharpnessAt(std::int64_t stepIndex) const;
    /// Share of soft labels in it.
    double softShareAt(std::int64_t stepIndex, std::int64_t stepsPerEpoch) const;
};

/// Reads a configuration's training keys; defaults are the published values.
TrainOptions trainOptions(const RasaConfig& config, const SpecialTokens& tokens);

/// Keys of a configuration, "optimizer.lrate" within a section, that neither the model nor training
/// reads: the published files have such, and so has one with a slip of the pen.
std::vector<std::string> unknownSettings(const RasaConfig& config);

/// What a new run takes over from the bundle or checkpoint it starts from: not how long, how fast
/// and in which order that one was trained, which is wrong for another run where it was trained
/// from nothing, as ALBEF was.
RasaConfig withoutSchedule(const RasaConfig& config);

/// `config` with the keys of `overrides` laid over it (objects key by key). Throws InvalidInput
/// naming a key that neither the configuration nor training knows.
RasaConfig withOverrides(const RasaConfig& config,
                         const nlohmann::json& overrides,
                         const std::string& name);

}  // namespace descry

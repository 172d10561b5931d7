#pragma once
/// What a training step does: weights of the five losses, masking, momentum, precision. Ablations
/// are other values here, not other code. Defaults are the published ones (rasa-spec sections 1
/// and 8). Thread rule: values. Failure rule: validate() throws InvalidInput naming the field.

#include <cstdint>
#include <optional>

#include "core/model/config.h"

namespace descry::training {

/// Factors of the total; 0 skips a loss' work.
struct LossWeights {
    double contrastive = 0.5;     ///< CL.
    double matching = 1.0;        ///< P-ITM.
    double relation = 0.5;        ///< PRD.
    double maskedLanguage = 1.0;  ///< MLM.
    double replacedToken = 0.5;   ///< MRTD.
};

/// What the soft labels of MLM are held against.
enum class Distillation {
    Reference,   ///< As published: log-softmax over the sequence.
    Vocabulary,  ///< As intended: log-softmax over the vocabulary.
};

/// Which picture the momentum network sees when it draws MRTD's words.
enum class ReplacementPicture {
    Own,    ///< As published: what it draws mostly holds of the picture too.
    Other,  ///< The next sample's: what it draws contradicts the picture. With one sample its own.
};

/// Ids of a vocabulary that masking must know.
struct SpecialTokens {
    std::int64_t pad = 0;
    std::int64_t cls = 101;
    std::int64_t mask = 103;
};

struct StepOptions {
    LossWeights weights;
    Distillation distillation = Distillation::Reference;
    ReplacementPicture replacementPicture = ReplacementPicture::Own;
    SpecialTokens tokens;
    double momentum = 0.995;
    double maskProbability = 0.15;      ///< Of MLM.
    double corruptProbability = 0.3;    ///< Of MRTD.
    double negativeSharpness = 1;       ///< Of P-ITM's draws: 0 uniform, 1 as published.
    std::int64_t microBatch = 0;        ///< Samples in memory at once; 0: the whole batch.
    bool bfloat16 = false;              ///< Products in bf16; weights stay fp32.
    bool recomputeActivations = false;  ///< Layers keep their input alone and run again backward.

    void validate() const;
};

/// The optimiser of rasa-spec section 9.
struct AdamWOptions {
    double rate = 1e-5;
    double headRate = 1e-4;  ///< Of parameters whose name contains `prd` or `mrtd`.
    double weightDecay = 0.02;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double eps = 1e-8;
    std::optional<double> clipNorm;  ///< Largest norm of all gradients together.

    void validate() const;
};

/// The options that a configuration's training keys state, defaults for the rest. Throws
/// InvalidInput naming a key of another type or out of range.
StepOptions stepOptions(const RasaConfig& config, const SpecialTokens& tokens);

}  // namespace descry::training

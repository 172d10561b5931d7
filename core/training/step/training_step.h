#pragma once
/// One training step up to the gradients, in the order of rasa-spec section 8: momentum networks
/// follow, make targets and tasks, then the online network is held against them, then the queue
/// takes the batch in. Thread rule: one thread. Failure rule: InvalidInput for a batch that does
/// not fit; a loss that is not finite is reported, its gradients are dropped and the queue is left.

#include <array>
#include <optional>

#include "core/training/step/contrastive.h"
#include "core/training/step/matching.h"
#include "core/training/step/options.h"
#include "core/training/step/word_tasks.h"

namespace descry::training {

/// Values of one step; a loss of weight 0 or without anything to learn from is 0.
struct StepReport {
    double contrastive = 0;
    double matching = 0;
    double relation = 0;
    double maskedLanguage = 0;
    double replacedToken = 0;
    double total = 0;
    std::array<double, 4> contrastiveParts{};  ///< i2t, t2i, i2i, t2t.
    double maskedCrossEntropy = 0;
    double maskedDistillation = 0;
    std::int64_t rowsWithoutNegative = 0;  ///< Left out of P-ITM.
    std::int64_t cutTexts = 0;             ///< Longer than the model's positions.
    bool isFinite = true;                  ///< Else there are no gradients.
};

class TrainingStep {
  public:
    /// `state` must outlive the step; both its networks are put into training mode.
    TrainingStep(TrainingState& state, const StepOptions& options);

    /// Leaves gradients in the online network. With micro-batches CL, PRD, MLM and MRTD are those
    /// of the whole batch; P-ITM draws its negatives, and MRTD finds its other pictures, within each
    /// micro-batch. `trace` receives features, similarities and logits of every micro-batch.
    StepReport run(const TrainingBatch& batch,
                   double softShare,
                   Draws& draws,
                   const nn::Trace& trace = {});

    /// From the next run() on.
    void setWeights(const LossWeights& weights) { m_options.weights = weights; }
    void setNegativeSharpness(double sharpness) { m_options.negativeSharpness = sharpness; }
    const StepOptions& options() const noexcept { return m_options; }

  private:
    /// What the momentum network says of one micro-batch.
    struct Targets {
        FeaturePair features;
        std::optional<MaskedTask> masked;
        std::optional<ReplacedTask> replaced;
    };
    /// What all micro-batches share.
    struct Whole {
        std::int64_t size = 0;
        std::int64_t numMasked = 0;
        std::int64_t numReplaced = 0;
        double softShare = 0;
        FeaturePair features;
        at::Tensor targets;  ///< [B, B + Q].
    };
    struct Corruptions {
        std::optional<CorruptedText> masked;
        std::optional<CorruptedText> replaced;
    };
    /// Losses of one micro-batch as rows of the report, each already by its share of the batch.
    struct Losses;

    Corruptions corruptCaptions(const TrainingBatch& batch, Draws& draws) const;
    Targets makeTargets(const TrainingBatch& batch,
                        const Corruptions& corruptions,
                        std::int64_t first,
                        double softShare,
                        Draws& draws) const;
    Whole gather(const TrainingBatch& batch, const std::vector<Targets>& targets) const;
    void addPairLosses(const TrainingBatch& batch,
                       const at::Tensor& imageTokens,
                       const Targets& targets,
                       const Whole& whole,
                       std::int64_t first,
                       Draws& draws,
                       Losses& losses,
                       const nn::Trace& trace) const;
    void addWordLosses(const at::Tensor& imageTokens,
                       const Targets& targets,
                       const Whole& whole,
                       Losses& losses,
                       const nn::Trace& trace) const;
    /// Adds the losses to the report; false if one is not finite, then nothing went backward.
    bool learn(const Losses& losses, StepReport& report) const;

    TrainingState& m_state;
    StepOptions m_options;
};

}  // namespace descry::training

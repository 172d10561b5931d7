#pragma once
/// AdamW over the online network's parameters in the reference's four groups: no decay, decay, and
/// the same two for the prd and mrtd heads (rasa-spec section 9). Parameters without a gradient
/// stay as they are. Thread rule: one thread. Failure rule: InvalidInput naming the parameter for a
/// state that does not fit; a gradient that is not finite drops the step.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/model/nn/torch_headers.h"
#include "core/training/step/options.h"

namespace descry::training {

/// Moments of one parameter. Undefined tensors: it has not moved yet.
struct Moments {
    double step = 0;
    at::Tensor first;   ///< exp_avg.
    at::Tensor second;  ///< exp_avg_sq.
};

struct GroupState {
    double rate = 0;
    double initialRate = 0;
    double weightDecay = 0;
    std::vector<std::string> names;  ///< In the order in which the reference numbers them.
};

/// Everything to resume from. Parameter k is the k-th name of the groups in turn.
struct OptimiserState {
    std::vector<GroupState> groups;
    std::vector<Moments> moments;
};

struct UpdateReport {
    double gradientNorm = 0;  ///< Of all gradients together, before clipping; 0 without any.
    bool isFinite = true;     ///< Else nothing was changed.
};

class AdamW {
  public:
    static constexpr std::size_t kNumGroups = 4;

    AdamW(const torch::nn::Module& network, const AdamWOptions& options);

    const AdamWOptions& options() const noexcept { return m_options; }
    std::array<double, kNumGroups> baseRates() const;
    /// One per group.
    void setRates(std::span<const double> rates);
    UpdateReport step();

    /// Copies on the CPU.
    OptimiserState state() const;
    void restore(const OptimiserState& state);

  private:
    struct Parameter {
        std::string name;
        at::Tensor value;
        at::Tensor step;  ///< Scalar float32, as the fused update counts.
        at::Tensor first;
        at::Tensor second;
    };
    struct Group {
        double rate = 0;
        double initialRate = 0;
        double weightDecay = 0;
        std::vector<Parameter> parameters;
    };

    std::vector<at::Tensor> gradients() const;
    void update(Group& group) const;

    AdamWOptions m_options;
    std::array<Group, kNumGroups> m_groups;
};

}  // namespace descry::training

#pragma once
/// The weights of a training: the online network, the momentum copies of its encoders and
/// projections, and the queue, each tensor under its published name (rasa-spec section 4).
/// Thread rule: one thread. Failure rule: InvalidInput naming a tensor that does not fit.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/checkpoint_start.h"
#include "core/model/nn/rasa.h"
#include "core/training/step/feature_queue.h"

namespace descry::training {

/// Moving averages of the encoders (the text encoder's MLM head with it) and the projections.
class MomentumNetwork : public torch::nn::Module {
  public:
    MomentumNetwork(const RasaConfig& config, const at::TensorOptions& options);

    const nn::VisionTransformer& visualEncoder() const { return *m_visualEncoder; }
    const nn::TextEncoder& textEncoder() const { return *m_textEncoder; }
    at::Tensor imageFeature(const at::Tensor& imageTokens) const;
    at::Tensor textFeature(const at::Tensor& textHidden) const;

    /// Every parameter <- its online parameter, whatever it held.
    void copy(const nn::Rasa& online);
    /// Every parameter <- momentum * itself + (1 - momentum) * its online parameter.
    void follow(const nn::Rasa& online, double momentum);

  private:
    /// Calls take(copies, online parameters).
    template <typename Take>
    void withOnline(const nn::Rasa& online, const Take& take);

    std::shared_ptr<nn::VisionTransformer> m_visualEncoder;
    std::shared_ptr<nn::Linear> m_visionProj;
    std::shared_ptr<nn::TextEncoder> m_textEncoder;
    std::shared_ptr<nn::Linear> m_textProj;
};

struct TrainingState {
    RasaConfig config;
    std::shared_ptr<nn::Rasa> online;
    std::shared_ptr<MomentumNetwork> momentum;
    std::shared_ptr<FeatureQueue> queue;

    at::Device device() const { return online->temperature().device(); }
    /// Every parameter and buffer by its published name, tied duplicates and `position_ids` left
    /// out. They share memory with the state.
    std::map<std::string, at::Tensor> tensors() const;
    /// Both networks in training mode: dropout acts in the momentum network too.
    void train();
};

/// Float32 weights, not yet set, on the device.
TrainingState makeTrainingState(const RasaConfig& config, at::Device device);
/// Fills every tensor: from the file, resized from it, or the constructor's value.
void loadTrainingState(TrainingState& state, const CheckpointStart& start);

}  // namespace descry::training

#pragma once
/// What every bench shares: its surroundings, formula inputs, the clock, and the matrix-product
/// rate that is measured beside the model. Sees torch. Thread rule: one thread. Failure rule: as
/// RasaModel; Cancelled through the stop token.

#include <chrono>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/model/bench/bench.h"
#include "core/model/bench/formula_source.h"
#include "core/model/nn/device.h"
#include "core/model/nn/placement.h"

namespace descry::bench {

const char* typeName(ComputeType type);
double real(std::int64_t value);
double median(std::vector<double> values);

/// Waits until the device has done everything that it was told.
void synchronise(const at::Device& device);

template <typename Work>
double secondsOf(const at::Device& device, const Work& work) {
    synchronise(device);
    const auto start = std::chrono::steady_clock::now();
    work();
    synchronise(device);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// One bench's surroundings: options, weights, device.
class Setting {
  public:
    explicit Setting(const BenchOptions& options);

    const BenchOptions& options() const { return m_options; }
    const RasaConfig& config() const { return m_options.config; }
    const nn::WeightSource& weights() const { return *m_weights; }

    /// Says what is measured next; throws Cancelled if a stop was requested.
    void step(const std::string& text) const;
    /// Those asked for, else those that the device is fast at.
    std::vector<ComputeType> types() const;
    nn::ChosenDevice device(ComputeType type) const;
    std::unique_ptr<RasaModel> model(ComputeType type) const;
    nlohmann::json document(nlohmann::json results) const;

  private:
    BenchOptions m_options;
    std::shared_ptr<const nn::FormulaWeights> m_weights;
    DeviceStatus m_status;
};

/// The machine's matrix-product rate at the model's largest product, the better of torch's own
/// linear and the packed one.
class GemmRate {
  public:
    GemmRate(const RasaConfig& config, const nn::Placement& placement);

    void measure();
    double gflops() const;
    nlohmann::json report() const;

  private:
    nn::Placement m_placement;
    std::int64_t m_inputs;
    std::int64_t m_outputs;
    at::Tensor m_x;
    at::Tensor m_weight;
    at::Tensor m_bias;
    nn::PackedLinear m_packed;
    std::vector<double> m_plainRates;
    std::vector<double> m_packedRates;
};

/// Formula images as the network reads them: `count` of [3, R, R].
std::vector<float> benchImages(const RasaConfig& config, std::int64_t count);
/// Token ids of query `k`, spread over the vocabulary; any ids cost the same.
std::vector<std::int64_t> queryIds(const RasaConfig& config,
                                   std::int64_t k,
                                   std::int64_t numTokens);

}  // namespace descry::bench

#include "core/model/bench/bench_setting.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/model/nn/network_model.h"

namespace descry::bench {
namespace {

using nlohmann::json;

constexpr std::int64_t kGemmRows = 2308;  // Tokens of four images at the published size.

}  // namespace

const char* typeName(ComputeType type) {
    switch (type) {
        case ComputeType::F16:
            return "fp16";
        case ComputeType::BF16:
            return "bf16";
        case ComputeType::F32:
            break;
    }
    return "fp32";
}

double real(std::int64_t value) {
    return static_cast<double>(value);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void synchronise(const at::Device& device) {
    // Reading one element back waits for everything queued before it.
    if (!device.is_cpu()) at::zeros({1}, at::TensorOptions(device)).item<float>();
}

Setting::Setting(const BenchOptions& options)
    : m_options(options),
      m_weights(std::make_shared<nn::FormulaWeights>(nn::formulaTensors(options.config))),
      m_status(nn::chooseDevice({options.device, ComputeType::F32, options.numThreads}).status) {
    if (options.numThreads > 0) at::set_num_threads(options.numThreads);
}

void Setting::step(const std::string& text) const {
    if (m_options.stop.stop_requested()) fail(ErrorCode::Cancelled, "stopped on request");
    if (m_options.onStep) m_options.onStep(text);
}

std::vector<ComputeType> Setting::types() const {
    if (!m_options.types.empty()) return m_options.types;
    if (m_status.isCuda) return {ComputeType::F32, ComputeType::F16, ComputeType::BF16};
    if (cpuHasBfloat16()) return {ComputeType::F32, ComputeType::BF16};
    return {ComputeType::F32};
}

nn::ChosenDevice Setting::device(ComputeType type) const {
    return nn::chooseDevice({m_options.device, type, m_options.numThreads});
}

std::unique_ptr<RasaModel> Setting::model(ComputeType type) const {
    step(fmt::format("{}: loading", typeName(type)));
    nn::ModelSetup setup;
    setup.config = config();
    setup.weights = m_weights;
    setup.devices = {device(type)};
    setup.numThreads = m_options.numThreads;
    return nn::makeRasaModel(std::move(setup));
}

json Setting::document(json results) const {
    return {{"device", m_status.name},
            {"reason", m_status.reason->what()},
            {"threads", at::get_num_threads()},
            {"runs", m_options.numRuns},
            {"results", std::move(results)}};
}

GemmRate::GemmRate(const RasaConfig& config, const nn::Placement& placement)
    : m_placement(placement),
      m_inputs(config.vit.embedDim),
      m_outputs(config.vit.mlpRatio * config.vit.embedDim) {
    const at::TensorOptions plain(at::kFloat);
    const at::Tensor weight = at::randn({m_outputs, m_inputs}, plain);
    const at::Tensor bias = at::randn({m_outputs}, plain);
    m_x = at::randn({kGemmRows, m_inputs}, plain).to(placement.options());
    m_weight = weight.to(placement.options());
    m_bias = bias.to(placement.options());
    m_packed = nn::PackedLinear(weight, bias, placement);
}

void GemmRate::measure() {
    constexpr int kRepeats = 4;
    const double flops = kRepeats * 2.0 * real(kGemmRows * m_inputs) * real(m_outputs);
    m_plainRates.push_back(flops / secondsOf(m_placement.device, [&] {
                               for (int i = 0; i < kRepeats; ++i) {
                                   at::linear(m_x, m_weight, m_bias);
                               }
                           }));
    m_packedRates.push_back(flops / secondsOf(m_placement.device, [&] {
                                for (int i = 0; i < kRepeats; ++i) m_packed(m_x);
                            }));
}

double GemmRate::gflops() const {
    return std::max(median(m_plainRates), median(m_packedRates)) * 1e-9;
}

json GemmRate::report() const {
    return {{"gemmGflops", gflops()},
            {"gemmPlainGflops", median(m_plainRates) * 1e-9},
            {"gemmPackedGflops", median(m_packedRates) * 1e-9},
            {"gemmShape", {kGemmRows, m_inputs, m_outputs}}};
}

std::vector<float> benchImages(const RasaConfig& config, std::int64_t count) {
    std::vector<float> pixels;
    for (std::int64_t k = 0; k < count; ++k) {
        const auto image =
            nn::normalisedPixels(nn::formulaPixels(k, config.imageRes), config.imageRes);
        pixels.insert(pixels.end(), image.begin(), image.end());
    }
    return pixels;
}

std::vector<std::int64_t> queryIds(const RasaConfig& config,
                                   std::int64_t k,
                                   std::int64_t numTokens) {
    std::vector<std::int64_t> ids;
    for (std::int64_t i = 0; i < numTokens; ++i) {
        ids.push_back((i * 7919 + k * 104729 + 101) % config.bert.vocabSize);
    }
    return ids;
}

}  // namespace descry::bench

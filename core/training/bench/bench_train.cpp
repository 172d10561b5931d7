#include "core/training/bench/bench_train.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/bench/bench_setting.h"
#include "core/model/nn/tensor_bridge.h"
#include "core/training/step/optimiser.h"
#include "core/training/step/step_cost.h"
#include "core/training/step/training_step.h"

namespace descry {
namespace {

using namespace bench;
using nlohmann::json;

constexpr double kSoftShare = 0.4;
constexpr std::uint64_t kSeed = 1;

/// The most memory in use at once since it was made: of the process on the CPU, of torch's
/// allocator on a device.
class PeakMemory {
  public:
    explicit PeakMemory(const at::Device& device) : m_device(device) {
        if (m_device.is_cpu()) {
            // Linux forgets the process's old peak; where it does not, the old one is reported.
            std::ofstream("/proc/self/clear_refs") << "5";
        } else {
            allocator().resetPeakStats(index());
        }
        m_before = bytes();
    }

    std::int64_t bytes() const {
        if (!m_device.is_cpu()) {
            constexpr auto kAll =
                static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE);
            return allocator().getDeviceStats(index()).allocated_bytes[kAll].peak;
        }
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return std::int64_t{usage.ru_maxrss} * 1024;
    }
    std::int64_t grown() const { return bytes() - m_before; }

  private:
    c10::DeviceAllocator& allocator() const { return *c10::getDeviceAllocator(m_device.type()); }
    c10::DeviceIndex index() const { return std::max<c10::DeviceIndex>(0, m_device.index()); }

    at::Device m_device;
    std::int64_t m_before = 0;
};

training::TextBatch benchTexts(const RasaConfig& config, const TrainBenchOptions& options) {
    std::vector<std::int64_t> ids;
    for (std::int64_t k = 0; k < options.batchSize; ++k) {
        const auto text = queryIds(config, k, options.bench.numTokens);
        ids.insert(ids.end(), text.begin(), text.end());
    }
    at::Tensor rows = nn::tensorOf(std::move(ids), {options.batchSize, options.bench.numTokens});
    rows.select(1, 0).fill_(options.step.tokens.cls);
    return {rows, at::ones_like(rows)};
}

training::TrainingBatch benchBatch(const RasaConfig& config, const TrainBenchOptions& options) {
    at::Generator random = at::detail::createCPUGenerator(kSeed);
    const auto images = [&] {
        return at::randn({options.batchSize, 3, config.imageRes, config.imageRes}, random);
    };
    training::TrainingBatch batch;
    batch.images = images();
    batch.otherImages = images();
    batch.captions = batch.pairedTexts = benchTexts(config, options);
    batch.persons = at::arange(options.batchSize, at::kLong);
    batch.replaced = at::zeros({options.batchSize}, at::kLong);
    return batch;
}

training::TrainingState formulaState(const Setting& setting, const at::Device& device) {
    auto state = training::makeTrainingState(setting.config(), device);
    nn::loadParameters(*state.online, setting.weights());
    state.momentum->copy(*state.online);
    at::Generator random = at::detail::createCPUGenerator(kSeed);
    state.queue->clear(random);
    return state;
}

/// Those asked for, else those the device is fast at and training has.
std::vector<ComputeType> typesOf(const Setting& setting) {
    auto types = setting.types();
    const bool wasAsked = !setting.options().types.empty();
    const auto half = std::ranges::find(types, ComputeType::F16);
    if (half != types.end() && wasAsked) {
        fail(ErrorCode::InvalidInput, "there is no training in fp16; choose fp32 or bf16");
    }
    if (half != types.end()) types.erase(half);
    return types;
}

json measured(const Setting& setting, const TrainBenchOptions& options, ComputeType type) {
    const nn::Placement placement = setting.device(type).placement;
    const at::Device device = placement.device;
    const char* const name = typeName(type);
    setting.step(fmt::format("{}: making weights", name));
    GemmRate gemm(setting.config(), placement);
    gemm.measure();
    const PeakMemory peak(device);
    training::StepOptions stepOptions = options.step;
    stepOptions.bfloat16 = type == ComputeType::BF16;
    auto state = formulaState(setting, device);
    training::TrainingStep step(state, stepOptions);
    training::AdamW optimiser(*state.online, {});
    training::RandomDraws draws(kSeed);
    const auto batch = benchBatch(setting.config(), options);
    std::vector<double> seconds;
    // The first run makes the moments and is not counted.
    for (int run = 0; run <= setting.options().numRuns; ++run) {
        setting.step(
            fmt::format("{}: training, run {} of {}", name, run, setting.options().numRuns));
        gemm.measure();
        const double taken = secondsOf(device, [&] {
            step.run(batch, kSoftShare, draws);
            optimiser.step();
        });
        if (run > 0) seconds.push_back(taken);
    }
    const training::StepShape shape{.batchSize = options.batchSize,
                                    .numTokens = setting.options().numTokens};
    const double flops = training::stepFlops(setting.config(), stepOptions, shape);
    const auto memory = training::stepMemory(setting.config(), stepOptions, shape);
    const double gflops = flops / median(seconds) * 1e-9;
    json result = gemm.report();
    result.update({{"secondsPerStep", median(seconds)},
                   {"imagesPerSecond", real(options.batchSize) / median(seconds)},
                   {"gflops", gflops},
                   {"gemmRatio", gflops / gemm.gflops()},
                   {"flopsPerStep", flops},
                   {"peakBytes", peak.bytes()},
                   {"stepPeakBytes", peak.grown()},
                   {"estimatedBytes", memory.peak()},
                   {"estimateError", real(memory.peak()) / real(peak.grown()) - 1}});
    return result;
}

}  // namespace

json benchTrain(const TrainBenchOptions& options) {
    const Setting setting(options.bench);
    json results = json::object();
    for (const ComputeType type : typesOf(setting)) {
        results[typeName(type)] = measured(setting, options, type);
    }
    json document = setting.document(std::move(results));
    document["batch"] = options.batchSize;
    document["tokens"] = options.bench.numTokens;
    document["recompute"] = options.step.recomputeActivations;
    return document;
}

}  // namespace descry

#include "app/descry/trainer.h"

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "core/model/bench/bench.h"
#include "core/training/train_estimate.h"

namespace descry {
namespace {

/// What a training step reaches of the rate of bare matrix products. Measured: 0.61 in fp32 and
/// 0.63 in bf16 on both cores of a recent machine, 0.86 on one thread of an older one
/// (tests/bench/RESULTS.md). The lowest, since a training had better be done early than late.
constexpr double kShareOfProducts = 0.6;

struct DeviceSpeed {
    double gflops = 0;
    bool isOnGpu = false;
};

/// The rate of matrix products of a device, measured once for each kind of number.
class DeviceSpeeds {
  public:
    DeviceSpeed of(const DeviceRequest& device,
                   ComputeType type,
                   ComputeLane& lane,
                   const std::stop_token& stop) {
        const std::lock_guard lock(m_mutex);
        const Key key{device.kind, device.numThreads, type};
        if (const auto known = m_known.find(key); known != m_known.end()) return known->second;
        const ComputeLane::Hold hold = lane.acquire(stop);
        return m_known[key] = measure(device, type, stop);
    }

  private:
    using Key = std::tuple<DeviceRequest::Kind, int, ComputeType>;

    static DeviceSpeed measure(const DeviceRequest& device,
                               ComputeType type,
                               const std::stop_token& stop) {
        BenchOptions options;
        options.device = device.kind;
        options.types = {type};
        options.numThreads = device.numThreads;
        options.numRuns = 1;
        options.numImages = 1;
        options.stop = stop;
        const nlohmann::json told = benchGemm(options);
        return {.gflops = told.at("results").front().at("gemmGflops"),
                .isOnGpu = told.at("device").get<std::string>().find("CPU") == std::string::npos};
    }

    std::mutex m_mutex;
    std::map<Key, DeviceSpeed> m_known;
};

StepForecast forecastOf(const TrainEstimate& estimate, const DeviceSpeed& speed) {
    StepForecast forecast;
    forecast.peakBytes = estimate.peakBytes();
    forecast.activationsKept = estimate.activationsKept;
    forecast.activationsRecomputed = estimate.activationsRecomputed;
    forecast.flopsPerStep = estimate.flopsPerStep;
    if (speed.gflops > 0) {
        forecast.secondsPerStep = estimate.flopsPerStep / (speed.gflops * 1e9 * kShareOfProducts);
    }
    forecast.isOnGpu = speed.isOnGpu;
    return forecast;
}

}  // namespace

Trainer makeTrainer(BundleLoader loadBundle, std::shared_ptr<ComputeLane> lane) {
    Trainer trainer;
    trainer.begin = [lane](const TrainRequest& request) { TrainJob(request, lane); };
    trainer.resume = [](const std::filesystem::path& folder,
                        std::shared_ptr<ComputeLane> itsLane,
                        const nlohmann::json& changes) {
        return std::make_unique<TrainJob>(folder, std::move(itsLane), changes);
    };
    trainer.forecast = [lane, speeds = std::make_shared<DeviceSpeeds>()](
                           const TrainRequest& request, std::stop_token stop) {
        const bool isHalf = request.settings.value("bf16", false);
        const ComputeType type = isHalf ? ComputeType::BF16 : ComputeType::F32;
        // A request that is wrong in itself is refused without measuring.
        const TrainEstimate estimate = estimateTraining(request);
        return forecastOf(estimate, speeds->of(request.device, type, *lane, stop));
    };
    trainer.loadBundle = std::move(loadBundle);
    return trainer;
}

}  // namespace descry

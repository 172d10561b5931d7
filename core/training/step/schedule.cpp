#include "core/training/step/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/error.h"

namespace descry::training {
namespace {

/// Iterations of epoch 0 that count as one epoch of warm-up.
constexpr std::int64_t kWarmupStride = 100;

}  // namespace

void ScheduleOptions::validate() const {
    const auto require = [](bool good, const char* field) {
        if (!good) fail(ErrorCode::InvalidInput, "schedule: {} is out of range", field);
    };
    require(epochs >= 1, "epochs");
    require(std::isfinite(minRate) && minRate >= 0, "min_lr");
    require(std::isfinite(warmupRate) && warmupRate >= 0, "warmup_lr");
    require(warmupEpochs >= 0, "warmup_epochs");
    require(steps >= 0, "steps");
    require(warmupSteps >= 0 && (steps == 0 || warmupSteps < steps), "warmup_steps");
}

Schedule::Schedule(const ScheduleOptions& options, std::vector<double> baseRates)
    : m_options(options), m_baseRates(std::move(baseRates)) {
    m_options.validate();
}

double Schedule::rateAt(double time, double baseRate) const {
    const auto warmup = static_cast<double>(m_options.warmupEpochs);
    if (time < warmup) {
        return m_options.warmupRate + time * (baseRate - m_options.warmupRate) / warmup;
    }
    const double progress = (time - warmup) / static_cast<double>(m_options.epochs);
    if (progress >= 1) return m_options.minRate;
    return m_options.minRate +
           0.5 * (baseRate - m_options.minRate) * (1 + std::cos(std::numbers::pi * progress));
}

std::vector<double> Schedule::rates(std::int64_t epoch, std::int64_t iteration) const {
    double time = 0;
    if (epoch > 0) {
        time = static_cast<double>(epoch + m_options.warmupEpochs);
    } else if (iteration > 0) {
        // The last multiple of the stride whose step is done.
        const std::int64_t strides = (iteration - 1) / kWarmupStride;
        time = static_cast<double>(std::min(strides, m_options.warmupEpochs));
    }
    std::vector<double> rates;
    for (const double baseRate : m_baseRates) rates.push_back(rateAt(time, baseRate));
    return rates;
}

std::vector<double> Schedule::ratesAtStep(std::int64_t step) const {
    const auto warmup = static_cast<double>(m_options.warmupSteps);
    const double at = static_cast<double>(step);
    const double progress = (at - warmup) / (static_cast<double>(m_options.steps) - warmup);
    std::vector<double> rates;
    for (const double baseRate : m_baseRates) {
        const double cosine = 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, progress)));
        rates.push_back(at < warmup ? std::lerp(m_options.warmupRate, baseRate, at / warmup)
                                    : std::lerp(m_options.minRate, baseRate, cosine));
    }
    return rates;
}

double softShare(double alpha,
                 std::int64_t epoch,
                 std::int64_t iteration,
                 std::int64_t iterationsPerEpoch) {
    if (epoch > 0 || iterationsPerEpoch <= 0) return alpha;
    const double progress =
        static_cast<double>(iteration) / static_cast<double>(iterationsPerEpoch);
    return alpha * std::min(1.0, progress);
}

}  // namespace descry::training

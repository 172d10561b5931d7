#include "core/training/step/draws.h"

#include "core/base/random_stream.h"

namespace descry::training {
namespace {

constexpr double kMaskShare = 0.8;
constexpr double kRandomShare = 0.5;  // Of those that are not masked.

}  // namespace

std::uint64_t RandomDraws::next() noexcept {
    return splitMix64(m_state);
}

double RandomDraws::uniform() noexcept {
    constexpr int kMantissaBits = 53;
    return static_cast<double>(next() >> (64 - kMantissaBits)) * 0x1p-53;
}

at::Tensor RandomDraws::uniforms(at::IntArrayRef shape) {
    at::Tensor values = at::empty(shape, at::kDouble);
    double* const first = values.mutable_data_ptr<double>();
    for (std::int64_t i = 0; i < values.numel(); ++i) first[i] = uniform();
    return values;
}

at::Tensor RandomDraws::byWeights(const at::Tensor& weights) {
    // Inverse of the distribution function: one uniform number a row, whatever the device.
    const at::Tensor sums = weights.cumsum(1);
    const std::int64_t last = weights.size(1) - 1;
    const at::Tensor heights =
        uniforms({weights.size(0), 1}).to(sums.options()) * sums.narrow(1, last, 1);
    const at::Tensor columns =
        at::searchsorted(sums, heights, /*out_int32=*/false, /*right=*/true).squeeze(1);
    // A height that rounding takes to the very top belongs to the last column with any weight.
    const at::Tensor top = (sums < sums.narrow(1, last, 1)).sum(1);
    return at::minimum(columns, top);
}

at::Tensor RandomDraws::negatives(Negative, const at::Tensor& weights) {
    return byWeights(weights.to(at::kCPU, at::kDouble));
}

CorruptionDraws RandomDraws::corruption(Corruption, const CorruptionShape& shape) {
    const std::array<std::int64_t, 2> grid{shape.numTexts, shape.numTokens};
    CorruptionDraws draws;
    draws.select = uniforms(grid) < shape.probability;
    draws.toMask = uniforms(grid) < kMaskShare;
    draws.toRandom = uniforms(grid) < kRandomShare;
    draws.randomWords = (uniforms(grid) * static_cast<double>(shape.vocabSize)).to(at::kLong);
    return draws;
}

at::Tensor RandomDraws::generatedIds(const at::Tensor& probabilities, const at::Tensor&) {
    return byWeights(probabilities.to(at::kFloat));
}

}  // namespace descry::training

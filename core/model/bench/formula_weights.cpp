#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/model/bench/formula_source.h"
#include "core/model/nn/tensor_bridge.h"
#include "core/model/weights.h"
#include "core/tensorfile/tensor_file.h"

namespace descry::nn {
namespace {

constexpr std::int64_t kChannels = 3;
constexpr std::int64_t kValuesPerTask = 1 << 16;

struct Spread {
    double base;
    double scale;
};

std::int64_t product(std::span<const std::int64_t> shape) {
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

/// Uniform in [-scale, scale) has the variance of a linear layer's usual start, 1 / fan-in; queries
/// and keys are wider so that attention is not flat.
Spread spreadOf(std::string_view name, std::span<const std::int64_t> shape) {
    const auto has = [&](std::string_view part) { return name.find(part) != name.npos; };
    if (name == "temp") return {0.07, 0.0};
    if (name.ends_with(".bias")) return {0.0, 0.05};
    if (has("norm") || has("Norm")) return {1.0, 0.1};
    if (has("embeddings.") || has("cls_token") || has("pos_embed")) return {0.0, 0.3};
    if (name.ends_with("_head.weight")) return {0.0, 0.15};
    const double scale = std::sqrt(3.0 / static_cast<double>(product(shape.subspan(1))));
    const bool wide = has(".query.") || has(".key.") || has(".qkv.") || has("patch_embed");
    return {0.0, wide ? 1.5 * scale : scale};
}

float formulaValue(std::uint32_t place, const FormulaTensor& tensor) {
    std::uint32_t x = place + 0x9E3779B9U * (tensor.index + 1U);
    x ^= x >> 16;
    x *= 0x7FEB352DU;
    x ^= x >> 15;
    x *= 0x846CA68BU;
    x ^= x >> 16;
    const double u = static_cast<double>(x >> 8) / 8388608.0 - 1.0;
    return static_cast<float>(tensor.base + tensor.scale * u);
}

}  // namespace

FormulaTensors formulaTensors(const RasaConfig& config) {
    FormulaTensors tensors;
    std::uint32_t index = 0;
    for (const ExpectedTensor& expected : expectedTensors(config)) {
        const Spread spread = spreadOf(expected.name, expected.shape);
        tensors.emplace(expected.name,
                        FormulaTensor{index++, expected.shape, spread.base, spread.scale});
    }
    return tensors;
}

const FormulaTensor& FormulaWeights::find(const std::string& name) const {
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end()) {
        fail(ErrorCode::InvalidInput, "the formula has no tensor {}", name);
    }
    return found->second;
}

std::vector<float> formulaValues(const FormulaTensor& tensor) {
    std::vector<float> out(static_cast<std::size_t>(product(tensor.shape)));
    const auto count = static_cast<std::int64_t>(out.size());
    at::parallel_for(0, count, kValuesPerTask, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            out[static_cast<std::size_t>(i)] = formulaValue(static_cast<std::uint32_t>(i), tensor);
        }
    });
    return out;
}

std::vector<float> FormulaWeights::values(const std::string& name) const {
    return formulaValues(find(name));
}

at::Tensor FormulaWeights::readAny(const std::string& name) const {
    return tensorOf(values(name), find(name).shape);
}

std::vector<std::uint8_t> formulaPixels(std::int64_t k, std::int64_t side) {
    std::vector<std::uint8_t> pixels;
    pixels.reserve(static_cast<std::size_t>(side * side * kChannels));
    for (std::int64_t y = 0; y < side; ++y) {
        for (std::int64_t x = 0; x < side; ++x) {
            for (std::int64_t c = 0; c < kChannels; ++c) {
                const std::int64_t value = x * (3 + k + c) + y * (5 + 2 * c) +
                                           x * y / (37 + 11 * k + c) + (x / 48) * (y / 64) * 29;
                pixels.push_back(static_cast<std::uint8_t>(value % 256));
            }
        }
    }
    return pixels;
}

std::vector<float> normalisedPixels(std::span<const std::uint8_t> pixels, std::int64_t side) {
    constexpr std::array kMean{0.48145466F, 0.4578275F, 0.40821073F};
    constexpr std::array kDeviation{0.26862954F, 0.26130258F, 0.27577711F};
    const auto area = static_cast<std::size_t>(side * side);
    std::vector<float> out(area * kChannels);
    for (std::size_t place = 0; place < area; ++place) {
        for (std::size_t c = 0; c < kChannels; ++c) {
            const float unit = static_cast<float>(pixels[place * kChannels + c]) / 255.0F;
            out[c * area + place] = (unit - kMean[c]) / kDeviation[c];
        }
    }
    return out;
}

void writeFormulaWeights(const std::filesystem::path& path, const RasaConfig& config) {
    std::vector<std::vector<float>> values;
    std::vector<TensorSource> sources;
    for (const auto& [name, tensor] : formulaTensors(config)) {
        values.push_back(formulaValues(tensor));
        sources.push_back({{name, DType::F32, tensor.shape},
                           std::as_bytes(std::span<const float>(values.back()))});
    }
    writeSafetensors(path, sources);
}

}  // namespace descry::nn

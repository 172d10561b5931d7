#include "core/model/initial_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <numbers>
#include <numeric>

#include "core/base/hash.h"
#include "core/base/random_stream.h"

namespace descry {
namespace {

/// A counted generator that gives the same stream on every machine.
class NameDraws {
  public:
    explicit NameDraws(std::string_view name) {
        Sha256 hash;
        hash.update(name);
        const Sha256Digest digest = hash.digest();
        std::memcpy(&m_state, digest.data(), sizeof(m_state));
    }

    /// Uniform in (0, 1).
    double uniform() noexcept {
        const std::uint64_t bits = splitMix64(m_state);
        return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
    }

    /// Standard normal (Box-Muller; one of the pair is left unused).
    double normal() noexcept {
        const double radius = std::sqrt(-2.0 * std::log(uniform()));
        return radius * std::cos(2.0 * std::numbers::pi * uniform());
    }

  private:
    std::uint64_t m_state = 0;
};

std::size_t countOf(std::span<const std::int64_t> shape) {
    std::size_t count = 1;
    for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
    return count;
}

constexpr double kNormalDeviation = 0.02;

/// Modules that keep torch's default for linear and convolution layers.
bool isUniformModule(std::string_view name) {
    constexpr std::array<std::string_view, 6> kModules{"itm_head.",
                                                       "prd_head.",
                                                       "mrtd_head.",
                                                       "vision_proj.",
                                                       "text_proj.",
                                                       "visual_encoder.patch_embed."};
    return std::ranges::any_of(kModules,
                               [&](std::string_view module) { return name.starts_with(module); });
}

/// How many inputs feed one output of the layer that the tensor belongs to.
std::int64_t fanIn(std::string_view name, const RasaConfig& config) {
    if (name.starts_with("visual_encoder.patch_embed.")) {
        return 3 * config.patchSize * config.patchSize;
    }
    return name.starts_with("vision_proj.") ? config.vit.embedDim : config.bert.hiddenSize;
}

double normalDeviation(std::string_view name, const RasaConfig& config) {
    if (name.starts_with("visual_encoder.")) return kNormalDeviation;
    const auto other = nlohmann::json::parse(config.bert.other);
    const auto range = other.find("initializer_range");
    const bool isUsable = range != other.end() && range->is_number() &&
                          std::isfinite(range->get<double>()) && range->get<double>() >= 0.0;
    return isUsable ? range->get<double>() : kNormalDeviation;
}

/// [E, Q] with columns of unit length.
std::vector<float> initialQueue(const StateTensor& queue) {
    const auto rows = static_cast<std::size_t>(queue.shape[0]);
    const auto columns = static_cast<std::size_t>(queue.shape[1]);
    NameDraws draws(queue.name);
    std::vector<float> values(rows * columns);
    std::vector<double> squares(columns, 0.0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = draws.normal();
        squares[i % columns] += value * value;
        values[i] = static_cast<float>(value);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] =
            static_cast<float>(static_cast<double>(values[i]) / std::sqrt(squares[i % columns]));
    }
    return values;
}

std::vector<std::int64_t> initialIntegers(const StateTensor& tensor) {
    constexpr std::int64_t kNoPerson = -100;
    std::vector<std::int64_t> values(countOf(tensor.shape), 0);
    if (tensor.name == "idx_queue") std::ranges::fill(values, kNoPerson);
    if (tensor.name.ends_with("position_ids")) std::iota(values.begin(), values.end(), 0);
    return values;
}

bool isNorm(std::string_view name) {
    return name.find("norm") != name.npos || name.find("LayerNorm") != name.npos;
}

}  // namespace

std::vector<float> initialValues(std::string_view name,
                                 std::span<const std::int64_t> shape,
                                 const RasaConfig& config) {
    std::vector<float> values(countOf(shape), 0.0F);
    NameDraws draws(name);
    if (name == "temp") {
        std::ranges::fill(values, static_cast<float>(config.temperature));
    } else if (isNorm(name)) {
        std::ranges::fill(values, name.ends_with(".weight") ? 1.0F : 0.0F);
    } else if (isUniformModule(name)) {
        const double bound = 1.0 / std::sqrt(static_cast<double>(fanIn(name, config)));
        for (float& value : values)
            value = static_cast<float>(bound * (2.0 * draws.uniform() - 1.0));
    } else if (!name.ends_with(".bias")) {
        const double deviation = normalDeviation(name, config);
        for (float& value : values) value = static_cast<float>(deviation * draws.normal());
    }
    return values;
}

std::vector<std::byte> initialState(const StateTensor& tensor, const RasaConfig& config) {
    const auto packed = [](const auto& values) {
        const auto bytes = std::as_bytes(std::span(values));
        return std::vector<std::byte>(bytes.begin(), bytes.end());
    };
    if (tensor.dtype == DType::I64) return packed(initialIntegers(tensor));
    if (tensor.name == "image_queue" || tensor.name == "text_queue") {
        return packed(initialQueue(tensor));
    }
    return packed(initialValues(onlineParameterOf(tensor.name), tensor.shape, config));
}

}  // namespace descry

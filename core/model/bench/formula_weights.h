#pragma once
/// Weights and images from a formula, for benches and conformance at the published size: no file
/// of 860 MB is needed and every machine gets the same bits. Value i of tensor t is base + scale *
/// u, with u in [-1, 1) from an integer hash of i and t (conformance README, part J).
/// Thread rule: pure functions. Failure rule: Io when writing.

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/model/config.h"

namespace descry::nn {

struct FormulaTensor {
    std::uint32_t index = 0;          ///< Place in the list of tensors sorted by name.
    std::vector<std::int64_t> shape;  ///< Empty for a scalar.
    double base = 0;
    double scale = 0;
};

using FormulaTensors = std::map<std::string, FormulaTensor>;

/// Every tensor of the online model, scaled so that activations stay of ordinary size.
FormulaTensors formulaTensors(const RasaConfig& config);

/// Row-major values of one tensor.
std::vector<float> formulaValues(const FormulaTensor& tensor);

/// Image k of the formula: [side, side, 3] bytes.
std::vector<std::uint8_t> formulaPixels(std::int64_t k, std::int64_t side);
/// Bytes [side, side, 3] -> the network's input [3, side, side] (rasa-spec section 6).
std::vector<float> normalisedPixels(std::span<const std::uint8_t> pixels, std::int64_t side);

/// Writes model.safetensors of that configuration with formula weights.
void writeFormulaWeights(const std::filesystem::path& path, const RasaConfig& config);

}  // namespace descry::nn

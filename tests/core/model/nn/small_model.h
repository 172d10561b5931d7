#pragma once
/// A very small RaSa with formula weights, for tests of the network. Thread rule: pure functions.
/// Failure rule: none.

#include <cstdint>
#include <memory>
#include <vector>

#include "core/model/bench/formula_source.h"
#include "core/model/config.h"
#include "core/model/nn/device.h"

namespace descry {

/// Two text and three fusion layers, an image of 2 x 2 patches. Widths are no multiple of a vector.
inline RasaConfig smallConfig() {
    RasaConfig config;
    config.imageRes = 32;
    config.embedDim = 12;
    config.vit.embedDim = 36;
    config.vit.depth = 2;
    config.vit.numHeads = 3;
    config.bert.hiddenSize = 40;
    config.bert.numHiddenLayers = 5;
    config.bert.numAttentionHeads = 4;
    config.bert.intermediateSize = 70;
    config.bert.vocabSize = 60;
    config.bert.maxPositionEmbeddings = 20;
    config.bert.fusionLayer = 2;
    config.bert.encoderWidth = 36;
    return config;
}

inline std::shared_ptr<const nn::WeightSource> smallWeights(const RasaConfig& config) {
    return std::make_shared<nn::FormulaWeights>(nn::formulaTensors(config));
}

inline nn::ChosenDevice testCpu(ComputeType type = ComputeType::F32) {
    return nn::cpuDevice(type, Error(ErrorCode::Device, "a test"));
}

/// Pixels of images 0 to count - 1, [count, 3, side, side].
inline std::vector<float> smallImages(const RasaConfig& config, std::int64_t count) {
    std::vector<float> pixels;
    for (std::int64_t k = 0; k < count; ++k) {
        const auto image =
            nn::normalisedPixels(nn::formulaPixels(k, config.imageRes), config.imageRes);
        pixels.insert(pixels.end(), image.begin(), image.end());
    }
    return pixels;
}

}  // namespace descry

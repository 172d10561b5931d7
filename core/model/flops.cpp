#include "core/model/flops.h"

namespace descry {
namespace {

double real(std::int64_t value) {
    return static_cast<double>(value);
}

/// Cross-attention of one layer of `numTokens` text tokens to all image tokens.
double crossAttentionFlops(const RasaConfig& config, double numTokens) {
    const double width = real(config.bert.hiddenSize);
    const double context = real(config.numImageTokens());
    const double queriesAndOutput = 4.0 * numTokens * width * width;
    const double keysAndValues = 4.0 * context * width * real(config.bert.encoderWidth);
    return queriesAndOutput + keysAndValues + 4.0 * numTokens * context * width;
}

/// Of one fusion layer over `numTokens`, `numQueries` of which are wanted.
double fusionLayerFlops(const RasaConfig& config, double numTokens, double numQueries) {
    return selfAttentionFlops(config.bert, numTokens, numQueries) +
           crossAttentionFlops(config, numQueries) + feedForwardFlops(config.bert, numQueries);
}

}  // namespace

double encodeFlops(const RasaConfig& config) noexcept {
    const double tokens = real(config.numImageTokens());
    const double width = real(config.vit.embedDim);
    const double linear = (4.0 + 2.0 * real(config.vit.mlpRatio)) * width * width;
    const double patches =
        2.0 * (tokens - 1) * width * 3.0 * real(config.patchSize * config.patchSize);
    const double block = 2.0 * tokens * linear + 4.0 * tokens * tokens * width;
    return patches + real(config.vit.depth) * block;
}

double selfAttentionFlops(const BertConfig& bert, double numTokens, double numQueries) noexcept {
    const double width = real(bert.hiddenSize);
    return 2.0 * width * width * (2.0 * numTokens + 2.0 * numQueries) +
           4.0 * numQueries * numTokens * width;
}

double feedForwardFlops(const BertConfig& bert, double numTokens) noexcept {
    return 4.0 * numTokens * real(bert.hiddenSize) * real(bert.intermediateSize);
}

double textFlops(const RasaConfig& config, std::int64_t numTokens) noexcept {
    const double tokens = real(numTokens);
    return real(config.bert.fusionLayer) * (selfAttentionFlops(config.bert, tokens, tokens) +
                                            feedForwardFlops(config.bert, tokens));
}

double plainPairFlops(const RasaConfig& config, std::int64_t numTokens) noexcept {
    const double tokens = real(numTokens);
    return real(config.bert.numHiddenLayers - config.bert.fusionLayer) *
           fusionLayerFlops(config, tokens, tokens);
}

double clsPairFlops(const RasaConfig& config, std::int64_t numTokens) noexcept {
    const double tokens = real(numTokens);
    return plainPairFlops(config, numTokens) - fusionLayerFlops(config, tokens, tokens) +
           fusionLayerFlops(config, tokens, 1);
}

double wordLogitFlops(const BertConfig& bert, double numTokens) noexcept {
    return 2.0 * numTokens * real(bert.hiddenSize) * real(bert.hiddenSize + bert.vocabSize);
}

}  // namespace descry

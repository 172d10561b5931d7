#include "core/model/nn/text_layers.h"

#include <fmt/format.h>

#include "core/model/nn/image_encoder.h"

namespace descry::nn {

std::string bertLayerName(std::int64_t layer) {
    return fmt::format("text_encoder.bert.encoder.layer.{}.", layer);
}

namespace {

PackedLinear packedLinear(const WeightSource& source,
                          const std::string& name,
                          at::IntArrayRef shape,
                          const Placement& placement) {
    const LinearWeights weights = readLinear(source, name, shape[0], shape[1]);
    return {weights.weight, weights.bias, placement};
}

}  // namespace

SelfAttention::SelfAttention(const BertConfig& config,
                             const WeightSource& source,
                             const std::string& layerName,
                             const Placement& placement)
    : m_numHeads(config.numAttentionHeads) {
    const std::int64_t width = config.hiddenSize;
    const std::string name = layerName + "attention.";
    std::vector<at::Tensor> weights;
    std::vector<at::Tensor> biases;
    for (const char* part : {"self.query", "self.key", "self.value"}) {
        const LinearWeights weight = readLinear(source, name + part, width, width);
        weights.push_back(weight.weight);
        biases.push_back(weight.bias);
    }
    m_qkv = PackedLinear(at::cat(weights), at::cat(biases), placement);
    m_output = packedLinear(source, name + "output.dense", {width, width}, placement);
    m_norm = Norm(source, name + "output.LayerNorm", width, config.layerNormEps, placement);
}

void SelfAttention::run(HiddenState& state, std::int64_t numTokens) const {
    const std::int64_t width = state.input.size(1);
    const at::Tensor qkv = m_qkv(state.input)
                               .view({-1, numTokens, 3, m_numHeads, width / m_numHeads})
                               .permute({2, 0, 3, 1, 4});
    const at::Tensor mixed = at::scaled_dot_product_attention(qkv[0], qkv[1], qkv[2])
                                 .transpose(1, 2)
                                 .reshape({-1, width});
    state.input = m_norm.post(state.residual, m_output(mixed), state.input.scalar_type());
}

FeedForward::FeedForward(const BertConfig& config,
                         const WeightSource& source,
                         const std::string& layerName,
                         const Placement& placement)
    : m_inner(packedLinear(source,
                           layerName + "intermediate.dense",
                           {config.intermediateSize, config.hiddenSize},
                           placement)),
      m_output(packedLinear(source,
                            layerName + "output.dense",
                            {config.hiddenSize, config.intermediateSize},
                            placement)),
      m_norm(source,
             layerName + "output.LayerNorm",
             config.hiddenSize,
             config.layerNormEps,
             placement) {}

void FeedForward::run(HiddenState& state) const {
    const at::Tensor branch = m_output(m_inner(state.input, PackedLinear::Activation::Gelu));
    state.input = m_norm.post(state.residual, branch, state.input.scalar_type());
}

TextLayers::TextLayers(const RasaConfig& config,
                       const WeightSource& source,
                       const Placement& placement)
    : m_placement(placement) {
    const BertConfig& bert = config.bert;
    const std::int64_t width = bert.hiddenSize;
    const std::string name = "text_encoder.bert.embeddings.";
    m_words = source.read(name + "word_embeddings.weight", {bert.vocabSize, width})
                  .to(placement.options());
    const at::Tensor types =
        source.read(name + "token_type_embeddings.weight", {bert.typeVocabSize, width});
    const at::Tensor positions =
        source.read(name + "position_embeddings.weight", {bert.maxPositionEmbeddings, width});
    m_positions = (positions + types[0]).to(placement.device);
    m_norm = Norm(source, name + "LayerNorm", width, bert.layerNormEps, placement);
    for (std::int64_t i = 0; i < bert.fusionLayer; ++i) {
        const std::string layer = bertLayerName(i);
        m_layers.push_back({SelfAttention(bert, source, layer, placement),
                            FeedForward(bert, source, layer, placement)});
    }
    m_projection = readLinear(source, "text_proj", config.embedDim, width);
    m_projection.weight = m_projection.weight.to(placement.device);
    m_projection.bias = m_projection.bias.to(placement.device);
}

HiddenState TextLayers::operator()(const at::Tensor& ids) const {
    HiddenState state;
    state.residual =
        at::embedding(m_words, ids).to(at::kFloat) + m_positions.narrow(0, 0, ids.size(0));
    state.input = m_norm.post(state.residual, {}, m_placement.type);
    for (const Layer& layer : m_layers) {
        layer.attention.run(state, ids.size(0));
        layer.feedForward.run(state);
    }
    return state;
}

at::Tensor TextLayers::feature(const HiddenState& state) const {
    const at::Tensor cls = state.residual.narrow(0, 0, 1);
    return unitRows(at::linear(cls, m_projection.weight, m_projection.bias))[0];
}

}  // namespace descry::nn

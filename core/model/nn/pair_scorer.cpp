#include "core/model/nn/pair_scorer.h"

#include "core/base/error.h"
#include "core/model/nn/image_encoder.h"

namespace descry::nn {
namespace {

constexpr std::int64_t kNumClasses = 2;

LinearWeights readHead(const WeightSource& source,
                       const std::string& name,
                       std::int64_t width,
                       const Placement& placement) {
    const LinearWeights head = readLinear(source, name, kNumClasses, width);
    return {head.weight.to(placement.device), head.bias.to(placement.device)};
}

}  // namespace

PairScorer::PairScorer(const RasaConfig& config,
                       const WeightSource& source,
                       const Placement& placement)
    : m_placement(placement),
      m_numImageTokens(config.numImageTokens()),
      m_itmHead(readHead(source, "itm_head", config.bert.hiddenSize, placement)),
      m_prdHead(readHead(source, "prd_head", config.bert.hiddenSize, placement)),
      m_mrtdHead(readHead(source, "mrtd_head", config.bert.hiddenSize, placement)) {
    const BertConfig& bert = config.bert;
    const std::int64_t last = bert.numHiddenLayers - 1;
    for (std::int64_t i = bert.fusionLayer; i <= last; ++i) {
        const std::string name = bertLayerName(i);
        Layer layer{
            {},
            {},
            CrossAttention(bert, bert.encoderWidth, source, name + "crossattention.", placement),
            FeedForward(bert, source, name, placement)};
        if (i == last) {
            layer.lastSelf.emplace(bert, bert.hiddenSize, source, name + "attention.", placement);
        } else {
            layer.self.emplace(bert, source, name, placement);
        }
        m_layers.push_back(std::move(layer));
    }
    if (m_layers.empty()) {
        fail(ErrorCode::InvalidInput,
             "the configuration has no fusion layer: bert.fusion_layer {} must be below "
             "bert.num_hidden_layers {}",
             bert.fusionLayer,
             bert.numHiddenLayers);
    }
}

/// [C * L, D] -> the same, or in the last layer the [CLS] rows [C, D] where they alone are asked
/// for.
HiddenState PairScorer::selfAttend(const Layer& layer,
                                   HiddenState state,
                                   std::int64_t numTokens,
                                   FusedRows rows) const {
    if (layer.self) {
        layer.self->run(state, numTokens);
        return state;
    }
    const CrossAttention& self = *layer.lastSelf;
    const std::int64_t width = state.input.size(1);
    const at::Tensor context = state.input.view({-1, numTokens, width});
    HiddenState attended;
    at::Tensor asking = state.input;
    attended.residual = state.residual;
    if (rows == FusedRows::Cls) {
        asking = context.select(1, 0).contiguous();
        attended.residual = state.residual.view({-1, numTokens, width}).select(1, 0).clone();
    }
    const std::int64_t perPair = rows == FusedRows::Cls ? 1 : numTokens;
    const at::Tensor queries = self.prepareQueries(asking, perPair, numTokens);
    const at::Tensor branch = self.attend(queries, context, perPair);
    attended.input = self.norm().post(attended.residual, branch, m_placement.type);
    return attended;
}

FusionStart PairScorer::prepare(const HiddenState& text,
                                std::int64_t numTokens,
                                FusedRows rows) const {
    // The first norm writes over the residual, and the text may be used again.
    const HiddenState state =
        selfAttend(m_layers.front(), {text.residual.clone(), text.input}, numTokens, rows);
    const std::int64_t numRows = state.input.size(0);
    return {numTokens,
            rows,
            state.residual,
            m_layers.front().cross.prepareQueries(state.input, numRows, m_numImageTokens)};
}

at::Tensor PairScorer::fuse(const FusionStart& start,
                            const at::Tensor& imageTokens,
                            const std::stop_token& stop) const {
    const std::int64_t numPairs = imageTokens.size(0);
    HiddenState state;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        checkStop(stop);
        const Layer& layer = m_layers[i];
        at::Tensor branch;
        if (i == 0) {
            const std::int64_t rows = start.residual.size(0);
            branch = layer.cross.attend(start.queries, imageTokens, rows);
            state.residual = start.residual.repeat({numPairs, 1});
        } else {
            state = selfAttend(layer, std::move(state), start.numTokens, start.rows);
            const std::int64_t rows = state.input.size(0) / numPairs;
            const at::Tensor queries =
                layer.cross.prepareQueries(state.input, rows, imageTokens.size(1));
            branch = layer.cross.attend(queries, imageTokens, rows);
        }
        state.input = layer.cross.norm().post(state.residual, branch, m_placement.type);
        layer.feedForward.run(state);
    }
    return state.residual;
}

at::Tensor PairScorer::matchLogits(const at::Tensor& cls) const {
    return at::linear(cls, m_itmHead.weight, m_itmHead.bias);
}

at::Tensor PairScorer::relationLogits(const at::Tensor& cls) const {
    return at::linear(cls, m_prdHead.weight, m_prdHead.bias);
}

at::Tensor PairScorer::replacedLogits(const at::Tensor& states) const {
    return at::linear(states, m_mrtdHead.weight, m_mrtdHead.bias);
}

}  // namespace descry::nn

#include "core/model/nn/text_encoder.h"

#include <fmt/format.h>

#include <cmath>

#include "core/model/nn/recompute.h"

namespace descry::nn {
namespace {

constexpr double kPaddingScore = -10000.0;

/// [B, L] of 1 and 0 -> [B, 1, 1, L] to be added to scores; undefined stays undefined.
at::Tensor additiveMask(const at::Tensor& mask, const at::Tensor& like) {
    if (!mask.defined()) return {};
    return ((1 - mask) * kPaddingScore).to(like.scalar_type()).unsqueeze(1).unsqueeze(1);
}

/// dense, dropout, residual, LayerNorm: what closes every part of a layer.
class ResidualOutput : public torch::nn::Module {
  public:
    ResidualOutput(std::int64_t inputs, const BertConfig& config, const at::TensorOptions& options)
        : m_dropout(config.hiddenDropout),
          m_dense(register_module("dense",
                                  std::make_shared<Linear>(inputs, config.hiddenSize, options))),
          m_norm(register_module(
              "LayerNorm",
              std::make_shared<LayerNorm>(config.hiddenSize, config.layerNormEps, options))) {}

    at::Tensor forward(const at::Tensor& x, const at::Tensor& residual) const {
        const at::Tensor branch = at::dropout(m_dense->forward(x), m_dropout, is_training());
        return m_norm->forward(branch + residual);
    }

  private:
    double m_dropout;
    std::shared_ptr<Linear> m_dense;
    std::shared_ptr<LayerNorm> m_norm;
};

class BertAttention : public torch::nn::Module {
  public:
    BertAttention(std::int64_t contextWidth,
                  const BertConfig& config,
                  const at::TensorOptions& options)
        : m_numHeads(config.numAttentionHeads), m_dropout(config.attentionDropout) {
        const std::int64_t width = config.hiddenSize;
        auto self = register_module("self", std::make_shared<torch::nn::Module>());
        m_query = self->register_module("query", std::make_shared<Linear>(width, width, options));
        m_key =
            self->register_module("key", std::make_shared<Linear>(contextWidth, width, options));
        m_value =
            self->register_module("value", std::make_shared<Linear>(contextWidth, width, options));
        m_output =
            register_module("output", std::make_shared<ResidualOutput>(width, config, options));
    }

    /// `context` is what keys and values come from. Reports the probabilities under `name`.
    at::Tensor forward(const at::Tensor& hidden,
                       const at::Tensor& context,
                       const at::Tensor& scoreMask,
                       const std::string& name,
                       const Trace& trace) const {
        const at::Tensor query = splitHeads(m_query->forward(hidden));
        const at::Tensor key = splitHeads(m_key->forward(context));
        const at::Tensor value = splitHeads(m_value->forward(context));
        const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(3)));
        at::Tensor scores = at::matmul(query, key.transpose(2, 3)) * scale;
        if (scoreMask.defined()) scores = scores + scoreMask;
        const at::Tensor probabilities = at::softmax(scores, -1);
        report(trace, name, probabilities);
        const at::Tensor kept = at::dropout(probabilities, m_dropout, is_training());
        const at::Tensor mixed = at::matmul(kept, value).transpose(1, 2).reshape(hidden.sizes());
        return m_output->forward(mixed, hidden);
    }

  private:
    at::Tensor splitHeads(const at::Tensor& x) const {
        return x.view({x.size(0), x.size(1), m_numHeads, x.size(2) / m_numHeads}).transpose(1, 2);
    }

    std::int64_t m_numHeads;
    double m_dropout;
    std::shared_ptr<Linear> m_query;
    std::shared_ptr<Linear> m_key;
    std::shared_ptr<Linear> m_value;
    std::shared_ptr<ResidualOutput> m_output;
};

}  // namespace

class BertLayer : public torch::nn::Module {
  public:
    enum class Kind { Text, Fusion };

    BertLayer(Kind kind, const BertConfig& config, const at::TensorOptions& options)
        : m_attention(register_module(
              "attention", std::make_shared<BertAttention>(config.hiddenSize, config, options))) {
        if (kind == Kind::Fusion) {
            m_crossAttention = register_module(
                "crossattention",
                std::make_shared<BertAttention>(config.encoderWidth, config, options));
        }
        auto intermediate = register_module("intermediate", std::make_shared<torch::nn::Module>());
        m_dense = intermediate->register_module(
            "dense", std::make_shared<Linear>(config.hiddenSize, config.intermediateSize, options));
        m_output = register_module(
            "output", std::make_shared<ResidualOutput>(config.intermediateSize, config, options));
    }

    at::Tensor forward(const at::Tensor& hidden,
                       const at::Tensor& scoreMask,
                       const at::Tensor& imageTokens,
                       const std::string& name,
                       const Trace& trace) const {
        at::Tensor x =
            m_attention->forward(hidden, hidden, scoreMask, name + ".self_attention", trace);
        report(trace, name + ".self_attention_out", x);
        if (m_crossAttention) {
            x = m_crossAttention->forward(x, imageTokens, {}, name + ".cross_attention", trace);
            report(trace, name + ".cross_attention_out", x);
        }
        x = m_output->forward(at::gelu(m_dense->forward(x)), x);
        report(trace, name + ".out", x);
        return x;
    }

  private:
    std::shared_ptr<BertAttention> m_attention;
    std::shared_ptr<BertAttention> m_crossAttention;
    std::shared_ptr<Linear> m_dense;
    std::shared_ptr<ResidualOutput> m_output;
};

class BertEmbeddings : public torch::nn::Module {
  public:
    BertEmbeddings(const BertConfig& config, const at::TensorOptions& options)
        : m_dropout(config.hiddenDropout) {
        const std::int64_t width = config.hiddenSize;
        m_words = register_module(
            "word_embeddings",
            std::make_shared<Embedding>(config.vocabSize, width, options, config.padTokenId));
        m_positions = register_module(
            "position_embeddings",
            std::make_shared<Embedding>(config.maxPositionEmbeddings, width, options));
        m_types =
            register_module("token_type_embeddings",
                            std::make_shared<Embedding>(config.typeVocabSize, width, options));
        m_norm = register_module("LayerNorm",
                                 std::make_shared<LayerNorm>(width, config.layerNormEps, options));
    }

    at::Tensor forward(const at::Tensor& ids) const {
        const at::Tensor places = m_positions->weight().narrow(0, 0, ids.size(1));
        const at::Tensor sum = m_words->forward(ids) + m_types->weight().narrow(0, 0, 1) + places;
        return at::dropout(m_norm->forward(sum), m_dropout, is_training());
    }

    const at::Tensor& wordWeight() const { return m_words->weight(); }

  private:
    double m_dropout;
    std::shared_ptr<Embedding> m_words;
    std::shared_ptr<Embedding> m_positions;
    std::shared_ptr<Embedding> m_types;
    std::shared_ptr<LayerNorm> m_norm;
};

class MlmHead : public torch::nn::Module {
  public:
    MlmHead(const BertConfig& config, const at::TensorOptions& options) {
        const std::int64_t width = config.hiddenSize;
        auto predictions = register_module("predictions", std::make_shared<torch::nn::Module>());
        m_bias = predictions->register_parameter("bias", at::empty({config.vocabSize}, options));
        auto transform =
            predictions->register_module("transform", std::make_shared<torch::nn::Module>());
        m_dense =
            transform->register_module("dense", std::make_shared<Linear>(width, width, options));
        m_norm = transform->register_module(
            "LayerNorm", std::make_shared<LayerNorm>(width, config.layerNormEps, options));
    }

    at::Tensor forward(const at::Tensor& hidden, const at::Tensor& wordWeight) const {
        const at::Tensor x = m_norm->forward(at::gelu(m_dense->forward(hidden)));
        return at::linear(x, wordWeight, m_bias);
    }

  private:
    at::Tensor m_bias;
    std::shared_ptr<Linear> m_dense;
    std::shared_ptr<LayerNorm> m_norm;
};

TextEncoder::TextEncoder(const BertConfig& config, const at::TensorOptions& options)
    : m_fusionLayer(config.fusionLayer) {
    auto bert = register_module("bert", std::make_shared<torch::nn::Module>());
    m_embeddings =
        bert->register_module("embeddings", std::make_shared<BertEmbeddings>(config, options));
    auto encoder = bert->register_module("encoder", std::make_shared<torch::nn::Module>());
    auto layers = encoder->register_module("layer", std::make_shared<torch::nn::Module>());
    for (std::int64_t i = 0; i < config.numHiddenLayers; ++i) {
        const auto kind = i < m_fusionLayer ? BertLayer::Kind::Text : BertLayer::Kind::Fusion;
        m_layers.push_back(layers->register_module(
            fmt::to_string(i), std::make_shared<BertLayer>(kind, config, options)));
    }
    m_mlmHead = register_module("cls", std::make_shared<MlmHead>(config, options));
}

at::Tensor TextEncoder::runLayer(std::size_t index,
                                 const at::Tensor& hidden,
                                 const at::Tensor& scoreMask,
                                 const at::Tensor& imageTokens,
                                 const Trace& trace) const {
    const auto& layer = m_layers[index];
    if (!m_isRecomputed || trace) {
        return layer->forward(
            hidden, scoreMask, imageTokens, fmt::format("bert.layer.{}", index), trace);
    }
    return recomputed(
        [layer](const auto& inputs) {
            return layer->forward(inputs[0], inputs[1], inputs[2], {}, {});
        },
        {hidden, scoreMask, imageTokens});
}

at::Tensor TextEncoder::text(const at::Tensor& ids,
                             const at::Tensor& mask,
                             const Trace& trace) const {
    at::Tensor x = m_embeddings->forward(ids);
    report(trace, "bert.embeddings", x);
    const at::Tensor scoreMask = additiveMask(mask, x);
    for (std::int64_t i = 0; i < m_fusionLayer; ++i) {
        x = runLayer(static_cast<std::size_t>(i), x, scoreMask, {}, trace);
    }
    return x;
}

at::Tensor TextEncoder::fusion(const at::Tensor& hidden,
                               const EncoderInput& input,
                               const Trace& trace) const {
    at::Tensor x = hidden;
    const at::Tensor scoreMask = additiveMask(input.mask, x);
    for (auto i = static_cast<std::size_t>(m_fusionLayer); i < m_layers.size(); ++i) {
        x = runLayer(i, x, scoreMask, input.imageTokens, trace);
    }
    return x;
}

at::Tensor TextEncoder::multiModal(const at::Tensor& ids,
                                   const EncoderInput& input,
                                   const Trace& trace) const {
    return fusion(text(ids, input.mask, trace), input, trace);
}

at::Tensor TextEncoder::mlmLogits(const at::Tensor& hidden) const {
    return m_mlmHead->forward(hidden, m_embeddings->wordWeight());
}

}  // namespace descry::nn

#include "core/model/nn/text_encoder.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "core/model/nn/recompute.h"
#include "core/model/nn/token_rows.h"

namespace descry::nn {
namespace {

constexpr double kPaddingScore = -10000.0;

/// [B, L] of 1 and 0 -> [B, 1, 1, L] to be added to scores.
std::optional<at::Tensor> additiveMask(const at::Tensor& mask, const at::Tensor& like) {
    if (!mask.defined()) return std::nullopt;
    return ((1 - mask) * kPaddingScore).to(like.scalar_type()).unsqueeze(1).unsqueeze(1);
}

/// Hidden states [T, D] and the places of their rows.
struct TextRows {
    TokenRows places;
    at::Tensor states;
};

/// What keys and values come from.
struct Context {
    at::Tensor states;                    ///< [B, N, D], or [T, D] of text rows.
    std::optional<TokenRows> places;      ///< Of text rows.
    std::optional<at::Tensor> scoreMask;  ///< Added to scores, [B, 1, 1, N].

    at::Tensor grid(const at::Tensor& x) const { return places ? places->spread(x) : x; }
};

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

    /// New states of the hidden rows. Reports the probabilities under `name`.
    at::Tensor forward(const TextRows& hidden,
                       const Context& context,
                       const std::string& name,
                       const Trace& trace) const {
        const at::Tensor query = splitHeads(hidden.places.spread(m_query->forward(hidden.states)));
        const at::Tensor key = splitHeads(context.grid(m_key->forward(context.states)));
        const at::Tensor value = splitHeads(context.grid(m_value->forward(context.states)));
        at::Tensor mixed;
        if (trace) {
            const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(3)));
            at::Tensor scores = at::matmul(query, key.transpose(2, 3)) * scale;
            if (context.scoreMask) scores = scores + *context.scoreMask;
            const at::Tensor probabilities = at::softmax(scores, -1);
            report(trace, name, probabilities);
            mixed = at::matmul(at::dropout(probabilities, m_dropout, is_training()), value);
        } else {
            mixed = at::scaled_dot_product_attention(
                query, key, value, context.scoreMask, is_training() ? m_dropout : 0.0);
        }
        return m_output->forward(hidden.places.pack(mixed.transpose(1, 2).flatten(2)),
                                 hidden.states);
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

/// What a layer reads beside hidden states.
struct LayerSurround {
    TokenRows places;
    std::optional<at::Tensor> scoreMask;
    at::Tensor imageTokens;
    bool readsFirst;  ///< The last layer's other rows are not wanted.

    LayerSurround(const at::Tensor& grid, const EncoderInput& input)
        : places(input.mask.defined() && input.padding == Padding::Skipped
                     ? TokenRows::whereMasked(input.mask)
                     : TokenRows(grid.size(0), grid.size(1))),
          scoreMask(additiveMask(input.mask, grid)),
          imageTokens(input.imageTokens),
          readsFirst(input.wanted == Wanted::First) {}
};

class BertLayer : public torch::nn::Module {
  public:
    enum class Kind { Text, Fusion };
    enum class Output { All, First };

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

    /// `hidden` [T, D] has all rows; the result has the same or each text's first, [B, D].
    at::Tensor forward(const at::Tensor& hidden,
                       const LayerSurround& surround,
                       Output output,
                       const std::string& name,
                       const Trace& trace) const {
        const TokenRows& places = surround.places;
        TextRows x{places, hidden};
        if (output == Output::First) x = {{places.numTexts(), 1}, places.first(hidden)};
        const auto note = [&](const char* part) {
            if (trace) trace(name + part, x.places.spread(x.states));
        };
        x.states = m_attention->forward(
            x, {hidden, places, surround.scoreMask}, name + ".self_attention", trace);
        note(".self_attention_out");
        if (m_crossAttention) {
            x.states = m_crossAttention->forward(
                x, {surround.imageTokens, {}, {}}, name + ".cross_attention", trace);
            note(".cross_attention_out");
        }
        x.states = m_output->forward(at::gelu(m_dense->forward(x.states)), x.states);
        note(".out");
        return x.states;
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
                                 const LayerSurround& surround,
                                 const Trace& trace) const {
    const auto& layer = m_layers[index];
    const auto output = surround.readsFirst && index + 1 == m_layers.size()
                            ? BertLayer::Output::First
                            : BertLayer::Output::All;
    if (!m_isRecomputed || trace) {
        return layer->forward(hidden, surround, output, fmt::format("bert.layer.{}", index), trace);
    }
    return recomputed(
        [layer, output, surround](const auto& inputs) {
            LayerSurround again = surround;
            again.imageTokens = inputs[1];
            return layer->forward(inputs[0], again, output, {}, {});
        },
        {hidden, surround.imageTokens});
}

at::Tensor TextEncoder::text(const at::Tensor& ids,
                             const EncoderInput& input,
                             const Trace& trace) const {
    const at::Tensor embedded = m_embeddings->forward(ids);
    report(trace, "bert.embeddings", embedded);
    const LayerSurround surround(embedded, input);
    at::Tensor x = surround.places.pack(embedded);
    for (std::size_t i = 0; i < numTextLayers(); ++i) x = runLayer(i, x, surround, trace);
    return surround.places.spread(x);
}

at::Tensor TextEncoder::fusion(const at::Tensor& hidden,
                               const EncoderInput& input,
                               const Trace& trace) const {
    const LayerSurround surround(hidden, input);
    at::Tensor x = surround.places.pack(hidden);
    for (std::size_t i = numTextLayers(); i < m_layers.size(); ++i) {
        x = runLayer(i, x, surround, trace);
    }
    return surround.readsFirst ? x.unsqueeze(1) : surround.places.spread(x);
}

at::Tensor TextEncoder::multiModal(const at::Tensor& ids,
                                   const EncoderInput& input,
                                   const Trace& trace) const {
    return fusion(text(ids, input, trace), input, trace);
}

at::Tensor TextEncoder::mlmLogits(const at::Tensor& hidden) const {
    return m_mlmHead->forward(hidden, m_embeddings->wordWeight());
}

}  // namespace descry::nn

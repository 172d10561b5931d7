#pragma once
/// The text and fusion encoder as a trainable module (`text_encoder.bert.*` and its masked-language
/// head `text_encoder.cls.*`): post-norm BERT whose layers from fusion_layer on also attend to the
/// image tokens (rasa-spec section 3). Dropout acts in training mode.
/// Thread rule: as layers.h. Failure rule: c10::Error for shapes that do not fit.

#include <memory>
#include <vector>

#include "core/model/config.h"
#include "core/model/nn/layers.h"

namespace descry::nn {

class BertEmbeddings;
class BertLayer;
class MlmHead;
struct LayerSurround;

/// Whether places of padding are worked on like tokens (nothing reads them) or left 0.
enum class Padding { Computed, Skipped };
/// Of the fused states: all tokens', or the first's alone, which spares most of the last layer.
enum class Wanted { All, First };

/// What a run of the encoder reads beside its hidden states.
struct EncoderInput {
    at::Tensor mask;         ///< [B, L] of 1 and 0; undefined: no padding.
    at::Tensor imageTokens;  ///< [B, N, D of the image encoder]; undefined in `text` mode.
    Padding padding = Padding::Computed;
    Wanted wanted = Wanted::All;  ///< Of `fusion` and `multiModal`.
};

class TextEncoder : public torch::nn::Module {
  public:
    TextEncoder(const BertConfig& config, const at::TensorOptions& options);

    /// Embeddings and text layers: ids [B, L] -> [B, L, D]. Traces `bert.embeddings` and, per
    /// layer, `bert.layer.I.{self_attention_out,cross_attention_out,cross_attention,out}`;
    /// `cross_attention` are the probabilities [B, H, L, N].
    at::Tensor text(const at::Tensor& ids,
                    const EncoderInput& input,
                    const Trace& trace = {}) const;
    /// The fusion layers, from the text layers' output [B, L, D] -> [B, L, D] or [B, 1, D].
    at::Tensor fusion(const at::Tensor& hidden,
                      const EncoderInput& input,
                      const Trace& trace = {}) const;
    /// Both in turn.
    at::Tensor multiModal(const at::Tensor& ids,
                          const EncoderInput& input,
                          const Trace& trace = {}) const;
    /// [B, L, D] -> [B, L, V], the decoder tied to the word embeddings.
    at::Tensor mlmLogits(const at::Tensor& hidden) const;

    /// Layers keep their inputs alone while training; a traced run does not.
    void recomputeActivations(bool isOn) { m_isRecomputed = isOn; }

  private:
    at::Tensor runLayer(std::size_t index,
                        const at::Tensor& hidden,
                        const LayerSurround& surround,
                        const Trace& trace) const;
    std::size_t numTextLayers() const { return static_cast<std::size_t>(m_fusionLayer); }

    std::int64_t m_fusionLayer;
    bool m_isRecomputed = false;
    std::shared_ptr<BertEmbeddings> m_embeddings;
    std::vector<std::shared_ptr<BertLayer>> m_layers;
    std::shared_ptr<MlmHead> m_mlmHead;
};

}  // namespace descry::nn

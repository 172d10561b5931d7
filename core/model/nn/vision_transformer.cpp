#include "core/model/nn/vision_transformer.h"

#include <fmt/format.h>

#include "core/model/nn/recompute.h"

namespace descry::nn {

at::Tensor patchRows(const at::Tensor& images, std::int64_t patchSize) {
    const std::int64_t batch = images.size(0);
    const std::int64_t channels = images.size(1);
    const std::int64_t grid = images.size(2) / patchSize;
    return images.reshape({batch, channels, grid, patchSize, grid, patchSize})
        .permute({0, 2, 4, 1, 3, 5})
        .reshape({batch, grid * grid, channels * patchSize * patchSize});
}

namespace {

class VisionAttention : public torch::nn::Module {
  public:
    VisionAttention(const VitConfig& config, const at::TensorOptions& options)
        : m_numHeads(config.numHeads),
          m_qkv(register_module(
              "qkv", std::make_shared<Linear>(config.embedDim, 3 * config.embedDim, options))),
          m_proj(register_module(
              "proj", std::make_shared<Linear>(config.embedDim, config.embedDim, options))) {}

    at::Tensor forward(const at::Tensor& x) const {
        const std::int64_t width = x.size(2);
        const at::Tensor qkv =
            m_qkv->forward(x)
                .reshape({x.size(0), x.size(1), 3, m_numHeads, width / m_numHeads})
                .permute({2, 0, 3, 1, 4});
        const at::Tensor mixed = at::scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]);
        return m_proj->forward(mixed.transpose(1, 2).reshape({x.size(0), x.size(1), width}));
    }

  private:
    std::int64_t m_numHeads;
    std::shared_ptr<Linear> m_qkv;
    std::shared_ptr<Linear> m_proj;
};

class VisionMlp : public torch::nn::Module {
  public:
    VisionMlp(const VitConfig& config, const at::TensorOptions& options)
        : m_fc1(register_module("fc1",
                                std::make_shared<Linear>(
                                    config.embedDim, config.mlpRatio * config.embedDim, options))),
          m_fc2(register_module("fc2",
                                std::make_shared<Linear>(
                                    config.mlpRatio * config.embedDim, config.embedDim, options))) {
    }

    at::Tensor forward(const at::Tensor& x) const {
        return m_fc2->forward(at::gelu(m_fc1->forward(x)));
    }

  private:
    std::shared_ptr<Linear> m_fc1;
    std::shared_ptr<Linear> m_fc2;
};

}  // namespace

class VisionBlock : public torch::nn::Module {
  public:
    VisionBlock(const VitConfig& config, const at::TensorOptions& options)
        : m_norm1(register_module(
              "norm1", std::make_shared<LayerNorm>(config.embedDim, config.layerNormEps, options))),
          m_attention(register_module("attn", std::make_shared<VisionAttention>(config, options))),
          m_norm2(register_module(
              "norm2", std::make_shared<LayerNorm>(config.embedDim, config.layerNormEps, options))),
          m_mlp(register_module("mlp", std::make_shared<VisionMlp>(config, options))) {}

    at::Tensor forward(const at::Tensor& x, const std::string& name, const Trace& trace) const {
        const at::Tensor attended = m_attention->forward(m_norm1->forward(x));
        report(trace, name + ".attn_branch", attended);
        const at::Tensor middle = x + attended;
        const at::Tensor mixed = m_mlp->forward(m_norm2->forward(middle));
        report(trace, name + ".mlp_branch", mixed);
        at::Tensor out = middle + mixed;
        report(trace, name + ".out", out);
        return out;
    }

  private:
    std::shared_ptr<LayerNorm> m_norm1;
    std::shared_ptr<VisionAttention> m_attention;
    std::shared_ptr<LayerNorm> m_norm2;
    std::shared_ptr<VisionMlp> m_mlp;
};

VisionTransformer::VisionTransformer(const RasaConfig& config, const at::TensorOptions& options)
    : m_patchSize(config.patchSize) {
    const std::int64_t width = config.vit.embedDim;
    m_clsToken = register_parameter("cls_token", at::empty({1, 1, width}, options));
    m_posEmbed =
        register_parameter("pos_embed", at::empty({1, config.numImageTokens(), width}, options));
    auto patchEmbed = register_module("patch_embed", std::make_shared<torch::nn::Module>());
    auto proj = patchEmbed->register_module("proj", std::make_shared<torch::nn::Module>());
    m_patchWeight = proj->register_parameter(
        "weight", at::empty({width, 3, m_patchSize, m_patchSize}, options));
    m_patchBias = proj->register_parameter("bias", at::empty({width}, options));
    auto blocks = register_module("blocks", std::make_shared<torch::nn::Module>());
    for (std::int64_t i = 0; i < config.vit.depth; ++i) {
        m_blocks.push_back(blocks->register_module(
            fmt::to_string(i), std::make_shared<VisionBlock>(config.vit, options)));
    }
    m_norm = register_module("norm",
                             std::make_shared<LayerNorm>(width, config.vit.layerNormEps, options));
}

at::Tensor VisionTransformer::embedPatches(const at::Tensor& images, const Trace& trace) const {
    // A convolution whose stride is its size is a product with the patches as rows.
    const at::Tensor patches =
        at::linear(patchRows(images, m_patchSize), m_patchWeight.flatten(1), m_patchBias);
    report(trace, "vit.patch_embed", patches);
    const at::Tensor cls = m_clsToken.expand({images.size(0), 1, m_clsToken.size(2)});
    at::Tensor tokens = at::cat({cls, patches}, 1) + m_posEmbed;
    report(trace, "vit.tokens_plus_pos", tokens);
    return tokens;
}

at::Tensor VisionTransformer::forward(const at::Tensor& images, const Trace& trace) const {
    at::Tensor x = embedPatches(images, trace);
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        const auto& block = m_blocks[i];
        if (m_isRecomputed && !trace) {
            x = recomputed(
                [block](const auto& inputs) { return block->forward(inputs[0], {}, {}); }, {x});
        } else {
            x = block->forward(x, fmt::format("vit.block.{}", i), trace);
        }
    }
    x = m_norm->forward(x);
    report(trace, "vit.norm", x);
    return x;
}

}  // namespace descry::nn

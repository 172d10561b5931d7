#include "core/model/nn/image_encoder.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/model/nn/vision_transformer.h"

namespace descry::nn {

void checkStop(const std::stop_token& stop) {
    if (stop.stop_requested()) fail(ErrorCode::Cancelled, "stopped on request");
}

at::Tensor unitRows(const at::Tensor& x) {
    return x / at::linalg_vector_norm(x, 2, at::IntArrayRef{-1}, true).clamp_min(1e-12);
}

ImageEncoder::ImageEncoder(const RasaConfig& config,
                           const WeightSource& source,
                           const Placement& placement)
    : m_placement(placement),
      m_patchSize(config.patchSize),
      m_width(config.vit.embedDim),
      m_numHeads(config.vit.numHeads) {
    const std::string root = "visual_encoder.";
    const std::int64_t inner = config.vit.mlpRatio * m_width;
    const auto packed = [&](const std::string& name, std::int64_t outputs, std::int64_t inputs) {
        const LinearWeights weights = readLinear(source, root + name, outputs, inputs);
        return PackedLinear(weights.weight, weights.bias, placement);
    };
    const auto norm = [&](const std::string& name) {
        return Norm(source, root + name, m_width, config.vit.layerNormEps, placement);
    };
    const at::Tensor patchWeight =
        source.read(root + "patch_embed.proj.weight", {m_width, 3, m_patchSize, m_patchSize});
    m_patches = PackedLinear(
        patchWeight.flatten(1), source.read(root + "patch_embed.proj.bias", {m_width}), placement);
    const at::Tensor positions =
        source.read(root + "pos_embed", {1, config.numImageTokens(), m_width})[0];
    const at::Tensor cls = source.read(root + "cls_token", {1, 1, m_width})[0][0];
    m_clsToken = (cls + positions[0]).to(placement.device);
    m_positions = positions.slice(0, 1).contiguous().to(placement.device);
    for (std::int64_t i = 0; i < config.vit.depth; ++i) {
        const std::string name = fmt::format("blocks.{}.", i);
        m_blocks.push_back({norm(name + "norm1"),
                            packed(name + "attn.qkv", 3 * m_width, m_width),
                            packed(name + "attn.proj", m_width, m_width),
                            norm(name + "norm2"),
                            packed(name + "mlp.fc1", inner, m_width),
                            packed(name + "mlp.fc2", m_width, inner)});
    }
    m_norm = norm("norm");
    m_projection = readLinear(source, "vision_proj", config.embedDim, m_width);
    m_projection.weight = m_projection.weight.to(placement.device);
    m_projection.bias = m_projection.bias.to(placement.device);
}

at::Tensor ImageEncoder::embed(const at::Tensor& images) const {
    const at::Tensor rows = patchRows(images.to(m_placement.type), m_patchSize);
    const at::Tensor patches = m_patches(rows.flatten(0, 1));
    at::Tensor tokens =
        at::empty({images.size(0), rows.size(1) + 1, m_width}, m_placement.floatOptions());
    tokens.select(1, 0).copy_(m_clsToken);
    at::Tensor grid = tokens.slice(1, 1);
    grid.copy_(patches.view(grid.sizes()));
    grid.add_(m_positions);
    return tokens;
}

at::Tensor ImageEncoder::attend(const at::Tensor& qkv, std::int64_t batch) const {
    const std::int64_t numTokens = qkv.size(0) / batch;
    const at::Tensor parts =
        qkv.view({batch, numTokens, 3, m_numHeads, m_width / m_numHeads}).permute({2, 0, 3, 1, 4});
    return at::scaled_dot_product_attention(parts[0], parts[1], parts[2])
        .transpose(1, 2)
        .reshape({batch * numTokens, m_width});
}

at::Tensor ImageEncoder::operator()(const at::Tensor& images, const std::stop_token& stop) const {
    const std::int64_t batch = images.size(0);
    at::Tensor residual = embed(images).view({-1, m_width});
    at::Tensor branch;
    for (const Block& block : m_blocks) {
        checkStop(stop);
        at::Tensor h = block.norm1.pre(residual, branch, m_placement.type);
        branch = block.proj(attend(block.qkv(h), batch));
        h = block.norm2.pre(residual, branch, m_placement.type);
        branch = block.fc2(block.fc1(h, PackedLinear::Activation::Gelu));
    }
    checkStop(stop);
    return m_norm.pre(residual, branch, at::kFloat).view({batch, -1, m_width});
}

at::Tensor ImageEncoder::features(const at::Tensor& tokens) const {
    return unitRows(at::linear(tokens.select(1, 0), m_projection.weight, m_projection.bias));
}

}  // namespace descry::nn

#include "core/training/step/fresh_start.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace descry::training {
namespace {

constexpr double kPositionDeviation = 0.2;  // Of pos_embed and cls_token.
constexpr double kWordDeviation = 0.05;
constexpr double kTextPositionDeviation = 0.03;  // Of positions and token types.
constexpr double kHeadDeviation = 0.02;
constexpr double kResidualFactor = 0.5;

bool isAnyOf(std::string_view name, std::span<const std::string_view> parts) {
    return std::ranges::any_of(parts,
                               [&](std::string_view part) { return name.find(part) != name.npos; });
}

double deviationOf(std::string_view name, const at::Tensor& weight) {
    constexpr std::array<std::string_view, 2> kPositions{"pos_embed", "cls_token"};
    constexpr std::array<std::string_view, 2> kTextPositions{"position_embeddings",
                                                             "token_type_embeddings"};
    constexpr std::array<std::string_view, 3> kHeads{"itm_head", "prd_head", "mrtd_head"};
    constexpr std::array<std::string_view, 3> kResidual{"attn.proj.", "mlp.fc2.", "output.dense."};
    if (isAnyOf(name, kPositions)) return kPositionDeviation;
    if (name.find("word_embeddings") != name.npos) return kWordDeviation;
    if (isAnyOf(name, kTextPositions)) return kTextPositionDeviation;
    if (isAnyOf(name, kHeads)) return kHeadDeviation;
    const double fanIn = static_cast<double>(weight.numel() / weight.size(0));
    return (isAnyOf(name, kResidual) ? kResidualFactor : 1.0) / std::sqrt(fanIn);
}

bool isNorm(std::string_view name) {
    return name.find("norm") != name.npos || name.find("LayerNorm") != name.npos;
}

}  // namespace

void initialiseFresh(TrainingState& state, std::uint64_t seed) {
    const at::NoGradGuard noGrad;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    for (auto& item : state.online->named_parameters()) {
        at::Tensor& parameter = item.value();
        if (item.key() == "temp") {
            parameter.fill_(state.config.temperature);
        } else if (isNorm(item.key())) {
            parameter.fill_(item.key().ends_with(".weight") ? 1.0 : 0.0);
        } else if (item.key().ends_with(".bias")) {
            parameter.zero_();
        } else {
            at::Tensor values = at::empty(parameter.sizes(), at::kFloat);
            values.normal_(0, deviationOf(item.key(), parameter), generator);
            parameter.copy_(values);
        }
    }
    state.momentum->copy(*state.online);
    state.queue->clear(generator);
}

}  // namespace descry::training

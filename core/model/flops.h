#pragma once
/// Floating-point operations of the network's parts (a multiply and an add are two), element-wise
/// work left out. Thread rule: pure functions. Never fails. Source: rasa-spec sections 2, 3 and 12.

#include <cstdint>

#include "core/model/config.h"

namespace descry {

/// Of one image through the ViT.
double encodeFlops(const RasaConfig& config) noexcept;
/// Of one text through the text layers.
double textFlops(const RasaConfig& config, std::int64_t numTokens) noexcept;
/// Of one pair through the fusion layers as the reference runs them: keys and values of every
/// image token are projected in every layer.
double plainPairFlops(const RasaConfig& config, std::int64_t numTokens) noexcept;
/// The same where the last layer gives [CLS] alone.
double clsPairFlops(const RasaConfig& config, std::int64_t numTokens) noexcept;
/// Of the masked-language head over as many tokens.
double wordLogitFlops(const BertConfig& bert, double numTokens) noexcept;

/// Self-attention of one layer over `numTokens`, `numQueries` of which are wanted.
double selfAttentionFlops(const BertConfig& bert, double numTokens, double numQueries) noexcept;
double feedForwardFlops(const BertConfig& bert, double numTokens) noexcept;

}  // namespace descry

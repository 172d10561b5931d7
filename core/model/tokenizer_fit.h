#pragma once
/// Private to core/model: whether a tokenizer belongs to a configuration. Thread rule: pure.
/// Errors: InvalidInput naming both values.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/model/config.h"
#include "core/text/tokenizer.h"

namespace descry {

/// Compares the number of pieces with `bert.vocab_size`, and the special ids with `tokens` and
/// `bert.pad_token_id` where the configuration has them. `name` is the tokenizer's file.
void requireTokenizerFits(const Tokenizer& tokenizer,
                          const std::string& name,
                          const RasaConfig& config);
/// The `tokens` object of config.json.
nlohmann::json tokensJson(const SpecialTokens& tokens);

}  // namespace descry

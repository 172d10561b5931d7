#include "core/model/tokenizer_fit.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/model/config_fields.h"

namespace descry {
namespace {

using Json = nlohmann::json;

void requireSameId(const Json& configured,
                   const std::string& path,
                   const Json& actual,
                   const std::string& name) {
    if (configured == actual) return;
    fail(ErrorCode::InvalidInput,
         "{} is {} by the configuration, but {} by the vocabulary {}",
         path,
         shownValue(configured),
         actual.dump(),
         name);
}

}  // namespace

Json tokensJson(const SpecialTokens& tokens) {
    return {{"pad", tokens.pad},
            {"unk", tokens.unk},
            {"cls", tokens.cls},
            {"sep", tokens.sep},
            {"mask", tokens.mask}};
}

void requireTokenizerFits(const Tokenizer& tokenizer,
                          const std::string& name,
                          const RasaConfig& config) {
    if (std::cmp_not_equal(tokenizer.vocabularySize(), config.bert.vocabSize)) {
        fail(ErrorCode::InvalidInput,
             "{}: has {} pieces, and the model's word embeddings are for {}; give the vocabulary "
             "that the model was trained with",
             name,
             tokenizer.vocabularySize(),
             config.bert.vocabSize);
    }
    const Json actual = tokensJson(tokenizer.specialTokens());
    const Json training = Json::parse(config.training);
    const auto tokens = training.find("tokens");
    if (tokens != training.end()) {
        if (!tokens->is_object()) {
            fail(ErrorCode::InvalidInput,
                 "tokens is {} in the configuration; it must be an object of token ids",
                 shownValue(*tokens));
        }
        for (const auto& [key, id] : tokens->items()) {
            if (actual.contains(key)) requireSameId(id, "tokens." + key, actual[key], name);
        }
    }
    requireSameId(config.bert.padTokenId, "bert.pad_token_id", actual["pad"], name);
}

}  // namespace descry

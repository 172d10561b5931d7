#pragma once
/// What a search needs of a bundle: the network, the tokenizer, the fingerprint under which a
/// gallery keeps its embeddings, and the ranking rule. Thread rule: values of shared, immutable
/// parts; the network has its own rule (core/model/rasa_model.h).

#include <memory>
#include <string>

#include "core/model/bundle.h"
#include "core/model/rasa_model.h"
#include "core/text/tokenizer.h"

namespace descry {

struct SearchModel {
    std::shared_ptr<RasaModel> model;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::string fingerprint;
    RankingRule ranking;
};

inline SearchModel searchModelOf(const std::shared_ptr<const Bundle>& bundle,
                                 std::shared_ptr<RasaModel> model) {
    return {.model = std::move(model),
            .tokenizer = std::shared_ptr<const Tokenizer>(bundle, &bundle->tokenizer()),
            .fingerprint = bundle->fingerprint(),
            .ranking = bundle->ranking()};
}

}  // namespace descry

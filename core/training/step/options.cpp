#include "core/training/step/options.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/error.h"

namespace descry::training {
namespace {

void require(bool good, std::string_view field) {
    if (!good) fail(ErrorCode::InvalidInput, "training options: {} is out of range", field);
}

void readNumber(const nlohmann::json& object, const char* key, double& value) {
    const auto found = object.find(key);
    if (found == object.end()) return;
    if (!found->is_number()) {
        fail(ErrorCode::InvalidInput, "training options: {} must be a number", key);
    }
    value = found->get<double>();
}

}  // namespace

void StepOptions::validate() const {
    const auto isWeight = [](double value) { return std::isfinite(value) && value >= 0; };
    require(isWeight(weights.contrastive), "loss_weights.cl");
    require(isWeight(weights.matching), "loss_weights.pitm");
    require(isWeight(weights.relation), "loss_weights.prd");
    require(isWeight(weights.maskedLanguage), "loss_weights.mlm");
    require(isWeight(weights.replacedToken), "loss_weights.mrtd");
    require(weights.contrastive + weights.matching + weights.relation + weights.maskedLanguage +
                    weights.replacedToken >
                0,
            "loss_weights (all are 0)");
    const auto isShare = [](double value) { return value >= 0 && value <= 1; };
    require(isShare(momentum), "momentum");
    require(isShare(maskProbability), "mlm_probability");
    require(isShare(corruptProbability), "mrtd_mask_probability");
    require(isShare(negativeSharpness), "negative sharpness");
    require(microBatch >= 0, "micro_batch");
    require(tokens.pad >= 0 && tokens.cls >= 0 && tokens.mask >= 0, "special token ids");
    require(tokens.pad != tokens.cls && tokens.cls != tokens.mask && tokens.mask != tokens.pad,
            "special token ids (two are the same)");
}

StepOptions stepOptions(const RasaConfig& config, const SpecialTokens& tokens) {
    StepOptions options;
    options.tokens = tokens;
    const auto keys = nlohmann::json::parse(config.training);
    readNumber(keys, "momentum", options.momentum);
    readNumber(keys, "mlm_probability", options.maskProbability);
    readNumber(keys, "mrtd_mask_probability", options.corruptProbability);
    if (const auto weights = keys.find("loss_weights"); weights != keys.end()) {
        if (!weights->is_object()) {
            fail(ErrorCode::InvalidInput, "training options: loss_weights must be an object");
        }
        readNumber(*weights, "cl", options.weights.contrastive);
        readNumber(*weights, "pitm", options.weights.matching);
        readNumber(*weights, "prd", options.weights.relation);
        readNumber(*weights, "mlm", options.weights.maskedLanguage);
        readNumber(*weights, "mrtd", options.weights.replacedToken);
    }
    if (const auto kind = keys.find("distillation"); kind != keys.end()) {
        if (*kind == "vocabulary") {
            options.distillation = Distillation::Vocabulary;
        } else if (*kind != "reference") {
            fail(ErrorCode::InvalidInput,
                 "training options: distillation must be \"reference\" or \"vocabulary\"");
        }
    }
    if (const auto picture = keys.find("mrtd_picture"); picture != keys.end()) {
        if (*picture == "other") {
            options.replacementPicture = ReplacementPicture::Other;
        } else if (*picture != "own") {
            fail(ErrorCode::InvalidInput,
                 "training options: mrtd_picture must be \"own\" or \"other\"");
        }
    }
    options.validate();
    return options;
}

}  // namespace descry::training

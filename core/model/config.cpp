#include "core/model/config.h"

#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/model/config_fields.h"

namespace descry {
namespace {

using Json = nlohmann::json;

// Upper bounds far above any real model, low enough that no product of two overflows.
constexpr std::int64_t kMaxWidth = 65'536;
constexpr std::int64_t kMaxDepth = 1'000;
constexpr std::int64_t kMaxRows = 16'777'216;

constexpr auto kArchitecture = KeyNeed::Architecture;
constexpr auto kSetting = KeyNeed::Setting;

using Config = RasaConfig;
using Integer = std::int64_t;

constexpr std::array kIntegerFields{
    IntegerField{"",
                 "image_res",
                 kArchitecture,
                 1,
                 16'384,
                 [](Config& c) -> Integer& { return c.imageRes; }},
    IntegerField{"",
                 "patch_size",
                 kArchitecture,
                 1,
                 1'024,
                 [](Config& c) -> Integer& { return c.patchSize; }},
    IntegerField{"",
                 "embed_dim",
                 kArchitecture,
                 1,
                 kMaxWidth,
                 [](Config& c) -> Integer& { return c.embedDim; }},
    IntegerField{
        "", "queue_size", kSetting, 1, kMaxRows, [](Config& c) -> Integer& { return c.queueSize; }},
    IntegerField{
        "", "max_words", kSetting, 1, kMaxRows, [](Config& c) -> Integer& { return c.maxWords; }},
    IntegerField{
        "", "k_test", kSetting, 1, kMaxRows, [](Config& c) -> Integer& { return c.kTest; }},
    IntegerField{"vit",
                 "embed_dim",
                 kArchitecture,
                 1,
                 kMaxWidth,
                 [](Config& c) -> Integer& { return c.vit.embedDim; }},
    IntegerField{"vit",
                 "depth",
                 kArchitecture,
                 1,
                 kMaxDepth,
                 [](Config& c) -> Integer& { return c.vit.depth; }},
    IntegerField{"vit",
                 "num_heads",
                 kArchitecture,
                 1,
                 kMaxWidth,
                 [](Config& c) -> Integer& { return c.vit.numHeads; }},
    IntegerField{"vit",
                 "mlp_ratio",
                 kArchitecture,
                 1,
                 64,
                 [](Config& c) -> Integer& { return c.vit.mlpRatio; }},
    IntegerField{"bert",
                 "hidden_size",
                 kArchitecture,
                 1,
                 kMaxWidth,
                 [](Config& c) -> Integer& { return c.bert.hiddenSize; }},
    IntegerField{"bert",
                 "num_hidden_layers",
                 kArchitecture,
                 1,
                 kMaxDepth,
                 [](Config& c) -> Integer& { return c.bert.numHiddenLayers; }},
    IntegerField{"bert",
                 "num_attention_heads",
                 kArchitecture,
                 1,
                 kMaxWidth,
                 [](Config& c) -> Integer& { return c.bert.numAttentionHeads; }},
    IntegerField{"bert",
                 "intermediate_size",
                 kArchitecture,
                 1,
                 64 * kMaxWidth,
                 [](Config& c) -> Integer& { return c.bert.intermediateSize; }},
    IntegerField{"bert",
                 "vocab_size",
                 kArchitecture,
                 1,
                 kMaxRows,
                 [](Config& c) -> Integer& { return c.bert.vocabSize; }},
    IntegerField{"bert",
                 "max_position_embeddings",
                 kArchitecture,
                 1,
                 kMaxRows,
                 [](Config& c) -> Integer& { return c.bert.maxPositionEmbeddings; }},
    IntegerField{"bert",
                 "type_vocab_size",
                 kArchitecture,
                 1,
                 65'536,
                 [](Config& c) -> Integer& { return c.bert.typeVocabSize; }},
    IntegerField{"bert",
                 "fusion_layer",
                 kArchitecture,
                 0,
                 kMaxDepth,
                 [](Config& c) -> Integer& { return c.bert.fusionLayer; }},
    IntegerField{"bert",
                 "encoder_width",
                 kArchitecture,
                 1,
                 kMaxWidth,
                 [](Config& c) -> Integer& { return c.bert.encoderWidth; }},
    IntegerField{"bert",
                 "pad_token_id",
                 kSetting,
                 0,
                 kMaxRows,
                 [](Config& c) -> Integer& { return c.bert.padTokenId; }},
};

constexpr std::array kRealFields{
    RealField{"vit",
              "layer_norm_eps",
              kArchitecture,
              1e-30,
              1.0,
              [](Config& c) -> double& { return c.vit.layerNormEps; }},
    RealField{"bert",
              "layer_norm_eps",
              kArchitecture,
              1e-30,
              1.0,
              [](Config& c) -> double& { return c.bert.layerNormEps; }},
    RealField{"bert",
              "hidden_dropout_prob",
              kSetting,
              0.0,
              1.0,
              [](Config& c) -> double& { return c.bert.hiddenDropout; }},
    RealField{"bert",
              "attention_probs_dropout_prob",
              kSetting,
              0.0,
              1.0,
              [](Config& c) -> double& { return c.bert.attentionDropout; }},
    RealField{
        "", "temp", kSetting, 1e-6, 100.0, [](Config& c) -> double& { return c.temperature; }},
};

std::string joined(std::string_view section, std::string_view key) {
    return section.empty() ? std::string(key) : fmt::format("{}.{}", section, key);
}

/// A whole number that fits int64, however it is written (4, 4.0).
std::optional<std::int64_t> wholeNumber(const Json& value) {
    constexpr double kExactLimit = 9'007'199'254'740'992.0;
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return {};
        return static_cast<std::int64_t>(number);
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_number_float()) return {};
    const double number = value.get<double>();
    if (!(std::abs(number) <= kExactLimit) || number != std::trunc(number)) return {};
    return static_cast<std::int64_t>(number);
}

std::int64_t readInteger(const Json& value, const IntegerField& field, const std::string& name) {
    const auto number = wholeNumber(value);
    if (!number || *number < field.min || *number > field.max) {
        fail(ErrorCode::InvalidInput,
             "{}: {} is {}; it must be a whole number from {} to {}",
             name,
             field.path(),
             shownValue(value),
             field.min,
             field.max);
    }
    return *number;
}

double readReal(const Json& value, const RealField& field, const std::string& name) {
    const double number =
        value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(number >= field.min && number <= field.max)) {
        fail(ErrorCode::InvalidInput,
             "{}: {} is {}; it must be a number from {} to {}",
             name,
             field.path(),
             shownValue(value),
             field.min,
             field.max);
    }
    return number;
}

/// BERT's options that Descry does one way only.
void checkBertVariant(const Json& config, const std::string& name) {
    const auto requireText = [&](std::string_view key, std::string_view supported) {
        const Json* value = findKey(config, "bert", key);
        if (value == nullptr || (value->is_string() && *value == supported)) return;
        fail(ErrorCode::Unsupported,
             "{}: bert.{} is {}; only \"{}\" is supported",
             name,
             key,
             shownValue(*value),
             supported);
    };
    requireText("hidden_act", "gelu");
    requireText("position_embedding_type", "absolute");
}

template <typename Field>
const Json* requireKey(const Json& config, const Field& field, const std::string& name) {
    const Json* value = findKey(config, field.section, field.key);
    if (value == nullptr && field.need == KeyNeed::Architecture) {
        fail(ErrorCode::InvalidInput,
             "{}: {} is missing; it decides what the weights compute",
             name,
             field.path());
    }
    return value;
}

/// Takes the known keys out of a section; what is left is kept as it came, as text.
std::string otherKeys(const Json& config, std::string_view section) {
    Json rest = section.empty() ? config : config.value(std::string(section), Json::object());
    const auto drop = [&](const auto& field) {
        if (field.section == section) rest.erase(std::string(field.key));
    };
    for (const IntegerField& field : kIntegerFields) drop(field);
    for (const RealField& field : kRealFields) drop(field);
    if (section.empty()) {
        rest.erase("vit");
        rest.erase("bert");
    }
    return rest.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json& sectionOf(Json& config, std::string_view section) {
    return section.empty() ? config : config[std::string(section)];
}

void requireDivides(std::int64_t whole,
                    std::string_view wholeName,
                    std::int64_t part,
                    std::string_view partName) {
    if (whole % part == 0) return;
    fail(ErrorCode::InvalidInput,
         "{} is {}, which {} ({}) does not divide",
         wholeName,
         whole,
         partName,
         part);
}

}  // namespace

std::string IntegerField::path() const {
    return joined(section, key);
}
std::string RealField::path() const {
    return joined(section, key);
}
std::span<const IntegerField> integerFields() {
    return kIntegerFields;
}
std::span<const RealField> realFields() {
    return kRealFields;
}

const Json* findKey(const Json& config, std::string_view section, std::string_view key) {
    const Json* object = &config;
    if (!section.empty()) {
        const auto found = config.find(section);
        if (found == config.end()) return nullptr;
        object = &*found;
    }
    const auto found = object->find(key);
    return found == object->end() ? nullptr : &*found;
}

std::string shownValue(const Json& value) {
    constexpr std::size_t kMaxShown = 60;
    if (value.is_structured() && value.size() > kMaxShown) {
        return value.is_array() ? "a long list" : "a large object";
    }
    const std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
    return text.size() <= kMaxShown ? text : text.substr(0, kMaxShown) + "...";
}

void checkKnownKeys(const Json& config, const std::string& name) {
    if (!config.is_object()) {
        fail(ErrorCode::InvalidInput,
             "{}: a configuration is a JSON object; this is {}",
             name,
             shownValue(config));
    }
    for (const char* section : {"vit", "bert"}) {
        const auto found = config.find(section);
        if (found == config.end() || found->is_object()) continue;
        fail(ErrorCode::InvalidInput,
             "{}: {} is {}; it must be an object",
             name,
             section,
             shownValue(*found));
    }
    for (const IntegerField& field : kIntegerFields) {
        if (const Json* value = findKey(config, field.section, field.key)) {
            readInteger(*value, field, name);
        }
    }
    for (const RealField& field : kRealFields) {
        if (const Json* value = findKey(config, field.section, field.key)) {
            readReal(*value, field, name);
        }
    }
    checkBertVariant(config, name);
}

void RasaConfig::validate() const {
    RasaConfig copy = *this;
    const auto requireRange = [&](const auto& field) {
        const auto value = field.value(copy);
        if (value >= field.min && value <= field.max) return;
        fail(ErrorCode::InvalidInput,
             "{} is {}; it must lie between {} and {}",
             field.path(),
             value,
             field.min,
             field.max);
    };
    for (const IntegerField& field : kIntegerFields) requireRange(field);
    for (const RealField& field : kRealFields) requireRange(field);
    requireDivides(imageRes, "image_res", patchSize, "patch_size");
    requireDivides(vit.embedDim, "vit.embed_dim", vit.numHeads, "vit.num_heads");
    requireDivides(
        bert.hiddenSize, "bert.hidden_size", bert.numAttentionHeads, "bert.num_attention_heads");
    if (bert.fusionLayer >= bert.numHiddenLayers) {
        fail(ErrorCode::InvalidInput,
             "bert.fusion_layer is {} and bert.num_hidden_layers {}: no layer would read the image",
             bert.fusionLayer,
             bert.numHiddenLayers);
    }
    if (bert.encoderWidth != vit.embedDim) {
        fail(ErrorCode::InvalidInput,
             "bert.encoder_width is {} and vit.embed_dim {}; they must be equal",
             bert.encoderWidth,
             vit.embedDim);
    }
    if (maxWords > bert.maxPositionEmbeddings) {
        fail(ErrorCode::InvalidInput,
             "max_words is {} and bert.max_position_embeddings {}; a text of that length has no "
             "positions",
             maxWords,
             bert.maxPositionEmbeddings);
    }
}

RasaConfig parseConfig(const Json& json, const std::string& name) {
    checkKnownKeys(json, name);
    RasaConfig config;
    for (const IntegerField& field : kIntegerFields) {
        if (const Json* value = requireKey(json, field, name)) {
            field.value(config) = readInteger(*value, field, name);
        }
    }
    for (const RealField& field : kRealFields) {
        if (const Json* value = requireKey(json, field, name)) {
            field.value(config) = readReal(*value, field, name);
        }
    }
    config.training = otherKeys(json, "");
    config.vit.other = otherKeys(json, "vit");
    config.bert.other = otherKeys(json, "bert");
    try {
        config.validate();
    } catch (const Error& error) {
        fail(error.code(), "{}: {}", name, error);
    }
    return config;
}

Json toJson(const RasaConfig& config) {
    RasaConfig copy = config;
    Json json = Json::parse(config.training);
    json["vit"] = Json::parse(config.vit.other);
    json["bert"] = Json::parse(config.bert.other);
    for (const IntegerField& field : kIntegerFields) {
        sectionOf(json, field.section)[std::string(field.key)] = field.value(copy);
    }
    for (const RealField& field : kRealFields) {
        sectionOf(json, field.section)[std::string(field.key)] = field.value(copy);
    }
    return json;
}

std::string architectureJson(const RasaConfig& config) {
    RasaConfig copy = config;
    Json json = Json::object();
    const auto add = [&](const auto& field) {
        if (field.need != KeyNeed::Architecture) return;
        sectionOf(json, field.section)[std::string(field.key)] = field.value(copy);
    };
    for (const IntegerField& field : kIntegerFields) add(field);
    for (const RealField& field : kRealFields) add(field);
    json["bert"]["hidden_act"] = "gelu";
    return json.dump();
}

}  // namespace descry

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/model/config_fields.h"
#include "core/model/weights.h"

namespace descry {
namespace {

using Json = nlohmann::json;

/// One source of configuration values and how a message names where a value came from.
struct ConfigLayer {
    Json values = Json::object();
    std::string name;
    /// Key path -> a closer name of the origin, where there is one.
    std::map<std::string, std::string> origins;

    const std::string& originOf(const std::string& path) const {
        const auto found = origins.find(path);
        return found == origins.end() ? name : found->second;
    }
};

/// Puts sizes that tensors tell into a layer.
class TensorSizes {
  public:
    TensorSizes(const StateTensors& tensors, const std::string& fileName)
        : m_tensors(tensors), m_fileName(fileName) {
        m_layer.name = "the tensors of " + fileName;
    }

    ConfigLayer layer() && {
        readImageEncoder();
        readTextEncoder();
        readProjections();
        return std::move(m_layer);
    }

  private:
    /// The tensor, if it is there and has that many dimensions, none of them empty.
    const TensorEntry* findOfRank(const std::string& name, std::size_t rank) const {
        const TensorEntry* entry = m_tensors.find(name);
        if (entry == nullptr || entry->shape.size() != rank) return nullptr;
        for (const std::int64_t size : entry->shape) {
            if (size < 1) return nullptr;
        }
        return entry;
    }

    void set(std::string_view section,
             std::string_view key,
             std::int64_t value,
             const std::string& origin) {
        Json& place = section.empty() ? m_layer.values : m_layer.values[std::string(section)];
        place[std::string(key)] = value;
        const std::string path =
            section.empty() ? std::string(key) : fmt::format("{}.{}", section, key);
        m_layer.origins[path] = fmt::format("the tensors ({})", origin);
    }

    void setFrom(std::string_view section,
                 std::string_view key,
                 std::int64_t value,
                 const TensorEntry& entry) {
        set(section,
            key,
            value,
            fmt::format("{} {}", displayable(entry.name), shownShape(entry.shape)));
    }

    /// The numbers N of names "<prefix>N.<rest>", where `rest` starts with `part`: {lowest,
    /// highest}.
    std::optional<std::pair<std::int64_t, std::int64_t>> indexRange(const std::string& prefix,
                                                                    std::string_view part) const {
        std::optional<std::pair<std::int64_t, std::int64_t>> range;
        const auto& all = m_tensors.all();
        for (auto it = all.lower_bound(prefix); it != all.end(); ++it) {
            std::string_view name = it->first;
            if (!name.starts_with(prefix)) break;
            name.remove_prefix(prefix.size());
            std::int64_t index = 0;
            const auto [end, error] = std::from_chars(name.begin(), name.end(), index);
            if (error != std::errc() || index < 0 || end == name.end() || *end != '.') continue;
            name.remove_prefix(static_cast<std::size_t>(end - name.begin()) + 1);
            if (!name.starts_with(part)) continue;
            if (!range) range = {index, index};
            range->first = std::min(range->first, index);
            range->second = std::max(range->second, index);
        }
        return range;
    }

    /// Sets `key` to how many layers "<prefix>0." .. "<prefix>N." there are.
    void setDepth(std::string_view section, std::string_view key, const std::string& prefix) {
        const auto range = indexRange(prefix, "");
        if (!range) return;
        if (range->second >= kMaxLayers) {
            fail(ErrorCode::InvalidInput,
                 "{}: holds tensors named {}{}, and a model of that depth is not supported",
                 m_fileName,
                 prefix,
                 range->second);
        }
        set(section, key, range->second + 1, fmt::format("up to {}{}", prefix, range->second));
    }

    /// The first of several tensors that tells `key`, by one of its dimensions.
    struct Hint {
        std::string name;
        std::size_t rank;
        std::size_t dimension;
    };
    const TensorEntry* setFirst(std::string_view section,
                                std::string_view key,
                                const std::vector<Hint>& hints) {
        for (const Hint& hint : hints) {
            const TensorEntry* entry = findOfRank(hint.name, hint.rank);
            if (entry == nullptr) continue;
            setFrom(section, key, entry->shape[hint.dimension], *entry);
            return entry;
        }
        return nullptr;
    }

    /// One hint for each layer "<prefix>N.<rest>".
    std::vector<Hint> hintsOfLayers(const std::string& prefix,
                                    const std::string& rest,
                                    std::size_t dimension) const {
        std::vector<Hint> hints;
        const auto range = indexRange(prefix, rest);
        if (!range) return hints;
        for (std::int64_t i = range->first; i <= std::min(range->second, kMaxLayers); ++i) {
            hints.push_back({fmt::format("{}{}.{}", prefix, i, rest), 2, dimension});
        }
        return hints;
    }

    void readImageEncoder() {
        const std::string root = "visual_encoder.";
        const TensorEntry* patch = findOfRank(root + "patch_embed.proj.weight", 4);
        setFirst("vit",
                 "embed_dim",
                 {{root + "patch_embed.proj.weight", 4, 0},
                  {root + "pos_embed", 3, 2},
                  {root + "norm.weight", 1, 0}});
        if (patch != nullptr && patch->shape[2] == patch->shape[3]) {
            setFrom("", "patch_size", patch->shape[2], *patch);
            readGrid(patch->shape[2]);
        }
        setDepth("vit", "depth", root + "blocks.");
        for (const Hint& hint : hintsOfLayers(root + "blocks.", "mlp.fc1.weight", 0)) {
            const TensorEntry* mlp = findOfRank(hint.name, hint.rank);
            if (mlp == nullptr || mlp->shape[0] % mlp->shape[1] != 0) continue;
            setFrom("vit", "mlp_ratio", mlp->shape[0] / mlp->shape[1], *mlp);
            break;
        }
    }

    void readGrid(std::int64_t patchSize) {
        const TensorEntry* positions = findOfRank("visual_encoder.pos_embed", 3);
        if (positions == nullptr) return;
        const std::int64_t cells = positions->shape[1] - 1;
        const auto grid =
            static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(cells))));
        if (grid < 1 || grid > kMaxGrid || grid * grid != cells) {
            fail(ErrorCode::InvalidInput,
                 "{}: visual_encoder.pos_embed has {} rows; it must be one and a square number, "
                 "because grids of patches are square",
                 m_fileName,
                 positions->shape[1]);
        }
        setFrom("", "image_res", grid * patchSize, *positions);
    }

    void readTextEncoder() {
        const std::string embeddings = "text_encoder.bert.embeddings.";
        const std::string layers = "text_encoder.bert.encoder.layer.";
        const std::string words = embeddings + "word_embeddings.weight";
        setFirst(
            "bert", "vocab_size", {{words, 2, 0}, {"text_encoder.cls.predictions.bias", 1, 0}});
        setFirst("bert", "hidden_size", {{words, 2, 1}, {embeddings + "LayerNorm.weight", 1, 0}});
        setFirst("bert",
                 "max_position_embeddings",
                 {{embeddings + "position_embeddings.weight", 2, 0},
                  {embeddings + "position_ids", 2, 1}});
        setFirst("bert", "type_vocab_size", {{embeddings + "token_type_embeddings.weight", 2, 0}});
        setDepth("bert", "num_hidden_layers", layers);
        setFirst(
            "bert", "intermediate_size", hintsOfLayers(layers, "intermediate.dense.weight", 0));
        const auto fusion = indexRange(layers, "crossattention.");
        if (!fusion) return;
        set("bert",
            "fusion_layer",
            fusion->first,
            fmt::format("{}{}.crossattention is the first", layers, fusion->first));
        setFirst(
            "bert", "encoder_width", hintsOfLayers(layers, "crossattention.self.key.weight", 1));
    }

    void readProjections() {
        setFirst("", "embed_dim", {{"vision_proj.weight", 2, 0}, {"text_proj.weight", 2, 0}});
        setFirst("", "queue_size", {{"image_queue", 2, 1}, {"text_queue", 2, 1}});
    }

    static constexpr std::int64_t kMaxLayers = 1'000;
    static constexpr std::int64_t kMaxGrid = 16'384;

    const StateTensors& m_tensors;
    const std::string& m_fileName;
    ConfigLayer m_layer;
};

/// Whether a key of the authors' configuration names a place on their machine.
bool isForeignPath(std::string_view key) {
    return key.ends_with("_file") || key.ends_with("_image_root");
}

/// NaN and infinity cannot be written to config.json.
void dropNonFinite(Json& value) {
    for (auto it = value.begin(); it != value.end();) {
        if (it->is_number_float() && !std::isfinite(it->get<double>())) {
            it = value.erase(it);
            continue;
        }
        if (it->is_structured()) dropNonFinite(*it);
        ++it;
    }
}

/// Brings the authors' flat keys (`vision_width`, `weights`, a `bert_config` object) to the shape
/// of config.json.
Json canonical(Json values) {
    for (auto it = values.begin(); it != values.end();) {
        it = isForeignPath(it.key()) ? values.erase(it) : std::next(it);
    }
    dropNonFinite(values);
    const auto takeOut = [&](const char* key) {
        Json value = values.contains(key) ? values[key] : Json();
        values.erase(key);
        return value;
    };
    const Json bert = takeOut("bert_config");
    if (bert.is_object() && !values.contains("bert")) values["bert"] = bert;
    const Json width = takeOut("vision_width");
    if (!width.is_null()) {
        // Through update(), so that a section of another type is left for the check to name.
        for (const auto& [section, key] :
             {std::pair{"vit", "embed_dim"}, std::pair{"bert", "encoder_width"}}) {
            Json& place = values[section];
            if (place.is_null()) place = Json::object();
            if (place.is_object() && !place.contains(key)) place[key] = width;
        }
    }
    const Json weights = values.value("weights", Json());
    constexpr std::array kLosses{"cl", "pitm", "mlm", "prd", "mrtd"};
    if (weights.is_array() && weights.size() == kLosses.size() &&
        !values.contains("loss_weights")) {
        values.erase("weights");
        for (std::size_t i = 0; i < kLosses.size(); ++i) {
            values["loss_weights"][kLosses[i]] = weights[i];
        }
    }
    return values;
}

/// The `config` that a checkpoint carries; nothing if it has none that is an object.
std::optional<ConfigLayer> ownLayer(const TensorFile& file, const std::string& fileName) {
    const Json& metadata = file.metadata();
    if (!metadata.is_object() || !metadata.contains("config")) return {};
    Json config = metadata["config"];
    ConfigLayer layer;
    layer.name = "the config inside " + fileName;
    if (config.is_string() && config.get_ref<const std::string&>().starts_with("{")) {
        config = parseJson(
            config.get_ref<const std::string&>(), layer.name, {.maxBytes = kMaxConfigBytes});
    }
    if (!config.is_object()) return {};
    layer.values = canonical(std::move(config));
    checkKnownKeys(layer.values, layer.name);
    return layer;
}

/// What the authors' program trains with; gives config.json its full shape.
Json publishedValues() {
    Json values = toJson(RasaConfig{});
    values["momentum"] = 0.995;
    values["alpha"] = 0.4;
    values["mlm_probability"] = 0.15;
    values["mrtd_mask_probability"] = 0.3;
    values["weak_pos_pair_probability"] = 0.1;
    values["loss_weights"] = {{"cl", 0.5}, {"pitm", 1}, {"mlm", 1}, {"prd", 0.5}, {"mrtd", 0.5}};
    values["optimizer"] = {
        {"opt", "adamW"}, {"lr", 1e-5}, {"weight_decay", 0.02}, {"lr_custm", 1e-4}};
    values["schedular"] = {{"sched", "cosine"},
                           {"lr", 1e-5},
                           {"epochs", 30},
                           {"min_lr", 1e-6},
                           {"decay_rate", 1},
                           {"warmup_lr", 1e-5},
                           {"warmup_epochs", 1},
                           {"cooldown_epochs", 0}};
    return values;
}

/// Lays layers over one another, the first one winning, and keeps what they contradict.
class LayerMerge {
  public:
    void add(const ConfigLayer& layer) { merge(m_values, layer.values, "", layer); }

    /// Fills what no layer says; lists the known keys that it filled.
    std::vector<std::string> fill(const Json& published) {
        std::vector<std::string> filled;
        const auto note = [&](const auto& field) {
            if (field.need != KeyNeed::Architecture) return;
            if (findKey(m_values, field.section, field.key) == nullptr) {
                filled.push_back(field.path());
            }
        };
        for (const IntegerField& field : integerFields()) note(field);
        for (const RealField& field : realFields()) note(field);
        fillFrom(m_values, published);
        return filled;
    }

    const Json& values() const noexcept { return m_values; }
    const std::vector<std::string>& contradictions() const noexcept { return m_contradictions; }

  private:
    void merge(Json& into, const Json& from, const std::string& path, const ConfigLayer& layer) {
        for (const auto& [key, value] : from.items()) {
            const std::string keyPath = path.empty() ? key : path + "." + key;
            const auto found = into.find(key);
            if (found == into.end()) {
                into[key] = value;
                noteOrigins(value, keyPath, layer);
            } else if (found->is_object() && value.is_object()) {
                merge(*found, value, keyPath, layer);
            } else if (*found != value) {
                m_contradictions.push_back(fmt::format("{} is {} by {}, but {} by {}",
                                                       displayable(keyPath),
                                                       shownValue(*found),
                                                       m_origins[keyPath],
                                                       shownValue(value),
                                                       layer.originOf(keyPath)));
            }
        }
    }

    void noteOrigins(const Json& value, const std::string& path, const ConfigLayer& layer) {
        m_origins[path] = layer.originOf(path);
        if (!value.is_object()) return;
        for (const auto& [key, inner] : value.items()) noteOrigins(inner, path + "." + key, layer);
    }

    static void fillFrom(Json& into, const Json& from) {
        for (const auto& [key, value] : from.items()) {
            const auto found = into.find(key);
            if (found == into.end()) {
                into[key] = value;
            } else if (found->is_object() && value.is_object()) {
                fillFrom(*found, value);
            }
        }
    }

    Json m_values = Json::object();
    std::map<std::string, std::string> m_origins;
    std::vector<std::string> m_contradictions;
};

/// The tensors that do not fit what the configs, rather than the tensors, say; none if that cannot
/// be told.
std::vector<TensorMismatch> mismatchByConfigs(const StateTensors& tensors,
                                              const std::vector<const ConfigLayer*>& configs,
                                              const ConfigLayer& sizes) {
    LayerMerge merge;
    for (const ConfigLayer* layer : configs) merge.add(*layer);
    merge.add(sizes);
    merge.fill(publishedValues());
    try {
        return listMismatches(tensors, parseConfig(merge.values(), ""));
    } catch (const Error&) {
        return {};
    }
}

[[noreturn]] void failContradicted(const std::string& fileName,
                                   const std::vector<std::string>& contradictions,
                                   std::vector<TensorMismatch> tensors) {
    std::string text;
    for (const std::string& contradiction : contradictions) text += "\n  " + contradiction;
    if (!tensors.empty()) {
        text += "\nAgainst the configuration:\n" + namesOf(tensors).describe();
    }
    throw MismatchError(
        makeError(ErrorCode::InvalidInput,
                  "{}: its sources contradict one another; give a configuration that fits{}",
                  fileName,
                  text),
        std::move(tensors));
}

/// Head counts that were assumed for a model that is not of the published size.
std::vector<Error> doubtfulHeads(const RasaConfig& config, const std::vector<std::string>& filled) {
    const RasaConfig published;
    std::vector<Error> warnings;
    const auto check = [&](std::string_view path,
                           std::int64_t heads,
                           std::int64_t width,
                           std::int64_t publishedWidth) {
        if (width == publishedWidth || std::ranges::find(filled, path) == filled.end()) return;
        warnings.push_back(
            makeError(ErrorCode::InvalidInput,
                      "{} is assumed to be {}, the published value, though the width is {}: "
                      "nothing in the file tells; give a configuration if it is another",
                      path,
                      heads,
                      width));
    };
    check("vit.num_heads", config.vit.numHeads, config.vit.embedDim, published.vit.embedDim);
    check("bert.num_attention_heads",
          config.bert.numAttentionHeads,
          config.bert.hiddenSize,
          published.bert.hiddenSize);
    return warnings;
}

RasaConfig parseMerged(const Json& values,
                       const std::string& fileName,
                       const std::vector<std::string>& filled) {
    try {
        return parseConfig(values, fileName);
    } catch (const Error& error) {
        if (filled.empty()) throw;
        fail(error.code(),
             "{} (neither the tensors nor a configuration tells {}, so the published values were "
             "taken: give a configuration that has them)",
             error,
             fmt::join(filled, ", "));
    }
}

}  // namespace

ResolvedConfig resolveConfigWithWarnings(const TensorFile& weights,
                                         const std::optional<Json>& given,
                                         const std::string& givenName) {
    const std::string fileName = displayable(weights.path().native());
    const StateTensors tensors(weights);
    const ConfigLayer sizes = TensorSizes(tensors, fileName).layer();
    const std::optional<ConfigLayer> own = ownLayer(weights, fileName);
    ConfigLayer givenLayer;
    std::vector<const ConfigLayer*> configs;
    if (own) configs.push_back(&*own);
    if (given) {
        checkKnownKeys(*given, givenName);
        givenLayer.name = givenName;
        givenLayer.values = canonical(*given);
        checkKnownKeys(givenLayer.values, givenName);
        configs.push_back(&givenLayer);
    }
    LayerMerge merge;
    merge.add(sizes);
    for (const ConfigLayer* layer : configs) merge.add(*layer);
    if (!merge.contradictions().empty()) {
        failContradicted(
            fileName, merge.contradictions(), mismatchByConfigs(tensors, configs, sizes));
    }
    const std::vector<std::string> filled = merge.fill(publishedValues());
    ResolvedConfig resolved;
    resolved.config = parseMerged(merge.values(), fileName, filled);
    resolved.warnings = doubtfulHeads(resolved.config, filled);
    return resolved;
}

RasaConfig resolveConfig(const TensorFile& weights, const std::optional<Json>& given) {
    return resolveConfigWithWarnings(weights, given).config;
}

}  // namespace descry

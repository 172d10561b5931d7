#include "core/training/train_options.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

using Json = nlohmann::json;

/// Top-level keys that training reads beside those of every configuration.
constexpr std::array<std::string_view, 24> kTrainingKeys{"alpha",
                                                         "alpha_ramp_steps",
                                                         "augment",
                                                         "batch_size_train",
                                                         "bf16",
                                                         "distillation",
                                                         "evaluate_epochs",
                                                         "loss_starts",
                                                         "loss_weights",
                                                         "micro_batch",
                                                         "mlm_probability",
                                                         "momentum",
                                                         "mrtd_mask_probability",
                                                         "mrtd_picture",
                                                         "negative_ramp_steps",
                                                         "optimizer",
                                                         "queue_size",
                                                         "recompute_activations",
                                                         "schedular",
                                                         "seed",
                                                         "snapshot_minutes",
                                                         "temp",
                                                         "warm_up",
                                                         "weak_pos_pair_probability"};

/// Of these, those that belong to one run alone.
constexpr std::array<std::string_view, 9> kScheduleKeys{"alpha_ramp_steps",
                                                        "evaluate_epochs",
                                                        "loss_starts",
                                                        "negative_ramp_steps",
                                                        "optimizer",
                                                        "schedular",
                                                        "seed",
                                                        "snapshot_minutes",
                                                        "warm_up"};

/// An object of settings and where it stands, for messages.
class Settings {
  public:
    Settings(const Json& object, std::string prefix)
        : m_object(object), m_prefix(std::move(prefix)) {
        if (!m_object.is_object()) refuse("", "must be an object");
    }

    Settings section(const char* key) const {
        static const Json kEmpty = Json::object();
        const auto found = m_object.find(key);
        return {found == m_object.end() ? kEmpty : *found, m_prefix + key + "."};
    }
    void read(const char* key, double& value, double least, double most) const {
        const Json* const found = find(key);
        if (found == nullptr) return;
        if (!found->is_number()) refuse(key, "must be a number");
        const double number = found->get<double>();
        if (!(number >= least && number <= most)) {
            refuse(key,
                   makeError(
                       ErrorCode::InvalidInput, "is {}, not within {}..{}", number, least, most));
        }
        value = number;
    }
    void read(const char* key,
              std::int64_t& value,
              std::int64_t least,
              std::int64_t most = 1'000'000'000) const {
        double number = static_cast<double>(value);
        read(key, number, static_cast<double>(least), static_cast<double>(most));
        if (number != std::floor(number)) refuse(key, "must be a whole number");
        value = static_cast<std::int64_t>(number);
    }
    void read(const char* key, bool& value) const {
        const Json* const found = find(key);
        if (found == nullptr) return;
        if (!found->is_boolean()) refuse(key, "must be true or false");
        value = found->get<bool>();
    }
    bool has(const char* key) const { return find(key) != nullptr; }

  private:
    /// null is as good as absent: the authors' files have such keys.
    const Json* find(const char* key) const {
        const auto found = m_object.find(key);
        return found == m_object.end() || found->is_null() ? nullptr : &*found;
    }
    template <typename What>
    [[noreturn]] void refuse(const std::string& key, const What& what) const {
        fail(ErrorCode::InvalidInput, "training settings: {}{} {}", m_prefix, key, what);
    }

    const Json& m_object;
    std::string m_prefix;
};

void readOptimiser(const Settings& settings, training::AdamWOptions& options) {
    settings.read("lr", options.rate, 0, 10);
    settings.read("lr_custm", options.headRate, 0, 10);
    settings.read("weight_decay", options.weightDecay, 0, 10);
    if (settings.has("clip_norm")) {
        double norm = 0;
        settings.read("clip_norm", norm, 1e-6, 1e9);
        options.clipNorm = norm;
    }
    options.validate();
}

void readSchedule(const Settings& settings, training::ScheduleOptions& options) {
    settings.read("epochs", options.epochs, 1);
    settings.read("min_lr", options.minRate, 0, 10);
    settings.read("warmup_lr", options.warmupRate, 0, 10);
    settings.read("warmup_epochs", options.warmupEpochs, 0);
    settings.read("steps", options.steps, 0);
    settings.read("warmup_steps", options.warmupSteps, 0);
    options.validate();
}

/// What is read of the keys that are objects.
const std::map<std::string_view, std::vector<std::string_view>>& sectionKeys() {
    static const std::map<std::string_view, std::vector<std::string_view>> keys{
        {"augment", {"flip", "gain", "shift"}},
        {"loss_starts", {"mlm", "mrtd", "pitm", "prd"}},
        {"loss_weights", {"cl", "mlm", "mrtd", "pitm", "prd"}},
        {"optimizer", {"clip_norm", "lr", "lr_custm", "weight_decay"}},
        {"schedular", {"epochs", "min_lr", "steps", "warmup_epochs", "warmup_lr", "warmup_steps"}}};
    return keys;
}

/// What the published files have beside that: it says nothing that could be otherwise here.
bool isPublished(const std::string& section, const std::string& key) {
    static const std::set<std::string> published{"optimizer.opt",
                                                 "schedular.cooldown_epochs",
                                                 "schedular.decay_rate",
                                                 "schedular.lr",
                                                 "schedular.sched"};
    return published.contains(section + "." + key);
}

/// Within a section too; what the start's configuration has there is no mistake.
void requireKnown(const std::string& section,
                  const Json& overrides,
                  const Json& base,
                  const std::string& name) {
    const auto known = sectionKeys().find(section);
    if (known == sectionKeys().end() || !overrides.is_object()) return;
    for (const auto& [key, value] : overrides.items()) {
        if (std::ranges::find(known->second, key) != known->second.end()) continue;
        if (isPublished(section, key)) continue;
        if (base.contains(section) && base.at(section).contains(key)) continue;
        fail(ErrorCode::InvalidInput,
             "{}: there is no setting \"{}.{}\"; training knows {}",
             name,
             section,
             displayable(key),
             fmt::join(known->second, ", "));
    }
}

}  // namespace

std::int64_t TrainOptions::numSteps(std::int64_t stepsPerEpoch) const {
    return schedule.steps > 0 ? schedule.steps : schedule.epochs * stepsPerEpoch;
}

training::LossWeights TrainOptions::weightsAt(std::int64_t stepIndex) const {
    training::LossWeights weights = step.weights;
    if (stepIndex < lossStarts.matching) weights.matching = 0;
    if (stepIndex < lossStarts.relation) weights.relation = 0;
    if (stepIndex < lossStarts.maskedLanguage) weights.maskedLanguage = 0;
    if (stepIndex < lossStarts.replacedToken) weights.replacedToken = 0;
    return weights;
}

double TrainOptions::negativeSharpnessAt(std::int64_t stepIndex) const {
    if (negativeRampSteps == 0) return 1;
    const double done = static_cast<double>(stepIndex - lossStarts.matching);
    return std::clamp(done / static_cast<double>(negativeRampSteps), 0.0, 1.0);
}

double TrainOptions::softShareAt(std::int64_t stepIndex, std::int64_t stepsPerEpoch) const {
    if (!hasAlphaRamp) return alpha;
    if (alphaRampSteps == 0) {
        return training::softShare(
            alpha, stepIndex / stepsPerEpoch, stepIndex % stepsPerEpoch, stepsPerEpoch);
    }
    const double done = static_cast<double>(stepIndex);
    return alpha * std::min(1.0, done / static_cast<double>(alphaRampSteps));
}

TrainOptions trainOptions(const RasaConfig& config, const SpecialTokens& tokens) {
    TrainOptions options;
    options.step =
        training::stepOptions(config, {.pad = tokens.pad, .cls = tokens.cls, .mask = tokens.mask});
    const Json keys = Json::parse(config.training);
    const Settings all(keys, "");
    // The largest that a number of JSON holds exactly.
    constexpr std::int64_t kLargestSeed = 9'007'199'254'740'991;
    std::int64_t seed = 0;
    all.read("seed", seed, 0, kLargestSeed);
    options.seed = static_cast<std::uint64_t>(seed);
    all.read("batch_size_train", options.batchSize, 1);
    all.read("weak_pos_pair_probability", options.weakPairProbability, 0, 1);
    all.read("alpha", options.alpha, 0, 1);
    all.read("alpha_ramp_steps", options.alphaRampSteps, 0);
    all.read("warm_up", options.hasAlphaRamp);
    const Settings starts = all.section("loss_starts");
    starts.read("pitm", options.lossStarts.matching, 0);
    starts.read("prd", options.lossStarts.relation, 0);
    starts.read("mlm", options.lossStarts.maskedLanguage, 0);
    starts.read("mrtd", options.lossStarts.replacedToken, 0);
    all.read("negative_ramp_steps", options.negativeRampSteps, 0);
    all.read("evaluate_epochs", options.evaluateEpochs, 0);
    constexpr double kLongest = 60.0 * 24 * 365;
    all.read("snapshot_minutes", options.snapshotMinutes, 1e-3, kLongest);
    all.read("micro_batch", options.step.microBatch, 0);
    all.read("bf16", options.step.bfloat16);
    all.read("recompute_activations", options.step.recomputeActivations);
    const Settings augment = all.section("augment");
    augment.read("flip", options.augmentation.flip);
    augment.read("shift", options.augmentation.shift, 0, 0.5);
    augment.read("gain", options.augmentation.gain, 0, 1);
    readOptimiser(all.section("optimizer"), options.optimiser);
    readSchedule(all.section("schedular"), options.schedule);
    return options;
}

std::vector<std::string> unknownSettings(const RasaConfig& config) {
    std::vector<std::string> unknown;
    const auto isAmong = [](const auto& known, const std::string& key) {
        return std::ranges::find(known, key) != known.end();
    };
    const Json keys = Json::parse(config.training);
    for (const auto& [key, value] : keys.items()) {
        if (!isAmong(kTrainingKeys, key)) unknown.push_back(displayable(key));
        const auto section = sectionKeys().find(key);
        if (section == sectionKeys().end() || !value.is_object()) continue;
        for (const auto& [inner, ignored] : value.items()) {
            if (isAmong(section->second, inner) || isPublished(key, inner)) continue;
            unknown.push_back(displayable(key + "." + inner));
        }
    }
    return unknown;
}

RasaConfig withoutSchedule(const RasaConfig& config) {
    RasaConfig result = config;
    Json keys = Json::parse(config.training);
    for (const std::string_view key : kScheduleKeys) keys.erase(std::string(key));
    result.training = keys.dump();
    return result;
}

RasaConfig withOverrides(const RasaConfig& config,
                         const nlohmann::json& overrides,
                         const std::string& name) {
    if (!overrides.is_object()) {
        fail(ErrorCode::InvalidInput, "{}: settings must be a JSON object", name);
    }
    Json merged = toJson(config);
    for (const auto& [key, value] : overrides.items()) {
        const bool isKnown =
            merged.contains(key) || std::ranges::find(kTrainingKeys, key) != kTrainingKeys.end();
        if (!isKnown) {
            fail(ErrorCode::InvalidInput,
                 "{}: there is no setting \"{}\"; training knows {}",
                 name,
                 displayable(key),
                 fmt::join(kTrainingKeys, ", "));
        }
        requireKnown(key, value, merged, name);
    }
    merged.merge_patch(overrides);
    return parseConfig(merged, name);
}

}  // namespace descry

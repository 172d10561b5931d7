#include "core/training/step/published_checkpoint.h"

#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/weights.h"
#include "core/tensorfile/checkpoint.h"

namespace descry::training {
namespace {

using Json = nlohmann::json;

PickleNode text(std::string value) {
    return {std::move(value)};
}

PickleNode number(std::int64_t value) {
    return {value};
}

void put(PickleNode::Dict& dict, const char* key, PickleNode value) {
    dict.items.push_back({text(key), std::move(value)});
}

PickleNode tensor(const at::Tensor& source) {
    const at::Tensor packed = source.detach().to(at::kCPU).contiguous();
    PickleNode::Tensor node;
    node.entry.dtype = packed.scalar_type() == at::kLong ? DType::I64 : DType::F32;
    node.entry.shape = packed.sizes().vec();
    node.bytes.resize(packed.nbytes());
    std::memcpy(node.bytes.data(), packed.const_data_ptr(), packed.nbytes());
    return {std::move(node)};
}

PickleNode realList(const std::vector<double>& values) {
    PickleNode::List list;
    for (const double value : values) list.items.push_back({value});
    return {std::move(list)};
}

PickleNode nodeOf(const Json& json) {
    switch (json.type()) {
        case Json::value_t::boolean:
            return {json.get<bool>()};
        case Json::value_t::number_integer:
        case Json::value_t::number_unsigned:
            return {json.get<std::int64_t>()};
        case Json::value_t::number_float:
            return {json.get<double>()};
        case Json::value_t::string:
            return {json.get<std::string>()};
        case Json::value_t::array: {
            PickleNode::List list;
            for (const Json& item : json) list.items.push_back(nodeOf(item));
            return {std::move(list)};
        }
        case Json::value_t::object: {
            PickleNode::Dict dict;
            for (const auto& [key, value] : json.items()) put(dict, key.c_str(), nodeOf(value));
            return {std::move(dict)};
        }
        default:
            return {PickleNode::None{}};
    }
}

/// The name that the state knows a tensor by: MLM's decoder repeats the word embeddings and a bias,
/// in the momentum copy as well.
std::string storedName(const std::string& name) {
    constexpr std::string_view kDecoder = "cls.predictions.decoder.";
    const std::size_t found = name.find(kDecoder);
    if (found == name.npos) return name;
    const std::string encoder = name.substr(0, found);
    return encoder + (name.ends_with("weight") ? "bert.embeddings.word_embeddings.weight"
                                               : "cls.predictions.bias");
}

/// The state dictionary with the names that the reference stores twice.
PickleNode modelNode(const TrainingState& state) {
    const auto tensors = state.tensors();
    PickleNode::Dict dict;
    dict.ordered = true;
    for (const StateTensor& expected : expectedState(state.config)) {
        const bool isPositions = expected.name.ends_with("position_ids");
        put(dict,
            expected.name.c_str(),
            tensor(isPositions ? at::arange(expected.shape.back()).unsqueeze(0)
                               : tensors.at(storedName(expected.name))));
    }
    return {std::move(dict)};
}

PickleNode optimiserNode(const AdamW& optimiser) {
    const OptimiserState state = optimiser.state();
    const AdamWOptions& options = optimiser.options();
    PickleNode::Dict moments;
    PickleNode::List groups;
    std::int64_t index = 0;
    for (const GroupState& group : state.groups) {
        PickleNode::List numbers;
        for (std::size_t i = 0; i < group.names.size(); ++i, ++index) {
            numbers.items.push_back(number(index));
            const Moments& moment = state.moments[static_cast<std::size_t>(index)];
            if (!moment.first.defined()) continue;
            PickleNode::Dict entry;
            put(entry, "step", number(static_cast<std::int64_t>(moment.step)));
            put(entry, "exp_avg", tensor(moment.first));
            put(entry, "exp_avg_sq", tensor(moment.second));
            moments.items.push_back({number(index), {std::move(entry)}});
        }
        PickleNode::Dict node;
        put(node, "weight_decay", {group.weightDecay});
        put(node, "lr", {group.rate});
        put(node, "betas", {PickleNode::Tuple{{{options.beta1}, {options.beta2}}}});
        put(node, "eps", {options.eps});
        put(node, "amsgrad", {false});
        put(node, "initial_lr", {group.initialRate});
        put(node, "params", {std::move(numbers)});
        groups.items.push_back({std::move(node)});
    }
    PickleNode::Dict dict;
    put(dict, "state", {std::move(moments)});
    put(dict, "param_groups", {std::move(groups)});
    return {std::move(dict)};
}

/// The fields of timm's CosineLRScheduler as the reference builds it.
PickleNode scheduleNode(const Schedule& schedule) {
    const ScheduleOptions& options = schedule.options();
    std::vector<double> warmupSteps;
    for (const double base : schedule.baseRates()) {
        const auto warmup = static_cast<double>(std::max<std::int64_t>(1, options.warmupEpochs));
        warmupSteps.push_back((base - options.warmupRate) / warmup);
    }
    PickleNode::Dict dict;
    put(dict, "param_group_field", text("lr"));
    put(dict, "_initial_param_group_field", text("initial_lr"));
    put(dict, "base_values", realList(schedule.baseRates()));
    put(dict, "metric", {PickleNode::None{}});
    put(dict, "noise_range_t", {PickleNode::None{}});
    put(dict, "noise_pct", {0.67});
    put(dict, "noise_type", text("normal"));
    put(dict, "noise_std", {1.0});
    put(dict, "noise_seed", number(42));
    put(dict, "t_initial", number(options.epochs));
    put(dict, "t_mul", {1.0});
    put(dict, "lr_min", {options.minRate});
    put(dict, "decay_rate", number(1));
    put(dict, "cycle_limit", number(1));
    put(dict, "warmup_t", number(options.warmupEpochs));
    put(dict, "warmup_lr_init", {options.warmupRate});
    put(dict, "warmup_prefix", {true});
    put(dict, "t_in_epochs", {true});
    put(dict, "warmup_steps", realList(warmupSteps));
    return {std::move(dict)};
}

/// The authors' configuration file; what the run does not know has their names for it.
PickleNode configNode(const PublishedParts& parts) {
    const RasaConfig& config = parts.state.config;
    const AdamWOptions& optimiser = parts.optimiser.options();
    const ScheduleOptions& schedule = parts.schedule.options();
    Json json = {{"train_file", {"data/train.json"}},
                 {"val_file", "data/val.json"},
                 {"test_file", "data/test.json"},
                 {"train_image_root", "data/imgs"},
                 {"val_image_root", "data/imgs"},
                 {"test_image_root", "data/imgs"},
                 {"bert_config", "configs/config_bert.json"},
                 {"batch_size_train", 13},
                 {"batch_size_test", 64},
                 {"mlm_probability", 0.15},
                 {"mrtd_mask_probability", 0.3},
                 {"weak_pos_pair_probability", 0.1},
                 {"momentum", 0.995},
                 {"alpha", 0.4},
                 {"warm_up", true},
                 {"eval_epoch", 0},
                 {"weights", {0.5, 1, 1, 0.5, 0.5}}};
    const Json keys = Json::parse(config.training);
    for (auto& [key, value] : json.items()) {
        if (const auto given = keys.find(key); given != keys.end() && !given->is_null()) {
            value = *given;
        }
    }
    if (const auto given = keys.find("loss_weights"); given != keys.end()) {
        const std::array<const char*, 5> order{"cl", "pitm", "mlm", "prd", "mrtd"};
        for (std::size_t i = 0; i < order.size(); ++i) {
            json["weights"][i] = given->value(order[i], json["weights"][i]);
        }
    }
    json["image_res"] = config.imageRes;
    json["max_words"] = config.maxWords;
    json["queue_size"] = config.queueSize;
    json["vision_width"] = config.vit.embedDim;
    json["embed_dim"] = config.embedDim;
    json["temp"] = config.temperature;
    json["k_test"] = config.kTest;
    json["optimizer"] = {{"opt", "adamW"},
                         {"lr", optimiser.rate},
                         {"weight_decay", optimiser.weightDecay},
                         {"lr_custm", optimiser.headRate}};
    json["schedular"] = {{"sched", "cosine"},
                         {"lr", optimiser.rate},
                         {"epochs", schedule.epochs},
                         {"min_lr", schedule.minRate},
                         {"decay_rate", 1},
                         {"warmup_lr", schedule.warmupRate},
                         {"warmup_epochs", schedule.warmupEpochs},
                         {"cooldown_epochs", 0}};
    return nodeOf(json);
}

}  // namespace

void writePublishedCheckpoint(const std::filesystem::path& file,
                              const PublishedParts& parts,
                              const PublishedProgress& progress) {
    PickleNode::Dict root;
    put(root, "model", modelNode(parts.state));
    put(root, "optimizer", optimiserNode(parts.optimiser));
    put(root, "lr_scheduler", scheduleNode(parts.schedule));
    put(root, "config", configNode(parts));
    put(root, "epoch", number(progress.epoch));
    put(root, "best", {progress.best});
    put(root, "best_epoch", number(progress.bestEpoch));
    writeCheckpoint(file, {std::move(root)});
}

}  // namespace descry::training

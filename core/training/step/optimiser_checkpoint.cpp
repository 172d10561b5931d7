#include "core/training/step/optimiser_checkpoint.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/model/nn/tensor_bridge.h"

namespace descry::training {
namespace {

using Dict = PickleNode::Dict;

template <typename... Args>
[[noreturn]] void refuse(const Checkpoint& file,
                         fmt::format_string<Args...> format,
                         Args&&... args) {
    fail(ErrorCode::InvalidInput,
         "{}: optimizer: {}",
         file.path().string(),
         makeError(ErrorCode::InvalidInput, format, std::forward<Args>(args)...));
}

/// nullptr where there is no such key.
template <typename Key>
const PickleNode* child(const Dict& dict, const Key& key) {
    for (const auto& [name, value] : dict.items) {
        const Key* const held = std::get_if<Key>(&name.value);
        if (held && *held == key) return &value;
    }
    return nullptr;
}

template <typename Kind>
const Kind& part(const Checkpoint& file, const PickleNode* node, std::string_view what) {
    const Kind* const found = node ? std::get_if<Kind>(&node->value) : nullptr;
    if (!found) refuse(file, "{} is missing or of another kind", what);
    return *found;
}

/// A number, or a tensor of one element: torch has stored steps either way.
double number(const Checkpoint& file, const PickleNode* node, std::string_view what) {
    if (node) {
        if (const auto* whole = std::get_if<std::int64_t>(&node->value)) {
            return static_cast<double>(*whole);
        }
        if (const auto* real = std::get_if<double>(&node->value)) return *real;
        if (const auto* tensor = std::get_if<PickleNode::Tensor>(&node->value);
            tensor && tensor->entry.numElements() == 1) {
            return file.readFloats(tensor->entry).front();
        }
    }
    refuse(file, "{} is missing or no number", what);
}

at::Tensor moment(const Checkpoint& file, const Dict& entry, const std::string& key) {
    const auto& tensor = part<PickleNode::Tensor>(file, child(entry, key), key);
    return nn::tensorOf(file.readFloats(tensor.entry), tensor.entry.shape);
}

GroupState readGroup(const Checkpoint& file, const PickleNode& node, const GroupState& like) {
    const Dict& group = part<Dict>(file, &node, "a group");
    const auto& numbers =
        part<PickleNode::List>(file, child(group, std::string("params")), "params");
    if (numbers.items.size() != like.names.size()) {
        refuse(file,
               "a group has {} parameters instead of {}",
               numbers.items.size(),
               like.names.size());
    }
    GroupState state = like;
    state.rate = number(file, child(group, std::string("lr")), "lr");
    state.weightDecay = number(file, child(group, std::string("weight_decay")), "weight_decay");
    if (const PickleNode* initial = child(group, std::string("initial_lr"))) {
        state.initialRate = number(file, initial, "initial_lr");
    }
    return state;
}

}  // namespace

OptimiserState readOptimiserState(const Checkpoint& file, const OptimiserState& like) {
    const Dict& tree = part<Dict>(file, &file.tree(), "the checkpoint");
    const Dict& optimiser = part<Dict>(file, child(tree, std::string("optimizer")), "the state");
    const auto& groups =
        part<PickleNode::List>(file, child(optimiser, std::string("param_groups")), "param_groups");
    const Dict& entries = part<Dict>(file, child(optimiser, std::string("state")), "state");
    if (groups.items.size() != like.groups.size()) refuse(file, "another number of groups");

    OptimiserState state;
    for (std::size_t i = 0; i < like.groups.size(); ++i) {
        state.groups.push_back(readGroup(file, groups.items[i], like.groups[i]));
        const Dict& group = part<Dict>(file, &groups.items[i], "a group");
        const auto& numbers =
            part<PickleNode::List>(file, child(group, std::string("params")), "params");
        for (const PickleNode& item : numbers.items) {
            const auto index = part<std::int64_t>(file, &item, "a parameter's number");
            Moments moments;
            if (const PickleNode* node = child(entries, index)) {
                const Dict& entry = part<Dict>(file, node, "a parameter's state");
                moments = {number(file, child(entry, std::string("step")), "step"),
                           moment(file, entry, "exp_avg"),
                           moment(file, entry, "exp_avg_sq")};
            }
            state.moments.push_back(std::move(moments));
        }
    }
    return state;
}

}  // namespace descry::training

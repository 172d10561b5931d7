#include "core/tensorfile/state_dictionary.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/tensorfile/checkpoint_tree.h"

namespace descry {
namespace {

using Json = nlohmann::json;

bool holdsTensor(const PickleNode& node) {
    const auto anyOf = [](const std::vector<PickleNode>& items) {
        return std::any_of(items.begin(), items.end(), holdsTensor);
    };
    if (std::holds_alternative<PickleNode::Tensor>(node.value)) return true;
    if (const auto* list = std::get_if<PickleNode::List>(&node.value)) return anyOf(list->items);
    if (const auto* tuple = std::get_if<PickleNode::Tuple>(&node.value)) return anyOf(tuple->items);
    const auto* dict = std::get_if<PickleNode::Dict>(&node.value);
    return dict != nullptr && std::any_of(dict->items.begin(),
                                          dict->items.end(),
                                          [](const auto& item) { return holdsTensor(item.value); });
}

Json toJson(const PickleNode& node) {
    const auto array = [](const std::vector<PickleNode>& items) {
        Json json = Json::array();
        for (const PickleNode& item : items) json.push_back(toJson(item));
        return json;
    };
    if (const auto* flag = std::get_if<bool>(&node.value)) return *flag;
    if (const auto* number = std::get_if<std::int64_t>(&node.value)) return *number;
    if (const auto* real = std::get_if<double>(&node.value)) return *real;
    if (const auto* text = std::get_if<std::string>(&node.value)) return *text;
    if (const auto* list = std::get_if<PickleNode::List>(&node.value)) return array(list->items);
    if (const auto* tuple = std::get_if<PickleNode::Tuple>(&node.value)) return array(tuple->items);
    const auto* dict = std::get_if<PickleNode::Dict>(&node.value);
    if (dict == nullptr) return nullptr;
    Json json = Json::object();
    for (const auto& [key, value] : dict->items) json[keyText(key)] = toJson(value);
    return json;
}

std::string_view describeNode(const PickleNode& node) {
    constexpr std::string_view kWords[] = {"None",
                                           errorWords("a truth value"),
                                           errorWords("a whole number"),
                                           errorWords("a number"),
                                           errorWords("a text"),
                                           errorWords("a single tensor"),
                                           errorWords("a dictionary"),
                                           errorWords("a list"),
                                           errorWords("a tuple")};
    static_assert(std::size(kWords) == std::variant_size_v<decltype(node.value)>);
    return kWords[node.value.index()];
}

const PickleNode* valueOf(const PickleNode::Dict& dict, std::string_view key) {
    for (const auto& [name, value] : dict.items) {
        const auto* text = std::get_if<std::string>(&name.value);
        if (text != nullptr && *text == key) return &value;
    }
    return nullptr;
}

}  // namespace

StateDictionary findStateDictionary(const PickleNode& root, const std::string& shownPath) {
    const auto* top = std::get_if<PickleNode::Dict>(&root.value);
    if (top == nullptr) {
        fail(ErrorCode::CorruptFile,
             "{}: no model: the checkpoint holds {}, where a state dictionary of named tensors is "
             "needed",
             shownPath,
             describeNode(root));
    }
    for (const std::string_view key : {"model", "state_dict"}) {
        const PickleNode* value = valueOf(*top, key);
        if (value == nullptr) continue;
        const auto* dict = std::get_if<PickleNode::Dict>(&value->value);
        if (dict != nullptr) return {dict, key};
        fail(ErrorCode::CorruptFile,
             "{}: no model: its entry \"{}\" is {}, where a state dictionary of named tensors is "
             "needed",
             shownPath,
             key,
             describeNode(*value));
    }
    return {top, {}};
}

std::vector<TensorEntry> stateEntries(const StateDictionary& state, const std::string& shownPath) {
    std::vector<TensorEntry> entries;
    entries.reserve(state.dict->items.size());
    for (const auto& [key, value] : state.dict->items) {
        const auto* name = std::get_if<std::string>(&key.value);
        const auto* tensor = std::get_if<PickleNode::Tensor>(&value.value);
        if (name == nullptr || tensor == nullptr) {
            fail(
                ErrorCode::CorruptFile,
                "{}: no model: {} holds \"{}\", which is {}, where a named tensor is needed",
                shownPath,
                state.key.empty()
                    ? makeError(ErrorCode::CorruptFile, "the checkpoint has no entry \"model\" and")
                    : makeError(ErrorCode::CorruptFile, "its state dictionary \"{}\"", state.key),
                displayable(keyText(key).substr(0, 100)),
                describeNode(value));
        }
        entries.push_back(tensor->entry);
        entries.back().name = *name;
    }
    return entries;
}

nlohmann::json plainEntries(const PickleNode& root, std::string_view modelKey) {
    Json json = Json::object();
    const auto* top = std::get_if<PickleNode::Dict>(&root.value);
    if (top == nullptr || modelKey.empty()) return json;
    for (const auto& [key, value] : top->items) {
        std::string name = keyText(key);
        if (name != modelKey && !holdsTensor(value)) json[std::move(name)] = toJson(value);
    }
    return json;
}

}  // namespace descry

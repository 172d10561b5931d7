#pragma once
/// Private to core/tensorfile: the model within a checkpoint's tree: where its state dictionary is,
/// its tensors, and the plain values that stand beside it. Thread rule: pure functions; a
/// StateDictionary points into the tree. Errors: CorruptFile, with the file and what was found
/// where a named tensor is needed.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensorfile/checkpoint.h"

namespace descry {

/// The state dictionary within a checkpoint, and the key it stands under; no key if it is the
/// checkpoint itself.
struct StateDictionary {
    const PickleNode::Dict* dict = nullptr;
    std::string_view key;
};

/// The entry `model` or `state_dict` of the top level if it has one, else the top level.
StateDictionary findStateDictionary(const PickleNode& root, const std::string& shownPath);
/// The model's tensors by their names in the dictionary, in its order.
std::vector<TensorEntry> stateEntries(const StateDictionary& state, const std::string& shownPath);
/// The top level's entries that hold no tensor, the model left out; none if the model is all there
/// is, without a key.
nlohmann::json plainEntries(const PickleNode& root, std::string_view modelKey);

}  // namespace descry

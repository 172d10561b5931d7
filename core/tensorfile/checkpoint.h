#pragma once
/// The whole tree of a PyTorch checkpoint, for what lies beside the model's weights (optimiser and
/// schedule state when training resumes), and the writer of such files. Thread rule: values;
/// reading from a shared TensorFile is safe. Errors as in tensor_file.h.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/tensorfile/tensor_file.h"

namespace descry {

/// A value of a pickled tree. Dictionaries keep their order; the keys that are written are strings
/// or integers. What has no form here is read as the nearest that has: sets as lists, namespaces as
/// dictionaries, numpy numbers as numbers, bytes as texts of code points below 256, whole numbers
/// beyond 64 bits as double, types by their name.
struct PickleNode {
    struct None {};
    struct Tensor {
        TensorEntry entry;             ///< Name is the path in the tree, joined by '.'.
        std::vector<std::byte> bytes;  ///< Packed elements; filled when writing.
    };
    struct Item;
    struct Dict {
        std::vector<Item> items;
        bool ordered = false;  ///< collections.OrderedDict rather than dict.
    };
    struct List {
        std::vector<PickleNode> items;
    };
    struct Tuple {
        std::vector<PickleNode> items;
    };

    std::variant<None, bool, std::int64_t, double, std::string, Tensor, Dict, List, Tuple> value;
};

/// An entry of a dictionary.
struct PickleNode::Item {
    PickleNode key;
    PickleNode value;
};

/// A checkpoint opened with its whole tree, tensors beside the model included.
class Checkpoint : public TensorFile {
  public:
    /// The pickled object. Tensor nodes hold the entry only; pass it to read().
    virtual const PickleNode& tree() const = 0;
};

std::unique_ptr<Checkpoint> openCheckpoint(const std::filesystem::path& path);

/// Writes a zip checkpoint that torch.load(weights_only=True) opens, atomically. Tensor nodes carry
/// their bytes; nodes whose `bytes` point to equal content are not merged.
void writeCheckpoint(const std::filesystem::path& path, const PickleNode& tree);

}  // namespace descry

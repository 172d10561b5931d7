#pragma once
/// How two checkpoints differ, field by field. Thread rule: one thread.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/tensorfile/checkpoint.h"

namespace descry {

enum class CheckpointPart {
    All,     ///< Keys, kinds, types, shapes and values; of "/config" the keys and kinds.
    Layout,  ///< The same without values: what two runs of one model share.
};

/// Compares two checkpoints node by node; what differs is collected by path.
class CheckpointComparison {
  public:
    CheckpointComparison(const Checkpoint& ours,
                         const Checkpoint& theirs,
                         CheckpointPart part = CheckpointPart::All)
        : m_ours(ours), m_theirs(theirs), m_part(part) {}

    void run() { compare(m_ours.tree(), m_theirs.tree(), ""); }

    const std::string& differences() const { return m_differences; }
    int numTensors() const { return m_numTensors; }

  private:
    static std::string keyOf(const PickleNode& key) {
        if (const auto* text = std::get_if<std::string>(&key.value)) return *text;
        if (const auto* whole = std::get_if<std::int64_t>(&key.value)) {
            return std::to_string(*whole);
        }
        return "?";
    }
    void compare(const PickleNode& a, const PickleNode& b, const std::string& path) {
        if (a.value.index() != b.value.index()) return differ(path, "another kind of value");
        if (const auto* dict = std::get_if<PickleNode::Dict>(&a.value)) {
            return compareDicts(*dict, std::get<PickleNode::Dict>(b.value), path);
        }
        if (const auto* list = std::get_if<PickleNode::List>(&a.value)) {
            return compareItems(list->items, std::get<PickleNode::List>(b.value).items, path);
        }
        if (const auto* tuple = std::get_if<PickleNode::Tuple>(&a.value)) {
            return compareItems(tuple->items, std::get<PickleNode::Tuple>(b.value).items, path);
        }
        if (const auto* tensor = std::get_if<PickleNode::Tensor>(&a.value)) {
            return compareTensors(tensor->entry, std::get<PickleNode::Tensor>(b.value).entry, path);
        }
        const bool isCompared = m_part == CheckpointPart::All && !path.starts_with("/config");
        if (isCompared && !isSameScalar(a, b)) differ(path, "another value");
    }
    void differ(const std::string& path, const char* what) {
        m_differences += path + ": " + what + "\n";
    }
    static bool isSameScalar(const PickleNode& a, const PickleNode& b) {
        if (const auto* x = std::get_if<double>(&a.value)) {
            return std::abs(*x - std::get<double>(b.value)) < 1e-18;
        }
        if (const auto* x = std::get_if<std::int64_t>(&a.value)) {
            return *x == std::get<std::int64_t>(b.value);
        }
        if (const auto* x = std::get_if<std::string>(&a.value)) {
            return *x == std::get<std::string>(b.value);
        }
        if (const auto* x = std::get_if<bool>(&a.value)) return *x == std::get<bool>(b.value);
        return true;
    }
    void compareDicts(const PickleNode::Dict& a,
                      const PickleNode::Dict& b,
                      const std::string& path) {
        std::map<std::string, const PickleNode*> theirs;
        for (const auto& item : b.items) theirs[keyOf(item.key)] = &item.value;
        std::set<std::string> seen;
        for (const auto& item : a.items) {
            const std::string key = keyOf(item.key);
            seen.insert(key);
            const auto found = theirs.find(key);
            if (found == theirs.end()) {
                differ(path + "/" + key, "not in the published layout");
            } else {
                compare(item.value, *found->second, path + "/" + key);
            }
        }
        for (const auto& [key, value] : theirs) {
            if (!seen.contains(key)) differ(path + "/" + key, "missing");
        }
    }
    void compareItems(const std::vector<PickleNode>& a,
                      const std::vector<PickleNode>& b,
                      const std::string& path) {
        if (a.size() != b.size()) return differ(path, "another length");
        for (std::size_t i = 0; i < a.size(); ++i) {
            compare(a[i], b[i], path + "/" + std::to_string(i));
        }
    }
    void compareTensors(const TensorEntry& a, const TensorEntry& b, const std::string& path) {
        ++m_numTensors;
        if (a.dtype != b.dtype) return differ(path, "another type");
        if (a.shape != b.shape) return differ(path, "another shape");
        if (m_part == CheckpointPart::Layout) return;
        std::vector<std::byte> ours(a.sizeBytes());
        std::vector<std::byte> theirs(b.sizeBytes());
        m_ours.read(a, ours);
        m_theirs.read(b, theirs);
        if (ours != theirs) differ(path, "other numbers");
    }

    const Checkpoint& m_ours;
    const Checkpoint& m_theirs;
    CheckpointPart m_part;
    std::string m_differences;
    int m_numTensors = 0;
};

}  // namespace descry

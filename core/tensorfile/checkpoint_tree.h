#pragma once
/// Private to core/tensorfile: the tree of a checkpoint, made from the graph of its pickle. What
/// the pickle shares, the tree repeats, so the number of nodes, their depth, their texts and the
/// bytes that the tensors would unfold to are capped against the size of the file. No element is
/// read. Thread rule: pure functions. Errors: CorruptFile, with the file.

#include <string>

#include "core/tensorfile/checkpoint.h"
#include "core/tensorfile/file_bytes.h"
#include "core/tensorfile/pickle.h"

namespace descry {

/// A tensor's node carries its place among the graph's tensors as the entry's index.
PickleNode buildTree(const PickleGraph& graph, const FileBytes& file);

/// A dictionary's key as paths and messages show it: "weight", "0", "(0, 1)".
std::string keyText(const PickleNode& key);

}  // namespace descry

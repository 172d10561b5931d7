#pragma once
/// Private to core/tensorfile: the open PyTorch checkpoint, of either container. It owns the mapped
/// bytes, the tree and the tensors' windows on the bytes, which are touched when a tensor is asked
/// for. Thread rule: the file is immutable after opening. Errors as in tensor_file.h.

#include <memory>

#include "core/tensorfile/checkpoint.h"
#include "core/tensorfile/file_bytes.h"

namespace descry {

std::unique_ptr<Checkpoint> openZipCheckpoint(FileBytes file);
std::unique_ptr<Checkpoint> openLegacyCheckpoint(FileBytes file);

}  // namespace descry

#pragma once
/// Private to core/tensorfile: opening of PyTorch checkpoints of both containers. Thread rule: the
/// file is immutable after opening. Errors as in tensor_file.h.

#include <memory>

#include "core/tensorfile/checkpoint.h"
#include "core/tensorfile/file_bytes.h"

namespace descry {

bool looksLikeZip(std::span<const std::byte> bytes) noexcept;
bool looksLikePickle(std::span<const std::byte> bytes) noexcept;
std::unique_ptr<Checkpoint> openZipCheckpoint(FileBytes file);
std::unique_ptr<Checkpoint> openLegacyCheckpoint(FileBytes file);

}  // namespace descry

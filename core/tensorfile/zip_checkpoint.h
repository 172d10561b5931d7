#pragma once
/// Private to core/tensorfile: checkpoints of torch.save since 1.6: a zip archive with the pickle
/// `data.pkl` and one record for each storage. Only the directory and the pickle are read; the
/// pickle's checksum is compared at once, the storages' are handed on. Thread rule: pure functions.
/// Errors: CorruptFile; Unsupported for TorchScript, other versions and big-endian files.

#include <cstddef>
#include <span>

#include "core/tensorfile/checkpoint_parts.h"
#include "core/tensorfile/file_bytes.h"

namespace descry {

bool looksLikeZip(std::span<const std::byte> bytes) noexcept;
/// The result points into the file's bytes.
CheckpointParts readZipCheckpoint(const FileBytes& file);

}  // namespace descry

#pragma once
/// Private to core/tensorfile: checkpoints of torch.save before 1.6: a stream of pickles (a magic
/// number, a version, facts of the system, the object, the keys of its storages), then the storages
/// themselves, of which only the counts are read. Thread rule: pure functions. Errors: CorruptFile;
/// Unsupported for other versions and big-endian files.

#include <cstddef>
#include <span>

#include "core/tensorfile/checkpoint_parts.h"
#include "core/tensorfile/file_bytes.h"

namespace descry {

bool looksLikePickle(std::span<const std::byte> bytes) noexcept;
/// The result points into the file's bytes.
CheckpointParts readLegacyCheckpoint(const FileBytes& file);

}  // namespace descry

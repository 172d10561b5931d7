#pragma once
/// Private to core/tensorfile: what both containers of checkpoints, the zip archive and the older
/// stream of pickles, come to: a graph of values and the places of its storages in the file, all
/// checked to lie within it. Thread rule: values; they point into the file's bytes. Errors: none.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/tensorfile/pickle.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {

/// A stretch of the file with the checksum that the archive states for it.
struct Checksummed {
    std::string name;
    std::size_t offset = 0;
    std::size_t size = 0;
    std::uint32_t crc32 = 0;
};

/// Where the containers' readers found what the pickle names.
struct CheckpointParts {
    TensorFileKind kind = TensorFileKind::ZipCheckpoint;
    PickleGraph graph;
    std::vector<std::size_t> storageAt;  ///< First byte of each of the graph's storages.
    std::vector<Checksummed> checksums;
};

}  // namespace descry

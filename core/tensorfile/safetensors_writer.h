#pragma once
/// Writing a safetensors file piece by piece, so that no more than a piece need be in memory. The
/// file appears whole when commit() returns, or not at all. Thread rule: one object, one thread.
/// Errors: InvalidInput (a name twice, a shape without elements), Io.

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {

class SafetensorsWriter {
  public:
    /// Writes the header: tensors follow one another in the order given.
    SafetensorsWriter(const std::filesystem::path& path,
                      std::span<const TensorEntry> tensors,
                      const std::map<std::string, std::string>& metadata = {});

    /// The next bytes of the tensors, packed and little-endian, in pieces of any size.
    void write(std::span<const std::byte> bytes);
    /// All tensors must have been written.
    void commit();

  private:
    AtomicFile m_file;
    std::size_t m_endPosition = 0;
};

}  // namespace descry

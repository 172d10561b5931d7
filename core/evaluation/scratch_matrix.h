#pragma once
/// Private to core/evaluation: a large float32 matrix in an unnamed temporary file mapped into
/// memory, so that the scores of a whole test split need no more memory than the pages in use.
/// Thread rule: plain memory. Errors: DiskFull; Io where the file cannot be made.

#include <cstddef>
#include <filesystem>
#include <span>

namespace descry {

class ScratchMatrix {
  public:
    /// `numFloats` zeros in a file of `folder` that has no name.
    ScratchMatrix(const std::filesystem::path& folder, std::size_t numFloats);
    ~ScratchMatrix();
    ScratchMatrix(const ScratchMatrix&) = delete;
    ScratchMatrix& operator=(const ScratchMatrix&) = delete;

    std::span<float> values() const noexcept { return m_values; }

  private:
    std::span<float> m_values;
};

}  // namespace descry

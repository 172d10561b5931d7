#pragma once
/// Golden tensors and the list of comparisons with them. Thread rule: one thread. Failure rule:
/// descry::Error naming the file and tensor.

#include <ATen/ATen.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensorfile/tensor_file.h"
#include "tests/conformance/conformance_checks.h"

namespace descry {

/// A safetensors file of goldens.
class Goldens {
  public:
    explicit Goldens(const std::filesystem::path& path) : m_file(openTensorFile(path)) {}

    bool has(const std::string& name) const { return m_file->find(name) != nullptr; }
    /// Names that begin so, in the file's order.
    std::vector<std::string> namesWith(std::string_view beginning) const;
    /// Float32 or int64 (flags too), on the CPU.
    at::Tensor tensor(const std::string& name) const;

  private:
    std::unique_ptr<TensorFile> m_file;
};

/// Comparisons in the order they were made.
class Comparison {
  public:
    /// Largest absolute difference; a NaN or another shape is an infinite one.
    void compare(const std::string& name,
                 const at::Tensor& actual,
                 const at::Tensor& expected,
                 double limit);
    /// A count or a share that must not exceed `limit`.
    void require(const std::string& name, double value, double limit);

    std::vector<ConformanceCheck> take() { return std::move(m_checks); }

  private:
    std::vector<ConformanceCheck> m_checks;
};

}  // namespace descry

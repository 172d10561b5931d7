#pragma once
/// Where a network's weights come from: a bundle's file, or (bench, conformance) a formula.
/// Thread rule: const calls from any thread. Failure rule: InvalidInput naming the tensor that is
/// missing or has another shape; what the file's reader throws.

#include <memory>
#include <string>

#include "core/model/nn/torch_headers.h"
#include "core/tensorfile/tensor_file.h"

namespace descry::nn {

class WeightSource {
  public:
    virtual ~WeightSource() = default;

    /// The tensor of that name in the online model, float32 on the CPU, owned by the caller.
    at::Tensor read(const std::string& name, at::IntArrayRef shape) const;

  protected:
    virtual at::Tensor readAny(const std::string& name) const = 0;
};

/// Weights of an open file. The file must outlive the source.
class FileWeights : public WeightSource {
  public:
    explicit FileWeights(const TensorFile& file) : m_file(file) {}

  protected:
    at::Tensor readAny(const std::string& name) const override;

  private:
    const TensorFile& m_file;
};

/// Fills every parameter of a module from the source, converted to the parameter's type and device.
void loadParameters(torch::nn::Module& module, const WeightSource& source);

}  // namespace descry::nn

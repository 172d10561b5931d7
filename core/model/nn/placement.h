#pragma once
/// Where and in which type the inference path computes, and the parts that depend on it: linear
/// layers packed for the CPU's matrix library, residual sums with LayerNorm. Residual streams and
/// norms are float32 everywhere; products run in the placement's type.
/// Thread rule: immutable after construction, any thread. Failure rule: c10::Error.

#include <string>

#include "core/model/nn/row_kernels.h"
#include "core/model/nn/torch_headers.h"
#include "core/model/nn/weight_source.h"

namespace descry::nn {

struct Placement {
    at::Device device = at::kCPU;
    at::ScalarType type = at::kFloat;  ///< Of products: float32, bfloat16 or float16.

    at::TensorOptions options() const { return at::TensorOptions(type).device(device); }
    at::TensorOptions floatOptions() const { return at::TensorOptions(at::kFloat).device(device); }
};

/// y = activation(x W^T + b). On a CPU the weight is kept in the blocked layout of oneDNN, which
/// also applies the activation while the result is in registers.
class PackedLinear {
  public:
    enum class Activation { None, Gelu };

    PackedLinear() = default;
    /// `weight` [outputs, inputs], `bias` [outputs]: float32 on the CPU.
    PackedLinear(const at::Tensor& weight, const at::Tensor& bias, const Placement& placement);

    /// x [rows, inputs] of the placement's type, contiguous.
    at::Tensor operator()(const at::Tensor& x, Activation activation = Activation::None) const;

  private:
    at::Tensor m_weight;
    at::Tensor m_bias;
    bool m_packed = false;
};

/// Weights and biases under `name` of a source, joined row after row (q, k, v in one product).
struct LinearWeights {
    at::Tensor weight;  ///< [outputs, inputs].
    at::Tensor bias;    ///< [outputs].
};
LinearWeights readLinear(const WeightSource& source,
                         const std::string& name,
                         std::int64_t outputs,
                         std::int64_t inputs);

class Norm {
  public:
    Norm() = default;
    Norm(const WeightSource& source,
         const std::string& name,
         std::int64_t width,
         double eps,
         const Placement& placement);

    /// residual [..., D] += branch (if defined); returns norm(residual), of `type`.
    at::Tensor pre(at::Tensor& residual, const at::Tensor& branch, at::ScalarType type) const;
    /// residual = norm(residual + branch); returns it as `type` (itself if that is float32).
    at::Tensor post(at::Tensor& residual, const at::Tensor& branch, at::ScalarType type) const;

  private:
    void run(NormPlace place,
             at::Tensor& residual,
             const at::Tensor& branch,
             at::Tensor* out) const;

    at::Tensor m_weight;
    at::Tensor m_bias;
    double m_eps = 0;
};

}  // namespace descry::nn

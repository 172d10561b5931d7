#include "core/model/nn/layers.h"

namespace descry::nn {

Linear::Linear(std::int64_t inputs, std::int64_t outputs, const at::TensorOptions& options)
    : m_weight(register_parameter("weight", at::empty({outputs, inputs}, options))),
      m_bias(register_parameter("bias", at::empty({outputs}, options))) {}

LayerNorm::LayerNorm(std::int64_t width, double eps, const at::TensorOptions& options)
    : m_weight(register_parameter("weight", at::empty({width}, options))),
      m_bias(register_parameter("bias", at::empty({width}, options))),
      m_eps(eps) {}

Embedding::Embedding(std::int64_t rows,
                     std::int64_t width,
                     const at::TensorOptions& options,
                     std::int64_t paddingRow)
    : m_weight(register_parameter("weight", at::empty({rows, width}, options))),
      m_paddingRow(paddingRow) {}

}  // namespace descry::nn

#pragma once
/// The smallest parts of the network as torch modules: linear, layer norm, embedding. Unlike
/// torch's own they are made on the device and of the type they are given, without a first value:
/// every Descry network takes its weights from a file, or from an initialisation of its own.
/// Thread rule: one thread while training; forward in evaluation mode from any.
/// Failure rule: c10::Error for shapes that do not fit.

#include <functional>
#include <string>

#include "core/model/nn/torch_headers.h"

namespace descry::nn {

/// Receives named values while a network runs: layer states, cross-attention probabilities.
using Trace = std::function<void(const std::string& name, const at::Tensor& value)>;

inline void report(const Trace& trace, const std::string& name, const at::Tensor& value) {
    if (trace) trace(name, value);
}

class Linear : public torch::nn::Module {
  public:
    Linear(std::int64_t inputs, std::int64_t outputs, const at::TensorOptions& options);

    /// [..., inputs] -> [..., outputs].
    at::Tensor forward(const at::Tensor& x) const { return at::linear(x, m_weight, m_bias); }
    const at::Tensor& weight() const { return m_weight; }  ///< [outputs, inputs].
    const at::Tensor& bias() const { return m_bias; }

  private:
    at::Tensor m_weight;
    at::Tensor m_bias;
};

class LayerNorm : public torch::nn::Module {
  public:
    LayerNorm(std::int64_t width, double eps, const at::TensorOptions& options);

    at::Tensor forward(const at::Tensor& x) const {
        return at::layer_norm(x, {m_weight.size(0)}, m_weight, m_bias, m_eps);
    }

  private:
    at::Tensor m_weight;
    at::Tensor m_bias;
    double m_eps;
};

class Embedding : public torch::nn::Module {
  public:
    /// Looking up `paddingRow` gives no gradient to it.
    Embedding(std::int64_t rows,
              std::int64_t width,
              const at::TensorOptions& options,
              std::int64_t paddingRow = -1);

    at::Tensor forward(const at::Tensor& ids) const {
        return at::embedding(m_weight, ids, m_paddingRow);
    }
    const at::Tensor& weight() const { return m_weight; }  ///< [rows, width].

  private:
    at::Tensor m_weight;
    std::int64_t m_paddingRow;
};

}  // namespace descry::nn

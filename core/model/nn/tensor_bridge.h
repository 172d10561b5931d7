#pragma once
/// The only crossing between plain spans and vectors and torch tensors. Thread rule: pure
/// functions. Failure rule: c10::Error if host memory runs out.

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/nn/torch_headers.h"

namespace descry::nn {

/// A tensor that owns the vector's elements; no copy. `shape` has as many elements as `values`.
at::Tensor tensorOf(std::vector<float>&& values, at::IntArrayRef shape);
at::Tensor tensorOf(std::vector<std::int64_t>&& values, at::IntArrayRef shape);
/// A view of memory that the caller keeps alive and does not change meanwhile.
at::Tensor viewOf(std::span<const float> values, at::IntArrayRef shape);
/// Float32 elements in row-major order, from any device and float type.
std::vector<float> valuesOf(const at::Tensor& tensor);

}  // namespace descry::nn

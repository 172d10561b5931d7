#include "core/model/nn/tensor_bridge.h"

#include <memory>
#include <utility>

namespace descry::nn {
namespace {

template <typename T>
at::Tensor adopt(std::vector<T>&& values, at::IntArrayRef shape, at::ScalarType type) {
    auto owner = std::make_shared<std::vector<T>>(std::move(values));
    T* const first = owner->data();
    return at::from_blob(
        first, shape, [owner](void*) mutable { owner.reset(); }, at::TensorOptions(type));
}

}  // namespace

at::Tensor tensorOf(std::vector<float>&& values, at::IntArrayRef shape) {
    return adopt(std::move(values), shape, at::kFloat);
}

at::Tensor tensorOf(std::vector<std::int64_t>&& values, at::IntArrayRef shape) {
    return adopt(std::move(values), shape, at::kLong);
}

at::Tensor viewOf(std::span<const float> values, at::IntArrayRef shape) {
    return at::from_blob(const_cast<float*>(values.data()), shape, at::TensorOptions(at::kFloat));
}

std::vector<float> valuesOf(const at::Tensor& tensor) {
    const at::Tensor plain = tensor.to(at::kCPU, at::kFloat).contiguous();
    const float* const first = plain.const_data_ptr<float>();
    return {first, first + plain.numel()};
}

}  // namespace descry::nn

#include "core/model/nn/weight_source.h"

#include <utility>

#include "core/base/error.h"
#include "core/model/nn/tensor_bridge.h"
#include "core/model/weights.h"

namespace descry::nn {

at::Tensor WeightSource::read(const std::string& name, at::IntArrayRef shape) const {
    at::Tensor tensor = readAny(name);
    if (tensor.sizes() != shape) {
        fail(ErrorCode::InvalidInput,
             "tensor {} has shape {}, the configuration asks for {}: the weights and config.json "
             "do not belong together",
             name,
             shownShape({tensor.sizes().data(), tensor.sizes().size()}),
             shownShape({shape.data(), shape.size()}));
    }
    return tensor;
}

at::Tensor FileWeights::readAny(const std::string& name) const {
    const TensorEntry* entry = m_file.find(name);
    if (!entry) {
        fail(ErrorCode::InvalidInput, "{}: no tensor {}", m_file.path().string(), name);
    }
    return tensorOf(m_file.readFloats(*entry), entry->shape);
}

void loadParameters(torch::nn::Module& module, const WeightSource& source) {
    const at::NoGradGuard noGrad;
    for (auto& parameter : module.named_parameters()) {
        parameter.value().copy_(source.read(parameter.key(), parameter.value().sizes()));
    }
}

}  // namespace descry::nn

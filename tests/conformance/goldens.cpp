#include "tests/conformance/goldens.h"

#include <limits>

#include "core/base/error.h"
#include "core/model/nn/tensor_bridge.h"

namespace descry {

std::vector<std::string> Goldens::namesWith(std::string_view beginning) const {
    std::vector<std::string> names;
    for (const TensorEntry& entry : m_file->tensors()) {
        if (entry.name.starts_with(beginning)) names.push_back(entry.name);
    }
    return names;
}

at::Tensor Goldens::tensor(const std::string& name) const {
    const TensorEntry* entry = m_file->find(name);
    if (!entry) fail(ErrorCode::NotFound, "{}: no golden {}", m_file->path().string(), name);
    if (entry->dtype == DType::I64 || entry->dtype == DType::Bool) {
        return nn::tensorOf(m_file->readIntegers(*entry), entry->shape);
    }
    return nn::tensorOf(m_file->readFloats(*entry), entry->shape);
}

void Comparison::compare(const std::string& name,
                         const at::Tensor& actual,
                         const at::Tensor& expected,
                         double limit) {
    const at::Tensor plain = actual.to(at::kCPU, at::kFloat);
    if (plain.sizes() != expected.sizes() || !at::isfinite(plain).all().item<bool>()) {
        require(name, std::numeric_limits<double>::infinity(), limit);
        return;
    }
    require(name, (plain - expected.to(at::kFloat)).abs().max().item<double>(), limit);
}

void Comparison::require(const std::string& name, double value, double limit) {
    m_checks.push_back({name, value, limit, value <= limit});
}

}  // namespace descry

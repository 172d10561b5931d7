#include "core/model/nn/placement.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <optional>
#include <string_view>

#include "core/model/nn/cpu_features.h"

namespace descry::nn {
namespace {

// Rows that weights are packed for: a batch of a few images. Other counts work as well.
constexpr std::int64_t kTypicalRows = 2048;
constexpr std::int64_t kRowsPerTask = 64;

using PointwiseLinear = at::Tensor(const at::Tensor&,
                                   const at::Tensor&,
                                   const std::optional<at::Tensor>&,
                                   std::string_view,
                                   c10::List<std::optional<c10::Scalar>>,
                                   std::optional<std::string_view>);

/// oneDNN's operators are reached by name: they have no public C++ function.
struct OneDnn {
    std::optional<c10::OperatorHandle> reorder;
    std::optional<c10::TypedOperatorHandle<PointwiseLinear>> linear;

    OneDnn() {
        if (!at::hasMKLDNN()) return;
        auto& dispatcher = c10::Dispatcher::singleton();
        const auto pointwise = dispatcher.findSchema({"mkldnn::_linear_pointwise", ""});
        if (!pointwise) return;
        linear = pointwise->typed<PointwiseLinear>();
        reorder = dispatcher.findSchema({"mkldnn::_reorder_linear_weight", ""});
    }

    bool takes(at::ScalarType type) const {
        return linear && reorder && (type == at::kFloat || oneDnnTakesBfloat16());
    }

    at::Tensor pack(const at::Tensor& weight) const {
        std::vector<c10::IValue> stack{weight, kTypicalRows};
        reorder->callBoxed(stack);
        return stack.front().toTensor();
    }
};

const OneDnn& oneDnn() {
    static const OneDnn instance;
    return instance;
}

RowType rowType(const at::Tensor& tensor) {
    return tensor.scalar_type() == at::kFloat ? RowType::F32 : RowType::Bf16;
}

bool isRowType(at::ScalarType type) {
    return type == at::kFloat || type == at::kBFloat16;
}

}  // namespace

PackedLinear::PackedLinear(const at::Tensor& weight,
                           const at::Tensor& bias,
                           const Placement& placement)
    : m_weight(weight.to(placement.options()).contiguous()),
      m_bias(bias.to(placement.options()).contiguous()),
      m_packed(placement.device.is_cpu() && oneDnn().takes(m_weight.scalar_type())) {
    if (m_packed) m_weight = oneDnn().pack(m_weight);
}

at::Tensor PackedLinear::operator()(const at::Tensor& x, Activation activation) const {
    const bool gelu = activation == Activation::Gelu;
    if (m_packed) {
        static const c10::List<std::optional<c10::Scalar>> kNoScalars;
        // "none" selects the exact erf form of GELU.
        return oneDnn().linear->call(
            x, m_weight, m_bias, gelu ? "gelu" : "none", kNoScalars, "none");
    }
    at::Tensor y = at::linear(x, m_weight, m_bias);
    return gelu ? at::gelu(y) : y;
}

LinearWeights readLinear(const WeightSource& source,
                         const std::string& name,
                         std::int64_t outputs,
                         std::int64_t inputs) {
    return {source.read(name + ".weight", {outputs, inputs}),
            source.read(name + ".bias", {outputs})};
}

Norm::Norm(const WeightSource& source,
           const std::string& name,
           std::int64_t width,
           double eps,
           const Placement& placement)
    : m_weight(source.read(name + ".weight", {width}).to(placement.device)),
      m_bias(source.read(name + ".bias", {width}).to(placement.device)),
      m_eps(eps) {}

at::Tensor Norm::pre(at::Tensor& residual, const at::Tensor& branch, at::ScalarType type) const {
    if (residual.is_cpu() && isRowType(type)) {
        at::Tensor out = at::empty(residual.sizes(), residual.options().dtype(type));
        run(NormPlace::Pre, residual, branch, &out);
        return out;
    }
    if (branch.defined()) residual.add_(branch.view(residual.sizes()));
    return at::layer_norm(residual, {m_weight.size(0)}, m_weight, m_bias, m_eps).to(type);
}

at::Tensor Norm::post(at::Tensor& residual, const at::Tensor& branch, at::ScalarType type) const {
    if (residual.is_cpu() && isRowType(type)) {
        if (type == at::kFloat) {
            run(NormPlace::Post, residual, branch, nullptr);
            return residual;
        }
        at::Tensor out = at::empty(residual.sizes(), residual.options().dtype(type));
        run(NormPlace::Post, residual, branch, &out);
        return out;
    }
    if (branch.defined()) residual.add_(branch.view(residual.sizes()));
    residual = at::layer_norm(residual, {m_weight.size(0)}, m_weight, m_bias, m_eps);
    return residual.to(type);
}

void Norm::run(NormPlace place,
               at::Tensor& residual,
               const at::Tensor& branch,
               at::Tensor* out) const {
    TORCH_CHECK(residual.is_contiguous() && (!branch.defined() || branch.is_contiguous()));
    TORCH_CHECK(!branch.defined() || branch.numel() == residual.numel());
    NormRows job;
    job.place = place;
    job.residual = residual.mutable_data_ptr<float>();
    if (branch.defined()) {
        job.branch = branch.const_data_ptr();
        job.branchType = rowType(branch);
    }
    job.weight = m_weight.const_data_ptr<float>();
    job.bias = m_bias.const_data_ptr<float>();
    job.eps = m_eps;
    if (out) {
        job.out = out->mutable_data_ptr();
        job.outType = rowType(*out);
    }
    job.width = m_weight.size(0);
    at::parallel_for(0, residual.numel() / job.width, kRowsPerTask, [&](auto begin, auto end) {
        normRows(job, begin, end);
    });
}

}  // namespace descry::nn

#include "core/training/step/optimiser.h"

#include <cmath>

#include "core/base/error.h"

namespace descry::training {
namespace {

void require(bool good, const char* field) {
    if (!good) fail(ErrorCode::InvalidInput, "optimiser: {} is out of range", field);
}

bool isHead(const std::string& name) {
    return name.find("prd") != std::string::npos || name.find("mrtd") != std::string::npos;
}

bool isDecayed(const std::string& name, const at::Tensor& parameter) {
    return parameter.dim() != 1 && !name.ends_with(".bias");
}

}  // namespace

void AdamWOptions::validate() const {
    const auto isAmount = [](double value) { return std::isfinite(value) && value >= 0; };
    require(isAmount(rate), "lr");
    require(isAmount(headRate), "lr_custm");
    require(isAmount(weightDecay), "weight_decay");
    require(beta1 >= 0 && beta1 < 1, "beta1");
    require(beta2 >= 0 && beta2 < 1, "beta2");
    require(isAmount(eps), "eps");
    require(!clipNorm || (std::isfinite(*clipNorm) && *clipNorm > 0), "clip_norm");
}

AdamW::AdamW(const torch::nn::Module& network, const AdamWOptions& options) : m_options(options) {
    m_options.validate();
    for (std::size_t i = 0; i < kNumGroups; ++i) {
        m_groups[i].weightDecay = i % 2 == 1 ? m_options.weightDecay : 0;
        m_groups[i].initialRate = i < 2 ? m_options.rate : m_options.headRate;
        m_groups[i].rate = m_groups[i].initialRate;
    }
    for (const auto& item : network.named_parameters()) {
        const std::size_t group =
            (isHead(item.key()) ? 2 : 0) + (isDecayed(item.key(), item.value()) ? 1 : 0);
        m_groups[group].parameters.push_back({item.key(), item.value(), {}, {}, {}});
    }
}

std::array<double, AdamW::kNumGroups> AdamW::baseRates() const {
    std::array<double, kNumGroups> rates{};
    for (std::size_t i = 0; i < kNumGroups; ++i) rates[i] = m_groups[i].initialRate;
    return rates;
}

void AdamW::setRates(std::span<const double> rates) {
    if (rates.size() != kNumGroups) {
        fail(ErrorCode::Internal, "{} learning rates for {} groups", rates.size(), kNumGroups);
    }
    for (std::size_t i = 0; i < kNumGroups; ++i) m_groups[i].rate = rates[i];
}

std::vector<at::Tensor> AdamW::gradients() const {
    std::vector<at::Tensor> gradients;
    for (const Group& group : m_groups) {
        for (const Parameter& parameter : group.parameters) {
            if (parameter.value.grad().defined()) gradients.push_back(parameter.value.grad());
        }
    }
    return gradients;
}

UpdateReport AdamW::step() {
    const at::NoGradGuard noGrad;
    const std::vector<at::Tensor> all = gradients();
    UpdateReport report;
    if (all.empty()) return report;
    report.gradientNorm =
        at::linalg_vector_norm(at::stack(at::_foreach_norm(all, 2))).item<double>();
    report.isFinite = std::isfinite(report.gradientNorm);
    if (!report.isFinite) return report;
    if (m_options.clipNorm && report.gradientNorm > *m_options.clipNorm) {
        at::_foreach_mul_(all, *m_options.clipNorm / report.gradientNorm);
    }
    for (Group& group : m_groups) update(group);
    return report;
}

void AdamW::update(Group& group) const {
    std::vector<at::Tensor> values;
    std::vector<at::Tensor> gradients;
    std::vector<at::Tensor> first;
    std::vector<at::Tensor> second;
    std::vector<at::Tensor> steps;
    for (Parameter& parameter : group.parameters) {
        if (!parameter.value.grad().defined()) continue;
        if (!parameter.first.defined()) {
            parameter.first = at::zeros_like(parameter.value);
            parameter.second = at::zeros_like(parameter.value);
            parameter.step = at::zeros({}, parameter.value.options().requires_grad(false));
        }
        values.push_back(parameter.value);
        gradients.push_back(parameter.value.grad().contiguous());
        first.push_back(parameter.first);
        second.push_back(parameter.second);
        steps.push_back(parameter.step);
    }
    if (values.empty()) return;
    at::_foreach_add_(steps, 1);
    at::_fused_adamw_(values,
                      gradients,
                      first,
                      second,
                      /*max_exp_avg_sqs=*/{},
                      steps,
                      group.rate,
                      m_options.beta1,
                      m_options.beta2,
                      group.weightDecay,
                      m_options.eps,
                      /*amsgrad=*/false,
                      /*maximize=*/false);
}

OptimiserState AdamW::state() const {
    OptimiserState state;
    const auto copy = [](const at::Tensor& tensor) { return tensor.to(at::kCPU).clone(); };
    for (const Group& group : m_groups) {
        GroupState out{group.rate, group.initialRate, group.weightDecay, {}};
        for (const Parameter& parameter : group.parameters) {
            out.names.push_back(parameter.name);
            Moments moments;
            if (parameter.first.defined()) {
                moments = {
                    parameter.step.item<double>(), copy(parameter.first), copy(parameter.second)};
            }
            state.moments.push_back(std::move(moments));
        }
        state.groups.push_back(std::move(out));
    }
    return state;
}

void AdamW::restore(const OptimiserState& state) {
    if (state.groups.size() != kNumGroups) {
        fail(ErrorCode::InvalidInput, "optimiser state has {} groups", state.groups.size());
    }
    std::size_t next = 0;
    // First everything is checked: a state that does not fit changes nothing.
    for (std::size_t i = 0; i < kNumGroups; ++i) {
        const auto& names = state.groups[i].names;
        const auto& parameters = m_groups[i].parameters;
        if (names.size() != parameters.size() || next + names.size() > state.moments.size()) {
            fail(ErrorCode::InvalidInput,
                 "optimiser state: group {} has {} parameters, the model {}",
                 i,
                 names.size(),
                 parameters.size());
        }
        for (std::size_t k = 0; k < names.size(); ++k, ++next) {
            const Moments& moments = state.moments[next];
            const bool fits =
                !moments.first.defined() ||
                (moments.first.sizes() == parameters[k].value.sizes() && moments.second.defined() &&
                 moments.second.sizes() == parameters[k].value.sizes());
            if (names[k] != parameters[k].name || !fits) {
                fail(ErrorCode::InvalidInput,
                     "optimiser state: {} does not fit the parameter {}",
                     names[k],
                     parameters[k].name);
            }
        }
    }
    next = 0;
    for (std::size_t i = 0; i < kNumGroups; ++i) {
        m_groups[i].rate = state.groups[i].rate;
        m_groups[i].initialRate = state.groups[i].initialRate;
        m_groups[i].weightDecay = state.groups[i].weightDecay;
        for (Parameter& parameter : m_groups[i].parameters) {
            const Moments& moments = state.moments[next++];
            parameter.first = parameter.second = parameter.step = at::Tensor();
            if (!moments.first.defined()) continue;
            const auto options = parameter.value.options().requires_grad(false);
            parameter.first = moments.first.to(options, false, /*copy=*/true);
            parameter.second = moments.second.to(options, false, /*copy=*/true);
            parameter.step = at::full({}, moments.step, options);
        }
    }
}

}  // namespace descry::training

#include "core/model/nn/recompute.h"

#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <memory>
#include <mutex>

namespace descry::nn {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

at::Tensor generatorState(at::Generator generator) {
    const std::scoped_lock lock(generator.mutex());
    return generator.get_state();
}

void setGeneratorState(at::Generator generator, const at::Tensor& state) {
    const std::scoped_lock lock(generator.mutex());
    generator.set_state(state);
}

/// What a layer's result depends on beside its inputs and weights.
struct Surroundings {
    at::DeviceType device = at::kCPU;
    at::Generator generator;
    at::Tensor randomState;
    bool isAutocast = false;
    at::ScalarType autocastType = at::kFloat;

    static Surroundings of(const at::Tensor& input) {
        Surroundings now;
        now.device = input.device().type();
        now.generator = at::globalContext().defaultGenerator(input.device());
        now.randomState = generatorState(now.generator);
        now.isAutocast = at::autocast::is_autocast_enabled(now.device);
        now.autocastType = at::autocast::get_autocast_dtype(now.device);
        return now;
    }
    void restore() const {
        setGeneratorState(generator, randomState);
        at::autocast::set_autocast_enabled(device, isAutocast);
        at::autocast::set_autocast_dtype(device, autocastType);
    }
};

/// Surroundings of a block, put back at its end.
class SurroundingsGuard {
  public:
    explicit SurroundingsGuard(const at::Tensor& input) : m_before(Surroundings::of(input)) {
        at::autocast::increment_nesting();
    }
    ~SurroundingsGuard() {
        // Copies of weights that autocast keeps would stay until the next step.
        if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
        m_before.restore();
    }
    SurroundingsGuard(const SurroundingsGuard&) = delete;
    SurroundingsGuard& operator=(const SurroundingsGuard&) = delete;

  private:
    Surroundings m_before;
};

struct Call : torch::CustomClassHolder {
    TensorFunction layer;
    Surroundings surroundings;
    std::vector<bool> isDefined;
};

std::vector<at::Tensor> withGaps(const variable_list& present, const std::vector<bool>& isDefined) {
    std::vector<at::Tensor> inputs(isDefined.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < isDefined.size(); ++i) {
        if (isDefined[i]) inputs[i] = present[next++];
    }
    return inputs;
}

class Recomputed : public Function<Recomputed> {
  public:
    static at::Tensor forward(AutogradContext* context,
                              at::TensorList present,
                              const c10::intrusive_ptr<Call>& call) {
        call->surroundings = Surroundings::of(present.front());
        context->save_for_backward(present.vec());
        context->saved_data["call"] = c10::IValue::make_capsule(call);
        return call->layer(withGaps(present.vec(), call->isDefined));
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto call =
            c10::static_intrusive_pointer_cast<Call>(context->saved_data["call"].toCapsule());
        variable_list present;
        for (const at::Tensor& saved : context->get_saved_variables()) {
            present.push_back(saved.detach().requires_grad_(saved.requires_grad()));
        }
        at::Tensor output;
        {
            const SurroundingsGuard guard(present.front());
            const at::AutoGradMode withGradient(true);
            call->surroundings.restore();
            output = call->layer(withGaps(present, call->isDefined));
        }
        output.backward(gradients.front());
        variable_list result;
        for (const at::Tensor& input : present) {
            result.push_back(input.requires_grad() ? input.grad() : at::Tensor());
        }
        result.emplace_back();  // The call.
        return result;
    }
};

}  // namespace

at::Tensor recomputed(const TensorFunction& layer, const std::vector<at::Tensor>& inputs) {
    if (!at::GradMode::is_enabled()) return layer(inputs);
    auto call = c10::make_intrusive<Call>();
    call->layer = layer;
    variable_list present;
    for (const at::Tensor& input : inputs) {
        call->isDefined.push_back(input.defined());
        if (input.defined()) present.push_back(input);
    }
    // A vector would not be seen to hold variables.
    return Recomputed::apply(at::TensorList(present), call);
}

}  // namespace descry::nn

#pragma once
/// Products in bfloat16 while in scope, weights and residual sums left in float32 (rasa-spec
/// section 8 has none of it). Thread rule: the scope
/// counts for the thread that opens it. Failure rule: none.

#include <ATen/autocast_mode.h>

#include "core/model/nn/torch_headers.h"

namespace descry::training {

class AutocastScope {
  public:
    /// Off inside a scope that is on: full precision for this part.
    AutocastScope(at::DeviceType device, bool isOn)
        : m_device(device),
          m_wasOn(at::autocast::is_autocast_enabled(device)),
          m_oldType(at::autocast::get_autocast_dtype(device)) {
        at::autocast::set_autocast_enabled(m_device, isOn);
        if (isOn) at::autocast::set_autocast_dtype(m_device, at::kBFloat16);
        at::autocast::increment_nesting();
    }
    ~AutocastScope() {
        // Copies of weights are kept for the outermost scope only: an optimiser step makes others.
        if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(m_device, m_wasOn);
        at::autocast::set_autocast_dtype(m_device, m_oldType);
    }
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;

  private:
    at::DeviceType m_device;
    bool m_wasOn;
    at::ScalarType m_oldType;
};

}  // namespace descry::training

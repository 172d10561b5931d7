#pragma once
/// Activation checkpointing: a layer keeps its inputs alone for the way back and is run again
/// there, with the same dropout and the same autocast. Thread rule: as layers.h. Failure rule: what
/// the layer throws; gradients come by backward(), not by naming inputs.

#include <functional>
#include <vector>

#include "core/model/nn/torch_headers.h"

namespace descry::nn {

/// layer(inputs). Undefined inputs are passed on as they are. Parameters that `layer` holds receive
/// their gradients while it is run again.
using TensorFunction = std::function<at::Tensor(const std::vector<at::Tensor>& inputs)>;
at::Tensor recomputed(const TensorFunction& layer, const std::vector<at::Tensor>& inputs);

}  // namespace descry::nn

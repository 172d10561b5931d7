#pragma once
/// The values a tensor of the model has before any training, for tensors that a checkpoint does not
/// hold. Drawn from the distributions the reference's constructors use, but by a generator seeded
/// with the tensor's name, so that they are the same everywhere. Thread rule: pure. Never fails.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/model/config.h"
#include "core/model/weights.h"

namespace descry {

/// Values of the online parameter `name` of that shape: norms are one and zero; linear layers
/// uniform within 1/sqrt(fan-in) in the heads, projections and patch embedding, normal with
/// standard deviation 0.02 and zero bias elsewhere; `temp` is the configuration's.
std::vector<float> initialValues(std::string_view name,
                                 std::span<const std::int64_t> shape,
                                 const RasaConfig& config);

/// Packed values of any tensor of a training's state: those of the online parameter for it, its
/// momentum copy and its tied duplicate; queues of normalised Gaussian columns; `idx_queue` -100.
std::vector<std::byte> initialState(const StateTensor& tensor, const RasaConfig& config);

}  // namespace descry

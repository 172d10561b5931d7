#pragma once
/// Cached image tokens as a tensor that the fusion layers read. Thread rule: pure function; on a
/// CPU it uses other threads. Failure rule: InvalidInput; c10::Error if memory runs out.

#include <span>

#include "core/model/config.h"
#include "core/model/image_tokens.h"
#include "core/model/nn/placement.h"

namespace descry::nn {

/// Cached tokens as one tensor [C, N, D] of the placement's type. Throws InvalidInput if an image's
/// bytes are not N x D in its format.
at::Tensor unpackImageTokens(std::span<const ImageTokens* const> images,
                             const RasaConfig& config,
                             const Placement& placement);

}  // namespace descry::nn

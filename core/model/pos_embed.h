#pragma once
/// Position embeddings of another image resolution: what fine-tuning does when it starts from a
/// checkpoint of another size. Thread rule: pure. Errors: InvalidInput. Source: rasa-spec
/// section 2.

#include <cstdint>
#include <span>
#include <vector>

namespace descry {

/// Resizes [1 + fromGrid^2, width] to [1 + toGrid^2, width]: the class row is kept, the grid goes
/// through a bicubic filter (a = -0.75, corners not aligned, no antialiasing, borders repeated).
std::vector<float> resizePosEmbed(std::span<const float> in,
                                  std::int64_t width,
                                  std::int64_t fromGrid,
                                  std::int64_t toGrid);

}  // namespace descry

#pragma once
/// What the CPU can do that decides how the model runs on it. Thread rule: any thread. Failure
/// rule: none.

namespace descry {

/// Whether bfloat16 products run faster than float32 ones here: with AMX, or with AVX512_BF16 on a
/// core that has nothing better for them.
bool cpuHasBfloat16() noexcept;
/// Whether oneDNN computes bfloat16 products at all here: an older CPU leaves them to torch.
bool oneDnnTakesBfloat16() noexcept;

}  // namespace descry

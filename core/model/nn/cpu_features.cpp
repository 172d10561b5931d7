#include "core/model/nn/cpu_features.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace descry {

bool cpuHasBfloat16() noexcept {
#if defined(__x86_64__)
    // Also tells that the system saves the wide registers, which cpuid alone does not.
    if (!__builtin_cpu_supports("avx512f")) return false;
    constexpr unsigned kAvx512Bf16 = 1U << 5;
    constexpr unsigned kAmxBf16 = 1U << 22;
    constexpr unsigned kAvx512Fp16 = 1U << 23;
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
    if (d & kAmxBf16) return true;
    // Such a core leaves them to AMX, which a virtual machine may hide; without it they run at 0.6
    // of float32's rate (tests/bench/RESULTS.md).
    if (d & kAvx512Fp16) return false;
    return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & kAvx512Bf16);
#else
    return false;
#endif
}

bool oneDnnTakesBfloat16() noexcept {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq");
#else
    return false;
#endif
}

}  // namespace descry

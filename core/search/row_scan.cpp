#include "core/search/row_scan.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "core/base/half.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define DESCRY_SCAN_X86 1
#endif

namespace descry {
namespace {

constexpr std::size_t kLanes = 16;

/// The partial sums of one row, folded in halves: 16, 8, 4, 2, 1.
float foldLanes(std::array<float, kLanes>& sums) noexcept {
    for (std::size_t width = kLanes / 2; width > 0; width /= 2) {
        for (std::size_t lane = 0; lane < width; ++lane) sums[lane] += sums[lane + width];
    }
    return sums[0];
}

void scanPortable(const std::uint16_t* rows,
                  std::span<const float> query,
                  std::span<float> out) noexcept {
    const std::size_t dimension = query.size();
    std::array<float, kLanes> values{};
    for (float& result : out) {
        std::array<float, kLanes> sums{};
        for (std::size_t start = 0; start < dimension; start += kLanes) {
            const std::size_t count = std::min(kLanes, dimension - start);
            halfToFloat(std::span(rows + start, count), std::span(values).first(count));
            for (std::size_t lane = 0; lane < count; ++lane) {
                sums[lane] += values[lane] * query[start + lane];
            }
        }
        result = foldLanes(sums);
        rows += dimension;
    }
}

#ifdef DESCRY_SCAN_X86

/// The part of a row beyond the last whole group of 16, filled up with zeros. Adding 0 * 0 changes
/// no sum but -0, which compares equal.
struct RowTail {
    alignas(32) std::array<std::uint16_t, kLanes> halves{};
    alignas(64) std::array<float, kLanes> query{};
};

RowTail makeTail(std::span<const float> query) noexcept {
    RowTail tail;
    const std::size_t start = query.size() / kLanes * kLanes;
    std::copy(query.begin() + static_cast<std::ptrdiff_t>(start), query.end(), tail.query.begin());
    return tail;
}

__attribute__((target("avx2,f16c"))) inline float fold256(__m256 sums) noexcept {
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(sums), _mm256_extractf128_ps(sums, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

__attribute__((target("avx2,f16c"))) inline __m256 loadHalves8(const std::uint16_t* from) noexcept {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

struct alignas(32) Sums256 {
    __m256 low;
    __m256 high;
};

__attribute__((target("avx2,f16c"))) inline void accumulate16(Sums256& sums,
                                                              const std::uint16_t* row,
                                                              const float* query) noexcept {
    const __m256 low = _mm256_mul_ps(loadHalves8(row), _mm256_loadu_ps(query));
    const __m256 high = _mm256_mul_ps(loadHalves8(row + 8), _mm256_loadu_ps(query + 8));
    sums.low = _mm256_add_ps(sums.low, low);
    sums.high = _mm256_add_ps(sums.high, high);
}

__attribute__((target("avx2,f16c"))) float dotAvx2(const std::uint16_t* row,
                                                   std::span<const float> query,
                                                   RowTail& tail) noexcept {
    const std::size_t whole = query.size() / kLanes * kLanes;
    Sums256 sums{_mm256_setzero_ps(), _mm256_setzero_ps()};
    for (std::size_t start = 0; start < whole; start += kLanes) {
        accumulate16(sums, row + start, query.data() + start);
    }
    if (whole < query.size()) {
        std::memcpy(tail.halves.data(), row + whole, (query.size() - whole) * sizeof(*row));
        accumulate16(sums, tail.halves.data(), tail.query.data());
    }
    return fold256(_mm256_add_ps(sums.low, sums.high));
}

__attribute__((target("avx2,f16c"))) void scanAvx2(const std::uint16_t* rows,
                                                   std::span<const float> query,
                                                   std::span<float> out) noexcept {
    RowTail tail = makeTail(query);
    std::size_t row = 0;
    // Two rows at once hide the latency of the additions.
    for (; query.size() % kLanes == 0 && row + 2 <= out.size(); row += 2) {
        const std::uint16_t* first = rows + row * query.size();
        const std::uint16_t* second = first + query.size();
        Sums256 a{_mm256_setzero_ps(), _mm256_setzero_ps()};
        Sums256 b = a;
        for (std::size_t start = 0; start < query.size(); start += kLanes) {
            accumulate16(a, first + start, query.data() + start);
            accumulate16(b, second + start, query.data() + start);
        }
        out[row] = fold256(_mm256_add_ps(a.low, a.high));
        out[row + 1] = fold256(_mm256_add_ps(b.low, b.high));
    }
    for (; row < out.size(); ++row) out[row] = dotAvx2(rows + row * query.size(), query, tail);
}

__attribute__((target("avx512f,avx2,f16c"))) inline __m512 multiply16(const std::uint16_t* row,
                                                                      __m512 query) noexcept {
    const __m256i halves = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(row));
    return _mm512_mul_ps(_mm512_cvtph_ps(halves), query);
}

__attribute__((target("avx512f,avx2,f16c"))) inline float fold512(__m512 sums) noexcept {
    const __m256 low = _mm512_castps512_ps256(sums);
    const __m256 high = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(sums), 1));
    return fold256(_mm256_add_ps(low, high));
}

__attribute__((target("avx512f,avx2,f16c"))) float dotAvx512(const std::uint16_t* row,
                                                             std::span<const float> query,
                                                             RowTail& tail) noexcept {
    const std::size_t whole = query.size() / kLanes * kLanes;
    __m512 sums = _mm512_setzero_ps();
    for (std::size_t start = 0; start < whole; start += kLanes) {
        const __m512 part = _mm512_loadu_ps(query.data() + start);
        sums = _mm512_add_ps(sums, multiply16(row + start, part));
    }
    if (whole < query.size()) {
        std::memcpy(tail.halves.data(), row + whole, (query.size() - whole) * sizeof(*row));
        const __m512 part = _mm512_load_ps(tail.query.data());
        sums = _mm512_add_ps(sums, multiply16(tail.halves.data(), part));
    }
    return fold512(sums);
}

__attribute__((target("avx512f,avx2,f16c"))) void scanAvx512(const std::uint16_t* rows,
                                                             std::span<const float> query,
                                                             std::span<float> out) noexcept {
    RowTail tail = makeTail(query);
    const std::size_t dimension = query.size();
    std::size_t row = 0;
    // Four rows at once hide the latency of the additions.
    for (; dimension % kLanes == 0 && row + 4 <= out.size(); row += 4) {
        const std::uint16_t* block = rows + row * dimension;
        __m512 a = _mm512_setzero_ps();
        __m512 b = a;
        __m512 c = a;
        __m512 d = a;
        for (std::size_t start = 0; start < dimension; start += kLanes) {
            const __m512 part = _mm512_loadu_ps(query.data() + start);
            a = _mm512_add_ps(a, multiply16(block + start, part));
            b = _mm512_add_ps(b, multiply16(block + dimension + start, part));
            c = _mm512_add_ps(c, multiply16(block + 2 * dimension + start, part));
            d = _mm512_add_ps(d, multiply16(block + 3 * dimension + start, part));
        }
        out[row] = fold512(a);
        out[row + 1] = fold512(b);
        out[row + 2] = fold512(c);
        out[row + 3] = fold512(d);
    }
    for (; row < out.size(); ++row) out[row] = dotAvx512(rows + row * dimension, query, tail);
}

#endif

}  // namespace

std::string_view scanKernelName(ScanKernel kernel) noexcept {
    switch (kernel) {
        case ScanKernel::Avx512:
            return "avx512";
        case ScanKernel::Avx2:
            return "avx2";
        case ScanKernel::Portable:
            break;
    }
    return "portable";
}

std::vector<ScanKernel> availableScanKernels() {
    std::vector<ScanKernel> kernels{ScanKernel::Portable};
#ifdef DESCRY_SCAN_X86
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("f16c")) return kernels;
    kernels.push_back(ScanKernel::Avx2);
    if (__builtin_cpu_supports("avx512f")) kernels.push_back(ScanKernel::Avx512);
#endif
    return kernels;
}

ScanKernel fastestScanKernel() {
    static const ScanKernel fastest = availableScanKernels().back();
    return fastest;
}

void scanRows(std::span<const std::uint16_t> rows,
              std::span<const float> query,
              std::span<float> out,
              ScanKernel kernel) {
    assert(rows.size() == out.size() * query.size());
#ifdef DESCRY_SCAN_X86
    if (kernel == ScanKernel::Avx512) return scanAvx512(rows.data(), query, out);
    if (kernel == ScanKernel::Avx2) return scanAvx2(rows.data(), query, out);
#endif
    scanPortable(rows.data(), query, out);
}

}  // namespace descry

#include "core/model/nn/row_kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "core/base/half.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace descry::nn {
namespace {

// Generic vectors of 16 lanes: each target lowers them to the registers it has.
constexpr std::int64_t kLanes = 16;
typedef float Floats __attribute__((vector_size(64)));
typedef std::uint32_t Words __attribute__((vector_size(64)));
typedef std::uint16_t Shorts __attribute__((vector_size(32)));
typedef std::int8_t Bytes __attribute__((vector_size(16)));

#define DESCRY_INLINE [[gnu::always_inline]] inline

template <typename Vector>
DESCRY_INLINE Vector loadVector(const void* from) {
    Vector v;
    std::memcpy(&v, from, sizeof v);
    return v;
}

DESCRY_INLINE Floats fill(float value) {
    return Floats{} + value;
}

DESCRY_INLINE Floats loadFloats(const void* from, RowType type, std::int64_t at) {
    if (type == RowType::F32) return loadVector<Floats>(static_cast<const float*>(from) + at);
    const auto shorts = loadVector<Shorts>(static_cast<const std::uint16_t*>(from) + at);
    return std::bit_cast<Floats>(__builtin_convertvector(shorts, Words) << 16);
}

DESCRY_INLINE void storeFloats(const Floats& v, void* to, RowType type, std::int64_t at) {
    if (type == RowType::F32) {
        std::memcpy(static_cast<float*>(to) + at, &v, sizeof v);
        return;
    }
    // Round to nearest even; the values are finite, so no carry can reach infinity's payload.
    const auto words = std::bit_cast<Words>(v);
    const Words rounded = (words + 0x7fffU + ((words >> 16) & 1U)) >> 16;
    const auto shorts = __builtin_convertvector(rounded, Shorts);
    std::memcpy(static_cast<std::uint16_t*>(to) + at, &shorts, sizeof shorts);
}

DESCRY_INLINE float loadOne(const void* from, RowType type, std::int64_t at) {
    if (type == RowType::F32) return static_cast<const float*>(from)[at];
    return bfloat16ToFloat(static_cast<const std::uint16_t*>(from)[at]);
}

DESCRY_INLINE void storeOne(float value, void* to, RowType type, std::int64_t at) {
    if (type == RowType::F32) {
        static_cast<float*>(to)[at] = value;
    } else {
        static_cast<std::uint16_t*>(to)[at] = floatToBfloat16(value);
    }
}

DESCRY_INLINE float total(const Floats& v) {
    float sum = 0;
    for (std::size_t i = 0; i < kLanes; ++i) sum += v[i];
    return sum;
}

DESCRY_INLINE std::size_t elementSize(RowType type) {
    return type == RowType::F32 ? 4U : 2U;
}

/// Adds the branch into the residual; returns the sum of the row.
DESCRY_INLINE float addBranch(float* residual, const void* branch, RowType type, std::int64_t n) {
    Floats sum{};
    std::int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        Floats x = loadVector<Floats>(residual + i);
        if (branch) {
            x += loadFloats(branch, type, i);
            std::memcpy(residual + i, &x, sizeof x);
        }
        sum += x;
    }
    float tail = 0;
    for (; i < n; ++i) {
        if (branch) residual[i] += loadOne(branch, type, i);
        tail += residual[i];
    }
    return total(sum) + tail;
}

DESCRY_INLINE float squaredDistance(const float* x, float mean, std::int64_t n) {
    const Floats center = fill(mean);
    Floats sum{};
    std::int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        const Floats d = loadVector<Floats>(x + i) - center;
        sum += d * d;
    }
    float tail = 0;
    for (; i < n; ++i) tail += (x[i] - mean) * (x[i] - mean);
    return total(sum) + tail;
}

DESCRY_INLINE void normRowsBody(const NormRows& job, std::int64_t beginRow, std::int64_t endRow) {
    const std::int64_t n = job.width;
    for (std::int64_t row = beginRow; row < endRow; ++row) {
        float* const x = job.residual + row * n;
        const auto offset = static_cast<std::size_t>(row * n);
        const auto* branch = static_cast<const std::byte*>(job.branch);
        if (branch) branch += offset * elementSize(job.branchType);
        auto* out = static_cast<std::byte*>(job.out);
        if (out) out += offset * elementSize(job.outType);

        const auto count = static_cast<float>(n);
        const float mean = addBranch(x, branch, job.branchType, n) / count;
        const double variance = static_cast<double>(squaredDistance(x, mean, n) / count);
        const auto scale = static_cast<float>(1.0 / std::sqrt(variance + job.eps));

        std::int64_t i = 0;
        const Floats center = fill(mean);
        const Floats factor = fill(scale);
        for (; i + kLanes <= n; i += kLanes) {
            const Floats y =
                (loadVector<Floats>(x + i) - center) * factor * loadVector<Floats>(job.weight + i) +
                loadVector<Floats>(job.bias + i);
            if (job.place == NormPlace::Post) std::memcpy(x + i, &y, sizeof y);
            if (out) storeFloats(y, out, job.outType, i);
        }
        for (; i < n; ++i) {
            const float y = (x[i] - mean) * scale * job.weight[i] + job.bias[i];
            if (job.place == NormPlace::Post) x[i] = y;
            if (out) storeOne(y, out, job.outType, i);
        }
    }
}

/// e^x to 2 units in the last place for x <= 0; below -87 it is e^-87.
DESCRY_INLINE Floats exponential(const Floats& x) {
    constexpr float kLog2E = 1.44269504F;
    constexpr float kLn2High = 0.693359375F;
    constexpr float kLn2Low = -2.12194440e-4F;
    constexpr float kRounder = 12582912.0F;  // 1.5 * 2^23: adding it rounds to an integer.
    const Floats low = fill(-87.0F);
    const Floats clamped = x < low ? low : x;
    const Floats shifted = clamped * kLog2E + fill(kRounder);
    const Floats n = shifted - fill(kRounder);
    const Floats r = clamped - n * kLn2High - n * kLn2Low;
    Floats y = fill(1.9875691500e-4F);
    y = y * r + fill(1.3981999507e-3F);
    y = y * r + fill(8.3334519073e-3F);
    y = y * r + fill(4.1665795894e-2F);
    y = y * r + fill(1.6666665459e-1F);
    y = y * r + fill(5.0000001201e-1F);
    y = y * r * r + r + fill(1.0F);
    // The low bits of `shifted` are n; they go into the exponent.
    const Words power = (std::bit_cast<Words>(shifted) << 23) + 0x3f800000U;
    return y * std::bit_cast<Floats>(power);
}

DESCRY_INLINE float dotProduct(const void* a, const void* b, RowType type, std::int64_t n) {
    Floats even{};
    Floats odd{};
    std::int64_t i = 0;
    for (; i + 2 * kLanes <= n; i += 2 * kLanes) {
        even += loadFloats(a, type, i) * loadFloats(b, type, i);
        odd += loadFloats(a, type, i + kLanes) * loadFloats(b, type, i + kLanes);
    }
    float tail = 0;
    for (; i < n; ++i) tail += loadOne(a, type, i) * loadOne(b, type, i);
    return total(even + odd) + tail;
}

DESCRY_INLINE float largest(const void* row, RowType type, std::int64_t n, float atLeast) {
    Floats most = fill(atLeast);
    std::int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        const Floats x = loadFloats(row, type, i);
        most = x > most ? x : most;
    }
    float result = atLeast;
    for (std::size_t lane = 0; lane < kLanes; ++lane) result = std::max(result, most[lane]);
    for (; i < n; ++i) result = std::max(result, loadOne(row, type, i));
    return result;
}

/// Writes e^(x - most) of a row into `out`; returns their sum.
DESCRY_INLINE float exponentials(
    const void* row, RowType type, std::int64_t n, float most, float* out) {
    const Floats shift = fill(most);
    Floats sum{};
    std::int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        const Floats y = exponential(loadFloats(row, type, i) - shift);
        std::memcpy(out + i, &y, sizeof y);
        sum += y;
    }
    float tail = 0;
    for (; i < n; ++i) {
        out[i] = exponential(fill(loadOne(row, type, i) - most))[0];
        tail += out[i];
    }
    return total(sum) + tail;
}

DESCRY_INLINE void softmaxRowsBody(const SoftmaxRows& job, std::int64_t numRows, float* scratch) {
    const auto size = static_cast<std::int64_t>(elementSize(job.type));
    for (std::int64_t row = 0; row < numRows; ++row) {
        const auto* scores = static_cast<const std::byte*>(job.scores) + row * job.count * size;
        const auto* query = static_cast<const std::byte*>(job.queries) + row * job.width * size;
        auto* out = static_cast<std::byte*>(job.probabilities) + row * job.count * size;
        const float first = dotProduct(query, job.first, job.type, job.width);
        const float most = largest(scores, job.type, job.count, first);
        const float firstPower = exponential(fill(first - most))[0];
        const float sum = exponentials(scores, job.type, job.count, most, scratch) + firstPower;
        const float scale = 1.0F / sum;
        job.firstProbabilities[row] = firstPower * scale;
        const Floats factor = fill(scale);
        std::int64_t i = 0;
        for (; i + kLanes <= job.count; i += kLanes) {
            storeFloats(loadVector<Floats>(scratch + i) * factor, out, job.type, i);
        }
        for (; i < job.count; ++i) storeOne(scratch[i] * scale, out, job.type, i);
    }
}

DESCRY_INLINE void addFirstRowsBody(const AddFirstRows& job, std::int64_t numRows) {
    const auto size = static_cast<std::int64_t>(elementSize(job.type));
    for (std::int64_t row = 0; row < numRows; ++row) {
        auto* out = static_cast<std::byte*>(job.out) + row * job.width * size;
        const float weight = job.weights[row];
        const Floats factor = fill(weight);
        std::int64_t i = 0;
        for (; i + kLanes <= job.width; i += kLanes) {
            storeFloats(loadFloats(out, job.type, i) + factor * loadFloats(job.first, job.type, i),
                        out,
                        job.type,
                        i);
        }
        for (; i < job.width; ++i) {
            storeOne(loadOne(out, job.type, i) + weight * loadOne(job.first, job.type, i),
                     out,
                     job.type,
                     i);
        }
    }
}

DESCRY_INLINE void unpackInt8Body(const std::int8_t* values, float scale, const UnpackRow& row) {
    std::int64_t i = 0;
    const Floats factor = fill(scale);
    for (; i + kLanes <= row.width; i += kLanes) {
        const Floats x = __builtin_convertvector(loadVector<Bytes>(values + i), Floats);
        storeFloats(x * factor, row.out, row.outType, i);
    }
    for (; i < row.width; ++i) {
        storeOne(static_cast<float>(values[i]) * scale, row.out, row.outType, i);
    }
}

void unpackHalfTail(const std::uint16_t* values, const UnpackRow& row, std::int64_t from) {
    for (std::int64_t i = from; i < row.width; ++i) {
        storeOne(halfToFloat(values[i]), row.out, row.outType, i);
    }
}

void normPlain(const NormRows& job, std::int64_t b, std::int64_t e) {
    normRowsBody(job, b, e);
}
void int8Plain(const std::int8_t* v, float s, const UnpackRow& row) {
    unpackInt8Body(v, s, row);
}
void halfPlain(const std::uint16_t* v, const UnpackRow& row) {
    unpackHalfTail(v, row, 0);
}
void softmaxPlain(const SoftmaxRows& job, std::int64_t n, float* s) {
    softmaxRowsBody(job, n, s);
}
void firstPlain(const AddFirstRows& job, std::int64_t n) {
    addFirstRowsBody(job, n);
}

#if defined(__x86_64__)
#define DESCRY_AVX512 [[gnu::target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c")]]
#define DESCRY_AVX2 [[gnu::target("avx2,fma,f16c")]]

DESCRY_AVX512 void normAvx512(const NormRows& job, std::int64_t b, std::int64_t e) {
    normRowsBody(job, b, e);
}
DESCRY_AVX2 void normAvx2(const NormRows& job, std::int64_t b, std::int64_t e) {
    normRowsBody(job, b, e);
}
DESCRY_AVX512 void softmaxAvx512(const SoftmaxRows& job, std::int64_t n, float* s) {
    softmaxRowsBody(job, n, s);
}
DESCRY_AVX2 void softmaxAvx2(const SoftmaxRows& job, std::int64_t n, float* s) {
    softmaxRowsBody(job, n, s);
}
DESCRY_AVX512 void firstAvx512(const AddFirstRows& job, std::int64_t n) {
    addFirstRowsBody(job, n);
}
DESCRY_AVX2 void firstAvx2(const AddFirstRows& job, std::int64_t n) {
    addFirstRowsBody(job, n);
}
DESCRY_AVX512 void int8Avx512(const std::int8_t* v, float s, const UnpackRow& row) {
    unpackInt8Body(v, s, row);
}
DESCRY_AVX2 void int8Avx2(const std::int8_t* v, float s, const UnpackRow& row) {
    unpackInt8Body(v, s, row);
}
DESCRY_AVX512 void halfAvx512(const std::uint16_t* v, const UnpackRow& row) {
    std::int64_t i = 0;
    for (; i + kLanes <= row.width; i += kLanes) {
        const auto x = std::bit_cast<Floats>(_mm512_cvtph_ps(loadVector<__m256i>(v + i)));
        storeFloats(x, row.out, row.outType, i);
    }
    unpackHalfTail(v, row, i);
}
DESCRY_AVX2 void halfAvx2(const std::uint16_t* v, const UnpackRow& row) {
    std::int64_t i = 0;
    for (; i + kLanes <= row.width; i += kLanes) {
        const __m256 halves[2] = {_mm256_cvtph_ps(loadVector<__m128i>(v + i)),
                                  _mm256_cvtph_ps(loadVector<__m128i>(v + i + 8))};
        storeFloats(loadVector<Floats>(halves), row.out, row.outType, i);
    }
    unpackHalfTail(v, row, i);
}
#endif

struct Kernels {
    decltype(&normPlain) norm = normPlain;
    decltype(&int8Plain) int8 = int8Plain;
    decltype(&halfPlain) half = halfPlain;
    decltype(&softmaxPlain) softmax = softmaxPlain;
    decltype(&firstPlain) first = firstPlain;
};

Kernels chooseKernels() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
        return {normAvx512, int8Avx512, halfAvx512, softmaxAvx512, firstAvx512};
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
        __builtin_cpu_supports("f16c")) {
        return {normAvx2, int8Avx2, halfAvx2, softmaxAvx2, firstAvx2};
    }
#endif
    return {};
}

const Kernels& kernels() {
    static const Kernels chosen = chooseKernels();
    return chosen;
}

}  // namespace

void normRows(const NormRows& job, std::int64_t beginRow, std::int64_t endRow) {
    kernels().norm(job, beginRow, endRow);
}

void softmaxRows(const SoftmaxRows& job, std::int64_t numRows, float* scratch) {
    kernels().softmax(job, numRows, scratch);
}

void addFirstRows(const AddFirstRows& job, std::int64_t numRows) {
    kernels().first(job, numRows);
}

void unpackInt8(const std::int8_t* values, float scale, const UnpackRow& row) {
    kernels().int8(values, scale, row);
}

void unpackHalf(const std::uint16_t* values, const UnpackRow& row) {
    kernels().half(values, row);
}

}  // namespace descry::nn

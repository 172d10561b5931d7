#pragma once
/// Loops over rows that the CPU path runs between matrix products, where torch has no one kernel
/// for a residual kept in float32 beside a bfloat16 branch, or for unpacking cached image tokens.
/// Chosen at run time for the CPU (AVX-512, AVX2 or plain). Thread rule: disjoint rows in parallel.
/// Failure rule: none; pointers and widths are the caller's to get right.

#include <cstdint>

namespace descry::nn {

enum class RowType { F32, Bf16 };
/// Pre: residual += branch, out = norm(residual). Post: residual = norm(residual + branch) = out.
enum class NormPlace { Pre, Post };

struct NormRows {
    NormPlace place = NormPlace::Pre;
    float* residual = nullptr;     ///< [rows, width].
    const void* branch = nullptr;  ///< [rows, width] of `branchType`, or null: nothing is added.
    RowType branchType = RowType::F32;
    const float* weight = nullptr;  ///< [width].
    const float* bias = nullptr;    ///< [width].
    double eps = 0;
    void* out = nullptr;  ///< [rows, width] of `outType`, or null: only the residual is wanted.
    RowType outType = RowType::F32;
    std::int64_t width = 0;
};

void normRows(const NormRows& job, std::int64_t beginRow, std::int64_t endRow);

struct UnpackRow {
    void* out = nullptr;  ///< [width] of `outType`.
    RowType outType = RowType::F32;
    std::int64_t width = 0;
};

/// out = scale * values.
void unpackInt8(const std::int8_t* values, float scale, const UnpackRow& row);
/// IEEE binary16.
void unpackHalf(const std::uint16_t* values, const UnpackRow& row);

}  // namespace descry::nn

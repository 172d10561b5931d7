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

/// Softmax over the scores of one pair, the first of which is computed here. A context of image
/// tokens is the class token and then a grid, whose even number of rows suits a matrix product;
/// the odd one is done apart.
struct SoftmaxRows {
    RowType type = RowType::F32;          ///< Of scores, queries, first and probabilities.
    const void* scores = nullptr;         ///< [rows, count], of context rows 1 to count.
    const void* queries = nullptr;        ///< [rows, width].
    const void* first = nullptr;          ///< [width], context row 0.
    void* probabilities = nullptr;        ///< [rows, count].
    float* firstProbabilities = nullptr;  ///< [rows].
    std::int64_t count = 0;
    std::int64_t width = 0;
};

/// `scratch` holds `count` values.
void softmaxRows(const SoftmaxRows& job, std::int64_t numRows, float* scratch);

/// out [rows, width] += weights [rows] x first [width].
struct AddFirstRows {
    RowType type = RowType::F32;  ///< Of first and out.
    const float* weights = nullptr;
    const void* first = nullptr;
    void* out = nullptr;
    std::int64_t width = 0;
};

void addFirstRows(const AddFirstRows& job, std::int64_t numRows);

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

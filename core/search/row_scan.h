#pragma once
/// Dot products of one float32 query with many binary16 rows: the inner loop of exact search.
/// Every kernel adds in the same order (16 partial sums, then a fixed tree, no fused multiply-add),
/// so all give the same bits on every machine. Thread rule: pure functions. Never fails.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace descry {

enum class ScanKernel { Portable, Avx2, Avx512 };

std::string_view scanKernelName(ScanKernel kernel) noexcept;
/// The kernels this CPU can run, slowest first; Portable is always among them.
std::vector<ScanKernel> availableScanKernels();
/// The last of them.
ScanKernel fastestScanKernel();

/// Writes out[i] = rows[i] . query. `rows` is [out.size(), query.size()] binary16, row-major.
void scanRows(std::span<const std::uint16_t> rows,
              std::span<const float> query,
              std::span<float> out,
              ScanKernel kernel);

}  // namespace descry

#pragma once
/// Private to core/tensorfile: a tensor as a strided window on a storage: its limits, checked
/// against overflow, and its packing into row-major order. Thread rule: pure functions.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace descry {

/// More dimensions than torch itself can compute with.
inline constexpr std::size_t kMaxDimensions = 64;

struct StridedView {
    std::int64_t offset = 0;            ///< First element, in elements of the storage.
    std::vector<std::int64_t> shape;    ///< Each >= 0.
    std::vector<std::int64_t> strides;  ///< Elements, each >= 0, as many as `shape`.
};

/// Number of elements; nothing if the product of the sizes that are not zero passes 2^63 - 1 or a
/// size is negative, even where a zero would make it empty.
std::optional<std::int64_t> checkedNumElements(std::span<const std::int64_t> shape) noexcept;
/// How many elements a storage must have for the view; nothing if that passes 2^63 - 1.
std::optional<std::int64_t> storageElementsNeeded(const StridedView& view) noexcept;

/// Bytes of one element, and the first element to pack.
struct PackOptions {
    std::size_t elementBytes = 1;
    std::int64_t firstElement = 0;  ///< In the view's row-major order.
};
/// Packs elements from a view that lies within `storage`; `out` tells how many.
void packElements(const StridedView& view,
                  std::span<const std::byte> storage,
                  const PackOptions& options,
                  std::span<std::byte> out);
/// The view's elements lie one after the other in row-major order.
bool isContiguous(const StridedView& view) noexcept;

}  // namespace descry

#include "core/tensorfile/tensor_view.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace descry {
namespace {

struct Axis {
    std::int64_t size = 1;
    std::int64_t stride = 1;
};

/// The view with axes of one element dropped and axes that follow on from one another joined.
/// At least one axis; none is empty unless the view is.
std::vector<Axis> joinedAxes(const StridedView& view) {
    std::vector<Axis> axes;
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        const Axis axis{view.shape[i], view.strides[i]};
        if (axis.size == 1) continue;
        if (!axes.empty() && axis.stride > 0 && axes.back().stride / axis.stride == axis.size &&
            axes.back().stride % axis.stride == 0) {
            axes.back() = {axes.back().size * axis.size, axis.stride};
        } else {
            axes.push_back(axis);
        }
    }
    if (axes.empty()) axes.push_back({});
    return axes;
}

template <std::size_t ElementBytes>
void copyStrided(const std::byte* from, std::size_t strideBytes, std::span<std::byte> out) {
    for (std::size_t at = 0; at < out.size(); at += ElementBytes, from += strideBytes) {
        std::memcpy(out.data() + at, from, ElementBytes);
    }
}

void copyRow(const std::byte* from,
             std::int64_t stride,
             std::size_t elementBytes,
             std::span<std::byte> out) {
    if (stride == 1) {
        std::memcpy(out.data(), from, out.size());
        return;
    }
    const std::size_t strideBytes = static_cast<std::size_t>(stride) * elementBytes;
    switch (elementBytes) {
        case 1:
            return copyStrided<1>(from, strideBytes, out);
        case 2:
            return copyStrided<2>(from, strideBytes, out);
        case 4:
            return copyStrided<4>(from, strideBytes, out);
        default:
            return copyStrided<8>(from, strideBytes, out);
    }
}

}  // namespace

std::optional<std::int64_t> checkedNumElements(std::span<const std::int64_t> shape) noexcept {
    std::int64_t product = 1;
    bool isEmpty = false;
    for (const std::int64_t size : shape) {
        if (size < 0) return std::nullopt;
        if (size == 0) {
            isEmpty = true;
        } else if (__builtin_mul_overflow(product, size, &product)) {
            return std::nullopt;
        }
    }
    return isEmpty ? 0 : product;
}

std::optional<std::int64_t> storageElementsNeeded(const StridedView& view) noexcept {
    const bool isEmpty = std::find(view.shape.begin(), view.shape.end(), 0) != view.shape.end();
    if (isEmpty) return view.offset;
    std::int64_t needed = 1;
    if (__builtin_add_overflow(needed, view.offset, &needed)) return std::nullopt;
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        std::int64_t reach = 0;
        if (__builtin_mul_overflow(view.shape[i] - 1, view.strides[i], &reach) ||
            __builtin_add_overflow(needed, reach, &needed)) {
            return std::nullopt;
        }
    }
    return needed;
}

bool isContiguous(const StridedView& view) noexcept {
    std::int64_t expected = 1;
    for (std::size_t i = view.shape.size(); i-- > 0;) {
        if (view.shape[i] == 0) return true;
        if (view.shape[i] != 1 && view.strides[i] != expected) return false;
        expected *= view.shape[i];
    }
    return true;
}

void packElements(const StridedView& view,
                  std::span<const std::byte> storage,
                  const PackOptions& options,
                  std::span<std::byte> out) {
    if (out.empty()) return;
    const std::vector<Axis> axes = joinedAxes(view);
    std::vector<std::int64_t> place(axes.size());
    std::int64_t rest = options.firstElement;
    std::int64_t source = view.offset;
    for (std::size_t i = axes.size(); i-- > 0;) {
        place[i] = rest % axes[i].size;
        rest /= axes[i].size;
        source += place[i] * axes[i].stride;
    }
    const Axis row = axes.back();
    while (!out.empty()) {
        const auto inRow = static_cast<std::size_t>(row.size - place.back()) * options.elementBytes;
        const std::span<std::byte> target = out.first(std::min(inRow, out.size()));
        const auto start = static_cast<std::size_t>(source) * options.elementBytes;
        assert(start + options.elementBytes <= storage.size());
        copyRow(storage.data() + start, row.stride, options.elementBytes, target);
        out = out.subspan(target.size());

        source -= place.back() * row.stride;
        place.back() = 0;
        for (std::size_t i = axes.size() - 1; i-- > 0;) {
            source += axes[i].stride;
            if (++place[i] < axes[i].size) break;
            source -= place[i] * axes[i].stride;
            place[i] = 0;
        }
    }
}

}  // namespace descry

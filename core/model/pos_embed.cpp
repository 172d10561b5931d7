#include "core/model/pos_embed.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/base/error.h"

namespace descry {
namespace {

constexpr std::size_t kTaps = 4;

/// Four source places and their weights for one place of the result.
struct Taps {
    std::array<std::int64_t, kTaps> index{};
    std::array<double, kTaps> weight{};
};

/// Keys' cubic convolution kernel with a = -0.75, at distances up to 2.
double cubic(double distance) noexcept {
    constexpr double a = -0.75;
    const double x = std::abs(distance);
    if (x <= 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    return ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a;
}

std::vector<Taps> tapsOf(std::int64_t from, std::int64_t to) {
    const double scale = static_cast<double>(from) / static_cast<double>(to);
    std::vector<Taps> all(static_cast<std::size_t>(to));
    for (std::int64_t i = 0; i < to; ++i) {
        const double centre = scale * (static_cast<double>(i) + 0.5) - 0.5;
        const double base = std::floor(centre);
        Taps& taps = all[static_cast<std::size_t>(i)];
        for (std::size_t k = 0; k < kTaps; ++k) {
            const double place = base - 1.0 + static_cast<double>(k);
            taps.index[k] = std::clamp(static_cast<std::int64_t>(place), std::int64_t{0}, from - 1);
            taps.weight[k] = cubic(centre - place);
        }
    }
    return all;
}

}  // namespace

std::vector<float> resizePosEmbed(std::span<const float> in,
                                  std::int64_t width,
                                  std::int64_t fromGrid,
                                  std::int64_t toGrid) {
    const auto rowsOf = [](std::int64_t grid) { return static_cast<std::size_t>(1 + grid * grid); };
    if (width < 1 || fromGrid < 1 || toGrid < 1 ||
        in.size() != rowsOf(fromGrid) * static_cast<std::size_t>(width)) {
        fail(ErrorCode::InvalidInput,
             "position embeddings of {} values are not a {} x {} grid of width {} and a class row",
             in.size(),
             fromGrid,
             fromGrid,
             width);
    }
    if (fromGrid == toGrid) return {in.begin(), in.end()};
    const auto columns = static_cast<std::size_t>(width);
    std::vector<float> out(rowsOf(toGrid) * columns);
    std::copy_n(in.begin(), columns, out.begin());
    const std::vector<Taps> taps = tapsOf(fromGrid, toGrid);
    std::vector<double> sum(columns);
    std::size_t row = 1;
    for (const Taps& vertical : taps) {
        for (const Taps& horizontal : taps) {
            std::ranges::fill(sum, 0.0);
            for (std::size_t k = 0; k < kTaps * kTaps; ++k) {
                const std::int64_t cell =
                    vertical.index[k / kTaps] * fromGrid + horizontal.index[k % kTaps];
                const double weight = vertical.weight[k / kTaps] * horizontal.weight[k % kTaps];
                const auto source =
                    in.subspan(static_cast<std::size_t>(1 + cell) * columns, columns);
                for (std::size_t c = 0; c < columns; ++c) {
                    sum[c] += weight * static_cast<double>(source[c]);
                }
            }
            std::ranges::transform(sum,
                                   out.begin() + static_cast<std::ptrdiff_t>(row * columns),
                                   [](double value) { return static_cast<float>(value); });
            ++row;
        }
    }
    return out;
}

}  // namespace descry

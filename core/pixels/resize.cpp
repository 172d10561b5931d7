#include "core/pixels/resize.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "core/base/error.h"

namespace descry {
namespace {

constexpr int kPrecisionBits = 22;
constexpr std::int32_t kHalf = 1 << (kPrecisionBits - 1);
constexpr double kCubicA = -0.5;
constexpr double kCubicSupport = 2.0;
constexpr std::size_t kChannels = 3;
/// Samples that the vertical pass sums at a time: the sums stay in registers or the first cache.
constexpr std::size_t kBlockSamples = 64;

/// Which source samples one target sample is made of, and how much of each.
struct Taps {
    int first = 0;
    int count = 0;
    std::size_t weights = 0;  ///< Index of the first weight.
};

struct Filter {
    std::vector<Taps> taps;             ///< One per target sample.
    std::vector<std::int32_t> weights;  ///< Fixed point, kPrecisionBits behind the point.
};

double cubic(double x) noexcept {
    x = std::abs(x);
    if (x < 1.0) return ((kCubicA + 2.0) * x - (kCubicA + 3.0)) * x * x + 1;
    if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * kCubicA;
    return 0.0;
}

std::int32_t toFixedPoint(double weight) noexcept {
    const double scaled = weight * (1 << kPrecisionBits);
    return static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

Filter makeFilter(int sourceSize, int targetSize) {
    const double scale = static_cast<double>(sourceSize) / targetSize;
    const double widening = std::max(scale, 1.0);
    const double support = kCubicSupport * widening;
    const double inverse = 1.0 / widening;
    Filter filter;
    filter.taps.reserve(static_cast<std::size_t>(targetSize));
    std::vector<double> exact;
    for (int i = 0; i < targetSize; ++i) {
        const double center = (i + 0.5) * scale;
        const int first = std::max(static_cast<int>(center - support + 0.5), 0);
        const int end = std::min(static_cast<int>(center + support + 0.5), sourceSize);
        exact.clear();
        double sum = 0.0;
        for (int j = 0; j < end - first; ++j) {
            exact.push_back(cubic((j + first - center + 0.5) * inverse));
            sum += exact.back();
        }
        filter.taps.push_back({first, end - first, filter.weights.size()});
        for (double weight : exact) {
            filter.weights.push_back(toFixedPoint(sum != 0.0 ? weight / sum : weight));
        }
    }
    return filter;
}

std::uint8_t clipToByte(std::int32_t sum) noexcept {
    return static_cast<std::uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255));
}

void resizeRow(const std::uint8_t* source, std::uint8_t* target, const Filter& filter) noexcept {
    for (const Taps& taps : filter.taps) {
        const std::int32_t* weight = filter.weights.data() + taps.weights;
        const std::uint8_t* sample = source + static_cast<std::size_t>(taps.first) * kChannels;
        std::int32_t red = kHalf;
        std::int32_t green = kHalf;
        std::int32_t blue = kHalf;
        for (int i = 0; i < taps.count; ++i, ++weight, sample += kChannels) {
            red += sample[0] * *weight;
            green += sample[1] * *weight;
            blue += sample[2] * *weight;
        }
        target[0] = clipToByte(red);
        target[1] = clipToByte(green);
        target[2] = clipToByte(blue);
        target += kChannels;
    }
}

/// One block of a target row; `source` is its place in the first source row.
void blendBlock(const std::uint8_t* source,
                std::size_t stride,
                std::span<const std::int32_t> weights,
                std::uint8_t* target) noexcept {
    std::int32_t sums[kBlockSamples];
    std::fill(std::begin(sums), std::end(sums), kHalf);
    for (const std::int32_t weight : weights) {
        for (std::size_t i = 0; i < kBlockSamples; ++i) sums[i] += source[i] * weight;
        source += stride;
    }
    for (std::size_t i = 0; i < kBlockSamples; ++i) target[i] = clipToByte(sums[i]);
}

void blendRest(const std::uint8_t* source,
               std::size_t stride,
               std::span<const std::int32_t> weights,
               std::span<std::uint8_t> target) noexcept {
    for (std::size_t i = 0; i < target.size(); ++i) {
        std::int32_t sum = kHalf;
        for (std::size_t j = 0; j < weights.size(); ++j) sum += source[i + j * stride] * weights[j];
        target[i] = clipToByte(sum);
    }
}

std::size_t strideOf(const RgbImage& image) noexcept {
    return static_cast<std::size_t>(image.width) * kChannels;
}

RgbImage makeImage(int width, int height) {
    RgbImage image;
    image.width = width;
    image.height = height;
    image.samples.resize(strideOf(image) * static_cast<std::size_t>(height));
    return image;
}

RgbImage resizeHorizontally(const RgbImage& image, int width) {
    const Filter filter = makeFilter(image.width, width);
    RgbImage result = makeImage(width, image.height);
    const std::uint8_t* source = image.samples.data();
    std::uint8_t* target = result.samples.data();
    for (int y = 0; y < image.height; ++y) {
        resizeRow(source, target, filter);
        source += strideOf(image);
        target += strideOf(result);
    }
    return result;
}

RgbImage resizeVertically(const RgbImage& image, int height) {
    const Filter filter = makeFilter(image.height, height);
    RgbImage result = makeImage(image.width, height);
    const std::size_t stride = strideOf(image);
    std::uint8_t* target = result.samples.data();
    for (const Taps& taps : filter.taps) {
        const std::span<const std::int32_t> weights(filter.weights.data() + taps.weights,
                                                    static_cast<std::size_t>(taps.count));
        const std::uint8_t* source =
            image.samples.data() + static_cast<std::size_t>(taps.first) * stride;
        std::size_t x = 0;
        for (; x + kBlockSamples <= stride; x += kBlockSamples) {
            blendBlock(source + x, stride, weights, target + x);
        }
        blendRest(source + x, stride, weights, {target + x, stride - x});
        target += stride;
    }
    return result;
}

}  // namespace

RgbImage resizeBicubic(const RgbImage& image, int width, int height) {
    if (image.width < 1 || image.height < 1 || width < 1 || height < 1) {
        fail(ErrorCode::InvalidInput,
             "a picture of {}x{} cannot be resized to {}x{}: every side has 1 pixel or more",
             image.width,
             image.height,
             width,
             height);
    }
    if (image.samples.size() != strideOf(image) * static_cast<std::size_t>(image.height)) {
        fail(ErrorCode::Internal,
             "a picture of {}x{} holds {} samples",
             image.width,
             image.height,
             image.samples.size());
    }
    if (width == image.width && height == image.height) return image;
    if (width == image.width) return resizeVertically(image, height);
    const RgbImage wide = resizeHorizontally(image, width);
    return height == image.height ? wide : resizeVertically(wide, height);
}

}  // namespace descry

#include "core/synthetic/camera.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace descry::synthetic {
namespace {

constexpr std::size_t kLevels = 4096;

/// sRGB of linear values 0 .. 1.
const std::array<float, kLevels + 1>& srgbTable() {
    static const std::array<float, kLevels + 1> table = [] {
        std::array<float, kLevels + 1> values{};
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = srgbFromLinear(static_cast<float>(i) / kLevels);
        }
        return values;
    }();
    return table;
}

float toSrgb(float linear) noexcept {
    const float place = std::clamp(linear, 0.0F, 1.0F) * kLevels;
    return srgbTable()[static_cast<std::size_t>(place)];
}

std::uint8_t toByte(float value) noexcept {
    return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 1.0F) * 255 + 0.5F);
}

/// A cheap bell: four units added.
float grain(RandomStream& random) noexcept {
    const std::uint64_t bits = random.next();
    float sum = -2;
    for (int shift = 0; shift < 64; shift += 16) {
        sum += static_cast<float>(bits >> shift & 0xffffU) / 65535.0F;
    }
    return sum * 1.732F;
}

void blurLines(LightImage& image, std::span<const float> kernel, bool isHorizontal) {
    const int radius = static_cast<int>(kernel.size()) - 1;
    const int outer = isHorizontal ? image.height : image.width;
    const int inner = isHorizontal ? image.width : image.height;
    std::vector<Rgb> line(static_cast<std::size_t>(inner));
    const auto pixel = [&](int i, int k) -> Rgb& {
        return isHorizontal ? image.at(k, i) : image.at(i, k);
    };
    for (int i = 0; i < outer; ++i) {
        for (int k = 0; k < inner; ++k) line[static_cast<std::size_t>(k)] = pixel(i, k);
        for (int k = 0; k < inner; ++k) {
            Rgb sum = line[static_cast<std::size_t>(k)] * kernel[0];
            for (int d = 1; d <= radius; ++d) {
                const auto before = static_cast<std::size_t>(std::max(0, k - d));
                const auto after = static_cast<std::size_t>(std::min(inner - 1, k + d));
                sum += (line[before] + line[after]) * kernel[static_cast<std::size_t>(d)];
            }
            pixel(i, k) = sum;
        }
    }
}

}  // namespace

std::vector<Camera> drawCameras(std::size_t count, std::size_t numPanoramas, RandomStream& random) {
    std::vector<Camera> cameras(count);
    for (std::size_t i = 0; i < count; ++i) {
        Camera& camera = cameras[i];
        camera.place = i % 8 == 5 ? Place::Indoor : i % 8 == 7 ? Place::Plain : Place::Street;
        if (numPanoramas == 0 && camera.place == Place::Street) camera.place = Place::Indoor;
        camera.panorama = numPanoramas == 0 ? 0 : i % numPanoramas;
        camera.azimuth = random.between(-kPi, kPi);
        camera.pitch = random.between(2, 14) * kPi / 180;
        camera.gain = {random.between(0.88F, 1.12F), 1, random.between(0.88F, 1.12F)};
        camera.gamma = random.between(0.84F, 1.2F);
        camera.saturation = random.between(0.72F, 1);
        camera.haze = random.between(0, 0.05F);
        camera.blur = random.between(0.4F, 0.95F);
        camera.noise = random.between(0.004F, 0.014F);
        camera.quality = static_cast<int>(random.between(68, 93));
        camera.sunlight = random.between(0, 1);
    }
    return cameras;
}

void blurImage(LightImage& image, float deviation) {
    if (deviation < 0.2F) return;
    std::vector<float> kernel;
    float total = 0;
    const int radius = std::max(1, static_cast<int>(std::ceil(2.5F * deviation)));
    for (int d = 0; d <= radius; ++d) {
        const float x = static_cast<float>(d) / deviation;
        kernel.push_back(std::exp(-0.5F * x * x));
        total += kernel.back() * (d == 0 ? 1.0F : 2.0F);
    }
    for (float& weight : kernel) weight /= total;
    blurLines(image, kernel, true);
    blurLines(image, kernel, false);
}

RgbImage develop(const LightImage& light, const Camera& camera, RandomStream& random) {
    RgbImage image{light.width, light.height, {}};
    image.samples.reserve(light.pixels.size() * 3);
    std::array<float, kLevels + 1> curve{};
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const float value = std::pow(static_cast<float>(i) / kLevels, camera.gamma);
        curve[i] = camera.haze + (1 - camera.haze) * value;
    }
    const auto bend = [&curve](float value) {
        return curve[static_cast<std::size_t>(std::clamp(value, 0.0F, 1.0F) * kLevels)];
    };
    for (const Rgb& pixel : light.pixels) {
        const float shared = grain(random) * camera.noise;
        const float gray = dot(pixel, {0.2126F, 0.7152F, 0.0722F});
        const Rgb exposed = mixed({gray, gray, gray}, pixel, camera.saturation) * camera.gain;
        for (const float part : {exposed.x, exposed.y, exposed.z}) {
            const float own = grain(random) * camera.noise * 0.6F;
            image.samples.push_back(toByte(bend(toSrgb(part)) + shared + own));
        }
    }
    return image;
}

}  // namespace descry::synthetic

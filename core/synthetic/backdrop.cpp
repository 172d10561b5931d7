#include "core/synthetic/backdrop.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/synthetic/shading.h"
#include "core/vision/decode.h"

namespace descry::synthetic {
namespace {

/// Linear values of the 256 sRGB levels.
const std::array<float, 256>& linearLevels() {
    static const std::array<float, 256> levels = [] {
        std::array<float, 256> values{};
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = linearFromSrgb(static_cast<float>(i) / 255);
        }
        return values;
    }();
    return levels;
}

Rgb linearPixel(const RgbImage& image, int x, int y) {
    const std::size_t place =
        3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
             static_cast<std::size_t>(x));
    const auto& levels = linearLevels();
    return {levels[image.samples[place]],
            levels[image.samples[place + 1]],
            levels[image.samples[place + 2]]};
}

Rgb samplePanorama(const RgbImage& panorama, Vec3 direction) {
    const float longitude = std::atan2(direction.x, direction.z) / (2 * kPi) + 0.5F;
    const float latitude = 0.5F - std::asin(std::clamp(direction.y, -1.0F, 1.0F)) / kPi;
    const float x = longitude * static_cast<float>(panorama.width) - 0.5F;
    const float y = std::clamp(latitude * static_cast<float>(panorama.height) - 0.5F,
                               0.0F,
                               static_cast<float>(panorama.height - 1));
    const float left = std::floor(x);
    const int x0 = (static_cast<int>(left) + panorama.width) % panorama.width;
    const int x1 = (x0 + 1) % panorama.width;
    const int y0 = static_cast<int>(y);
    const int y1 = std::min(y0 + 1, panorama.height - 1);
    const float dx = x - left;
    const float dy = y - static_cast<float>(y0);
    return mixed(mixed(linearPixel(panorama, x0, y0), linearPixel(panorama, x1, y0), dx),
                 mixed(linearPixel(panorama, x0, y1), linearPixel(panorama, x1, y1), dx),
                 dy);
}

LightImage blank(const BackdropView& view) {
    const std::size_t count =
        static_cast<std::size_t>(view.width) * static_cast<std::size_t>(view.height);
    return {view.width, view.height, std::vector<Rgb>(count)};
}

Rgb wallColour(RandomStream& random) {
    const float value = random.between(0.12F, 0.8F);
    const float warm = random.between(-0.08F, 0.1F);
    return linearColour({value * (1 + warm), value, value * (1 - warm)});
}

struct Panel {
    float left, right, top, bottom;  ///< Shares of the picture.
    Rgb colour;
};

/// Doors, windows and posters.
std::vector<Panel> drawPanels(float horizon, RandomStream& random) {
    std::vector<Panel> panels(random.index(4));
    for (Panel& panel : panels) {
        panel.left = random.between(-0.4F, 0.9F);
        panel.right = panel.left + random.between(0.15F, 0.7F);
        panel.top = random.between(-0.2F, 0.3F);
        panel.bottom = random.chance(0.4) ? horizon : random.between(panel.top + 0.1F, horizon);
        panel.colour = wallColour(random);
    }
    return panels;
}

struct Floor {
    Rgb colour;
    float tile = 0;      ///< Size of a tile, 0: none.
    float contrast = 0;  ///< Of neighbouring tiles.
    float gloss = 0;
};

Rgb floorColour(const Floor& floor, float x, float down) {
    // Perspective: lines come closer towards the horizon.
    const float distance = 1 / (down + 0.25F);
    const float u = (x - 0.5F) * distance / floor.tile;
    const float v = distance * 2.2F / floor.tile;
    const bool isOdd =
        ((static_cast<int>(std::floor(u)) + static_cast<int>(std::floor(v))) & 1) != 0;
    return floor.colour * (isOdd ? 1 - floor.contrast : 1.0F);
}

}  // namespace

std::vector<RgbImage> readPanoramas(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    std::error_code error;
    for (std::filesystem::directory_iterator entries(folder, error);
         !error && entries != std::filesystem::directory_iterator();
         entries.increment(error)) {
        const std::string extension = entries->path().extension().string();
        if (extension == ".webp" || extension == ".jpg" || extension == ".png") {
            paths.push_back(entries->path());
        }
    }
    std::sort(paths.begin(), paths.end());
    std::vector<RgbImage> panoramas;
    for (const auto& path : paths) panoramas.push_back(readImage(path).image);
    if (panoramas.empty()) {
        fail(ErrorCode::NotFound,
             "{}: no panorama (*.webp, *.jpg, *.png) for backgrounds there",
             displayable(folder.native()));
    }
    return panoramas;
}

LightImage streetBackdrop(const RgbImage& panorama, const BackdropView& view) {
    LightImage image = blank(view);
    const float scale = 2 * std::tan(view.openAngle / 2) / static_cast<float>(view.height);
    const Mat3 turn = rotationAbout({0, 1, 0}, view.azimuth) * rotationAbout({1, 0, 0}, view.pitch);
    for (int y = 0; y < view.height; ++y) {
        for (int x = 0; x < view.width; ++x) {
            const Vec3 ray{
                (static_cast<float>(x) + 0.5F - static_cast<float>(view.width) / 2) * scale,
                (static_cast<float>(view.height) / 2 - static_cast<float>(y) - 0.5F) * scale,
                1};
            image.at(x, y) = samplePanorama(panorama, turn * normalised(ray));
        }
    }
    return image;
}

LightImage indoorBackdrop(const BackdropView& view, RandomStream& random) {
    LightImage image = blank(view);
    const float horizon = std::clamp(0.78F - view.pitch * random.between(0.8F, 1.6F), 0.2F, 0.9F);
    const Rgb wall = wallColour(random);
    const Rgb skirting = wallColour(random);
    const std::vector<Panel> panels = drawPanels(horizon, random);
    const Floor floor{wallColour(random),
                      random.between(0.3F, 0.9F),
                      random.chance(0.5) ? random.between(0.05F, 0.3F) : 0.0F,
                      0};
    const float slope = random.between(-0.06F, 0.06F);
    const float lamp = random.between(-0.2F, 1.2F);
    for (int y = 0; y < view.height; ++y) {
        for (int x = 0; x < view.width; ++x) {
            const float u = (static_cast<float>(x) + 0.5F) / static_cast<float>(view.width);
            const float v = (static_cast<float>(y) + 0.5F) / static_cast<float>(view.height);
            const float edge = horizon + slope * (u - 0.5F);
            Rgb colour = v < edge ? wall : floorColour(floor, u, v - edge);
            if (v < edge && v > edge - 0.02F) colour = skirting;
            for (const Panel& panel : panels) {
                const bool isInside =
                    u > panel.left && u < panel.right && v > panel.top && v < panel.bottom;
                if (isInside && v < edge - 0.02F) colour = panel.colour;
            }
            const float grain = 1 + 0.07F * smoothNoise({u * 9, v * 22, 0.5F});
            image.at(x, y) = colour * (grain * (1.1F - 0.3F * std::abs(u - lamp)));
        }
    }
    return image;
}

LightImage plainBackdrop(const BackdropView& view, RandomStream& random) {
    LightImage image = blank(view);
    const Rgb wall = wallColour(random);
    const Rgb floor = wall * random.between(0.6F, 1.15F);
    const float edge = random.between(0.62F, 0.95F);
    const float softness = random.between(0.01F, 0.15F);
    const float side = random.between(-0.35F, 0.35F);
    for (int y = 0; y < view.height; ++y) {
        for (int x = 0; x < view.width; ++x) {
            const float u = (static_cast<float>(x) + 0.5F) / static_cast<float>(view.width);
            const float v = (static_cast<float>(y) + 0.5F) / static_cast<float>(view.height);
            const float share = std::clamp((v - edge) / softness + 0.5F, 0.0F, 1.0F);
            const float light = 1 + side * (u - 0.5F) + 0.06F * smoothNoise({u * 5, v * 12, 3.5F});
            image.at(x, y) = mixed(wall, floor, share) * light;
        }
    }
    return image;
}

}  // namespace descry::synthetic

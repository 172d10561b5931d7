#pragma once
/// What stands behind people: crops of street panoramas, and plain and indoor places made by
/// formula. Thread rule: immutable panoramas, any thread. Errors: NotFound where there is no
/// panorama, and those of decoding.

#include <filesystem>
#include <vector>

#include "core/base/random_stream.h"
#include "core/pixels/image.h"
#include "core/synthetic/colour.h"

namespace descry::synthetic {

/// Linear light, row-major.
struct LightImage {
    int width = 0;
    int height = 0;
    std::vector<Rgb> pixels;

    Rgb& at(int x, int y) { return pixels[index(x, y)]; }
    const Rgb& at(int x, int y) const { return pixels[index(x, y)]; }

  private:
    std::size_t index(int x, int y) const noexcept {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
};

/// Equirectangular pictures of streets, all *.webp, *.jpg and *.png of a folder in order of name.
std::vector<RgbImage> readPanoramas(const std::filesystem::path& folder);

/// How a backdrop is framed.
struct BackdropView {
    int width = 0;           ///< Pixels.
    int height = 0;          ///< Pixels.
    float azimuth = 0;       ///< Radians.
    float pitch = 0;         ///< Downwards, radians.
    float openAngle = 0.4F;  ///< Of the picture's height, radians.
};

LightImage streetBackdrop(const RgbImage& panorama, const BackdropView& view);
/// A wall and a floor, with skirting, tiles, doors or posters now and then.
LightImage indoorBackdrop(const BackdropView& view, RandomStream& random);
/// One colour with soft light, as in a studio or against a bare wall.
LightImage plainBackdrop(const BackdropView& view, RandomStream& random);

}  // namespace descry::synthetic

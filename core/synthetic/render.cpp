#include "core/synthetic/render.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/synthetic/projection.h"
#include "core/synthetic/raster.h"

namespace descry::synthetic {
namespace {

constexpr int kSamples = 2;  ///< Along each side of a pixel.

/// The scene from the sun: what it does not see lies in shadow.
class SunView {
  public:
    SunView(const std::vector<Surface>& surfaces, Vec3 sun)
        : m_sun(sun), m_buffer(kWidth, kHeight) {
        m_right = normalised(cross({0, 1, 0.01F}, sun));
        m_up = cross(sun, m_right);
        Vec3 low{1e9F, 1e9F, 0};
        Vec3 high{-1e9F, -1e9F, 0};
        for (const Surface& surface : surfaces) {
            for (const Vec3 place : surface.places) {
                const Vec3 seen = flat(place);
                low = {std::min(low.x, seen.x), std::min(low.y, seen.y), 0};
                high = {std::max(high.x, seen.x), std::max(high.y, seen.y), 0};
            }
        }
        m_origin = low;
        m_scale = {(kWidth - 1) / std::max(0.1F, high.x - low.x),
                   (kHeight - 1) / std::max(0.1F, high.y - low.y),
                   1};
        std::vector<ScreenVertex> vertices;
        for (const Surface& surface : surfaces) {
            vertices.clear();
            for (const Vec3 place : surface.places) vertices.push_back(screen(place));
            m_buffer.draw(0, vertices, surface.faces, 0);
        }
    }

    /// Share of the sun at a place, softened over neighbouring samples.
    float lit(Vec3 place, float slack) const noexcept {
        const Vec3 seen = screen(place);
        float sum = 0;
        for (int dy = 0; dy < 2; ++dy) {
            for (int dx = 0; dx < 2; ++dx) {
                const int x = static_cast<int>(std::floor(seen.x - 0.5F)) + dx;
                const int y = static_cast<int>(std::floor(seen.y - 0.5F)) + dy;
                const bool isInside = x >= 0 && y >= 0 && x < kWidth && y < kHeight;
                if (!isInside || m_buffer.depth(x, y) > seen.z - slack) sum += 0.25F;
            }
        }
        return sum;
    }

  private:
    static constexpr int kWidth = 96;
    static constexpr int kHeight = 160;

    Vec3 flat(Vec3 place) const noexcept {
        return {dot(place, m_right), dot(place, m_up), -dot(place, m_sun)};
    }
    Vec3 screen(Vec3 place) const noexcept { return (flat(place) - m_origin) * m_scale; }

    Vec3 m_sun;
    Vec3 m_right;
    Vec3 m_up;
    Vec3 m_origin;
    Vec3 m_scale;
    VisibilityBuffer m_buffer;
};

FrameWish drawWish(float azimuth, const Camera& camera, RandomStream& random) {
    FrameWish wish;
    wish.height = static_cast<int>(random.between(168, 257));
    wish.azimuth = azimuth;
    wish.pitch = std::max(0.02F, camera.pitch + random.between(-0.04F, 0.04F));
    wish.distance = random.between(55, 140);
    wish.top = random.between(0.015F, 0.07F);
    wish.bottom =
        random.chance(0.05) ? random.between(-0.2F, -0.06F) : random.between(0.01F, 0.06F);
    wish.side = random.between(1.02F, 1.3F);
    wish.shift = random.normal() * 0.02F;
    return wish;
}

LightImage drawBackdrop(const Frame& frame,
                        const Camera& camera,
                        const std::vector<RgbImage>& panoramas,
                        RandomStream& random) {
    BackdropView view;
    view.width = frame.width;
    view.height = frame.height;
    // Panoramas are taken at eye height: from there, less of the ground is in the picture.
    view.pitch = 0.55F * frame.pitch;
    view.azimuth = camera.azimuth + random.between(-0.7F, 0.7F);
    view.openAngle = random.between(0.32F, 0.6F);
    if (camera.place == Place::Indoor) return indoorBackdrop(view, random);
    if (camera.place == Place::Plain) return plainBackdrop(view, random);
    return streetBackdrop(panoramas[camera.panorama], view);
}

Light drawLight(const Frame& frame,
                const Camera& camera,
                const LightImage& backdrop,
                RandomStream& random) {
    float brightness = 0;
    for (const Rgb& pixel : backdrop.pixels) brightness += dot(pixel, {0.25F, 0.6F, 0.15F});
    brightness /= static_cast<float>(backdrop.pixels.size());
    const float exposure =
        std::clamp(std::sqrt(brightness / 0.2F), 0.75F, 1.25F) * random.between(0.85F, 1.15F);
    const bool isOutside = camera.place == Place::Street;
    const float sunlight = isOutside ? camera.sunlight : 0.25F;
    const float azimuth = random.between(-kPi, kPi);
    const float height = isOutside ? random.between(0.5F, 1.2F) : random.between(0.9F, 1.4F);
    const Vec3 sun{std::sin(azimuth) * std::cos(height),
                   std::sin(height),
                   std::cos(azimuth) * std::cos(height)};
    Light light;
    light.sun = normalised(rotationAbout({1, 0, 0}, frame.pitch) * sun);
    light.sunColour = Rgb{1.0F, 0.95F, 0.87F} * (exposure * (0.25F + 0.75F * sunlight));
    light.sky = Rgb{0.9F, 0.95F, 1.0F} * (exposure * (0.78F - 0.33F * sunlight));
    light.ground = Rgb{1.0F, 0.96F, 0.9F} * (exposure * (0.36F - 0.1F * sunlight));
    return light;
}

/// Darkens the ground where the person stands and where the shadow falls.
void castShadow(LightImage& backdrop, const Frame& frame, const SunView& sun, const Light& light) {
    const float direct = light.sunColour.y / (light.sunColour.y + light.sky.y);
    for (int y = 0; y < backdrop.height; ++y) {
        for (int x = 0; x < backdrop.width; ++x) {
            Vec3 place;
            const float px = static_cast<float>(x) + 0.5F;
            const float py = static_cast<float>(y) + 0.5F;
            if (!frame.meetsGround(px, py, place)) continue;
            const float shadow = 1 - sun.lit(place, 0.05F);
            const float away = length(place - frame.ground) / 3.0F;
            const float contact = 0.5F * std::exp(-away * away);
            backdrop.at(x, y) = backdrop.at(x, y) * ((1 - 0.75F * direct * shadow) * (1 - contact));
        }
    }
}

/// Everything that shading a sample needs.
struct Scene {
    const std::vector<Surface>& surfaces;
    std::vector<std::vector<ScreenVertex>> screen;
    std::vector<std::vector<Vec3>> normals;
    const Light& light;
    const SunView& sun;
};

Rgb shadeSample(const Scene& scene, const VisibilityBuffer::Hit& hit, float x, float y) {
    const Surface& surface = scene.surfaces[hit.surface];
    const auto corners = triangleCorners(surface.faces[hit.triangle / 2], hit.triangle % 2);
    const auto& screen = scene.screen[hit.surface];
    const Vec3 weights =
        cornerWeights(screen[corners[0]], screen[corners[1]], screen[corners[2]], x, y);
    const auto blend = [&](const std::vector<Vec3>& values) {
        return values[corners[0]] * weights.x + values[corners[1]] * weights.y +
               values[corners[2]] * weights.z;
    };
    Vec3 normal = normalised(blend(scene.normals[hit.surface]));
    if (normal.z < 0) normal = normal * -1;
    const Vec3 rest = blend(surface.rest);
    normal = folded(surface.material, normal, rest);
    Rgb colour = albedo(surface.material, rest);
    if (!surface.tints.empty()) colour = colour * blend(surface.tints);
    const float lit = scene.sun.lit(blend(surface.places), 0.35F);
    return shade(surface.material, colour, normal, scene.light, lit);
}

/// Label that most samples of a pixel show; of equals the person wins over the background.
Label strongestLabel(const std::array<Label, kSamples * kSamples>& samples) noexcept {
    std::array<int, kNumLabels> votes{};
    for (const Label label : samples) {
        votes[static_cast<std::size_t>(label)] += label == Label::Background ? 2 : 3;
    }
    return static_cast<Label>(std::max_element(votes.begin(), votes.end()) - votes.begin());
}

/// Mixes the person over the backdrop and votes for labels.
void composite(const Scene& scene,
               const VisibilityBuffer& buffer,
               LightImage& light,
               Picture& out) {
    constexpr float kShare = 1.0F / (kSamples * kSamples);
    for (int y = 0; y < light.height; ++y) {
        for (int x = 0; x < light.width; ++x) {
            std::array<Label, kSamples * kSamples> labels{};
            Rgb sum;
            for (int i = 0; i < kSamples * kSamples; ++i) {
                const int sx = x * kSamples + i % kSamples;
                const int sy = y * kSamples + i / kSamples;
                const VisibilityBuffer::Hit& hit = buffer.hit(sx, sy);
                if (hit.surface == VisibilityBuffer::kNothing) {
                    sum += light.at(x, y) * kShare;
                    continue;
                }
                labels[static_cast<std::size_t>(i)] = scene.surfaces[hit.surface].label;
                sum +=
                    shadeSample(
                        scene, hit, static_cast<float>(sx) + 0.5F, static_cast<float>(sy) + 0.5F) *
                    kShare;
            }
            light.at(x, y) = sum;
            out.labels.push_back(static_cast<std::uint8_t>(strongestLabel(labels)));
        }
    }
}

/// Now and then something stands in front: a post, or a low wall.
void drawObstacle(LightImage& light, Picture& out, RandomStream& random) {
    if (!random.chance(0.04)) return;
    const auto width = static_cast<float>(light.width);
    const auto height = static_cast<float>(light.height);
    const bool isPost = random.chance(0.5);
    const float left = isPost ? random.between(-0.05F, 0.95F) * width : 0;
    const float right = isPost ? left + random.between(0.08F, 0.16F) * width : width;
    const float top = isPost ? 0 : random.between(0.78F, 0.92F) * height;
    const float value = random.between(0.03F, 0.4F);
    const Rgb colour{
        value, value * random.between(0.9F, 1.05F), value * random.between(0.8F, 1.1F)};
    for (int y = std::max(0, static_cast<int>(top)); y < light.height; ++y) {
        for (int x = std::max(0, static_cast<int>(left)); x < light.width; ++x) {
            if (static_cast<float>(x) >= right) break;
            const float across = (static_cast<float>(x) - left) / (right - left) - 0.5F;
            const float round = isPost ? 1.1F - 1.2F * across * across : 1.0F;
            light.at(x, y) = colour * round;
            out.labels[static_cast<std::size_t>(y) * static_cast<std::size_t>(light.width) +
                       static_cast<std::size_t>(x)] = 0;
        }
    }
}

}  // namespace

Picture renderPicture(const std::vector<Surface>& surfaces,
                      float azimuth,
                      const Camera& camera,
                      const std::vector<RgbImage>& panoramas,
                      RandomStream& random) {
    std::vector<Surface> placed = surfaces;
    const Frame frame = frameSurfaces(placed, drawWish(azimuth, camera, random));
    LightImage canvas = drawBackdrop(frame, camera, panoramas, random);
    const Light light = drawLight(frame, camera, canvas, random);
    const SunView sun(placed, light.sun);
    castShadow(canvas, frame, sun, light);

    Scene scene{placed, {}, {}, light, sun};
    VisibilityBuffer buffer(frame.width * kSamples, frame.height * kSamples);
    for (std::uint32_t i = 0; i < placed.size(); ++i) {
        std::vector<ScreenVertex>& screen = scene.screen.emplace_back();
        screen.reserve(placed[i].places.size());
        for (const Vec3 place : placed[i].places) {
            const ScreenVertex vertex = frame.project(place);
            screen.push_back({vertex.x * kSamples, vertex.y * kSamples, vertex.z});
        }
        scene.normals.push_back(vertexNormals(placed[i].faces, placed[i].places));
        buffer.draw(i, screen, placed[i].faces, placed[i].layer);
    }

    Picture out;
    out.labels.reserve(canvas.pixels.size());
    composite(scene, buffer, canvas, out);
    drawObstacle(canvas, out, random);
    for (const std::uint8_t label : out.labels) ++out.counts[label];
    blurImage(canvas, camera.blur * random.between(0.7F, 1.2F));
    out.image = develop(canvas, camera, random);
    return out;
}

}  // namespace descry::synthetic

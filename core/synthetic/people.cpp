#include "core/synthetic/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace descry::synthetic {
namespace {

/// Purposes of random streams: one per kind of choice, so that more captions change no picture.
enum Purpose : std::uint64_t { kPersonStream = 1, kSightingStream, kPictureStream, kCaptionStream };

constexpr std::int64_t kFirstTime = 1'777'615'200;  ///< 2026-05-01T06:00:00Z.
constexpr float kDaySeconds = 12 * 3600;

/// One picture to come.
struct Shot {
    Sighting sighting;
    std::size_t camera = 0;
    std::size_t track = 0;
    std::int64_t time = 0;
};

std::vector<std::size_t> shuffledCameras(std::size_t count, RandomStream& random) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.index(i)]);
    return order;
}

/// The same sighting a moment later.
Sighting later(Sighting sighting, RandomStream& random) {
    sighting.azimuth += random.between(-0.5F, 0.5F);
    sighting.pose.phase = random.between(0, 1);
    sighting.pose.headTurn += random.normal() * 0.2F;
    return sighting;
}

std::vector<Shot> planShots(const Person& person,
                            const GenerateOptions& options,
                            RandomStream& random) {
    const auto spread = static_cast<std::size_t>(options.maxImages - options.minImages + 1);
    const std::size_t count = static_cast<std::size_t>(options.minImages) + random.index(spread);
    const auto cameras = shuffledCameras(static_cast<std::size_t>(options.cameras), random);
    std::vector<Shot> shots;
    auto time = kFirstTime + static_cast<std::int64_t>(random.between(0, kDaySeconds));
    for (std::size_t track = 0; shots.size() < count; ++track) {
        Shot shot{drawSighting(person, random), cameras[track % cameras.size()], track, time};
        shots.push_back(shot);
        if (shots.size() < count && random.chance(0.4)) {
            shot.sighting = later(shot.sighting, random);
            shot.time += 1 + static_cast<std::int64_t>(random.index(4));
            shots.push_back(shot);
        }
        time += 40 + static_cast<std::int64_t>(random.between(0, 900));
    }
    return shots;
}

Sample describe(const Person& person,
                const Shot& shot,
                std::size_t imageIndex,
                const std::string& split) {
    Sample sample;
    sample.personId = person.id;
    sample.split = split;
    sample.path =
        fmt::format("{0:05}/{0:05}_c{1}_{2:02}.jpg", person.id, shot.camera + 1, imageIndex);
    sample.camera = shot.camera;
    sample.time = shot.time;
    sample.track = fmt::format("{}-{}", person.id, shot.track + 1);
    sample.truth = trueAttributes(person, shot.sighting);
    return sample;
}

}  // namespace

void makePerson(const Stage& stage,
                const GenerateOptions& options,
                std::int64_t id,
                const std::string& split,
                const SampleSink& sink) {
    const auto number = static_cast<std::uint64_t>(id);
    RandomStream personRandom(options.seed, {kPersonStream, number});
    const Person person = drawPerson(id, personRandom);
    RandomStream sightings(options.seed, {kSightingStream, number});
    const std::vector<Shot> shots = planShots(person, options, sightings);

    std::array<std::optional<DressedBody>, 2> dressed;  // Without and with the outer piece.
    for (std::size_t i = 0; i < shots.size(); ++i) {
        const Shot& shot = shots[i];
        auto& body = dressed[shot.sighting.wearsOuter ? 1 : 0];
        if (!body) body = dress(stage.studio, person, shot.sighting.wearsOuter);
        RandomStream pictureRandom(options.seed, {kPictureStream, number, i});
        const Camera& camera = stage.cameras[shot.camera];
        const Picture picture = renderPicture(assemble(stage.studio, *body, person, shot.sighting),
                                              shot.sighting.azimuth,
                                              camera,
                                              stage.panoramas,
                                              pictureRandom);
        Sample sample = describe(person, shot, i, split);
        sample.counts = picture.counts;
        sample.numPixels = picture.labels.size();
        sample.visible = visibleAttributes(sample.truth, sample.counts, sample.numPixels);
        RandomStream captionRandom(options.seed, {kCaptionStream, number, i});
        sample.chinese.push_back(chineseCaption(sample.visible, captionRandom));
        for (int c = 0; c < options.captions; ++c) {
            sample.english.push_back(englishCaption(sample.visible, captionRandom));
        }
        sink(std::move(sample), picture, camera.quality);
    }
}

}  // namespace descry::synthetic

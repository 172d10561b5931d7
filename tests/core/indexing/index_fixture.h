#pragma once
/// A folder of pictures, a gallery and a model that is fixed arithmetic, for tests of IndexJob.
/// Thread rule: test code.

#include <QTemporaryDir>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/half.h"
#include "core/gallery/gallery.h"
#include "core/indexing/index_job.h"
#include "core/indexing/metadata.h"
#include "core/pixels/normalise.h"
#include "core/vision/decode.h"
#include "tests/support/fake_rasa_model.h"
#include "tests/support/noise_picture.h"

namespace descry::test {

inline const std::string kFirst(64, 'a');
inline const std::string kSecond(64, 'b');

/// What FakeRasaModel makes of a picture.
inline ImageEncoding encodingOf(const std::filesystem::path& picture, TokenFormat format) {
    FakeRasaModel model;
    const auto side = static_cast<std::size_t>(model.config().imageRes);
    std::vector<float> pixels(3 * side * side);
    preprocess(readImage(picture).image, static_cast<int>(side), pixels);
    EncodeOptions options;
    options.keepTokens = format;
    return model.encodeImages(pixels, options);
}

inline std::vector<std::uint16_t> embeddingOf(const std::filesystem::path& picture) {
    const ImageEncoding encoding = encodingOf(picture, TokenFormat::F16);
    std::vector<std::uint16_t> values(encoding.features.size());
    floatToHalf(encoding.features, values);
    return values;
}

struct IndexFixture {
    QTemporaryDir temporary;
    std::filesystem::path folder{temporary.path().toStdString()};
    std::filesystem::path file = folder / "gallery.descry";
    std::filesystem::path pictures = folder / "pictures";
    std::shared_ptr<FakeRasaModel> model = std::make_shared<FakeRasaModel>();
    std::string fingerprint = kFirst;
    ComputeLane lane;
    std::stop_source stop;
    std::vector<std::string> warnings;        ///< Of the last run.
    std::shared_ptr<const IndexReport> last;  ///< Of the last run, also if it failed.

    IndexFixture() {
        std::filesystem::create_directory(pictures);
        Gallery::create(file);
    }

    /// Writes a picture below `pictures`; one that replaces another has another time than it.
    void picture(const std::string& path, std::uint64_t seed) const {
        change(path, [&](const std::filesystem::path& target) { writePicture(target, seed); });
    }
    void write(const std::string& path, const std::string& bytes) const {
        change(path, [&](const std::filesystem::path& target) {
            std::ofstream(target, std::ios::binary) << bytes;
        });
    }
    std::filesystem::path writeBeside(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }
    void touch(const std::string& path) const {
        change(path, [](const std::filesystem::path&) {});
    }

    IndexOptions options() const {
        IndexOptions options;
        options.folders = {pictures};
        options.thumbnailSide = 8;
        return options;
    }

    IndexReport index() { return index(options()); }
    IndexReport index(const IndexOptions& options) {
        warnings.clear();
        JobContext::Callbacks callbacks;
        callbacks.warning = [this](const Error& warning) { warnings.emplace_back(warning.what()); };
        JobContext context(stop.get_token(), callbacks);
        IndexJob job(file, {.model = model, .fingerprint = fingerprint}, lane, options);
        last = job.report();
        job.run(context);
        return *last;
    }
    /// The code with which a run ends; nothing if it succeeds.
    std::optional<ErrorCode> failure(const IndexOptions& options) {
        try {
            index(options);
        } catch (const Error& error) {
            return error.code();
        }
        return std::nullopt;
    }

    std::unique_ptr<Gallery> gallery() const {
        return Gallery::open(file, Gallery::Access::ReadOnly);
    }
    /// The item of a path relative to its root, whichever that is.
    std::optional<Item> item(const std::string& path) const {
        const auto opened = gallery();
        for (const Root& root : opened->items().roots()) {
            if (auto found = opened->items().find(root.id, path)) return found;
        }
        return std::nullopt;
    }
    bool isPresent(const std::string& path) const {
        const auto found = item(path);
        return found && found->state == ItemState::Present;
    }
    /// Whether the item of a picture has the embedding that belongs to its bytes.
    bool isEmbedded(const std::string& path, const std::string& under = kFirst) const {
        const auto found = item(path);
        if (!found) return false;
        const auto embedding = gallery()->embeddings().find(under, found->id);
        return embedding && embedding->values == embeddingOf(pictures / path);
    }
    IndexRun lastRun() const { return gallery()->history().runs(1).at(0); }

  private:
    void change(const std::string& path,
                const std::function<void(const std::filesystem::path&)>& writer) const {
        const std::filesystem::path target = pictures / path;
        std::filesystem::create_directories(target.parent_path());
        const bool isThere = std::filesystem::exists(target);
        const auto before =
            isThere ? std::filesystem::last_write_time(target) : std::filesystem::file_time_type();
        writer(target);
        if (isThere) std::filesystem::last_write_time(target, before + std::chrono::seconds(1));
    }
};

/// The paths of a report's findings of one kind, sorted.
inline std::vector<std::string> pathsOf(const IndexReport& report, IndexEvent event) {
    std::multiset<std::string> paths;
    for (const IndexFinding& finding : report.findings) {
        if (finding.event == event) paths.insert(finding.path);
    }
    return {paths.begin(), paths.end()};
}

}  // namespace descry::test

#pragma once
/// Small galleries with real picture files for tests of search. Thread rule: test code.

#include <QTemporaryDir>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/half.h"
#include "core/gallery/gallery.h"
#include "core/pixels/normalise.h"
#include "core/search/search_model.h"
#include "core/vision/decode.h"
#include "tests/support/fake_rasa_model.h"
#include "tests/support/noise_picture.h"

namespace descry::test {

inline const std::string kFakeFingerprint(64, 'a');

inline std::vector<float> pixelsOf(const std::filesystem::path& path, const RasaConfig& config) {
    const auto side = static_cast<std::size_t>(config.imageRes);
    std::vector<float> pixels(3 * side * side);
    preprocess(readImage(path).image, static_cast<int>(side), pixels);
    return pixels;
}

/// A gallery `gallery.descry` with pictures under `pictures/` in a temporary folder.
struct GalleryFixture {
    QTemporaryDir temporary;
    std::filesystem::path folder{temporary.path().toStdString()};
    std::filesystem::path file = folder / "gallery.descry";
    std::filesystem::path pictures = folder / "pictures";
    std::unique_ptr<Gallery> gallery;
    RootId root;
    std::vector<ItemId> items;

    GalleryFixture() {
        std::filesystem::create_directories(pictures);
        gallery = Gallery::create(file);
        root = gallery->items().addRoot(pictures);
    }

    ItemId add(const std::string& path, const ItemMetadata& metadata = {}) {
        Item item;
        item.root = root;
        item.path = path;
        item.contentHash = std::string(64, '0');
        item.width = 12;
        item.height = 12;
        item.metadata = metadata;
        items.push_back(gallery->items().add(item, {}));
        return items.back();
    }

    /// A picture on the disk and its item.
    ItemId addPicture(const std::string& path, std::uint64_t seed) {
        std::filesystem::create_directories((pictures / path).parent_path());
        writePicture(pictures / path, seed);
        return add(path);
    }

    void putEmbedding(ItemId item, std::span<const float> values) {
        Embedding embedding;
        embedding.item = item;
        embedding.values.resize(values.size());
        floatToHalf(values, embedding.values);
        gallery->embeddings().put(kFakeFingerprint, embedding);
    }

    /// Embeds a picture as an index would.
    void embed(ItemId item, RasaModel& model) {
        const auto known = gallery->items().find(item);
        putEmbedding(
            item,
            model.encodeImages(pixelsOf(pictures / known->path, model.config()), {}).features);
    }
};

}  // namespace descry::test

#pragma once
/// Items and embeddings for the gallery's tests, made from a number. Thread rule: pure.

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/gallery/gallery.h"

namespace descry {

inline Item sampleItem(RootId root, int number) {
    Item item;
    item.root = root;
    item.path = fmt::format("cam{}/{:06}.jpg", number % 3, number);
    item.contentHash = sha256Hex(fmt::format("content {}", number));
    item.sizeBytes = 1000 + number;
    item.modifiedNs = 1'700'000'000'000'000'000 + number;
    item.width = 64;
    item.height = 128;
    return item;
}

inline Embedding sampleEmbedding(ItemId item, int seed) {
    Embedding embedding{.item = item, .values = {}};
    for (int i = 0; i < 32; ++i) {
        embedding.values.push_back(static_cast<std::uint16_t>(seed * 131 + i * 7));
    }
    return embedding;
}

}  // namespace descry

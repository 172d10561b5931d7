// A gallery file of any bytes: refused with a descry::Error, or good for reading all of it. An
// input is either a whole file (first byte 0) or changes to a good gallery, since few random bytes
// are a database: triples of a place (three bytes, modulo the file's size) and a new byte.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/gallery/gallery.h"

namespace {

namespace fs = std::filesystem;
using namespace descry;

const fs::path& scratchFolder() {
    static const fs::path folder = [] {
        std::string name = (fs::temp_directory_path() / "descry-fuzz-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) std::abort();
        std::atexit([] { fs::remove_all(scratchFolder()); });
        return fs::path(name);
    }();
    return folder;
}

/// A small gallery with something in every table.
std::string goodGallery() {
    const fs::path file = scratchFolder() / "good.descry";
    {
        const auto gallery = Gallery::create(file);
        gallery->transaction([&] {
            const RootId root = gallery->items().addRoot("/pictures");
            for (int i = 0; i < 8; ++i) {
                Item item;
                item.root = root;
                item.path = "camera/" + std::to_string(i) + ".jpg";
                item.contentHash = std::string(64, static_cast<char>('0' + i));
                item.width = 64;
                item.height = 128;
                item.metadata.camera = "c1";
                item.metadata.captions = {"a man in a red coat"};
                item.metadata.tags = {"seen"};
                const std::vector<std::byte> thumbnail(40, std::byte{7});
                const ItemId id = gallery->items().add(item, thumbnail);
                gallery->embeddings().put(std::string(64, 'f'), {id, {1, 2, 3, 4}});
            }
            gallery->failures().record({.root = root,
                                        .path = "x.jpg",
                                        .reason = makeError(ErrorCode::CorruptFile, "{}: cut", 7)});
            gallery->history().addQuery("a red coat", "{}");
        });
    }
    return readFile(file, std::size_t{64} << 20);
}

std::string fileOf(const std::uint8_t* bytes, std::size_t size) {
    static const std::string good = goodGallery();
    if (size == 0) return {};
    if (bytes[0] == 0) return {reinterpret_cast<const char*>(bytes) + 1, size - 1};
    std::string changed = good;
    for (std::size_t i = 1; i + 4 <= size; i += 4) {
        const std::size_t place = static_cast<std::size_t>(bytes[i]) << 16U |
                                  static_cast<std::size_t>(bytes[i + 1]) << 8U | bytes[i + 2];
        changed[place % changed.size()] = static_cast<char>(bytes[i + 3]);
    }
    return changed;
}

void readAll(Gallery& gallery) {
    gallery.counts();
    for (const Item& item : gallery.items().page({}, 100)) gallery.items().thumbnail(item.id);
    gallery.failures().all();
    gallery.history().queries(100);
    gallery.history().runs(100);
    for (const std::string& fingerprint : gallery.embeddings().fingerprints()) {
        std::vector<ItemId> damaged;
        gallery.embeddings().page(fingerprint, {}, 100, damaged);
    }
    gallery.verify();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const fs::path file = scratchFolder() / "fuzzed.descry";
    std::ofstream(file, std::ios::binary) << fileOf(bytes, size);
    for (const auto access : {Gallery::Access::ReadOnly, Gallery::Access::ReadWrite}) {
        try {
            readAll(*Gallery::open(file, access));
        } catch (const Error&) {
            continue;
        }
    }
    for (const auto& entry : fs::directory_iterator(scratchFolder())) {
        if (entry.path().filename().native().starts_with("fuzzed")) fs::remove_all(entry.path());
    }
    return 0;
}

#pragma once
/// Image tokens kept beside a gallery so that re-ranking needs no image encoder: one side file per
/// fingerprint and format, fixed-size records, a byte budget, safe to delete at any time. A record
/// that is damaged or belongs to other content is absent, not an error. Thread rule: any thread;
/// of several objects on one file, in this process or others, the first to put is the writer, the
/// others read what it writes. Errors: DiskFull, which leaves the file usable; Io.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

namespace descry {

struct TokenCacheOptions {
    std::filesystem::path galleryFile;
    std::string fingerprint;
    std::uint8_t format = 1;      ///< TokenFormat as a number; core/model/rasa_model.h.
    std::size_t recordBytes = 0;  ///< Of one image's tokens.
    std::uint64_t maxBytes = std::uint64_t{4} << 30;  ///< Budget of the side file; 0 = no cache.
};

/// A file of image tokens beside a gallery.
struct TokenCacheFile {
    std::filesystem::path file;
    std::string fingerprint;  ///< Its first 16 digits.
    std::int64_t sizeBytes = 0;
};

std::vector<TokenCacheFile> tokenCacheFiles(const std::filesystem::path& gallery);
/// Deletes the files of one bundle, or all if `fingerprint` is empty; returns the bytes freed. Who
/// has one open goes on with it. Throws Io.
std::int64_t dropTokenCaches(const std::filesystem::path& gallery, const std::string& fingerprint);

class TokenCache {
  public:
    static std::unique_ptr<TokenCache> open(const TokenCacheOptions& options);
    virtual ~TokenCache() = default;

    bool contains(ItemId item) const { return contains(item, {}); }
    std::optional<std::vector<std::byte>> get(ItemId item) const { return get(item, {}); }
    bool put(ItemId item, std::span<const std::byte> tokens) { return put(item, tokens, {}); }

    /// `contentHash` is Item::contentHash: a record of other content under this id is absent.
    /// Empty: not compared.
    virtual bool contains(ItemId item, std::string_view contentHash) const = 0;
    virtual std::optional<std::vector<std::byte>> get(ItemId item,
                                                      std::string_view contentHash) const = 0;
    /// False if the budget is spent, another object is the writer or the medium is read-only.
    virtual bool put(ItemId item,
                     std::span<const std::byte> tokens,
                     std::string_view contentHash) = 0;
    virtual void remove(ItemId item) = 0;
    virtual std::int64_t count() const = 0;
    virtual void flush() = 0;
};

}  // namespace descry

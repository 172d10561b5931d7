#pragma once
/// Which of a gallery's token caches re-ranking reads. Thread rule: any thread; touches the disk.
/// Errors: none of its own; a cache that cannot be used is as if it were not there.

#include <filesystem>
#include <memory>

#include "core/gallery/token_cache.h"
#include "core/search/search_model.h"

namespace descry {

struct TokenChoice {
    std::shared_ptr<TokenCache> cache;  ///< Null if the gallery has none.
    TokenFormat format = TokenFormat::F16;
};

/// Of the two formats the one that holds more images; without a cache the one that loses nothing.
TokenChoice chooseTokens(const std::filesystem::path& galleryFile, const SearchModel& model);

}  // namespace descry

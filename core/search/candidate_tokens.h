#pragma once
/// Private to core/search: where re-ranking gets an image's tokens from. First those kept in memory
/// from earlier searches, then the gallery's token cache, else the picture's pixels, for the caller
/// to encode. Thread rule: any thread. Errors: none of its own; a picture that cannot be had is a
/// reason, not an error.

#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "core/base/ids.h"
#include "core/gallery/token_cache.h"
#include "core/model/rasa_model.h"

namespace descry {

class CandidateTokens {
  public:
    using Tokens = std::shared_ptr<const ImageTokens>;

    /// `cache` may be null. At most `keptBytes` of tokens stay in memory.
    CandidateTokens(std::shared_ptr<TokenCache> cache, TokenFormat format, std::uint64_t keptBytes);

    TokenFormat format() const noexcept { return m_format; }
    /// Null if neither memory nor the cache has them. `contentHash` is Item::contentHash.
    Tokens find(ItemId item, std::string_view contentHash);
    void keep(ItemId item, Tokens tokens);
    /// Forgets what is kept in memory: items may have changed.
    void clear();

  private:
    struct Kept {
        Tokens tokens;
        std::list<ItemId>::iterator place;
    };

    std::mutex m_mutex;
    std::shared_ptr<TokenCache> m_cache;
    TokenFormat m_format;
    std::uint64_t m_maxBytes;
    std::uint64_t m_bytes = 0;
    std::list<ItemId> m_recent;  ///< Most recently used first.
    std::unordered_map<ItemId, Kept> m_kept;
};

}  // namespace descry

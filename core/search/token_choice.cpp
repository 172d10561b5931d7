#include "core/search/token_choice.h"

namespace descry {

TokenChoice chooseTokens(const std::filesystem::path& galleryFile, const SearchModel& model) {
    const RasaConfig& config = model.model->config();
    TokenChoice best{nullptr, model.model->exactTokenFormat()};
    for (const TokenFormat format : {TokenFormat::F16, TokenFormat::Int8}) {
        TokenCacheOptions options;
        options.galleryFile = galleryFile;
        options.fingerprint = model.fingerprint;
        options.format = static_cast<std::uint8_t>(format);
        options.recordBytes = tokenBytes(format, config.numImageTokens(), config.vit.embedDim);
        std::shared_ptr<TokenCache> cache = TokenCache::open(options);
        if (cache->count() > (best.cache ? best.cache->count() : 0)) {
            best = {std::move(cache), format};
        }
    }
    return best;
}

}  // namespace descry

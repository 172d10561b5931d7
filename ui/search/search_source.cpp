#include "ui/search/search_source.h"

#include <algorithm>
#include <system_error>

#include "core/base/error.h"

namespace descry {
namespace {

struct OpenTokens {
    std::shared_ptr<TokenCache> cache;  ///< Null if the gallery has none.
    TokenFormat format = TokenFormat::F16;
};

/// Of the two formats the one that holds more images.
OpenTokens openTokens(const std::filesystem::path& gallery, const SearchModel& model) {
    const RasaConfig& config = model.model->config();
    OpenTokens best;
    for (const TokenFormat format : {TokenFormat::F16, TokenFormat::Int8}) {
        TokenCacheOptions options;
        options.galleryFile = gallery;
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

}  // namespace

SearchSession& SearchSource::session() {
    const std::lock_guard lock(m_sessionMutex);
    if (m_session) return *m_session;
    if (!m_parts.model) {
        fail(ErrorCode::NotFound, "no model is open; import a model file or open a bundle first");
    }
    SearchSessionOptions options;
    options.gallery = Gallery::open(m_parts.gallery, m_parts.access);
    options.model = *m_parts.model;
    options.lane = m_parts.lane;
    OpenTokens tokens = openTokens(m_parts.gallery, *m_parts.model);
    options.tokenCache = std::move(tokens.cache);
    options.tokenFormat = tokens.format;
    m_session = std::make_unique<SearchSession>(std::move(options));
    return *m_session;
}

Gallery& SearchSource::openedGallery() {
    if (!m_gallery) m_gallery = Gallery::open(m_parts.gallery, m_parts.access);
    return *m_gallery;
}

SearchResult SearchSource::search(const SearchRequest& request,
                                  const SearchCallback& callback,
                                  std::stop_token stop) {
    return session().search(request, callback, std::move(stop));
}

std::shared_ptr<const ItemColumns> SearchSource::columns(std::stop_token stop) {
    if (m_parts.model) return session().columns(std::move(stop));
    const std::lock_guard lock(m_columnsMutex);
    if (!m_columns) {
        const auto gallery = Gallery::open(m_parts.gallery, Gallery::Access::ReadOnly);
        m_columns = ItemColumns::load(*gallery, std::move(stop));
    }
    return m_columns;
}

std::vector<ItemId> SearchSource::browse(const Filter& filter, std::stop_token stop) {
    return columns(std::move(stop))->evaluate(filter).items();
}

ItemLines SearchSource::lines(std::span<const ItemId> items) {
    return use([&](Gallery& gallery) {
        ItemLines lines;
        for (const ItemId id : items) {
            const auto item = gallery.items().find(id);
            if (!item) continue;
            lines[id] = {.path = item->path,
                         .camera = item->metadata.camera,
                         .timeMs = item->metadata.timeMs,
                         .timeZone = item->metadata.timeZone,
                         .bookmarked = item->bookmarked};
        }
        return lines;
    });
}

std::optional<ItemDetails> SearchSource::details(ItemId id) {
    std::optional<ItemDetails> details = use([&](Gallery& gallery) -> std::optional<ItemDetails> {
        auto item = gallery.items().find(id);
        if (!item) return std::nullopt;
        const auto roots = gallery.items().roots();
        const auto root = std::find_if(
            roots.begin(), roots.end(), [&](const Root& r) { return r.id == item->root; });
        const auto folder = root == roots.end() ? std::filesystem::path() : root->folder;
        auto file = folder / item->path;
        return ItemDetails{std::move(*item), std::move(file), false};
    });
    if (!details) return details;
    std::error_code unknown;
    details->isThere = std::filesystem::exists(details->file, unknown);
    return details;
}

void SearchSource::setBookmarked(ItemId id, bool bookmarked) {
    use([&](Gallery& gallery) {
        auto item = gallery.items().find(id);
        if (!item) fail(ErrorCode::NotFound, "item {} has left the gallery", id.value);
        item->bookmarked = bookmarked;
        gallery.items().update(*item);
    });
    {
        const std::lock_guard lock(m_columnsMutex);
        m_columns.reset();
    }
    const std::lock_guard lock(m_sessionMutex);
    if (m_session) m_session->itemsChanged();
}

}  // namespace descry

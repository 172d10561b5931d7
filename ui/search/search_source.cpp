#include "ui/search/search_source.h"

#include <algorithm>
#include <system_error>

#include "core/base/error.h"
#include "core/search/token_choice.h"

namespace descry {

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
    TokenChoice tokens = chooseTokens(m_parts.gallery, *m_parts.model);
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
    if (m_hasOtherItems.exchange(false)) forgetColumns();
    return columns(std::move(stop))->evaluate(filter).items();
}

std::vector<std::uint32_t> SearchSource::tracks(std::span<const ItemId> items,
                                                std::stop_token stop) {
    return columns(std::move(stop))->tracksOf(items);
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

std::vector<std::filesystem::path> SearchSource::files(std::span<const ItemId> items) {
    return use([&](Gallery& gallery) {
        std::map<RootId, std::filesystem::path> folders;
        for (const Root& root : gallery.items().roots()) folders[root.id] = root.folder;
        std::vector<std::filesystem::path> files;
        for (const ItemId id : items) {
            const auto item = gallery.items().find(id);
            if (item) files.push_back(folders[item->root] / item->path);
        }
        return files;
    });
}

void SearchSource::forgetColumns() {
    {
        const std::lock_guard lock(m_columnsMutex);
        m_columns.reset();
    }
    const std::lock_guard lock(m_sessionMutex);
    if (m_session) m_session->itemsChanged();
}

std::map<std::string, std::int64_t> SearchSource::tagsOf(std::span<const ItemId> items) {
    return use([&](Gallery& gallery) {
        std::map<std::string, std::int64_t> counts;
        for (const ItemId id : items) {
            const auto item = gallery.items().find(id);
            if (!item) continue;
            for (const std::string& tag : item->metadata.tags) ++counts[tag];
        }
        return counts;
    });
}

std::vector<ItemId> SearchSource::setBookmarked(std::span<const ItemId> items, bool bookmarked) {
    return change(items, [&](Item& item) {
        return std::exchange(item.bookmarked, bookmarked) != bookmarked;
    });
}

std::vector<ItemId> SearchSource::addTag(std::span<const ItemId> items, const std::string& tag) {
    return change(items, [&](Item& item) {
        std::vector<std::string>& tags = item.metadata.tags;
        if (std::find(tags.begin(), tags.end(), tag) != tags.end()) return false;
        tags.push_back(tag);
        return true;
    });
}

std::vector<ItemId> SearchSource::removeTag(std::span<const ItemId> items, const std::string& tag) {
    return change(items, [&](Item& item) { return std::erase(item.metadata.tags, tag) > 0; });
}

std::vector<ItemId> SearchSource::change(std::span<const ItemId> items,
                                         const std::function<bool(Item&)>& change) {
    std::vector<ItemId> changed;
    use([&](Gallery& gallery) {
        gallery.transaction([&] {
            for (const ItemId id : items) {
                auto item = gallery.items().find(id);
                if (!item || !change(*item)) continue;
                gallery.items().update(*item);
                changed.push_back(id);
            }
        });
    });
    if (!changed.empty()) forgetColumns();
    return changed;
}

}  // namespace descry

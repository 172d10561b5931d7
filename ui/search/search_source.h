#pragma once
/// One gallery as the Search workspace reads it, with the open bundle if there is one: searching,
/// browsing, and what is known of items. Opens its connections when first asked. Thread rule: off
/// the GUI thread, from any thread. Errors: the gallery's and the search session's.

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/gallery/gallery.h"
#include "core/search/search_session.h"

namespace descry {

/// What the grid says of an item.
struct ItemLine {
    std::string path;  ///< Relative to its root.
    std::optional<std::string> camera;
    std::optional<std::int64_t> timeMs;   ///< UTC, milliseconds since 1970.
    std::optional<std::string> timeZone;  ///< "+02:00".
    bool bookmarked = false;
};

using ItemLines = std::map<ItemId, ItemLine>;

/// All that is known of one item.
struct ItemDetails {
    Item item;
    std::filesystem::path file;  ///< Absolute.
    bool isThere = false;        ///< The file is on the disk now.
};

class SearchSource {
  public:
    struct Parts {
        std::filesystem::path gallery;
        Gallery::Access access = Gallery::Access::ReadWrite;
        std::optional<SearchModel> model;
        std::shared_ptr<ComputeLane> lane;
    };

    explicit SearchSource(Parts parts) : m_parts(std::move(parts)) {}

    const Parts& parts() const noexcept { return m_parts; }
    bool canWrite() const noexcept { return m_parts.access == Gallery::Access::ReadWrite; }

    /// Only with a model.
    SearchResult search(const SearchRequest& request,
                        const SearchCallback& callback,
                        std::stop_token stop);
    /// The items that pass the filter, in the order in which they were added.
    std::vector<ItemId> browse(const Filter& filter, std::stop_token stop);
    /// The gallery holds more or less: who browses next sees it. Never waits.
    void countsChanged() { m_hasOtherItems = true; }

    /// Of those that are still in the gallery.
    ItemLines lines(std::span<const ItemId> items);
    std::optional<ItemDetails> details(ItemId item);
    /// Absolute, of those that are still in the gallery.
    std::vector<std::filesystem::path> files(std::span<const ItemId> items);
    /// [items.size()]: numbers of camera and track together, 0 where there is no track.
    std::vector<std::uint32_t> tracks(std::span<const ItemId> items, std::stop_token stop);

    /// How many of the items have each of their tags, by tag.
    std::map<std::string, std::int64_t> tagsOf(std::span<const ItemId> items);
    /// All of them or none; those that have left the gallery count for nothing. Gives those that
    /// were changed.
    std::vector<ItemId> setBookmarked(std::span<const ItemId> items, bool bookmarked);
    std::vector<ItemId> addTag(std::span<const ItemId> items, const std::string& tag);
    std::vector<ItemId> removeTag(std::span<const ItemId> items, const std::string& tag);

    /// `work(Gallery&)` on the source's own connection, one at a time; for what takes a moment.
    template <typename Work>
    auto use(Work&& work) {
        const std::lock_guard lock(m_galleryMutex);
        return work(openedGallery());
    }

  private:
    SearchSession& session();
    Gallery& openedGallery();
    std::shared_ptr<const ItemColumns> columns(std::stop_token stop);
    /// `change` says whether it changed anything.
    std::vector<ItemId> change(std::span<const ItemId> items,
                               const std::function<bool(Item&)>& change);
    /// What items are filtered by has changed.
    void forgetColumns();

    const Parts m_parts;

    std::mutex m_sessionMutex;
    std::unique_ptr<SearchSession> m_session;

    std::mutex m_columnsMutex;
    std::shared_ptr<const ItemColumns> m_columns;  ///< Without a session.
    std::atomic<bool> m_hasOtherItems = false;     ///< Than when columns were read.

    std::mutex m_galleryMutex;
    std::unique_ptr<Gallery> m_gallery;
};

}  // namespace descry

#pragma once
/// The one filter of search, browsing and saved searches: which items of a gallery are looked at.
/// A Filter is plain data with a JSON form; ItemColumns, a compact copy of the items' metadata,
/// evaluates it into an ItemSet. Thread rule: values; ItemColumns is immutable after loading.
/// Errors: InvalidInput naming the field of a JSON form that is wrong; as the gallery's; Cancelled.

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/gallery/gallery.h"
#include "core/search/item_set.h"

namespace descry {

/// All criteria that are set must hold. An item that lacks what a criterion asks about (a camera, a
/// time) does not pass it.
struct Filter {
    std::optional<std::vector<std::string>> cameras;  ///< One of these; an empty list passes none.
    std::optional<std::vector<std::string>> persons;  ///< One of these; an empty list passes none.
    std::optional<std::int64_t> fromMs;               ///< Time at or after, UTC ms since 1970.
    std::optional<std::int64_t> toMs;                 ///< Time before, UTC ms since 1970.
    std::vector<std::string> tags;                    ///< Every one of these.
    /// Below every one of these folders: relative ones in any root, absolute ones on the disk;
    /// whole path components count ("cam1" does not hold "cam10").
    std::vector<std::string> folders;
    bool bookmarkedOnly = false;

    bool passesAll() const noexcept;
    bool operator==(const Filter&) const = default;
};

/// Passes what both pass.
Filter bothOf(const Filter& left, const Filter& right);

/// Only what is set is written. Strings that are not UTF-8 become {"hex": "..."}.
nlohmann::json toJson(const Filter& filter);
/// Unknown keys are refused: a filter of a newer version must not pass more than it says.
Filter parseFilter(const nlohmann::json& json);

/// The metadata of all items of a gallery, by column; about 45 bytes an item.
class ItemColumns {
  public:
    static std::shared_ptr<const ItemColumns> load(Gallery& gallery, std::stop_token stop = {});
    ~ItemColumns();
    ItemColumns(const ItemColumns&) = delete;
    ItemColumns& operator=(const ItemColumns&) = delete;

    /// Ids of all items, rising.
    const ItemSet::Universe& items() const noexcept;
    /// Values that occur, sorted: what a filter can choose from.
    std::vector<std::string> cameras() const;
    std::vector<std::string> persons() const;
    std::vector<std::string> tags() const;

    ItemSet evaluate(const Filter& filter) const;
    /// [wanted.size()]: a number of the item's camera and track together, 0 where it has no track.
    std::vector<std::uint32_t> tracksOf(std::span<const ItemId> wanted) const;

  private:
    struct Columns;
    explicit ItemColumns(std::unique_ptr<const Columns> columns);
    std::unique_ptr<const Columns> m_columns;
};

}  // namespace descry

#include <algorithm>
#include <charconv>

#include "core/base/hash.h"
#include "core/base/unicode.h"
#include "core/gallery/stores.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashBytes = 32;

#define DESCRY_ITEM_COLUMNS                                                                   \
    "SELECT id, root_id, path, content_hash, size_bytes, modified_ns, width, height, state, " \
    "camera, time_ms, time_zone, track, person, bookmarked, note FROM items "
constexpr const char* kSelectById = DESCRY_ITEM_COLUMNS "WHERE id = ?";
constexpr const char* kSelectByPath = DESCRY_ITEM_COLUMNS "WHERE root_id = ? AND path = ?";
constexpr const char* kSelectPage = DESCRY_ITEM_COLUMNS "WHERE id > ? ORDER BY id LIMIT ?";
#undef DESCRY_ITEM_COLUMNS

std::vector<std::byte> digestOf(const std::string& hex) {
    std::vector<std::byte> digest;
    digest.reserve(kHashBytes);
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned value = 0;
        const auto [end, error] = std::from_chars(&hex[i], &hex[i] + 2, value, 16);
        if (error != std::errc{} || end != &hex[i] + 2) break;
        digest.push_back(static_cast<std::byte>(value));
    }
    if (digest.size() != kHashBytes || hex.size() != 2 * kHashBytes) {
        fail(ErrorCode::InvalidInput, "\"{}\" is not a SHA-256", displayable(hex));
    }
    return digest;
}

void checkMetadata(const ItemMetadata& metadata) {
    const auto check = [](const std::optional<std::string>& text, std::string_view field) {
        if (text) checkText(*text, field);
    };
    check(metadata.camera, "camera");
    check(metadata.timeZone, "time zone");
    check(metadata.track, "track");
    check(metadata.person, "person");
    for (const std::string& caption : metadata.captions) checkText(caption, "caption");
    for (const std::string& tag : metadata.tags) checkText(tag, "tag");
}

class SqliteItemStore final : public ItemStore {
  public:
    explicit SqliteItemStore(Database& database) : m_database(database) {}

    RootId addRoot(const fs::path& folder) override;
    std::vector<Root> roots() const override;
    void relocateRoot(RootId root, const fs::path& folder) override;
    ItemId add(const Item& item, std::span<const std::byte> thumbnail) override;
    void update(const Item& item) override;
    void replaceContent(const Item& item, std::span<const std::byte> thumbnail) override;
    void setState(ItemId id, ItemState state) override;
    void remove(ItemId id) override;
    std::optional<Item> find(ItemId id) const override;
    std::optional<Item> find(RootId root, const std::string& path) const override;
    std::vector<ItemId> withContent(const std::string& contentHash) const override;
    std::int64_t count() const override;
    std::vector<Item> page(ItemId after, std::int64_t limit) const override;
    std::vector<ItemPath> paths(const PathRange& range) const override;
    void eachFacets(const std::function<void(const ItemFacets&)>& visit,
                    const std::stop_token& stop) const override;
    std::vector<std::string> captions(std::int64_t limit) const override;
    std::vector<std::byte> thumbnail(ItemId id) const override;

  private:
    void checkItem(const Item& item) const;
    std::optional<RootId> rootAt(const fs::path& folder) const;
    void updateRow(const Item& item);
    void writeLists(ItemId id, const ItemMetadata& metadata);
    void writeThumbnail(ItemId id, std::span<const std::byte> jpeg);
    Item itemFrom(const Query& row) const;
    std::optional<Item> one(Query& query) const;
    /// Captions and tags of items sorted by id.
    void readLists(std::vector<Item>& items) const;

    Database& m_database;
};

/// Absolute and without "." or "..", as roots are kept; links are left as they are.
fs::path rootPath(const fs::path& folder) {
    fs::path path = fs::absolute(folder).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    if (path.native().find('\0') != std::string::npos) {
        fail(ErrorCode::InvalidInput, "{}: holds a NUL byte", displayable(path.native()));
    }
    return path;
}

std::optional<RootId> SqliteItemStore::rootAt(const fs::path& folder) const {
    Query query = m_database.query("SELECT id FROM roots WHERE folder = ?");
    query.bindBlob(folder.native());
    if (!query.step()) return std::nullopt;
    return RootId{query.integer(0)};
}

RootId SqliteItemStore::addRoot(const fs::path& folder) {
    const fs::path path = rootPath(folder);
    if (const auto known = rootAt(path)) return *known;
    m_database.query("INSERT INTO roots(folder) VALUES(?)").bindBlob(path.native()).run();
    return RootId{m_database.lastInsertId()};
}

std::vector<Root> SqliteItemStore::roots() const {
    std::vector<Root> all;
    Query query = m_database.query("SELECT id, folder FROM roots ORDER BY id");
    while (query.step()) {
        const fs::path folder = query.bytes(1);
        if (!folder.is_absolute()) {
            fail(ErrorCode::CorruptFile,
                 "{}: the folder \"{}\" in it is not absolute",
                 displayable(m_database.file().native()),
                 displayable(folder.native()));
        }
        all.push_back({.id = RootId{query.integer(0)}, .folder = folder});
    }
    return all;
}

void SqliteItemStore::relocateRoot(RootId root, const fs::path& folder) {
    const fs::path path = rootPath(folder);
    const auto other = rootAt(path);
    if (other && *other != root) {
        fail(ErrorCode::InvalidInput,
             "{}: is already a folder of this gallery",
             displayable(path.native()));
    }
    m_database.query("UPDATE roots SET folder = ? WHERE id = ?")
        .bindBlob(path.native())
        .bind(root.value)
        .run();
    if (m_database.numChanged() == 0) fail(ErrorCode::NotFound, "No folder {}", root.value);
}

void SqliteItemStore::checkItem(const Item& item) const {
    checkItemPath(item.path, ErrorCode::InvalidInput, m_database);
    checkMetadata(item.metadata);
    checkText(item.note, "note");
}

ItemId SqliteItemStore::add(const Item& item, std::span<const std::byte> thumbnail) {
    checkItem(item);
    const std::vector<std::byte> digest = digestOf(item.contentHash);
    ItemId id;
    m_database.atomic([&] {
        const ItemMetadata& metadata = item.metadata;
        m_database
            .query(
                "INSERT INTO items(root_id, path, content_hash, size_bytes, modified_ns, width, "
                "height, state, camera, time_ms, time_zone, track, person, bookmarked, note) "
                "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(item.root.value)
            .bindBlob(item.path)
            .bindBlob(digest)
            .bind(item.sizeBytes)
            .bind(item.modifiedNs)
            .bind(std::int64_t{item.width})
            .bind(std::int64_t{item.height})
            .bind(std::int64_t{item.state == ItemState::Missing})
            .bind(metadata.camera)
            .bind(metadata.timeMs)
            .bind(metadata.timeZone)
            .bind(metadata.track)
            .bind(metadata.person)
            .bind(std::int64_t{item.bookmarked})
            .bind(item.note)
            .run();
        id = ItemId{m_database.lastInsertId()};
        writeLists(id, metadata);
        writeThumbnail(id, thumbnail);
    });
    return id;
}

void SqliteItemStore::updateRow(const Item& item) {
    const ItemMetadata& metadata = item.metadata;
    m_database
        .query(
            "UPDATE items SET root_id = ?, path = ?, content_hash = ?, size_bytes = ?, "
            "modified_ns = ?, width = ?, height = ?, state = ?, camera = ?, time_ms = ?, "
            "time_zone = ?, track = ?, person = ?, bookmarked = ?, note = ? WHERE id = ?")
        .bind(item.root.value)
        .bindBlob(item.path)
        .bindBlob(digestOf(item.contentHash))
        .bind(item.sizeBytes)
        .bind(item.modifiedNs)
        .bind(std::int64_t{item.width})
        .bind(std::int64_t{item.height})
        .bind(std::int64_t{item.state == ItemState::Missing})
        .bind(metadata.camera)
        .bind(metadata.timeMs)
        .bind(metadata.timeZone)
        .bind(metadata.track)
        .bind(metadata.person)
        .bind(std::int64_t{item.bookmarked})
        .bind(item.note)
        .bind(item.id.value)
        .run();
    if (m_database.numChanged() == 0) fail(ErrorCode::NotFound, "No item {}", item.id.value);
    writeLists(item.id, metadata);
}

void SqliteItemStore::update(const Item& item) {
    checkItem(item);
    m_database.atomic([&] { updateRow(item); });
}

void SqliteItemStore::replaceContent(const Item& item, std::span<const std::byte> thumbnail) {
    checkItem(item);
    m_database.atomic([&] {
        updateRow(item);
        writeThumbnail(item.id, thumbnail);
        dropEmbeddings(m_database, item.id);
    });
}

void SqliteItemStore::setState(ItemId id, ItemState state) {
    m_database.query("UPDATE items SET state = ? WHERE id = ?")
        .bind(std::int64_t{state == ItemState::Missing})
        .bind(id.value)
        .run();
    if (m_database.numChanged() == 0) fail(ErrorCode::NotFound, "No item {}", id.value);
}

void SqliteItemStore::remove(ItemId id) {
    m_database.atomic([&] {
        dropEmbeddings(m_database, id);
        m_database.query("DELETE FROM items WHERE id = ?").bind(id.value).run();
        if (m_database.numChanged() == 0) fail(ErrorCode::NotFound, "No item {}", id.value);
    });
}

void SqliteItemStore::writeLists(ItemId id, const ItemMetadata& metadata) {
    m_database.query("DELETE FROM captions WHERE item_id = ?").bind(id.value).run();
    m_database.query("DELETE FROM tags WHERE item_id = ?").bind(id.value).run();
    for (std::size_t i = 0; i < metadata.captions.size(); ++i) {
        m_database.query("INSERT INTO captions(item_id, position, text) VALUES(?, ?, ?)")
            .bind(id.value)
            .bind(static_cast<std::int64_t>(i))
            .bind(metadata.captions[i])
            .run();
    }
    for (const std::string& tag : metadata.tags) {
        m_database.query("INSERT OR IGNORE INTO tags(item_id, tag) VALUES(?, ?)")
            .bind(id.value)
            .bind(tag)
            .run();
    }
}

void SqliteItemStore::writeThumbnail(ItemId id, std::span<const std::byte> jpeg) {
    if (jpeg.empty()) {
        m_database.query("DELETE FROM thumbnails WHERE item_id = ?").bind(id.value).run();
        return;
    }
    m_database.query("INSERT OR REPLACE INTO thumbnails(item_id, jpeg) VALUES(?, ?)")
        .bind(id.value)
        .bindBlob(jpeg)
        .run();
}

Item SqliteItemStore::itemFrom(const Query& row) const {
    Item item;
    item.id = ItemId{row.integer(0)};
    item.root = RootId{row.integer(1)};
    item.path = row.bytes(2);
    // A crafted file must not lead outside its root.
    checkItemPath(item.path, ErrorCode::CorruptFile, m_database);
    item.contentHash = toHex(row.view(3));
    item.sizeBytes = row.integer(4);
    item.modifiedNs = row.integer(5);
    item.width = static_cast<int>(row.integer(6));
    item.height = static_cast<int>(row.integer(7));
    item.state = row.integer(8) == 0 ? ItemState::Present : ItemState::Missing;
    item.metadata.camera = row.optionalText(9);
    item.metadata.timeMs = row.optionalInteger(10);
    item.metadata.timeZone = row.optionalText(11);
    item.metadata.track = row.optionalText(12);
    item.metadata.person = row.optionalText(13);
    item.bookmarked = row.integer(14) != 0;
    item.note = row.bytes(15);
    return item;
}

void SqliteItemStore::readLists(std::vector<Item>& items) const {
    if (items.empty()) return;
    const auto fill = [&](const char* sql, auto member) {
        Query query = m_database.query(sql);
        query.bind(items.front().id.value).bind(items.back().id.value);
        auto item = items.begin();
        while (query.step()) {
            const ItemId id{query.integer(0)};
            while (item != items.end() && item->id < id) ++item;
            if (item == items.end()) return;
            if (item->id == id) (item->metadata.*member).push_back(query.bytes(1));
        }
    };
    fill(
        "SELECT item_id, text FROM captions WHERE item_id BETWEEN ? AND ? ORDER BY item_id, "
        "position",
        &ItemMetadata::captions);
    fill("SELECT item_id, tag FROM tags WHERE item_id BETWEEN ? AND ? ORDER BY item_id, tag",
         &ItemMetadata::tags);
}

std::optional<Item> SqliteItemStore::one(Query& query) const {
    std::vector<Item> items;
    if (query.step()) items.push_back(itemFrom(query));
    readLists(items);
    if (items.empty()) return std::nullopt;
    return std::move(items.front());
}

std::optional<Item> SqliteItemStore::find(ItemId id) const {
    Query query = m_database.query(kSelectById);
    query.bind(id.value);
    return one(query);
}

std::optional<Item> SqliteItemStore::find(RootId root, const std::string& path) const {
    Query query = m_database.query(kSelectByPath);
    query.bind(root.value).bindBlob(path);
    return one(query);
}

std::vector<ItemId> SqliteItemStore::withContent(const std::string& contentHash) const {
    std::vector<ItemId> ids;
    Query query = m_database.query("SELECT id FROM items WHERE content_hash = ? ORDER BY id");
    query.bindBlob(digestOf(contentHash));
    while (query.step()) ids.push_back(ItemId{query.integer(0)});
    return ids;
}

std::int64_t SqliteItemStore::count() const {
    return m_database.number("SELECT count(*) FROM items");
}

std::vector<Item> SqliteItemStore::page(ItemId after, std::int64_t limit) const {
    std::vector<Item> items;
    {
        Query query = m_database.query(kSelectPage);
        query.bind(after.value).bind(std::max<std::int64_t>(limit, 0));
        while (query.step()) items.push_back(itemFrom(query));
    }
    readLists(items);
    return items;
}

std::vector<ItemPath> SqliteItemStore::paths(const PathRange& range) const {
    // Below "a/b" are the paths from "a/b/" to before "a/b0": '0' follows '/'.
    const std::string first = range.folder.empty() ? std::string() : range.folder + '/';
    const std::string end = range.folder.empty() ? std::string() : range.folder + '0';
    Query query = m_database.query(
        "SELECT id, path, content_hash, size_bytes, modified_ns, state FROM items "
        "WHERE root_id = ?1 AND path >= ?2 AND path > ?3 AND (?4 = x'' OR path < ?4) "
        "ORDER BY path LIMIT ?5");
    query.bind(range.root.value)
        .bindBlob(first)
        .bindBlob(range.after)
        .bindBlob(end)
        .bind(std::max<std::int64_t>(range.limit, 0));
    std::vector<ItemPath> found;
    while (query.step()) {
        ItemPath item{.id = ItemId{query.integer(0)},
                      .path = query.bytes(1),
                      .contentHash = toHex(query.view(2)),
                      .sizeBytes = query.integer(3),
                      .modifiedNs = query.integer(4),
                      .state = query.integer(5) == 0 ? ItemState::Present : ItemState::Missing};
        checkItemPath(item.path, ErrorCode::CorruptFile, m_database);
        found.push_back(std::move(item));
    }
    return found;
}

void SqliteItemStore::eachFacets(const std::function<void(const ItemFacets&)>& visit,
                                 const std::stop_token& stop) const {
    // The first statement that reads holds the snapshot that both see.
    Query items = m_database.query(
        "SELECT id, root_id, path, camera, time_ms, track, person, bookmarked FROM items "
        "ORDER BY id");
    Query tags = m_database.query("SELECT item_id, tag FROM tags ORDER BY item_id, tag");
    const auto text = [&](int column) -> std::optional<std::string_view> {
        if (items.isNull(column)) return std::nullopt;
        return items.text(column);
    };
    ItemFacets facets;
    for (bool isThere = items.step(), hasTag = tags.step(); isThere; isThere = items.step()) {
        if (stop.stop_requested()) fail(ErrorCode::Cancelled, "reading the items was cancelled");
        facets.id = ItemId{items.integer(0)};
        facets.root = RootId{items.integer(1)};
        facets.path = items.text(2);
        checkItemPath(facets.path, ErrorCode::CorruptFile, m_database);
        facets.camera = text(3);
        facets.timeMs = items.optionalInteger(4);
        facets.track = text(5);
        facets.person = text(6);
        facets.bookmarked = items.integer(7) != 0;
        facets.tags.clear();
        while (hasTag && ItemId{tags.integer(0)} < facets.id) hasTag = tags.step();
        for (; hasTag && ItemId{tags.integer(0)} == facets.id; hasTag = tags.step()) {
            facets.tags.push_back(tags.bytes(1));
        }
        visit(facets);
    }
}

std::vector<std::string> SqliteItemStore::captions(std::int64_t limit) const {
    // Rows of captions lie in the order of their items.
    Query query = m_database.query("SELECT DISTINCT text FROM captions LIMIT ?");
    query.bind(std::max<std::int64_t>(limit, 0));
    std::vector<std::string> texts;
    while (query.step()) texts.push_back(query.bytes(0));
    return texts;
}

std::vector<std::byte> SqliteItemStore::thumbnail(ItemId id) const {
    Query query = m_database.query("SELECT jpeg FROM thumbnails WHERE item_id = ?");
    query.bind(id.value);
    if (!query.step()) return {};
    const std::span<const std::byte> jpeg = query.view(0);
    return {jpeg.begin(), jpeg.end()};
}

}  // namespace

std::unique_ptr<ItemStore> makeItemStore(Database& database) {
    return std::make_unique<SqliteItemStore>(database);
}

}  // namespace descry

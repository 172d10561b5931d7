#include <algorithm>
#include <bit>
#include <cstring>

#include "core/gallery/checksum.h"
#include "core/gallery/stores.h"

namespace descry {
namespace {

/// How a vector's values are stored; the only way so far.
constexpr std::int64_t kTypeBinary16 = 1;

std::span<const std::byte> bytesOf(const Embedding& embedding) noexcept {
    return std::as_bytes(std::span(embedding.values));
}

class SqliteEmbeddingStore final : public EmbeddingStore {
  public:
    explicit SqliteEmbeddingStore(Database& database) : m_database(database) {}

    void put(const std::string& fingerprint, const Embedding& embedding) override;
    std::optional<Embedding> find(const std::string& fingerprint, ItemId item) const override;
    void remove(const std::string& fingerprint, ItemId item) override;
    std::vector<Embedding> page(const std::string& fingerprint,
                                ItemId after,
                                std::int64_t limit,
                                std::vector<ItemId>& damaged) const override;
    std::int64_t count(const std::string& fingerprint) const override;
    std::vector<std::string> fingerprints() const override;
    std::vector<ItemId> missing(const std::string& fingerprint,
                                ItemId after,
                                std::int64_t limit) const override;
    void removeAll(const std::string& fingerprint) override;
    std::int64_t generation(const std::string& fingerprint) const override;

  private:
    std::int64_t bundleFor(const std::string& fingerprint);
    std::optional<std::int64_t> bundleOf(const std::string& fingerprint) const;
    void countChange(std::int64_t bundle, std::int64_t numAdded);

    Database& m_database;
};

std::optional<std::int64_t> SqliteEmbeddingStore::bundleOf(const std::string& fingerprint) const {
    Query query = m_database.query("SELECT id FROM bundles WHERE fingerprint = ?");
    query.bind(fingerprint);
    if (!query.step()) return std::nullopt;
    return query.integer(0);
}

std::int64_t SqliteEmbeddingStore::bundleFor(const std::string& fingerprint) {
    if (const auto known = bundleOf(fingerprint)) return *known;
    if (fingerprint.empty()) fail(ErrorCode::InvalidInput, "A bundle's fingerprint is empty");
    checkText(fingerprint, "fingerprint");
    m_database
        .query("INSERT INTO bundles(fingerprint, generation, num_embeddings) VALUES(?, 0, 0)")
        .bind(fingerprint)
        .run();
    return m_database.lastInsertId();
}

void SqliteEmbeddingStore::countChange(std::int64_t bundle, std::int64_t numAdded) {
    m_database
        .query(
            "UPDATE bundles SET generation = generation + 1, num_embeddings = num_embeddings + ? "
            "WHERE id = ?")
        .bind(numAdded)
        .bind(bundle)
        .run();
}

void SqliteEmbeddingStore::put(const std::string& fingerprint, const Embedding& embedding) {
    if (embedding.values.empty()) fail(ErrorCode::InvalidInput, "An embedding has no values");
    m_database.atomic([&] {
        const std::int64_t bundle = bundleFor(fingerprint);
        const auto dimension = static_cast<std::int64_t>(embedding.values.size());
        const auto checksum = std::bit_cast<std::int64_t>(embeddingChecksum(embedding));
        m_database
            .query(
                "UPDATE embeddings SET dimension = ?, type = ?, checksum = ?, vector = ? "
                "WHERE bundle_id = ? AND item_id = ?")
            .bind(dimension)
            .bind(kTypeBinary16)
            .bind(checksum)
            .bindBlob(bytesOf(embedding))
            .bind(bundle)
            .bind(embedding.item.value)
            .run();
        const bool isNew = m_database.numChanged() == 0;
        if (isNew) {
            m_database
                .query(
                    "INSERT INTO embeddings(bundle_id, item_id, dimension, type, checksum, "
                    "vector) VALUES(?, ?, ?, ?, ?, ?)")
                .bind(bundle)
                .bind(embedding.item.value)
                .bind(dimension)
                .bind(kTypeBinary16)
                .bind(checksum)
                .bindBlob(bytesOf(embedding))
                .run();
        }
        countChange(bundle, isNew ? 1 : 0);
    });
}

std::optional<Embedding> SqliteEmbeddingStore::find(const std::string& fingerprint,
                                                    ItemId item) const {
    Query query = m_database.query(
        "SELECT e.type, e.dimension, e.checksum, e.vector FROM embeddings e "
        "JOIN bundles b ON b.id = e.bundle_id WHERE b.fingerprint = ? AND e.item_id = ?");
    query.bind(fingerprint).bind(item.value);
    Embedding embedding{.item = item, .values = {}};
    if (!query.step() || !readVector(query, 0, embedding)) return std::nullopt;
    return embedding;
}

void SqliteEmbeddingStore::remove(const std::string& fingerprint, ItemId item) {
    const auto bundle = bundleOf(fingerprint);
    if (!bundle) return;
    m_database.atomic([&] {
        m_database.query("DELETE FROM embeddings WHERE bundle_id = ? AND item_id = ?")
            .bind(*bundle)
            .bind(item.value)
            .run();
        if (m_database.numChanged() > 0) countChange(*bundle, -1);
    });
}

std::vector<Embedding> SqliteEmbeddingStore::page(const std::string& fingerprint,
                                                  ItemId after,
                                                  std::int64_t limit,
                                                  std::vector<ItemId>& damaged) const {
    std::vector<Embedding> embeddings;
    const auto bundle = bundleOf(fingerprint);
    if (!bundle) return embeddings;
    // A damaged row takes a place of the page too; a page of nothing but damage would look like
    // the end, so reading goes on behind it.
    ItemId last = after;
    bool atEnd = false;
    while (embeddings.empty() && !atEnd) {
        Query query = m_database.query(
            "SELECT item_id, type, dimension, checksum, vector FROM embeddings "
            "WHERE bundle_id = ? AND item_id > ? ORDER BY item_id LIMIT ?");
        query.bind(*bundle).bind(last.value).bind(std::max<std::int64_t>(limit, 0));
        atEnd = true;
        while (query.step()) {
            atEnd = false;
            Embedding embedding{.item = ItemId{query.integer(0)}, .values = {}};
            last = embedding.item;
            if (readVector(query, 1, embedding)) {
                embeddings.push_back(std::move(embedding));
            } else {
                damaged.push_back(embedding.item);
            }
        }
    }
    return embeddings;
}

std::int64_t SqliteEmbeddingStore::count(const std::string& fingerprint) const {
    Query query = m_database.query("SELECT num_embeddings FROM bundles WHERE fingerprint = ?");
    query.bind(fingerprint);
    return query.step() ? query.integer(0) : 0;
}

std::vector<std::string> SqliteEmbeddingStore::fingerprints() const {
    Query query = m_database.query("SELECT fingerprint FROM bundles ORDER BY id");
    std::vector<std::string> all;
    while (query.step()) all.push_back(query.bytes(0));
    return all;
}

std::vector<ItemId> SqliteEmbeddingStore::missing(const std::string& fingerprint,
                                                  ItemId after,
                                                  std::int64_t limit) const {
    Query query = m_database.query(
        "SELECT i.id FROM items i WHERE i.id > ?1 AND i.state = 0 AND NOT EXISTS("
        "SELECT 1 FROM embeddings e WHERE e.bundle_id = ?2 AND e.item_id = i.id) "
        "ORDER BY i.id LIMIT ?3");
    // Bundle ids begin at 1: an unknown fingerprint has no embeddings, so all items lack one.
    query.bind(after.value)
        .bind(bundleOf(fingerprint).value_or(0))
        .bind(std::max<std::int64_t>(limit, 0));
    std::vector<ItemId> ids;
    while (query.step()) ids.push_back(ItemId{query.integer(0)});
    return ids;
}

void SqliteEmbeddingStore::removeAll(const std::string& fingerprint) {
    const auto bundle = bundleOf(fingerprint);
    if (!bundle) return;
    m_database.atomic([&] {
        m_database.query("DELETE FROM embeddings WHERE bundle_id = ?").bind(*bundle).run();
        m_database
            .query(
                "UPDATE bundles SET generation = generation + 1, num_embeddings = 0 WHERE id = ?")
            .bind(*bundle)
            .run();
    });
}

std::int64_t SqliteEmbeddingStore::generation(const std::string& fingerprint) const {
    Query query = m_database.query("SELECT generation FROM bundles WHERE fingerprint = ?");
    query.bind(fingerprint);
    return query.step() ? query.integer(0) : 0;
}

}  // namespace

std::unique_ptr<EmbeddingStore> makeEmbeddingStore(Database& database) {
    return std::make_unique<SqliteEmbeddingStore>(database);
}

std::uint64_t embeddingChecksum(const Embedding& embedding) noexcept {
    return checksum64(bytesOf(embedding), std::bit_cast<std::uint64_t>(embedding.item.value));
}

bool readVector(const Query& query, int firstColumn, Embedding& embedding) {
    if (query.integer(firstColumn) != kTypeBinary16) return false;
    const std::span<const std::byte> bytes = query.view(firstColumn + 3);
    const std::size_t numValues = bytes.size() / sizeof(std::uint16_t);
    if (bytes.empty() || bytes.size() % sizeof(std::uint16_t) != 0 ||
        query.integer(firstColumn + 1) != static_cast<std::int64_t>(numValues)) {
        return false;
    }
    embedding.values.resize(numValues);
    std::memcpy(embedding.values.data(), bytes.data(), bytes.size());
    return query.integer(firstColumn + 2) ==
           std::bit_cast<std::int64_t>(embeddingChecksum(embedding));
}

void dropEmbeddings(Database& database, ItemId item) {
    database
        .query(
            "UPDATE bundles SET generation = generation + 1, num_embeddings = num_embeddings - 1 "
            "WHERE id IN (SELECT bundle_id FROM embeddings WHERE item_id = ?)")
        .bind(item.value)
        .run();
    database.query("DELETE FROM embeddings WHERE item_id = ?").bind(item.value).run();
}

}  // namespace descry

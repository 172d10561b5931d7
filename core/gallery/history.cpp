#include <algorithm>

#include "core/gallery/stores.h"

namespace descry {
namespace {

class SqliteHistoryStore final : public HistoryStore {
  public:
    explicit SqliteHistoryStore(Database& database) : m_database(database) {}

    std::int64_t startRun(const std::string& fingerprint,
                          const std::string& settingsJson) override;
    void endRun(std::int64_t run, const std::string& outcome, std::int64_t numIndexed) override;
    std::vector<IndexRun> runs(std::int64_t limit) const override;
    void addQuery(const std::string& text, const std::string& filterJson) override;
    std::vector<QueryRecord> queries(std::int64_t limit) const override;
    void removeQuery(const std::string& text, const std::string& filterJson) override;
    void clearQueries() override;
    void restoreQueries(std::span<const QueryRecord> queries) override;
    void saveSearch(const std::string& name,
                    const std::string& text,
                    const std::string& filterJson) override;
    std::vector<std::pair<std::string, QueryRecord>> savedSearches() const override;
    void removeSavedSearch(const std::string& name) override;

  private:
    Database& m_database;
};

std::int64_t SqliteHistoryStore::startRun(const std::string& fingerprint,
                                          const std::string& settingsJson) {
    m_database.query("INSERT INTO index_runs(fingerprint, settings, started_ms) VALUES(?, ?, ?)")
        .bind(fingerprint)
        .bind(settingsJson)
        .bind(nowMs())
        .run();
    return m_database.lastInsertId();
}

void SqliteHistoryStore::endRun(std::int64_t run,
                                const std::string& outcome,
                                std::int64_t numIndexed) {
    m_database
        .query("UPDATE index_runs SET ended_ms = ?, outcome = ?, num_indexed = ? WHERE id = ?")
        .bind(nowMs())
        .bind(outcome)
        .bind(numIndexed)
        .bind(run)
        .run();
    if (m_database.numChanged() == 0) fail(ErrorCode::NotFound, "No index run {}", run);
}

std::vector<IndexRun> SqliteHistoryStore::runs(std::int64_t limit) const {
    Query query = m_database.query(
        "SELECT id, fingerprint, settings, started_ms, ended_ms, outcome, num_indexed "
        "FROM index_runs ORDER BY id DESC LIMIT ?");
    query.bind(std::max<std::int64_t>(limit, 0));
    std::vector<IndexRun> all;
    while (query.step()) {
        all.push_back({.id = query.integer(0),
                       .fingerprint = query.bytes(1),
                       .settingsJson = query.bytes(2),
                       .startedMs = query.integer(3),
                       .endedMs = query.optionalInteger(4),
                       .outcome = query.bytes(5),
                       .numIndexed = query.integer(6)});
    }
    return all;
}

void SqliteHistoryStore::addQuery(const std::string& text, const std::string& filterJson) {
    checkText(text, "query");
    m_database.query("INSERT INTO queries(text, filter, time_ms) VALUES(?, ?, ?)")
        .bind(text)
        .bind(filterJson)
        .bind(nowMs())
        .run();
}

std::vector<QueryRecord> SqliteHistoryStore::queries(std::int64_t limit) const {
    Query query = m_database.query(
        "SELECT id, text, filter, time_ms FROM queries ORDER BY id DESC LIMIT ?");
    query.bind(std::max<std::int64_t>(limit, 0));
    std::vector<QueryRecord> all;
    while (query.step()) {
        all.push_back({.id = query.integer(0),
                       .text = query.bytes(1),
                       .filterJson = query.bytes(2),
                       .timeMs = query.integer(3)});
    }
    return all;
}

void SqliteHistoryStore::removeQuery(const std::string& text, const std::string& filterJson) {
    m_database.query("DELETE FROM queries WHERE text = ? AND filter = ?")
        .bind(text)
        .bind(filterJson)
        .run();
}

void SqliteHistoryStore::restoreQueries(std::span<const QueryRecord> queries) {
    // Ids are never used again, so the old one is free unless it is there already.
    m_database.atomic([&] {
        for (const QueryRecord& record : queries) {
            checkText(record.text, "query");
            m_database
                .query(
                    "INSERT OR IGNORE INTO queries(id, text, filter, time_ms) VALUES(?, ?, ?, ?)")
                .bind(record.id)
                .bind(record.text)
                .bind(record.filterJson)
                .bind(record.timeMs)
                .run();
        }
    });
}

void SqliteHistoryStore::clearQueries() { m_database.query("DELETE FROM queries").run(); }

void SqliteHistoryStore::saveSearch(const std::string& name,
                                    const std::string& text,
                                    const std::string& filterJson) {
    if (name.empty()) fail(ErrorCode::InvalidInput, "A saved search needs a name");
    checkText(name, "name");
    checkText(text, "query");
    m_database
        .query(
            "INSERT INTO saved_searches(name, text, filter, time_ms) VALUES(?, ?, ?, ?) "
            "ON CONFLICT(name) DO UPDATE SET text = excluded.text, filter = excluded.filter, "
            "time_ms = excluded.time_ms")
        .bind(name)
        .bind(text)
        .bind(filterJson)
        .bind(nowMs())
        .run();
}

std::vector<std::pair<std::string, QueryRecord>> SqliteHistoryStore::savedSearches() const {
    Query query = m_database.query(
        "SELECT name, id, text, filter, time_ms FROM saved_searches ORDER BY name");
    std::vector<std::pair<std::string, QueryRecord>> all;
    while (query.step()) {
        all.emplace_back(query.bytes(0),
                         QueryRecord{.id = query.integer(1),
                                     .text = query.bytes(2),
                                     .filterJson = query.bytes(3),
                                     .timeMs = query.integer(4)});
    }
    return all;
}

void SqliteHistoryStore::removeSavedSearch(const std::string& name) {
    m_database.query("DELETE FROM saved_searches WHERE name = ?").bind(name).run();
}

}  // namespace

std::unique_ptr<HistoryStore> makeHistoryStore(Database& database) {
    return std::make_unique<SqliteHistoryStore>(database);
}

}  // namespace descry

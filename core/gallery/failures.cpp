#include "core/base/unicode.h"
#include "core/gallery/stores.h"

namespace descry {
namespace {

class SqliteFailureStore final : public FailureStore {
  public:
    explicit SqliteFailureStore(Database& database) : m_database(database) {}

    void record(const Failure& failure) override;
    void clear(RootId root, const std::string& path) override;
    std::optional<Failure> find(RootId root, const std::string& path) const override;
    std::vector<Failure> all() const override;

  private:
    static Failure failureFrom(const Query& row);

    Database& m_database;
};

void SqliteFailureStore::record(const Failure& failure) {
    checkItemPath(failure.path, ErrorCode::InvalidInput, m_database);
    m_database
        .query(
            "INSERT OR REPLACE INTO failures(root_id, path, reason, time_ms, size_bytes, "
            "modified_ns) VALUES(?, ?, ?, ?, ?, ?)")
        .bind(failure.root.value)
        .bindBlob(failure.path)
        .bind(displayable(failure.reason))
        .bind(failure.timeMs == 0 ? nowMs() : failure.timeMs)
        .bind(failure.sizeBytes)
        .bind(failure.modifiedNs)
        .run();
}

void SqliteFailureStore::clear(RootId root, const std::string& path) {
    m_database.query("DELETE FROM failures WHERE root_id = ? AND path = ?")
        .bind(root.value)
        .bindBlob(path)
        .run();
}

Failure SqliteFailureStore::failureFrom(const Query& row) {
    return {.root = RootId{row.integer(0)},
            .path = row.bytes(1),
            .reason = row.bytes(2),
            .timeMs = row.integer(3),
            .sizeBytes = row.integer(4),
            .modifiedNs = row.integer(5)};
}

std::optional<Failure> SqliteFailureStore::find(RootId root, const std::string& path) const {
    Query query = m_database.query(
        "SELECT root_id, path, reason, time_ms, size_bytes, modified_ns FROM failures "
        "WHERE root_id = ? AND path = ?");
    query.bind(root.value).bindBlob(path);
    if (!query.step()) return std::nullopt;
    return failureFrom(query);
}

std::vector<Failure> SqliteFailureStore::all() const {
    Query query = m_database.query(
        "SELECT root_id, path, reason, time_ms, size_bytes, modified_ns FROM failures "
        "ORDER BY root_id, path");
    std::vector<Failure> failures;
    while (query.step()) failures.push_back(failureFrom(query));
    return failures;
}

}  // namespace

std::unique_ptr<FailureStore> makeFailureStore(Database& database) {
    return std::make_unique<SqliteFailureStore>(database);
}

}  // namespace descry

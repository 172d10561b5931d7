#include <nlohmann/json.hpp>

#include "core/base/error_json.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/gallery/stores.h"

namespace descry {
namespace {

constexpr JsonLimits kErrorLimits{.maxBytes = 8 << 20, .maxDepth = 32, .maxValues = 1000};

struct Selects {
    const char* one;
    const char* all;
};
constexpr Selects kSelects{
    "SELECT root_id, path, reason, time_ms, size_bytes, modified_ns, error FROM failures "
    "WHERE root_id = ? AND path = ?",
    "SELECT root_id, path, reason, time_ms, size_bytes, modified_ns, error FROM failures "
    "ORDER BY root_id, path"};
/// Of a gallery of version 1 that cannot be written.
constexpr Selects kSelectsOfVersion1{
    "SELECT root_id, path, reason, time_ms, size_bytes, modified_ns, NULL FROM failures "
    "WHERE root_id = ? AND path = ?",
    "SELECT root_id, path, reason, time_ms, size_bytes, modified_ns, NULL FROM failures "
    "ORDER BY root_id, path"};

class SqliteFailureStore final : public FailureStore {
  public:
    explicit SqliteFailureStore(Database& database)
        : m_database(database),
          m_selects(database.number("PRAGMA user_version") == 1 ? kSelectsOfVersion1 : kSelects) {}

    void record(const Failure& failure) override;
    void clear(RootId root, const std::string& path) override;
    std::optional<Failure> find(RootId root, const std::string& path) const override;
    std::vector<Failure> all() const override;

  private:
    static Error reasonFrom(const Query& row);
    static Failure failureFrom(const Query& row);

    Database& m_database;
    const Selects& m_selects;
};

void SqliteFailureStore::record(const Failure& failure) {
    checkItemPath(failure.path, ErrorCode::InvalidInput, m_database);
    m_database
        .query(
            "INSERT OR REPLACE INTO failures(root_id, path, reason, time_ms, size_bytes, "
            "modified_ns, error) VALUES(?, ?, ?, ?, ?, ?, ?)")
        .bind(failure.root.value)
        .bindBlob(failure.path)
        .bind(displayable(failure.reason.what()))
        .bind(failure.timeMs == 0 ? nowMs() : failure.timeMs)
        .bind(failure.sizeBytes)
        .bind(failure.modifiedNs)
        .bind(toJson(failure.reason).dump())
        .run();
}

void SqliteFailureStore::clear(RootId root, const std::string& path) {
    m_database.query("DELETE FROM failures WHERE root_id = ? AND path = ?")
        .bind(root.value)
        .bindBlob(path)
        .run();
}

/// Where the error was not kept, or somebody has spoilt it, there is the English reason.
Error SqliteFailureStore::reasonFrom(const Query& row) {
    const Error english(ErrorCode::InvalidInput, row.bytes(2));
    if (row.isNull(6)) return english;
    try {
        return errorOf(parseJson(row.bytes(6), "failures.error", kErrorLimits));
    } catch (const nlohmann::json::exception&) {
        return english;
    } catch (const Error&) {
        return english;
    }
}

Failure SqliteFailureStore::failureFrom(const Query& row) {
    return {.root = RootId{row.integer(0)},
            .path = row.bytes(1),
            .reason = reasonFrom(row),
            .timeMs = row.integer(3),
            .sizeBytes = row.integer(4),
            .modifiedNs = row.integer(5)};
}

std::optional<Failure> SqliteFailureStore::find(RootId root, const std::string& path) const {
    Query query = m_database.query(m_selects.one);
    query.bind(root.value).bindBlob(path);
    if (!query.step()) return std::nullopt;
    return failureFrom(query);
}

std::vector<Failure> SqliteFailureStore::all() const {
    Query query = m_database.query(m_selects.all);
    std::vector<Failure> failures;
    while (query.step()) failures.push_back(failureFrom(query));
    return failures;
}

}  // namespace

std::unique_ptr<FailureStore> makeFailureStore(Database& database) {
    return std::make_unique<SqliteFailureStore>(database);
}

}  // namespace descry

#include "core/gallery/schema.h"

#include <unistd.h>

#include <array>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "core/base/log.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

// Ids of items are never used again (AUTOINCREMENT), so that a side file that outlived an item
// cannot speak of another one. Paths are blobs: they hold any bytes. Embeddings are clustered by
// bundle, because they are read whole bundle by whole bundle.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta(
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE roots(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE items(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    root_id INTEGER NOT NULL REFERENCES roots(id),
    path BLOB NOT NULL CHECK(length(path) > 0),
    content_hash BLOB NOT NULL CHECK(length(content_hash) = 32),
    size_bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    state INTEGER NOT NULL CHECK(state IN (0, 1)),
    camera TEXT,
    time_ms INTEGER,
    time_zone TEXT,
    track TEXT,
    person TEXT,
    bookmarked INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    UNIQUE(root_id, path)
) STRICT;
CREATE INDEX items_by_content ON items(content_hash);
CREATE INDEX items_by_camera ON items(camera, time_ms) WHERE camera IS NOT NULL;
CREATE INDEX items_by_time ON items(time_ms) WHERE time_ms IS NOT NULL;
CREATE INDEX items_by_person ON items(person) WHERE person IS NOT NULL;
CREATE INDEX items_missing ON items(id) WHERE state = 1;

CREATE TABLE captions(
    item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY(item_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags(
    item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY(item_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_tag ON tags(tag);

CREATE TABLE thumbnails(
    item_id INTEGER PRIMARY KEY REFERENCES items(id) ON DELETE CASCADE,
    jpeg BLOB NOT NULL
) STRICT;

CREATE TABLE failures(
    root_id INTEGER NOT NULL REFERENCES roots(id),
    path BLOB NOT NULL CHECK(length(path) > 0),
    reason TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    PRIMARY KEY(root_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE bundles(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL UNIQUE,
    generation INTEGER NOT NULL,
    num_embeddings INTEGER NOT NULL
) STRICT;

CREATE TABLE embeddings(
    bundle_id INTEGER NOT NULL REFERENCES bundles(id),
    item_id INTEGER NOT NULL REFERENCES items(id),
    dimension INTEGER NOT NULL,
    type INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY(bundle_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX embeddings_by_item ON embeddings(item_id);

CREATE TABLE index_runs(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL,
    settings TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    outcome TEXT,
    num_indexed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE queries(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    filter TEXT NOT NULL,
    time_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE saved_searches(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    filter TEXT NOT NULL,
    time_ms INTEGER NOT NULL
) STRICT;
)sql";

constexpr std::array kMigrations{kVersion1};
constexpr int kMaxBackups = 1000;

using SchemaEntry = std::array<std::string, 4>;

std::set<SchemaEntry> readSchema(Database& database) {
    std::set<SchemaEntry> entries;
    Query query = database.query("SELECT type, name, tbl_name, sql FROM sqlite_schema");
    while (query.step()) {
        entries.insert({query.bytes(0), query.bytes(1), query.bytes(2), query.bytes(3)});
    }
    return entries;
}

std::int64_t versionOf(Database& database) { return database.number("PRAGMA user_version"); }

void applyMigration(Database& database, Migrations migrations, std::size_t version) {
    database.execute(migrations[version]);
    database.execute(fmt::format("PRAGMA user_version = {}", version + 1).c_str());
}

/// The schema as the migrations up to `version` make it.
std::set<SchemaEntry> expectedSchema(Migrations migrations, std::size_t version) {
    Database model;
    for (std::size_t i = 0; i < version; ++i) applyMigration(model, migrations, i);
    return readSchema(model);
}

/// What SQLite's own ANALYZE leaves; the planner reads it, nothing else does.
bool isStatistics(const SchemaEntry& entry) {
    return entry[0] == "table" && entry[1].starts_with("sqlite_stat");
}

fs::path freeBackupName(const fs::path& file, std::int64_t version) {
    for (int i = 0; i < kMaxBackups; ++i) {
        fs::path name = file;
        name += i == 0 ? fmt::format(".v{}.backup", version)
                       : fmt::format(".v{}.backup{}", version, i);
        if (!fs::exists(fs::symlink_status(name))) return name;
    }
    fail(ErrorCode::Io,
         "{}: no free name for the backup before an upgrade; remove old backups beside it",
         displayable(file.native()));
}

void backUp(Database& database, std::int64_t version) {
    const fs::path target = freeBackupName(database.file(), version);
    fs::path partial = target;
    partial += fmt::format(".{}.part", ::getpid());
    std::error_code ignored;
    try {
        database.copyTo(partial);
        fs::rename(partial, target);
    } catch (const fs::filesystem_error& error) {
        fs::remove(partial, ignored);
        fail(writeErrorCode(error.code().value()),
             "{}: the backup before an upgrade cannot be written: {}",
             displayable(target.native()),
             error.code().message());
    } catch (...) {
        fs::remove(partial, ignored);
        throw;
    }
    log().warn("{}: upgraded from version {}; the old {} is kept as {}",
               displayable(database.file().native()),
               version,
               database.noun(),
               displayable(target.native()));
}

}  // namespace

Migrations galleryMigrations() noexcept { return kMigrations; }

void createSchema(Database& database, Migrations migrations, std::uint32_t applicationId) {
    database.atomic([&] {
        database.execute(fmt::format("PRAGMA application_id = {}", applicationId).c_str());
        for (std::size_t i = 0; i < migrations.size(); ++i) {
            applyMigration(database, migrations, i);
        }
    });
}

void checkSchema(Database& database, Migrations migrations) {
    const std::string name = displayable(database.file().native());
    const std::int64_t version = versionOf(database);
    if (version > static_cast<std::int64_t>(migrations.size())) {
        fail(ErrorCode::Unsupported,
             "{}: made by a newer Descry ({} version {}, this program reads up to {}); update "
             "Descry",
             name,
             database.noun(),
             version,
             migrations.size());
    }
    if (version < 1) {
        fail(ErrorCode::CorruptFile,
             "{}: not a Descry {} (version {})",
             name,
             database.noun(),
             version);
    }
    const std::set<SchemaEntry> expected =
        expectedSchema(migrations, static_cast<std::size_t>(version));
    const std::set<SchemaEntry> found = readSchema(database);
    for (const SchemaEntry& entry : found) {
        if (expected.contains(entry) || isStatistics(entry)) continue;
        fail(ErrorCode::CorruptFile,
             "{}: the {} \"{}\" in it is not a {}'s; the file was changed by another program "
             "and is not opened",
             name,
             displayable(entry[0]),
             displayable(entry[1]),
             database.noun());
    }
    for (const SchemaEntry& entry : expected) {
        if (!found.contains(entry)) {
            fail(ErrorCode::CorruptFile,
                 "{}: the {} \"{}\" is missing; restore a copy of the {}",
                 name,
                 entry[0],
                 entry[1],
                 database.noun());
        }
    }
}

void migrate(Database& database, Migrations migrations) {
    const std::int64_t before = versionOf(database);
    const auto newest = static_cast<std::int64_t>(migrations.size());
    if (before == newest) return;
    backUp(database, before);
    for (std::int64_t version = before; version < newest; ++version) {
        database.atomic([&] {
            // Another program may have been faster.
            if (versionOf(database) != version) return;
            applyMigration(database, migrations, static_cast<std::size_t>(version));
        });
    }
    if (versionOf(database) != newest) {
        fail(ErrorCode::Database,
             "{}: another program upgraded this {} at the same time; open it again",
             displayable(database.file().native()),
             database.noun());
    }
}

}  // namespace descry

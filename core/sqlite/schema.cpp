#include "core/sqlite/schema.h"

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

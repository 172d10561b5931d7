#pragma once
/// The tables of an SQLite file and how older ones become newer. The schema's version is SQLite's
/// user_version; each migration raises it by one in a transaction of its own. Thread rule: as
/// Database. Errors: Unsupported (newer), CorruptFile (not the tables of the migrations), Io,
/// Database.

#include <cstdint>
#include <span>

#include "core/sqlite/database.h"

namespace descry {

/// SQL from version i to i + 1, where i is the place in the list.
using Migrations = std::span<const char* const>;

/// Makes all tables in an empty database.
void createSchema(Database& database, Migrations migrations, std::uint32_t applicationId);
/// Refuses a version above the last and any table, index, trigger or view that the migrations
/// would not have made, text for text.
void checkSchema(Database& database, Migrations migrations);
/// Brings a checked database to the newest version, after a copy beside it. No-op if it is there.
void migrate(Database& database, Migrations migrations);

}  // namespace descry

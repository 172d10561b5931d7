#include "core/sqlite/database.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <limits>
#include <system_error>
#include <utility>

#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/base/waiting.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

/// Larger than any thumbnail, caption or vector, small enough that a hostile file cannot ask for
/// much memory at once.
constexpr int kMaxValueBytes = 64 << 20;
constexpr int kCachePagesKib = 16 << 10;
/// Virtual machine steps between two looks at the stop token.
constexpr int kStepsPerStopCheck = 10'000;

/// SQLite's file URI for a path of any bytes.
std::string uriOf(const fs::path& file, std::string_view parameters) {
    std::string uri = "file:";
    for (const char byte : file.native()) {
        const auto code = static_cast<unsigned char>(byte);
        const bool plain = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
                           (code >= '0' && code <= '9') || code == '/' || code == '.' ||
                           code == '-' || code == '_';
        uri += plain ? std::string(1, byte) : fmt::format("%{:02X}", code);
    }
    return uri.append("?").append(parameters);
}

std::string nameFor(const fs::path& file, Database::Mode mode) {
    if (mode == Database::Mode::Immutable) return uriOf(file, "immutable=1");
    return file.native();
}

int flagsFor(Database::Mode mode) {
    switch (mode) {
        case Database::Mode::ReadWrite:
            return SQLite::OPEN_READWRITE;
        case Database::Mode::ReadOnly:
            return SQLite::OPEN_READONLY;
        case Database::Mode::Immutable:
            return SQLite::OPEN_READONLY | SQLite::OPEN_URI;
        case Database::Mode::Create:
            return SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    }
    return SQLite::OPEN_READONLY;
}

/// Whether the disk, a quota or the size that a file may have is behind an I/O error. SQLite calls
/// only the first a full disk; of the others it keeps the errno value, one for each file.
bool isForLackOfRoom(sqlite3* handle) {
    int ofDatabase = 0;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &ofDatabase);
    int ofJournal = 0;
    sqlite3_file* journal = nullptr;  // Or the write-ahead log.
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal);
    if (journal != nullptr && journal->pMethods != nullptr) {
        journal->pMethods->xFileControl(journal, SQLITE_FCNTL_LAST_ERRNO, &ofJournal);
    }
    return writeErrorCode(ofDatabase) == ErrorCode::DiskFull ||
           writeErrorCode(ofJournal) == ErrorCode::DiskFull;
}

/// A file, and what it is called.
struct Named {
    const fs::path& file;
    const char* noun;
};

[[noreturn]] void failFor(const Named& what, int extendedCode, std::string_view message) {
    const std::string name = displayable(what.file.native());
    const char* const noun = what.noun;
    switch (extendedCode & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            fail(ErrorCode::Database,
                 "{}: another program is writing to this {}; wait until it has finished or "
                 "close it, then try again",
                 name,
                 noun);
        case SQLITE_NOTADB:
            fail(ErrorCode::CorruptFile, "{}: not a Descry {}", name, noun);
        case SQLITE_CORRUPT:
            fail(ErrorCode::CorruptFile,
                 "{}: the {} file is damaged ({}); restore a copy, or start a new {}",
                 name,
                 noun,
                 message,
                 noun);
        case SQLITE_FULL:
            fail(ErrorCode::DiskFull,
                 "{}: no space is left on the disk; free some and try again",
                 name);
        case SQLITE_READONLY:
        case SQLITE_PERM:
            fail(ErrorCode::Io,
                 "{}: the {} cannot be written here; check the permissions of the file and "
                 "its folder, or copy it elsewhere",
                 name,
                 noun);
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            fail(ErrorCode::Io, "{}: reading or writing failed: {}", name, message);
        case SQLITE_NOMEM:
            fail(ErrorCode::OutOfMemory, "{}: memory ran out", name);
        case SQLITE_TOOBIG:
            fail(ErrorCode::InvalidInput,
                 "{}: a value is larger than {} MiB",
                 name,
                 kMaxValueBytes >> 20);
        case SQLITE_INTERRUPT:
            fail(ErrorCode::Cancelled, "Cancelled");
        default:
            fail(ErrorCode::Database, "{}: the database refused: {}", name, message);
    }
}

SQLite::Database openConnection(const fs::path& file, const Database::Options& options) {
    mayWait("SQLite");
    try {
        return SQLite::Database(
            nameFor(file, options.mode), flagsFor(options.mode), options.busyTimeoutMs);
    } catch (const SQLite::Exception& error) {
        failFor({file, options.noun}, error.getExtendedErrorCode(), error.what());
    }
}

/// What a file never uses is switched off, so that a crafted one cannot use it either.
void harden(sqlite3* handle, bool triggers) {
    const std::array<std::pair<int, int>, 4> switches{
        {{SQLITE_DBCONFIG_DEFENSIVE, 1},
         {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
         {SQLITE_DBCONFIG_ENABLE_TRIGGER, triggers ? 1 : 0},
         {SQLITE_DBCONFIG_ENABLE_VIEW, 0}}};
    for (const auto& [option, value] : switches) {
        sqlite3_db_config(handle, option, value, nullptr);
    }
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMaxValueBytes);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_extended_result_codes(handle, 1);
}

/// Runs a call into SQLiteCpp and translates what it throws.
template <typename Call>
decltype(auto) guarded(const Database& database, Call&& call) {
    try {
        return call();
    } catch (const SQLite::Exception& error) {
        database.failWith(error.getExtendedErrorCode(), error.what());
    }
}

}  // namespace

bool isDatabaseFile(const fs::path& file) {
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) return false;
    std::array<char, kDatabaseMagic.size()> head{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    return stream.good() && std::string_view(head.data(), head.size()) == kDatabaseMagic;
}

Query::Query(Database& database, SQLite::Statement& statement)
    : m_database(database), m_statement(statement) {}

Query::~Query() {
    // Values may be large and private; they go as soon as the rows have been read. SQLite reports
    // the failure of the last step again here: it has been thrown already.
    m_statement.tryReset();
    try {
        m_statement.clearBindings();
    } catch (const SQLite::Exception& error) {
        log().error("{}: {}", displayable(m_database.file().native()), error.what());
    }
}

Query& Query::bind(std::int64_t value) {
    guarded(m_database, [&] { m_statement.bind(m_nextParameter++, value); });
    return *this;
}

Query& Query::bind(const std::string& text) {
    guarded(m_database, [&] { m_statement.bind(m_nextParameter++, text); });
    return *this;
}

Query& Query::bind(const std::optional<std::string>& text) {
    if (text) return bind(*text);
    guarded(m_database, [&] { m_statement.bind(m_nextParameter++); });
    return *this;
}

Query& Query::bind(const std::optional<std::int64_t>& value) {
    if (value) return bind(*value);
    guarded(m_database, [&] { m_statement.bind(m_nextParameter++); });
    return *this;
}

Query& Query::bindBlob(std::string_view bytes) {
    return bindBlob(std::as_bytes(std::span(bytes)));
}

Query& Query::bindBlob(std::span<const std::byte> bytes) {
    if (bytes.size() > static_cast<std::size_t>(kMaxValueBytes)) {
        m_database.failWith(SQLITE_TOOBIG, "blob");
    }
    // SQLite takes a null pointer for NULL; an empty blob needs an address.
    const void* address = bytes.empty() ? static_cast<const void*>("") : bytes.data();
    guarded(m_database,
            [&] { m_statement.bind(m_nextParameter++, address, static_cast<int>(bytes.size())); });
    return *this;
}

bool Query::step() {
    return guarded(m_database, [&] { return m_statement.executeStep(); });
}

void Query::run() {
    if (!m_database.inTransaction()) m_database.requireInPlace();
    guarded(m_database, [&] {
        while (m_statement.executeStep()) {
        }
    });
}

bool Query::isNull(int column) const {
    return guarded(m_database, [&] { return m_statement.getColumn(column).isNull(); });
}

std::int64_t Query::integer(int column) const {
    return guarded(m_database, [&] { return m_statement.getColumn(column).getInt64(); });
}

std::string Query::bytes(int column) const {
    return std::string(text(column));
}

std::string_view Query::text(int column) const {
    const std::span<const std::byte> bytes = view(column);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::optional<std::string> Query::optionalText(int column) const {
    if (isNull(column)) return std::nullopt;
    return bytes(column);
}

std::optional<std::int64_t> Query::optionalInteger(int column) const {
    if (isNull(column)) return std::nullopt;
    return integer(column);
}

std::span<const std::byte> Query::view(int column) const {
    return guarded(m_database, [&]() -> std::span<const std::byte> {
        const SQLite::Column value = m_statement.getColumn(column);
        const void* blob = value.getBlob();
        const int numBytes = value.getBytes();
        if (blob == nullptr || numBytes <= 0) return {};
        return {static_cast<const std::byte*>(blob), static_cast<std::size_t>(numBytes)};
    });
}

Database::Database(const fs::path& file, const Options& options)
    : m_file(file), m_noun(options.noun), m_connection(openConnection(file, options)) {
    harden(handle(), options.triggers);
}

void Database::tune() {
    execute(fmt::format("PRAGMA cache_size = -{}; PRAGMA temp_store = MEMORY; "
                        "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON",
                        kCachePagesKib)
                .c_str());
}

Database::Database() : m_file(":memory:"), m_connection(":memory:", SQLite::OPEN_READWRITE) {
    harden(handle(), false);
}

Query Database::query(const char* sql) {
    mayWait("SQLite");
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        found =
            guarded(*this, [&] { return m_statements.try_emplace(sql, m_connection, sql).first; });
    }
    return {*this, found->second};
}

void Database::execute(const char* sql) {
    mayWait("SQLite");
    guarded(*this, [&] { m_connection.exec(sql); });
}

std::int64_t Database::number(const char* sql) {
    return guarded(*this, [&] { return m_connection.execAndGet(sql).getInt64(); });
}

std::string Database::text(const char* sql) {
    return guarded(*this, [&] { return m_connection.execAndGet(sql).getString(); });
}

void Database::requireInPlace() {
    int hasMoved = 0;
    sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved);
    if (hasMoved == 0) return;
    fail(ErrorCode::NotFound,
         "{}: the {} was deleted, moved or replaced while it was open, so nothing more is written "
         "to "
         "it; put the file back, or open what is there now",
         displayable(m_file.native()),
         m_noun);
}

void Database::begin() {
    if (inTransaction()) fail(ErrorCode::Internal, "A transaction was begun inside another");
    requireInPlace();
    // At once a writer: a read that becomes a write later can be refused without waiting.
    execute("BEGIN IMMEDIATE");
}

void Database::commit() {
    try {
        execute("COMMIT");
    } catch (...) {
        rollback();
        throw;
    }
}

void Database::rollback() noexcept {
    // SQLite has already rolled back by itself after some errors (disk full, I/O).
    if (inTransaction() && m_connection.tryExec("ROLLBACK") != SQLITE_OK) {
        log().error("{}: a transaction could not be rolled back: {}",
                    displayable(m_file.native()),
                    m_connection.getErrorMsg());
    }
}

void Database::rollbackStep() noexcept {
    if (inTransaction()) m_connection.tryExec("ROLLBACK TO step; RELEASE step");
}

bool Database::inTransaction() const noexcept {
    return sqlite3_get_autocommit(m_connection.getHandle()) == 0;
}

int Database::numChanged() {
    return sqlite3_changes(handle());
}

std::int64_t Database::lastInsertId() {
    return sqlite3_last_insert_rowid(handle());
}

std::shared_ptr<void> Database::interruptedBy(std::stop_token stop) {
    m_stop = std::move(stop);
    sqlite3_progress_handler(
        handle(),
        kStepsPerStopCheck,
        [](void* token) { return static_cast<std::stop_token*>(token)->stop_requested() ? 1 : 0; },
        &m_stop);
    return {this, [](void* self) {
                sqlite3_progress_handler(
                    static_cast<Database*>(self)->handle(), 0, nullptr, nullptr);
            }};
}

void Database::copyTo(const fs::path& target) {
    try {
        SQLite::Database copy(target.native(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(copy, m_connection);
        const int result = backup.executeStep(-1);
        if (result != SQLITE_DONE) failWith(result, "copying stopped");
    } catch (const SQLite::Exception& error) {
        failFor({target, m_noun}, error.getExtendedErrorCode(), error.what());
    }
}

void Database::failWith(int code, std::string_view message) const {
    const bool isFull = (code & 0xff) == SQLITE_IOERR && isForLackOfRoom(m_connection.getHandle());
    failFor({m_file, m_noun}, isFull ? SQLITE_FULL : code, message);
}

}  // namespace descry

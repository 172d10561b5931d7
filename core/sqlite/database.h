#pragma once
/// One SQLite connection with its prepared statements,
/// nested transactions and the translation of SQLite's errors. Thread rule: one thread at a time.
/// Errors: Database (locked, refused), CorruptFile, DiskFull, Io (read-only), OutOfMemory,
/// InvalidInput (too large), Cancelled; messages name the file.

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace descry {

class Database;

/// How SQLite's files begin.
inline constexpr std::string_view kDatabaseMagic("SQLite format 3\0", 16);

/// Whether it is a file that begins as SQLite's do; that says nothing of the rest. False too where
/// it cannot be read.
bool isDatabaseFile(const std::filesystem::path& file);

/// A prepared statement in use: bind in order, then step or run. Given back when destroyed.
class Query {
  public:
    Query(Database& database, SQLite::Statement& statement);
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(std::int64_t value);
    /// Text or, with bindBlob, bytes; copied.
    Query& bind(const std::string& text);
    Query& bind(const std::optional<std::string>& text);
    Query& bind(const std::optional<std::int64_t>& value);
    Query& bindBlob(std::string_view bytes);
    Query& bindBlob(std::span<const std::byte> bytes);

    /// Goes to the next row; false at the end.
    bool step();
    /// Runs a statement that returns no row.
    void run();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    /// Text or blob as its bytes.
    std::string bytes(int column) const;
    std::optional<std::string> optionalText(int column) const;
    std::optional<std::int64_t> optionalInteger(int column) const;
    /// The column's bytes until the next step.
    std::span<const std::byte> view(int column) const;
    std::string_view text(int column) const;  ///< The same as characters.

  private:
    Database& m_database;
    SQLite::Statement& m_statement;
    int m_nextParameter = 1;
};

class Database {
  public:
    enum class Mode { ReadWrite, ReadOnly, Immutable, Create };

    struct Options {
        Mode mode = Mode::ReadWrite;
        int busyTimeoutMs = 5000;
        const char* noun = errorWords("gallery");  ///< What messages call the file.
        bool triggers = false;  ///< Its triggers act; for schemas that are checked.
    };

    /// Opens a file that may be hostile: schemas are not trusted, triggers, views and attaching are
    /// off. Nothing is read yet.
    Database(const std::filesystem::path& file, const Options& options);
    /// An empty database in memory.
    Database();

    /// Memory, and checks of what is read; the file must be readable by now.
    void tune();

    const std::filesystem::path& file() const noexcept { return m_file; }
    const char* noun() const noexcept { return m_noun; }
    sqlite3* handle() { return m_connection.getHandle(); }

    /// `sql` is a literal: it is the key of the statement's cache.
    Query query(const char* sql);
    /// Statements without parameters and without results.
    void execute(const char* sql);
    /// One number or text of a PRAGMA or SELECT without parameters.
    std::int64_t number(const char* sql);
    std::string text(const char* sql);

    /// Throws NotFound where the file was deleted, moved or replaced since it was opened: what is
    /// written to it then, nobody would read. Transactions, and statements outside one, begin so.
    void requireInPlace();
    void begin();
    void commit();
    void rollback() noexcept;
    bool inTransaction() const noexcept;
    int numChanged();
    std::int64_t lastInsertId();

    /// All of `work` or nothing, inside a transaction or not.
    template <std::invocable Work>
    void atomic(Work&& work) {
        const bool outermost = !inTransaction();
        if (outermost) {
            begin();
        } else {
            execute("SAVEPOINT step");
        }
        try {
            work();
        } catch (...) {
            outermost ? rollback() : rollbackStep();
            throw;
        }
        outermost ? commit() : execute("RELEASE step");
    }

    /// Statements fail with Cancelled once `stop` is set, until the object returned is destroyed.
    std::shared_ptr<void> interruptedBy(std::stop_token stop);
    /// Copies the whole database into a file that does not exist.
    void copyTo(const std::filesystem::path& target);

    /// Throws the Error for SQLite's (extended) result code.
    [[noreturn]] void failWith(int code, std::string_view message) const;

  private:
    void rollbackStep() noexcept;

    std::filesystem::path m_file;
    const char* m_noun = "gallery";
    SQLite::Database m_connection;
    std::map<std::string_view, SQLite::Statement> m_statements;
    std::stop_token m_stop;
};

}  // namespace descry

#include "core/review/decision_log.h"

#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/review/decision_rows.h"
#include "core/sqlite/database.h"
#include "core/sqlite/schema.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoun = errorWords("review log");

std::string shownName(const fs::path& file) {
    return displayable(file.native());
}

void requireFile(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found) {
        fail(ErrorCode::NotFound, "{}: no such review log", shownName(file));
    }
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        fail(ErrorCode::InvalidInput, "{}: is not a file", shownName(file));
    }
}

bool isEmpty(Database& database) {
    return database.number("SELECT count(*) FROM sqlite_schema") == 0 &&
           database.number("PRAGMA user_version") == 0 &&
           database.number("PRAGMA application_id") == 0;
}

/// A file that is there, or one that was made this moment, here or by another program.
void makeTables(Database& database) {
    database.atomic([&] {
        if (isEmpty(database)) createSchema(database, decisionMigrations(), kDecisionLogId);
    });
}

void checkIsLog(Database& database) {
    if (database.number("PRAGMA application_id") != std::int64_t{kDecisionLogId}) {
        fail(ErrorCode::Unsupported,
             "{}: a database of another program, not a review log",
             shownName(database.file()));
    }
    checkSchema(database, decisionMigrations());
    const std::string verdict = database.text("PRAGMA quick_check(1)");
    if (verdict != "ok") database.failWith(SQLITE_CORRUPT, verdict);
}

/// A program that was killed may have left half a transaction, which only a writer takes back.
void takeBackHalfWritten(const fs::path& file) {
    fs::path journal = file;
    journal += "-journal";
    std::error_code ignored;
    if (!fs::exists(journal, ignored)) return;
    try {
        Database(file, {.mode = Database::Mode::ReadWrite, .noun = kNoun})
            .number("SELECT count(*) FROM sqlite_schema");
    } catch (const Error& error) {
        // On a read-only disk: what reading meets is said then.
        log().debug("{}", error.what());
    }
}

/// As they were made, which is what undo follows: by time, but never before what they supersede,
/// whatever the clock said.
std::vector<const Decision*> asMade(const DecisionSet& decisions) {
    std::vector<const Decision*> byTime;
    for (const auto& [id, decision] : decisions.all()) byTime.push_back(&decision);
    std::ranges::stable_sort(byTime, {}, [](const Decision* decision) { return decision->timeMs; });
    const auto earlierOf = [&](const Decision& decision) -> const Decision* {
        if (!decision.supersedes) return nullptr;
        const auto found = decisions.all().find(*decision.supersedes);
        return found == decisions.all().end() ? nullptr : &found->second;
    };
    std::vector<const Decision*> made;
    std::set<DecisionId> placed;
    for (const Decision* decision : byTime) {
        std::vector<const Decision*> chain;
        while (decision != nullptr && placed.insert(decision->id).second) {
            chain.push_back(decision);
            decision = earlierOf(*decision);
        }
        made.insert(made.end(), chain.rbegin(), chain.rend());
    }
    return made;
}

std::unique_ptr<Database> openLog(const fs::path& file, DecisionLog::Access access) {
    const bool reads = access == DecisionLog::Access::ReadOnly;
    if (!reads) makeFolder(file.parent_path());
    if (reads || fs::exists(fs::symlink_status(file))) requireFile(file);
    if (reads) takeBackHalfWritten(file);
    const auto mode = reads ? Database::Mode::ReadOnly : Database::Mode::Create;
    auto database = std::make_unique<Database>(
        file, Database::Options{.mode = mode, .noun = kNoun, .triggers = true});
    const bool isReadOnly = sqlite3_db_readonly(database->handle(), "main") == 1;
    if (!reads && isReadOnly) database->failWith(SQLITE_READONLY, "");
    if (!reads && isEmpty(*database)) makeTables(*database);
    checkIsLog(*database);
    if (reads) return database;
    migrate(*database, decisionMigrations());
    // With a rollback journal EXTRA is what FULL is with a write-ahead log: when a commit returns
    // not even the loss of power takes it back.
    database->text("PRAGMA journal_mode = DELETE");
    database->execute("PRAGMA synchronous = EXTRA");
    return database;
}

}  // namespace

DecisionLog::DecisionLog(const fs::path& file, Access access)
    : m_database(openLog(fs::absolute(file), access)) {}

DecisionLog::~DecisionLog() = default;
DecisionLog::DecisionLog(DecisionLog&&) noexcept = default;
DecisionLog& DecisionLog::operator=(DecisionLog&&) noexcept = default;

const fs::path& DecisionLog::file() const {
    return m_database->file();
}

void DecisionLog::append(const Decision& decision) {
    append(std::span(&decision, 1));
}

void DecisionLog::append(std::span<const Decision> decisions) {
    for (const Decision& decision : decisions) decision.validate();
    m_database->atomic([&] {
        for (const Decision& decision : decisions) insertDecision(*m_database, decision);
    });
}

std::size_t DecisionLog::merge(const DecisionSet& others) {
    for (const auto& [id, decision] : others.all()) decision.validate();
    std::size_t numAdded = 0;
    m_database->atomic([&] {
        for (const Decision* decision : asMade(others)) {
            if (const auto known = findDecision(*m_database, decision->id)) {
                requireSame(*known, *decision);
            } else {
                insertDecision(*m_database, *decision);
                ++numAdded;
            }
        }
    });
    return numAdded;
}

std::int64_t DecisionLog::size() const {
    return m_database->number("SELECT count(*) FROM decisions");
}

std::vector<Decision> DecisionLog::all() const {
    return allDecisions(*m_database);
}

std::optional<Decision> DecisionLog::lastOf(const std::string& annotator) const {
    return lastDecisionOf(*m_database, annotator);
}

}  // namespace descry

#include "core/review/decision_rows.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {
namespace {

// The third trigger closes the way round the others: INSERT OR REPLACE deletes without asking.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE decisions(
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE CHECK(length(id) = 16),
    pair BLOB NOT NULL CHECK(length(pair) = 32),
    image_path TEXT NOT NULL,
    source_path TEXT NOT NULL,
    caption TEXT NOT NULL,
    annotator TEXT NOT NULL,
    verdict INTEGER CHECK(verdict BETWEEN 0 AND 3),
    reasons INTEGER NOT NULL CHECK(reasons BETWEEN 0 AND 63),
    edited TEXT,
    note TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    queue_order INTEGER NOT NULL CHECK(queue_order BETWEEN 0 AND 6),
    queue_part INTEGER NOT NULL CHECK(queue_part BETWEEN 0 AND 2),
    is_blind INTEGER NOT NULL CHECK(is_blind IN (0, 1)),
    fingerprint TEXT,
    version TEXT NOT NULL,
    supersedes BLOB CHECK(length(supersedes) = 16)
) STRICT;
CREATE INDEX decisions_taken_back ON decisions(supersedes) WHERE verdict IS NULL;

CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions BEGIN
    SELECT RAISE(ABORT, 'decisions are never changed');
END;
CREATE TRIGGER decisions_never_leave BEFORE DELETE ON decisions BEGIN
    SELECT RAISE(ABORT, 'decisions are never deleted');
END;
CREATE TRIGGER decisions_never_replace BEFORE INSERT ON decisions
WHEN EXISTS(SELECT 1 FROM decisions WHERE id = NEW.id OR place = NEW.place) BEGIN
    SELECT RAISE(ABORT, 'decisions are never replaced');
END;
)sql";

constexpr std::array kMigrations{kVersion1};

#define DESCRY_DECISION_COLUMNS                                                               \
    "id, pair, image_path, source_path, caption, annotator, verdict, reasons, edited, note, " \
    "time_ms, duration_ms, queue_order, queue_part, is_blind, fingerprint, version, supersedes"

constexpr const char* kInsert = "INSERT INTO decisions(" DESCRY_DECISION_COLUMNS
                                ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr const char* kSelectAll =
    "SELECT " DESCRY_DECISION_COLUMNS " FROM decisions ORDER BY place";
constexpr const char* kSelectById =
    "SELECT " DESCRY_DECISION_COLUMNS " FROM decisions WHERE id = ?";
constexpr const char* kSelectLast =
    "SELECT " DESCRY_DECISION_COLUMNS
    " FROM decisions AS d WHERE verdict IS NOT NULL AND NOT EXISTS("
    "SELECT 1 FROM decisions AS u WHERE u.verdict IS NULL AND u.supersedes = d.id) "
    "ORDER BY place DESC";

#undef DESCRY_DECISION_COLUMNS

std::int64_t bitsOf(const Reasons& reasons) {
    std::int64_t bits = 0;
    for (const Reason reason : reasons) bits |= std::int64_t{1} << static_cast<int>(reason);
    return bits;
}

Reasons reasonsOf(std::int64_t bits) {
    Reasons reasons;
    for (std::size_t i = 0; i < kNumReasons; ++i) {
        if ((bits >> i & 1) != 0) reasons.insert(static_cast<Reason>(i));
    }
    return reasons;
}

/// Reads a row that may have been made by another program.
class Row {
  public:
    Row(const Query& query, const Database& database) : m_query(query), m_database(database) {}

    template <std::size_t N>
    std::array<std::byte, N> blob(int column) const {
        const std::span<const std::byte> bytes = m_query.view(column);
        if (bytes.size() != N) refuse("an id has another length");
        std::array<std::byte, N> out{};
        std::ranges::copy(bytes, out.begin());
        return out;
    }
    template <typename Value>
    Value named(int column, std::size_t count) const {
        const std::int64_t value = m_query.integer(column);
        if (value < 0 || value >= static_cast<std::int64_t>(count)) {
            refuse("a number stands for nothing");
        }
        return static_cast<Value>(value);
    }
    Decision decision() const {
        Decision decision;
        decision.id.bytes = blob<16>(0);
        decision.pair.digest = blob<32>(1);
        decision.imagePath = m_query.bytes(2);
        decision.sourcePath = m_query.bytes(3);
        decision.caption = m_query.bytes(4);
        decision.annotator = m_query.bytes(5);
        if (!m_query.isNull(6)) decision.verdict = named<Verdict>(6, kNumVerdicts);
        decision.reasons = reasonsOf(m_query.integer(7));
        decision.edited = m_query.optionalText(8);
        decision.note = m_query.bytes(9);
        decision.timeMs = m_query.integer(10);
        decision.durationMs = m_query.integer(11);
        decision.order = named<QueueOrder>(12, kNumQueueOrders);
        decision.part = named<QueuePart>(13, kNumQueueParts);
        decision.isBlind = m_query.integer(14) != 0;
        decision.fingerprint = m_query.optionalText(15);
        decision.version = m_query.bytes(16);
        if (!m_query.isNull(17)) decision.supersedes = DecisionId{blob<16>(17)};
        check(decision);
        return decision;
    }

  private:
    void check(const Decision& decision) const {
        try {
            decision.validate();
        } catch (const Error& error) {
            refuse(error);
        }
    }
    template <typename What>
    [[noreturn]] void refuse(const What& what) const {
        fail(ErrorCode::CorruptFile,
             "{}: a decision in it cannot be read ({}); restore a copy of the review log",
             displayable(m_database.file().native()),
             what);
    }

    const Query& m_query;
    const Database& m_database;
};

}  // namespace

Migrations decisionMigrations() noexcept {
    return kMigrations;
}

void insertDecision(Database& database, const Decision& decision) {
    Query query = database.query(kInsert);
    query.bindBlob(decision.id.bytes).bindBlob(decision.pair.digest);
    query.bind(decision.imagePath).bind(decision.sourcePath).bind(decision.caption);
    query.bind(decision.annotator);
    std::optional<std::int64_t> verdict;
    if (decision.verdict) verdict = static_cast<std::int64_t>(*decision.verdict);
    query.bind(verdict).bind(bitsOf(decision.reasons)).bind(decision.edited).bind(decision.note);
    query.bind(decision.timeMs).bind(decision.durationMs);
    query.bind(static_cast<std::int64_t>(decision.order));
    query.bind(static_cast<std::int64_t>(decision.part));
    query.bind(std::int64_t{decision.isBlind ? 1 : 0});
    query.bind(decision.fingerprint).bind(decision.version);
    if (decision.supersedes) {
        query.bindBlob(decision.supersedes->bytes);
    } else {
        query.bind(std::optional<std::string>());
    }
    query.run();
}

std::optional<Decision> findDecision(Database& database, const DecisionId& id) {
    Query query = database.query(kSelectById);
    query.bindBlob(id.bytes);
    if (!query.step()) return std::nullopt;
    return Row(query, database).decision();
}

std::vector<Decision> allDecisions(Database& database) {
    std::vector<Decision> decisions;
    Query query = database.query(kSelectAll);
    const Row row(query, database);
    while (query.step()) decisions.push_back(row.decision());
    return decisions;
}

std::optional<Decision> lastDecisionOf(Database& database, const std::string& annotator) {
    Query query = database.query(kSelectLast);
    while (query.step()) {
        if (isSameAnnotator(query.bytes(5), annotator)) return Row(query, database).decision();
    }
    return std::nullopt;
}

}  // namespace descry

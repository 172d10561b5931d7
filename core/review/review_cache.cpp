#include "core/review/review_cache.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/sqlite/database.h"
#include "core/sqlite/schema.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

/// "Dscc".
constexpr std::uint32_t kReviewCacheId = 0x44736363;

constexpr const char* kVersion1 = R"sql(
CREATE TABLE image_hashes(
    path BLOB PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE bundles(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE scores(
    bundle_id INTEGER NOT NULL REFERENCES bundles(id),
    pair BLOB NOT NULL CHECK(length(pair) = 32),
    numbers BLOB NOT NULL CHECK(length(numbers) = 16),
    contradictions BLOB NOT NULL,
    PRIMARY KEY(bundle_id, pair)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* kVersion2 = R"sql(
ALTER TABLE bundles ADD COLUMN doubt_reference TEXT NOT NULL DEFAULT '';
)sql";

constexpr std::array kMigrations{kVersion1, kVersion2};

std::unique_ptr<Database> openCache(const fs::path& file) {
    auto database = std::make_unique<Database>(
        file,
        Database::Options{.mode = Database::Mode::Create, .noun = errorWords("review cache")});
    if (database->number("SELECT count(*) FROM sqlite_schema") == 0) {
        database->atomic([&] {
            if (database->number("SELECT count(*) FROM sqlite_schema") != 0) return;
            createSchema(*database, kMigrations, kReviewCacheId);
        });
    }
    checkSchema(*database, kMigrations);
    migrate(*database, kMigrations);
    // Where a write-ahead log is not possible SQLite keeps the journal it has.
    database->text("PRAGMA journal_mode = WAL");
    database->execute("PRAGMA synchronous = NORMAL");
    database->tune();
    return database;
}

/// A cache that cannot be read is worth nothing, but it may be somebody's.
void putAside(const fs::path& file, const Error& error) {
    log().warn("{}; it is begun anew", error.what());
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
        fs::path old = file;
        old += suffix;
        fs::path aside = file;
        aside += ".damaged";
        aside += suffix;
        std::error_code ignored;
        fs::rename(old, aside, ignored);
    }
}

std::unique_ptr<Database> openOrBegin(const fs::path& file) {
    makeFolder(file.parent_path());
    try {
        return openCache(file);
    } catch (const Error& error) {
        const bool isUnreadable =
            error.code() == ErrorCode::CorruptFile || error.code() == ErrorCode::Unsupported;
        if (!isUnreadable) throw;
        putAside(file, error);
    }
    return openCache(file);
}

/// float32, little-endian as every machine that Descry runs on; not a number where one is absent.
std::string packed(const std::vector<std::optional<float>>& values) {
    std::string bytes(values.size() * sizeof(float), '\0');
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float value = values[i].value_or(std::numeric_limits<float>::quiet_NaN());
        std::memcpy(bytes.data() + i * sizeof(float), &value, sizeof value);
    }
    return bytes;
}

std::vector<std::optional<float>> unpacked(std::span<const std::byte> bytes) {
    std::vector<std::optional<float>> values(bytes.size() / sizeof(float));
    for (std::size_t i = 0; i < values.size(); ++i) {
        float value = 0;
        std::memcpy(&value, bytes.data() + i * sizeof(float), sizeof value);
        if (!std::isnan(value)) values[i] = value;
    }
    return values;
}

/// Nothing for a damaged row.
std::optional<Sha256Digest> digestIn(const Query& query, int column) {
    const std::span<const std::byte> bytes = query.view(column);
    Sha256Digest digest{};
    if (bytes.size() != digest.size()) return std::nullopt;
    std::ranges::copy(bytes, digest.begin());
    return digest;
}

std::string numbersOf(const PairScores& scores) {
    return packed({scores.matchLogit, scores.weakProbability, scores.similarity, scores.ownMargin});
}

/// Without the words; nothing for a damaged row.
std::optional<PairScores> scoresIn(const Query& query, int column) {
    const std::vector<std::optional<float>> numbers = unpacked(query.view(column));
    if (numbers.size() != 4) return std::nullopt;
    for (const auto& number : numbers) {
        if (!number) return std::nullopt;
    }
    return PairScores{.matchLogit = *numbers[0],
                      .weakProbability = *numbers[1],
                      .similarity = *numbers[2],
                      .ownMargin = *numbers[3],
                      .contradictions = {}};
}

}  // namespace

ReviewCache::ReviewCache(const fs::path& file) : m_database(openOrBegin(fs::absolute(file))) {}

ReviewCache::~ReviewCache() = default;
ReviewCache::ReviewCache(ReviewCache&&) noexcept = default;
ReviewCache& ReviewCache::operator=(ReviewCache&&) noexcept = default;

void ReviewCache::atomic(const std::function<void()>& work) {
    m_database->atomic(work);
}

std::optional<Sha256Digest> ReviewCache::hashOf(const ImageFile& file) {
    Query query = m_database->query(
        "SELECT hash FROM image_hashes WHERE path = ? AND size_bytes = ? AND modified_ns = ?");
    query.bindBlob(file.path).bind(file.sizeBytes).bind(file.modifiedNs);
    if (!query.step()) return std::nullopt;
    return digestIn(query, 0);
}

void ReviewCache::keepHash(const ImageFile& file, const Sha256Digest& hash) {
    m_database
        ->query(
            "INSERT OR REPLACE INTO image_hashes(path, size_bytes, modified_ns, hash) "
            "VALUES(?, ?, ?, ?)")
        .bindBlob(file.path)
        .bind(file.sizeBytes)
        .bind(file.modifiedNs)
        .bindBlob(hash)
        .run();
}

std::unordered_map<std::string, Sha256Digest> ReviewCache::allHashes() {
    std::unordered_map<std::string, Sha256Digest> hashes;
    Query query = m_database->query("SELECT path, hash FROM image_hashes");
    while (query.step()) {
        if (const auto hash = digestIn(query, 1)) hashes.emplace(query.bytes(0), *hash);
    }
    return hashes;
}

std::int64_t ReviewCache::bundleOf(const std::string& fingerprint) {
    const auto known = m_bundles.find(fingerprint);
    if (known != m_bundles.end()) return known->second;
    m_database->query("INSERT OR IGNORE INTO bundles(fingerprint) VALUES(?)")
        .bind(fingerprint)
        .run();
    Query query = m_database->query("SELECT id FROM bundles WHERE fingerprint = ?");
    query.bind(fingerprint);
    if (!query.step()) fail(ErrorCode::Internal, "a bundle was kept and is not there");
    // Remembered outside a transaction only: one that is taken back takes the bundle with it.
    if (m_database->inTransaction()) return query.integer(0);
    return m_bundles[fingerprint] = query.integer(0);
}

void ReviewCache::readWordsAgainst(const std::string& fingerprint, const std::string& reference) {
    atomic([&] {
        const std::int64_t bundle = bundleOf(fingerprint);
        m_database
            ->query(
                "DELETE FROM scores WHERE bundle_id = "
                "(SELECT id FROM bundles WHERE id = ? AND doubt_reference <> ?)")
            .bind(bundle)
            .bind(reference)
            .run();
        m_database->query("UPDATE bundles SET doubt_reference = ? WHERE id = ?")
            .bind(reference)
            .bind(bundle)
            .run();
    });
}

bool ReviewCache::hasScores(const std::string& fingerprint, const PairId& pair) {
    Query query = m_database->query("SELECT 1 FROM scores WHERE bundle_id = ? AND pair = ?");
    return query.bind(bundleOf(fingerprint)).bindBlob(pair.digest).step();
}

std::optional<PairScores> ReviewCache::scoresOf(const std::string& fingerprint,
                                                const PairId& pair) {
    Query query = m_database->query(
        "SELECT numbers, contradictions FROM scores WHERE bundle_id = ? AND pair = ?");
    query.bind(bundleOf(fingerprint)).bindBlob(pair.digest);
    if (!query.step()) return std::nullopt;
    std::optional<PairScores> scores = scoresIn(query, 0);
    if (scores) scores->contradictions = unpacked(query.view(1));
    return scores;
}

void ReviewCache::keepScores(const std::string& fingerprint,
                             const PairId& pair,
                             const PairScores& scores) {
    const std::int64_t bundle = bundleOf(fingerprint);
    m_database
        ->query(
            "INSERT OR REPLACE INTO scores(bundle_id, pair, numbers, contradictions) "
            "VALUES(?, ?, ?, ?)")
        .bind(bundle)
        .bindBlob(pair.digest)
        .bindBlob(numbersOf(scores))
        .bindBlob(packed(scores.contradictions))
        .run();
}

void ReviewCache::eachScore(const std::string& fingerprint,
                            const std::function<void(const PairId&, const PairScores&)>& take) {
    const std::int64_t bundle = bundleOf(fingerprint);
    Query query = m_database->query("SELECT pair, numbers FROM scores WHERE bundle_id = ?");
    query.bind(bundle);
    while (query.step()) {
        const auto pair = digestIn(query, 0);
        const auto scores = scoresIn(query, 1);
        if (pair && scores) take({*pair}, *scores);
    }
}

std::vector<std::string> ReviewCache::fingerprints() {
    std::vector<std::string> fingerprints;
    Query query = m_database->query(
        "SELECT fingerprint FROM bundles WHERE EXISTS(SELECT 1 FROM scores WHERE bundle_id = id) "
        "ORDER BY id DESC");
    while (query.step()) fingerprints.push_back(query.bytes(0));
    return fingerprints;
}

}  // namespace descry

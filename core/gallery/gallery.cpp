#include "core/gallery/gallery.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <random>
#include <system_error>

#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/gallery/migrations.h"
#include "core/gallery/stores.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kMaxFindings = 100;
constexpr std::int64_t kVerifyPage = 4096;

std::string shownName(const fs::path& file) {
    return displayable(file.native());
}

fs::path besides(const fs::path& file, const char* suffix) {
    fs::path name = file;
    name += suffix;
    return name;
}

bool hasContent(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    return !error && size > 0;
}

std::uint32_t bigEndian32(const std::array<unsigned char, kHeaderBytes>& header, std::size_t at) {
    return (std::uint32_t{header[at]} << 24) | (std::uint32_t{header[at + 1]} << 16) |
           (std::uint32_t{header[at + 2]} << 8) | std::uint32_t{header[at + 3]};
}

void checkIsFile(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found) {
        fail(ErrorCode::NotFound,
             "{}: no such gallery; make it with \"gallery create\"",
             shownName(file));
    }
    if (error) fail(ErrorCode::Io, "{}: cannot be read: {}", shownName(file), error.message());
    if (!fs::is_regular_file(status)) {
        fail(ErrorCode::InvalidInput, "{}: is not a file", shownName(file));
    }
}

/// What can be told from the first bytes, before SQLite acts on them.
void checkHeader(const fs::path& file) {
    checkIsFile(file);
    std::array<unsigned char, kHeaderBytes> header{};
    std::ifstream stream(file, std::ios::binary);
    if (!stream) fail(ErrorCode::Io, "{}: cannot be read", shownName(file));
    stream.read(reinterpret_cast<char*>(header.data()), kHeaderBytes);
    const bool isWhole = stream.gcount() == static_cast<std::streamsize>(kHeaderBytes);
    if (!isWhole ||
        !std::ranges::equal(kDatabaseMagic, std::span(header).first<kDatabaseMagic.size()>())) {
        fail(ErrorCode::CorruptFile, "{}: not a Descry gallery", shownName(file));
    }
    if (bigEndian32(header, 68) != kGalleryApplicationId) {
        fail(ErrorCode::Unsupported,
             "{}: a database of another program, not a Descry gallery",
             shownName(file));
    }
    // Whatever a journal holds back makes the sizes differ rightly.
    if (hasContent(besides(file, "-wal")) || hasContent(besides(file, "-journal"))) return;
    const std::uint32_t pageField = (std::uint32_t{header[16]} << 8) | std::uint32_t{header[17]};
    const std::uint64_t pageBytes = pageField == 1 ? 65536 : pageField;
    const std::uint64_t expected = pageBytes * bigEndian32(header, 28);
    std::error_code error;
    const std::uint64_t actual = fs::file_size(file, error);
    const bool sizeIsCurrent = bigEndian32(header, 24) == bigEndian32(header, 92);
    if (!error && sizeIsCurrent && actual < expected) {
        fail(ErrorCode::CorruptFile,
             "{}: the file is cut: {} of {} bytes are there; restore a copy of it",
             shownName(file),
             actual,
             expected);
    }
}

/// Shared memory between machines does not work, so neither does a WAL.
bool isOnNetwork(const fs::path& file) {
    constexpr std::array<std::uint64_t, 7> kNetworkTypes{0x6969,       // NFS
                                                         0x517B,       // SMB
                                                         0xFF534D42,   // CIFS
                                                         0xFE534D42,   // SMB 2 and later
                                                         0x01021997,   // 9P
                                                         0x5346414F,   // AFS
                                                         0x00C36400};  // Ceph
    struct statfs status = {};
    if (::statfs(file.c_str(), &status) != 0) return false;
    const auto type = static_cast<std::uint64_t>(status.f_type) & 0xFFFFFFFFU;
    return std::find(kNetworkTypes.begin(), kNetworkTypes.end(), type) != kNetworkTypes.end();
}

/// Whether SQLite could not even look into the file because of its journal's side files.
bool readable(Database& database) {
    try {
        database.number("SELECT count(*) FROM sqlite_schema");
        return true;
    } catch (const Error& error) {
        if (!isInputOutput(error.code())) throw;
        log().debug("{}", error.what());
        return false;
    }
}

std::unique_ptr<Database> openReadOnly(const fs::path& file, const Gallery::OpenOptions& options) {
    auto database =
        std::make_unique<Database>(file,
                                   Database::Options{.mode = Database::Mode::ReadOnly,
                                                     .busyTimeoutMs = options.busyTimeoutMs});
    if (readable(*database)) return database;
    // A medium where a WAL's side files cannot be made. Without a WAL the file alone is whole.
    if (hasContent(besides(file, "-wal"))) {
        fail(ErrorCode::Io,
             "{}: has changes in {} that cannot be merged on a read-only medium; copy both files "
             "to a folder that can be written and open the copy",
             shownName(file),
             shownName(besides(file, "-wal").filename()));
    }
    return std::make_unique<Database>(file,
                                      Database::Options{.mode = Database::Mode::Immutable,
                                                        .busyTimeoutMs = options.busyTimeoutMs});
}

Database::Options writing(const Gallery::OpenOptions& options) {
    return {.mode = Database::Mode::ReadWrite, .busyTimeoutMs = options.busyTimeoutMs};
}

/// A WAL file where shared memory cannot be had: with the file to itself, SQLite reads it and
/// turns it back to a rollback journal.
std::unique_ptr<Database> openWithoutWal(const fs::path& file,
                                         const Gallery::OpenOptions& options) {
    auto database = std::make_unique<Database>(file, writing(options));
    database->execute("PRAGMA locking_mode = EXCLUSIVE");
    database->text("PRAGMA journal_mode = DELETE");
    database->execute("PRAGMA locking_mode = NORMAL");
    // The lock goes with the next access.
    database->number("SELECT count(*) FROM sqlite_schema");
    return database;
}

bool tryWal(Database& database) {
    try {
        return database.text("PRAGMA journal_mode = WAL") == "wal" && readable(database);
    } catch (const Error& error) {
        log().debug("{}", error.what());
        return false;
    }
}

/// Opens for writing: with a WAL where it works, else with a rollback journal; how safely to write
/// follows from it. The schema is checked before anything is changed, wherever it can be read.
std::unique_ptr<Database> openWritable(const fs::path& file, const Gallery::OpenOptions& options) {
    auto database = std::make_unique<Database>(file, writing(options));
    if (sqlite3_db_readonly(database->handle(), "main") == 1) {
        fail(ErrorCode::Io,
             "{}: the gallery is read-only; open it for reading, or check its permissions",
             shownName(file));
    }
    const bool canRead = readable(*database);
    if (canRead) checkSchema(*database, galleryMigrations());
    if (canRead && !isOnNetwork(file) && tryWal(*database)) {
        database->execute("PRAGMA synchronous = NORMAL");
        return database;
    }
    database.reset();
    database = openWithoutWal(file, options);
    database->execute("PRAGMA synchronous = FULL");
    log().warn("{}: no write-ahead log is possible here; readers wait while the gallery is written",
               shownName(file));
    return database;
}

std::string newUuid() {
    std::random_device device;
    std::array<std::byte, 16> bytes{};
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(device() & 0xffU);
    bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};
    bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
    std::string text = toHex(bytes);
    for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
    return text;
}

/// Renames unless the target exists. File systems without that operation get check and rename.
void renameToNew(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return;
    int reason = errno;
    if (reason == EINVAL || reason == ENOSYS) {
        if (fs::exists(fs::symlink_status(to))) {
            reason = EEXIST;
        } else if (::rename(from.c_str(), to.c_str()) == 0) {
            return;
        } else {
            reason = errno;
        }
    }
    if (reason == EEXIST) {
        fail(ErrorCode::InvalidInput,
             "{}: is already there; choose another name or remove it",
             shownName(to));
    }
    fail(writeErrorCode(reason),
         "{}: cannot be written: {}",
         shownName(to),
         std::system_category().message(reason));
}

fs::path temporaryBeside(const fs::path& file) {
    static std::atomic<unsigned> counter{std::random_device{}()};
    return file.parent_path() /
           fmt::format(".descry-{}-{:08x}.tmp", ::getpid(), counter.fetch_add(1));
}

/// Removes a file that was not finished, unless it was given its name.
class Unfinished {
  public:
    explicit Unfinished(fs::path file) : m_file(std::move(file)) {}
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished() {
        for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
            ::unlink(besides(m_file, suffix).c_str());
        }
    }

  private:
    fs::path m_file;
};

void addFinding(std::vector<Error>& findings, Error finding) {
    if (findings.size() < kMaxFindings) findings.push_back(std::move(finding));
    if (findings.size() == kMaxFindings) {
        findings.push_back(makeError(ErrorCode::CorruptFile, "... and maybe more"));
    }
}

void verifyRows(Database& database, std::vector<Error>& findings) {
    Query integrity = database.query("PRAGMA integrity_check(100)");
    while (integrity.step()) {
        const std::string line = integrity.bytes(0);
        if (line != "ok") addFinding(findings, Error(ErrorCode::CorruptFile, displayable(line)));
    }
    Query foreign = database.query("PRAGMA foreign_key_check");
    while (foreign.step()) {
        addFinding(findings,
                   makeError(ErrorCode::CorruptFile,
                             "row {} of {} refers to a row of {} that is not there",
                             foreign.integer(1),
                             displayable(foreign.bytes(0)),
                             displayable(foreign.bytes(2))));
    }
}

void verifyVectors(Database& database, std::vector<Error>& findings) {
    Query rows = database.query(
        "SELECT b.fingerprint, e.item_id, e.type, e.dimension, e.checksum, e.vector "
        "FROM embeddings e JOIN bundles b ON b.id = e.bundle_id");
    while (rows.step()) {
        Embedding embedding{.item = ItemId{rows.integer(1)}, .values = {}};
        if (readVector(rows, 2, embedding)) continue;
        addFinding(findings,
                   makeError(ErrorCode::CorruptFile,
                             "the embedding of item {} under bundle {} is damaged; index again "
                             "to compute it anew",
                             embedding.item.value,
                             displayable(rows.bytes(0).substr(0, 16))));
    }
}

void verifyCounts(Database& database, std::vector<Error>& findings) {
    Query counts = database.query(
        "SELECT b.fingerprint, b.num_embeddings, (SELECT count(*) FROM embeddings e "
        "WHERE e.bundle_id = b.id) AS actual FROM bundles b WHERE actual <> b.num_embeddings");
    while (counts.step()) {
        addFinding(findings,
                   makeError(ErrorCode::CorruptFile,
                             "bundle {} counts {} embeddings but has {}",
                             displayable(counts.bytes(0).substr(0, 16)),
                             counts.integer(1),
                             counts.integer(2)));
    }
}

void verifyPaths(ItemStore& items, std::vector<Error>& findings) {
    try {
        ItemId after;
        for (;;) {
            const std::vector<Item> page = items.page(after, kVerifyPage);
            if (page.empty()) return;
            after = page.back().id;
        }
    } catch (const Error& error) {
        if (error.code() != ErrorCode::CorruptFile) throw;
        addFinding(findings, error);
    }
}

}  // namespace

struct Gallery::State {
    State(std::unique_ptr<Database> itsDatabase, bool itsReadOnly)
        : database(std::move(itsDatabase)),
          readOnly(itsReadOnly),
          items(makeItemStore(*database)),
          failures(makeFailureStore(*database)),
          embeddings(makeEmbeddingStore(*database)),
          history(makeHistoryStore(*database)) {}

    enum class Vectors { Leave, Read };
    std::vector<Error> check(std::stop_token stop, Vectors vectors);

    std::unique_ptr<Database> database;
    bool readOnly;
    std::string galleryId;
    std::unique_ptr<ItemStore> items;
    std::unique_ptr<FailureStore> failures;
    std::unique_ptr<EmbeddingStore> embeddings;
    std::unique_ptr<HistoryStore> history;
};

std::vector<Error> Gallery::State::check(std::stop_token stop, Vectors vectors) {
    const auto interruption = database->interruptedBy(std::move(stop));
    std::vector<Error> findings;
    try {
        verifyRows(*database, findings);
        if (vectors == Vectors::Read) verifyVectors(*database, findings);
        verifyCounts(*database, findings);
        verifyPaths(*items, findings);
    } catch (const Error& error) {
        // A file too damaged to read on is a finding, not a failure to verify.
        if (error.code() != ErrorCode::CorruptFile) throw;
        addFinding(findings, error);
    }
    return findings;
}

Gallery::Gallery(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Gallery::~Gallery() = default;

std::unique_ptr<Gallery> Gallery::create(const fs::path& file) {
    const fs::path target = fs::absolute(file);
    if (!target.has_filename()) {
        fail(ErrorCode::InvalidInput, "{}: is not a file's name", shownName(file));
    }
    if (fs::exists(fs::symlink_status(target))) {
        fail(ErrorCode::InvalidInput,
             "{}: is already there; choose another name or remove it",
             shownName(file));
    }
    if (!fs::is_directory(target.parent_path())) {
        fail(ErrorCode::NotFound,
             "{}: there is no folder {}",
             shownName(file),
             shownName(target.parent_path()));
    }
    const fs::path partial = temporaryBeside(target);
    const Unfinished cleanup(partial);
    {
        Database database(partial, {.mode = Database::Mode::Create});
        database.execute("PRAGMA synchronous = FULL");
        createSchema(database, galleryMigrations(), kGalleryApplicationId);
        database.query("INSERT INTO meta(key, value) VALUES('gallery_id', ?)")
            .bind(newUuid())
            .run();
    }
    renameToNew(partial, target);
    return open(target);
}

std::unique_ptr<Gallery> Gallery::open(const fs::path& file, Access access) {
    return open(file, OpenOptions{.access = access});
}

std::unique_ptr<Gallery> Gallery::open(const fs::path& file, const OpenOptions& options) {
    const fs::path path = fs::absolute(file);
    checkHeader(path);
    const bool readOnly = options.access == Access::ReadOnly;
    std::unique_ptr<Database> database =
        readOnly ? openReadOnly(path, options) : openWritable(path, options);
    database->tune();
    checkSchema(*database, galleryMigrations());
    if (!readOnly) migrate(*database, galleryMigrations());
    database->execute("PRAGMA foreign_keys = ON");
    auto state = std::make_unique<State>(std::move(database), readOnly);
    Query id = state->database->query("SELECT value FROM meta WHERE key = 'gallery_id'");
    if (!id.step()) {
        fail(ErrorCode::CorruptFile, "{}: the gallery has no id", shownName(path));
    }
    state->galleryId = id.bytes(0);
    return std::unique_ptr<Gallery>(new Gallery(std::move(state)));
}

const fs::path& Gallery::file() const {
    return m_state->database->file();
}

const std::string& Gallery::galleryId() const {
    return m_state->galleryId;
}

bool Gallery::readOnly() const {
    return m_state->readOnly;
}

ItemStore& Gallery::items() {
    return *m_state->items;
}

FailureStore& Gallery::failures() {
    return *m_state->failures;
}

EmbeddingStore& Gallery::embeddings() {
    return *m_state->embeddings;
}

HistoryStore& Gallery::history() {
    return *m_state->history;
}

GalleryCounts Gallery::counts() const {
    Database& database = *m_state->database;
    GalleryCounts counts;
    counts.numMissing = database.number("SELECT count(*) FROM items WHERE state = 1");
    counts.numPresent = database.number("SELECT count(*) FROM items") - counts.numMissing;
    counts.numFailures = database.number("SELECT count(*) FROM failures");
    counts.imageBytes = database.number("SELECT coalesce(sum(size_bytes), 0) FROM items");
    std::error_code error;
    const std::uintmax_t fileBytes = fs::file_size(file(), error);
    counts.fileBytes = error ? 0 : static_cast<std::int64_t>(fileBytes);
    Query bundles = database.query("SELECT fingerprint, num_embeddings FROM bundles ORDER BY id");
    while (bundles.step()) {
        counts.bundles.push_back(
            {.fingerprint = bundles.bytes(0), .numEmbeddings = bundles.integer(1)});
    }
    return counts;
}

GalleryStatistics Gallery::statistics(std::stop_token stop) {
    const auto interruption = m_state->database->interruptedBy(std::move(stop));
    return readStatistics(*m_state->database);
}

void Gallery::removeRoot(RootId root) {
    Database& database = *m_state->database;
    database.atomic([&] {
        Query items = database.query("SELECT 1 FROM items WHERE root_id = ? LIMIT 1");
        if (items.bind(root.value).step()) {
            fail(ErrorCode::Internal,
                 "Folder {} still has items; they are removed first",
                 root.value);
        }
        database.query("DELETE FROM failures WHERE root_id = ?").bind(root.value).run();
        database.query("DELETE FROM roots WHERE id = ?").bind(root.value).run();
        if (database.numChanged() == 0) fail(ErrorCode::NotFound, "No folder {}", root.value);
    });
}

void Gallery::backUp(const fs::path& target) {
    const fs::path absolute = fs::absolute(target);
    if (!fs::is_directory(absolute.parent_path())) {
        fail(ErrorCode::NotFound,
             "{}: there is no folder {}",
             shownName(target),
             shownName(absolute.parent_path()));
    }
    const fs::path partial = temporaryBeside(absolute);
    const Unfinished cleanup(partial);
    m_state->database->copyTo(partial);
    renameToNew(partial, absolute);
}

std::vector<Error> Gallery::verify(std::stop_token stop) {
    return m_state->check(std::move(stop), State::Vectors::Read);
}

std::vector<Error> Gallery::checkDatabase(std::stop_token stop) {
    return m_state->check(std::move(stop), State::Vectors::Leave);
}

void Gallery::begin() {
    m_state->database->begin();
}

void Gallery::commit() {
    m_state->database->commit();
}

void Gallery::rollback() noexcept {
    m_state->database->rollback();
}

}  // namespace descry

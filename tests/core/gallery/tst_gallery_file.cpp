#include <QtTest>

#include <SQLiteCpp/Database.h>
#include <csignal>
#include <functional>
#include <sqlite3.h>
#include <sys/resource.h>

#include <fstream>

#include "core/base/error.h"
#include "core/gallery/migrations.h"
#include "core/sqlite/schema.h"
#include "tests/core/gallery/sample_items.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const std::string kBundle(64, 'a');

struct Refusal {
    std::optional<ErrorCode> code;
    QString message;
};

Refusal refusalOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return {error.code(), QString::fromUtf8(error.what())};
    }
    return {};
}

Refusal refusalOfOpening(const fs::path& file,
                         Gallery::Access access = Gallery::Access::ReadWrite) {
    return refusalOf([&] { Gallery::open(file, access); });
}

std::string contentsOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void overwrite(const fs::path& file, const std::string& contents) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << contents;
}

/// As on a read-only medium or a network drive: SQLite follows no link to a WAL's shared memory, so
/// it can neither open nor make it.
void forbidSharedMemory(const fs::path& file) {
    fs::create_symlink("nowhere", file.string() + "-shm");
}

/// Runs SQL on the file as another program would.
void tamper(const fs::path& file, const std::string& sql) {
    SQLite::Database database(file.native(), SQLite::OPEN_READWRITE);
    database.exec(sql);
}

}  // namespace

class tst_GalleryFile : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<QTemporaryDir> m_folder;

    fs::path at(const std::string& name) const {
        return fs::path(m_folder->path().toStdString()) / name;
    }
    /// A closed gallery of `numItems` items with embeddings.
    fs::path makeGallery(int numItems) const {
        const auto gallery = Gallery::create(at("g.descry"));
        gallery->transaction([&] {
            const RootId root = gallery->items().addRoot("/pictures");
            for (int i = 0; i < numItems; ++i) {
                const ItemId id = gallery->items().add(sampleItem(root, i), {});
                gallery->embeddings().put(kBundle, sampleEmbedding(id, i));
            }
        });
        return gallery->file();
    }

    /// A gallery as version 1 made it, with a failure.
    fs::path makeOlderGallery() const {
        Database database(at("older.descry"), {.mode = Database::Mode::Create});
        createSchema(database, galleryMigrations().first(1), kGalleryApplicationId);
        database.execute(
            "INSERT INTO meta VALUES('gallery_id', 'older');"
            "INSERT INTO roots VALUES(1, CAST('/pictures' AS BLOB));"
            "INSERT INTO failures VALUES(1, CAST('x.jpg' AS BLOB), 'x.jpg: cut', 5, 6, 7)");
        return database.file();
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void leavesOneFileWhenClosed() {
        makeGallery(3);
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(at(""))) files.push_back(entry.path());
        QCOMPARE(files.size(), std::size_t{1});
    }

    void keepsItsIdAndContentWhenOpenedAgain() {
        const fs::path file = makeGallery(3);
        const std::string id = Gallery::open(file)->galleryId();
        QCOMPARE(id.size(), std::size_t{36});
        const auto again = Gallery::open(file);
        QCOMPARE(again->galleryId(), id);
        QCOMPARE(again->items().count(), 3);
        QVERIFY(again->verify().empty());
        QVERIFY(Gallery::create(at("other.descry"))->galleryId() != id);
    }

    void acceptsAnyNameForTheFile() {
        for (const std::string& name : std::vector<std::string>{
                 "a b?c#d%41.descry", "n\nl.descry", "\xff\xfe.descry", "file:x"}) {
            Gallery::create(at(name));
            QCOMPARE(Gallery::open(at(name), Gallery::Access::ReadOnly)->items().count(), 0);
        }
    }

    void refusesToCreateOverAFile() {
        overwrite(at("x"), "precious");
        QVERIFY(refusalOf([&] { Gallery::create(at("x")); }).code == ErrorCode::InvalidInput);
        QCOMPARE(contentsOf(at("x")), std::string("precious"));
        fs::create_symlink("nowhere", at("link"));
        QVERIFY(refusalOf([&] { Gallery::create(at("link")); }).code == ErrorCode::InvalidInput);
        QVERIFY(!fs::exists(at("nowhere")));
    }

    void refusesToCreateInAFolderThatIsNotThere() {
        QVERIFY(refusalOf([&] { Gallery::create(at("no/x")); }).code == ErrorCode::NotFound);
    }

    void refusesWhatIsNotThereOrNotAFile() {
        QVERIFY(refusalOfOpening(at("none")).code == ErrorCode::NotFound);
        QVERIFY(refusalOfOpening(at("")).code == ErrorCode::InvalidInput);
        QVERIFY(!fs::exists(at("none")));
    }

    void refusesFilesThatAreNotDatabases() {
        for (const std::string& content :
             {std::string(), std::string("hello"), std::string(5000, 'x')}) {
            overwrite(at("x"), content);
            const Refusal refusal = refusalOfOpening(at("x"));
            QVERIFY(refusal.code == ErrorCode::CorruptFile);
            QVERIFY(refusal.message.contains("not a Descry gallery"));
            QCOMPARE(contentsOf(at("x")), content);
        }
    }

    void refusesTheDatabaseOfAnotherProgramUntouched() {
        {
            SQLite::Database other(at("x").native(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            other.exec("CREATE TABLE bookmarks(url TEXT)");
        }
        const std::string before = contentsOf(at("x"));
        const Refusal refusal = refusalOfOpening(at("x"));
        QVERIFY(refusal.code == ErrorCode::Unsupported);
        QVERIFY(refusal.message.contains("another program"));
        QCOMPARE(contentsOf(at("x")), before);
    }

    void refusesANewerGallery() {
        const fs::path file = makeGallery(1);
        tamper(file, "PRAGMA user_version = 99");
        for (const auto access : {Gallery::Access::ReadWrite, Gallery::Access::ReadOnly}) {
            const Refusal refusal = refusalOfOpening(file, access);
            QVERIFY(refusal.code == ErrorCode::Unsupported);
            QVERIFY(refusal.message.contains("newer"));
        }
    }

    void bringsAnOlderGalleryUpToDate() {
        const fs::path file = makeOlderGallery();
        {
            const auto gallery = Gallery::open(file);
            const auto failure = gallery->failures().find(RootId{1}, "x.jpg");
            QCOMPARE(failure->reason.what(), "x.jpg: cut");
            QCOMPARE(failure->sizeBytes, 6);
            const Error reason = makeError(ErrorCode::Io, "{}: gone", "y.jpg");
            gallery->failures().record({.root = RootId{1}, .path = "y.jpg", .reason = reason});
            QVERIFY(gallery->verify().empty());
        }
        QVERIFY(fs::exists(file.string() + ".v1.backup"));
        const auto gallery = Gallery::open(file, Gallery::Access::ReadOnly);
        const auto failures = gallery->failures().all();
        QCOMPARE(failures.size(), std::size_t{2});
        QCOMPARE(failures[0].reason.what(), "x.jpg: cut");
        QVERIFY(failures[0].reason.words() == nullptr);
        QCOMPARE(failures[1].reason.what(), "y.jpg: gone");
        QVERIFY(failures[1].reason.words() != nullptr);
    }

    void readsAnOlderGalleryThatMustNotBeWritten() {
        const fs::path file = makeOlderGallery();
        const std::string before = contentsOf(file);
        {
            const auto gallery = Gallery::open(file, Gallery::Access::ReadOnly);
            QCOMPARE(gallery->failures().all().size(), std::size_t{1});
            QCOMPARE(gallery->failures().find(RootId{1}, "x.jpg")->reason.what(), "x.jpg: cut");
            QCOMPARE(gallery->counts().numFailures, 1);
        }
        QVERIFY(contentsOf(file) == before);
    }

    void aFailureWhoseWordsAreSpoiltKeepsItsReason() {
        const fs::path file = makeOlderGallery();
        Gallery::open(file);
        for (const char* spoilt : {"'{'", "'[]'", "'{\"code\":\"x\",\"message\":\"y\"}'"}) {
            tamper(file, std::string("UPDATE failures SET error = ") + spoilt);
            const auto gallery = Gallery::open(file, Gallery::Access::ReadOnly);
            QCOMPARE(gallery->failures().all().front().reason.what(), "x.jpg: cut");
        }
    }

    void refusesACutFile() {
        const fs::path file = makeGallery(50);
        fs::resize_file(file, fs::file_size(file) / 2);
        const Refusal refusal = refusalOfOpening(file);
        QVERIFY(refusal.code == ErrorCode::CorruptFile);
        QVERIFY(refusal.message.contains("cut"));
    }

    void refusesACraftedSchema_data() {
        QTest::addColumn<QString>("sql");
        QTest::newRow("trigger") << "CREATE TRIGGER t AFTER INSERT ON items BEGIN DELETE FROM "
                                    "queries; END";
        QTest::newRow("view") << "CREATE VIEW v AS SELECT load_extension('x')";
        QTest::newRow("table replaced by view")
            << "DROP TABLE queries; CREATE VIEW queries AS SELECT 1 AS id, 'x' AS text, 'y' AS "
               "filter, 2 AS time_ms";
        QTest::newRow("index on an expression") << "CREATE INDEX i ON items(hex(path))";
        QTest::newRow("further table") << "CREATE TABLE more(x)";
        QTest::newRow("generated column")
            << "DROP TABLE queries; CREATE TABLE queries(id INTEGER PRIMARY KEY, text TEXT, filter "
               "TEXT, time_ms INTEGER AS (1/0))";
        QTest::newRow("missing table") << "DROP TABLE saved_searches";
        QTest::newRow("missing index") << "DROP INDEX items_by_content";
        QTest::newRow("virtual table") << "CREATE VIRTUAL TABLE f USING fts5(x)";
    }

    void refusesACraftedSchema() {
        QFETCH(QString, sql);
        const fs::path file = makeGallery(1);
        tamper(file, sql.toStdString());
        QVERIFY(refusalOfOpening(file).code == ErrorCode::CorruptFile);
        QVERIFY(refusalOfOpening(file, Gallery::Access::ReadOnly).code == ErrorCode::CorruptFile);
    }

    void opensAfterAnAnalyze() {
        const fs::path file = makeGallery(10);
        tamper(file, "ANALYZE");
        QCOMPARE(Gallery::open(file)->items().count(), 10);
    }

    void refusesAPathThatWasMadeToLeaveItsRoot() {
        const fs::path file = makeGallery(2);
        tamper(file, "UPDATE items SET path = CAST('../../etc/passwd' AS BLOB) WHERE id = 2");
        const auto gallery = Gallery::open(file);
        QVERIFY(refusalOf([&] { gallery->items().page({}, 10); }).code == ErrorCode::CorruptFile);
        QCOMPARE(gallery->verify().size(), std::size_t{1});
    }

    void leavesOutAndNamesDamagedVectors() {
        const fs::path file = makeGallery(6);
        tamper(file,
               "UPDATE embeddings SET vector = zeroblob(64) WHERE item_id = 1;"
               "UPDATE embeddings SET vector = zeroblob(63) WHERE item_id = 2;"
               "UPDATE embeddings SET dimension = 31 WHERE item_id = 3;"
               "UPDATE embeddings SET type = 7 WHERE item_id = 4;"
               "UPDATE embeddings SET checksum = checksum + 1 WHERE item_id = 5");
        const auto gallery = Gallery::open(file);
        std::vector<ItemId> damaged;
        // A page of nothing but damage is not the end.
        const auto page = gallery->embeddings().page(kBundle, {}, 2, damaged);
        QCOMPARE(page.size(), std::size_t{1});
        QCOMPARE(page.front().item.value, 6);
        QCOMPARE(damaged.size(), std::size_t{5});
        QVERIFY(!gallery->embeddings().find(kBundle, ItemId{1}).has_value());
        QCOMPARE(gallery->verify().size(), std::size_t{5});
    }

    void noticesAVectorOfAnotherItem() {
        const fs::path file = makeGallery(2);
        tamper(file,
               "UPDATE embeddings SET (checksum, vector) = (SELECT checksum, vector FROM "
               "embeddings WHERE item_id = 2) WHERE item_id = 1");
        QVERIFY(!Gallery::open(file)->embeddings().find(kBundle, ItemId{1}).has_value());
    }

    void findsDamageInThePagesWhenVerifying() {
        const fs::path file = makeGallery(200);
        std::string contents = contentsOf(file);
        for (std::size_t i = contents.size() / 2; i < contents.size() / 2 + 6000; ++i) {
            contents[i] = 'x';
        }
        overwrite(file, contents);
        const auto gallery = Gallery::open(file);
        QVERIFY(!gallery->verify().empty());
    }

    void saysThatTheDiskIsFull() {
        const fs::path file = makeGallery(1);
        {
            // The same answer of SQLite as a full disk: the file may not grow.
            SQLite::Database other(file.native(), SQLite::OPEN_READWRITE);
            other.exec("PRAGMA journal_mode = DELETE");
        }
        const auto gallery = Gallery::open(file);
        const RootId root = gallery->items().roots().front().id;
        const rlimit before = limitFileSize(fs::file_size(file) + 100'000);
        const Refusal refusal = refusalOf([&] {
            gallery->transaction([&] {
                const std::vector<std::byte> thumbnail(1 << 20);
                for (int i = 10; i < 20; ++i) {
                    gallery->items().add(sampleItem(root, i), thumbnail);
                }
            });
        });
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY2(refusal.code == ErrorCode::DiskFull, qPrintable(refusal.message));
        QCOMPARE(gallery->items().count(), 1);
        gallery->items().add(sampleItem(root, 30), {});
        QVERIFY(gallery->verify().empty());
    }

    void opensForReadingWhereNoSideFileCanBeMade() {
        const fs::path file = makeGallery(3);
        forbidSharedMemory(file);
        const auto gallery = Gallery::open(file, Gallery::Access::ReadOnly);
        QCOMPARE(gallery->items().count(), 3);
        QVERIFY(refusalOf([&] { gallery->items().addRoot("/x"); }).code == ErrorCode::Io);
    }

    void refusesAnUnmergedLogWhereNoSideFileCanBeMade() {
        const fs::path file = makeGallery(1);
        const fs::path copy = at("copy.descry");
        {
            const auto gallery = Gallery::open(file);
            gallery->items().addRoot("/more");
            fs::copy_file(file, copy);
            fs::copy_file(file.string() + "-wal", copy.string() + "-wal");
        }
        forbidSharedMemory(copy);
        const Refusal refusal = refusalOfOpening(copy, Gallery::Access::ReadOnly);
        QVERIFY(refusal.code == ErrorCode::Io);
        QVERIFY(refusal.message.contains("-wal"));
    }

    void writesWithAnotherJournalWhereNoWalIsPossible() {
        const fs::path file = makeGallery(3);
        forbidSharedMemory(file);
        const auto gallery = Gallery::open(file);
        gallery->transaction([&] {
            gallery->items().add(sampleItem(gallery->items().roots().front().id, 50), {});
        });
        QCOMPARE(gallery->items().count(), 4);
        const auto second = Gallery::open(file);
        QCOMPARE(second->items().count(), 4);
    }

    void recoversWhatWasCommittedBeforeACrash() {
        const fs::path file = makeGallery(1);
        const fs::path copy = at("copy.descry");
        {
            const auto gallery = Gallery::open(file);
            gallery->transaction([&] {
                gallery->items().add(sampleItem(gallery->items().roots().front().id, 7), {});
            });
            // The files as a crash leaves them: the change is in the log alone.
            fs::copy_file(file, copy);
            fs::copy_file(file.string() + "-wal", copy.string() + "-wal");
        }
        QCOMPARE(Gallery::open(copy)->items().count(), 2);
    }

  private:
    static rlimit limitFileSize(std::uintmax_t bytes) {
        signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit limit = before;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
        return before;
    }
};

QTEST_GUILESS_MAIN(tst_GalleryFile)
#include "tst_gallery_file.moc"

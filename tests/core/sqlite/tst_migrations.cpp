#include <QtTest>

#include <array>

#include "core/base/error.h"
#include "core/sqlite/schema.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kFileId = 0x44730001;
constexpr const char* kFirst = "CREATE TABLE a(x INTEGER) STRICT";
constexpr const char* kSecond = "ALTER TABLE a ADD COLUMN y TEXT; CREATE TABLE b(z BLOB) STRICT";
constexpr const char* kBroken = "CREATE TABLE c(x); CREATE TABLE c(x)";

constexpr std::array kOld{kFirst};
constexpr std::array kNew{kFirst, kSecond};
constexpr std::array kNewest{kFirst, kSecond, kBroken};

}  // namespace

class tst_Migrations : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<QTemporaryDir> m_folder;

    fs::path file() const { return fs::path(m_folder->path().toStdString()) / "g.descry"; }
    fs::path backup() const { return file().string() + ".v1.backup"; }
    void makeOld() const {
        Database database(file(), {.mode = Database::Mode::Create});
        createSchema(database, kOld, kFileId);
        database.execute("INSERT INTO a VALUES(7)");
    }

  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void bringsAnOldFileToTheNewestVersion() {
        makeOld();
        Database database(file(), {});
        checkSchema(database, kNew);
        migrate(database, kNew);
        QCOMPARE(database.number("PRAGMA user_version"), 2);
        QCOMPARE(database.number("SELECT x FROM a"), 7);
        checkSchema(database, kNew);
    }

    void keepsABackupOfTheOldFile() {
        makeOld();
        Database database(file(), {});
        migrate(database, kNew);
        Database old(backup(), {.mode = Database::Mode::ReadOnly});
        QCOMPARE(old.number("PRAGMA user_version"), 1);
        QCOMPARE(old.number("SELECT x FROM a"), 7);
        checkSchema(old, kOld);
    }

    void neverOverwritesABackup() {
        makeOld();
        QFile precious(QString::fromStdString(backup().string()));
        QVERIFY(precious.open(QIODevice::WriteOnly));
        precious.write("mine");
        precious.close();
        Database database(file(), {});
        migrate(database, kNew);
        QVERIFY(precious.open(QIODevice::ReadOnly));
        QCOMPARE(precious.readAll(), QByteArray("mine"));
        QVERIFY(fs::exists(backup().string() + "1"));
    }

    void doesNothingToANewFile() {
        makeOld();
        Database database(file(), {});
        migrate(database, kOld);
        QVERIFY(!fs::exists(backup()));
    }

    void stopsAtTheLastVersionThatWorked() {
        makeOld();
        Database database(file(), {});
        QVERIFY_THROWS_EXCEPTION(Error, migrate(database, kNewest));
        QCOMPARE(database.number("PRAGMA user_version"), 2);
        checkSchema(database, kNew);
    }

    void refusesANewerVersion() {
        makeOld();
        Database database(file(), {});
        migrate(database, kNew);
        try {
            checkSchema(database, kOld);
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::Unsupported);
        }
    }

    void refusesVersionZero() {
        Database database(file(), {.mode = Database::Mode::Create});
        QVERIFY_THROWS_EXCEPTION(Error, checkSchema(database, kOld));
    }
};

QTEST_GUILESS_MAIN(tst_Migrations)
#include "tst_migrations.moc"

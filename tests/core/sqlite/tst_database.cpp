#include <QtTest>
#include <fstream>
#include <optional>

#include "core/sqlite/database.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

template <typename Call>
std::optional<ErrorCode> refusalOf(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return std::nullopt;
}

}  // namespace

class tst_Database : public QObject {
    Q_OBJECT

  private:
    QTemporaryDir m_folder;

    fs::path file(const std::string& name) const {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    fs::path write(const std::string& text) const {
        std::ofstream(file("written"), std::ios::binary) << text;
        return file("written");
    }

  private slots:
    void isKnownByItsBeginning() {
        Database(file("a"), {.mode = Database::Mode::Create})
            .execute("CREATE TABLE a(x INTEGER) STRICT");
        QVERIFY(isDatabaseFile(file("a")));
        QVERIFY(isDatabaseFile(write(std::string("SQLite format 3\0", 16))));
        QVERIFY(!isDatabaseFile(write(std::string("SQLite format 3\0", 15))));
        QVERIFY(!isDatabaseFile(write("SQLite format 3 is what this text is about")));
        QVERIFY(!isDatabaseFile(write("")));
    }

    void aFileThatWasMovedTakesNothingUntilItIsBack() {
        Database database(file("b"), {.mode = Database::Mode::Create});
        database.execute("PRAGMA journal_mode = WAL; CREATE TABLE b(x INTEGER) STRICT");
        const auto add = [&] { database.query("INSERT INTO b VALUES(1)").run(); };
        const auto addAll = [&] { database.atomic(add); };
        add();
        for (const bool isReplaced : {false, true}) {
            fs::rename(file("b"), file("elsewhere"));
            if (isReplaced) fs::copy_file(file("elsewhere"), file("b"));
            QVERIFY(refusalOf(add) == ErrorCode::NotFound);
            QVERIFY(refusalOf(addAll) == ErrorCode::NotFound);
            QCOMPARE(database.number("SELECT count(*) FROM b"), std::int64_t{isReplaced ? 2 : 1});
            fs::rename(file("elsewhere"), file("b"));
            add();
        }
    }

    void isAFileThatIsThere() {
        QVERIFY(!isDatabaseFile(file("absent")));
        QVERIFY(!isDatabaseFile(file(".")));
    }
};

QTEST_GUILESS_MAIN(tst_Database)
#include "tst_database.moc"

#include <QtTest>
#include <fstream>

#include "core/sqlite/database.h"

using namespace descry;
namespace fs = std::filesystem;

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

    void isAFileThatIsThere() {
        QVERIFY(!isDatabaseFile(file("absent")));
        QVERIFY(!isDatabaseFile(file(".")));
    }
};

QTEST_GUILESS_MAIN(tst_Database)
#include "tst_database.moc"

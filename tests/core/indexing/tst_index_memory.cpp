#include <QtTest>

#include "core/indexing/index_memory.h"
#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

class tst_IndexMemory : public QObject {
    Q_OBJECT

  private slots:
    void readsNewFilesAsBefore() {
        IndexFixture fixture;
        fixture.picture("c1.bmp", 1);
        IndexOptions options = fixture.options();
        options.pattern = "(?P<camera>c\\d)";
        options.metadataFile = fixture.writeBeside("meta.csv", "path,person\nc2.bmp,7\n");
        fixture.index(options);
        // Completing the index does not make it forget.
        fixture.index();
        fixture.picture("c2.bmp", 2);
        const std::vector<IndexOptions> update = updateOptions(*fixture.gallery());
        QCOMPARE(update.size(), std::size_t{1});
        QCOMPARE(update.front().folders, (std::vector<fs::path>{fixture.pictures}));
        fixture.index(update.front());
        QCOMPARE(fixture.item("c2.bmp")->metadata.camera.value(), std::string("c2"));
        QCOMPARE(fixture.item("c2.bmp")->metadata.person.value(), std::string("7"));
    }

    void keepsFoldersOfOtherKindsApart() {
        IndexFixture fixture;
        fixture.picture("a.bmp", 1);
        const fs::path other = fixture.folder / "other";
        fs::create_directory(other);
        writePicture(other / "b.bmp", 2);
        IndexOptions options = fixture.options();
        options.pattern = "market";
        fixture.index(options);
        options.folders = {other};
        options.pattern.reset();
        fixture.index(options);
        const std::vector<IndexOptions> update = updateOptions(*fixture.gallery());
        QCOMPARE(update.size(), std::size_t{2});
        for (const IndexOptions& group : update) {
            QCOMPARE(group.folders.size(), std::size_t{1});
            QCOMPARE(group.pattern.has_value(), group.folders.front() == fixture.pictures);
        }
    }

    void leavesOutAMetadataFileThatIsGone() {
        IndexFixture fixture;
        fixture.picture("a.bmp", 1);
        IndexOptions options = fixture.options();
        options.metadataFile = fixture.writeBeside("meta.csv", "path,person\na.bmp,7\n");
        fixture.index(options);
        fs::remove(*options.metadataFile);
        QVERIFY(!updateOptions(*fixture.gallery()).front().metadataFile);
    }

    void passesOverSettingsItDoesNotKnow() {
        IndexFixture fixture;
        fixture.picture("a.bmp", 1);
        fixture.index();
        const auto gallery = Gallery::open(fixture.file);
        gallery->history().startRun(kFirst, "no json");
        gallery->history().startRun(kFirst, R"({"folders": 7, "pattern": ["x"]})");
        const std::vector<IndexOptions> update = updateOptions(*gallery);
        QCOMPARE(update.size(), std::size_t{1});
        QVERIFY(!update.front().pattern);
        QVERIFY(
            updateOptions(*Gallery::create(fixture.folder / "new.descry")).front().folders.empty());
    }
};

QTEST_GUILESS_MAIN(tst_IndexMemory)
#include "tst_index_memory.moc"

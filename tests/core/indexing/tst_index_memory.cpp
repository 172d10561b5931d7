#include <fmt/format.h>

#include <QtTest>

#include "core/indexing/index_memory.h"
#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

/// An annotation file that names one image.
std::string annotationsOf(const std::string& path, int person) {
    return fmt::format(
        R"([{{"id": {}, "img_path": "{}", "captions": ["A man."], "split": "train"}}])",
        person,
        path);
}

}  // namespace

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

    void readsADataSetRatherThanItsFolder() {
        IndexFixture fixture;
        for (const char* name : {"a.bmp", "b.bmp", "c.bmp"}) {
            fixture.picture(name, static_cast<std::uint64_t>(name[0]));
        }
        IndexOptions options = fixture.options();
        options.folders.clear();
        options.datasets = {{fixture.writeBeside("set.json", annotationsOf("a.bmp", 7)),
                             fixture.pictures,
                             std::nullopt}};
        fixture.index(options);
        QCOMPARE(fixture.gallery()->items().count(), 1);
        fixture.writeBeside("set.json", annotationsOf("b.bmp", 8));
        const std::vector<IndexOptions> update = updateOptions(*fixture.gallery());
        QCOMPARE(update.size(), std::size_t{1});
        QVERIFY(update.front().folders.empty());
        fixture.index(update.front());
        QCOMPARE(fixture.gallery()->items().count(), 2);
        QCOMPARE(fixture.item("b.bmp")->metadata.person.value(), std::string("8"));
        // What it was read from is gone: what is there is completed, nothing else is taken in.
        fs::remove(options.datasets.front().file);
        const std::vector<IndexOptions> without = updateOptions(*fixture.gallery());
        QCOMPARE(without.size(), std::size_t{1});
        QVERIFY(without.front().folders.empty() && without.front().datasets.empty());
    }

    void walksAFolderThatADataSetDescribes() {
        IndexFixture fixture;
        fixture.picture("a.bmp", 1);
        IndexOptions options = fixture.options();
        options.datasets = {{fixture.writeBeside("set.json", annotationsOf("a.bmp", 7)),
                             fixture.pictures,
                             Split::Train}};
        fixture.index(options);
        fixture.index(options);
        const std::vector<IndexOptions> update = updateOptions(*fixture.gallery());
        QCOMPARE(update.size(), std::size_t{1});
        QCOMPARE(update.front().folders, options.folders);
        QCOMPARE(update.front().datasets.size(), std::size_t{1});
        QVERIFY(update.front().datasets.front().split == Split::Train);
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

    void readsSomeFoldersAsTheWholeWasRead() {
        IndexFixture fixture;
        fixture.picture("one/a.bmp", 1);
        fixture.picture("two/b.bmp", 2);
        IndexOptions options = fixture.options();
        options.pattern = "(?P<camera>[ab])";
        fixture.index(options);
        const fs::path one = fixture.pictures / "one";
        const std::vector<IndexOptions> update =
            updateOptionsWithin(*fixture.gallery(), {one, fixture.folder / "elsewhere"});
        QCOMPARE(update.size(), std::size_t{1});
        QCOMPARE(update.front().folders, std::vector<fs::path>{one});
        QVERIFY(update.front().pattern == options.pattern);
        QVERIFY(updateOptionsWithin(*fixture.gallery(), {fixture.folder / "elsewhere"}).empty());
    }

    void passesOverSettingsItDoesNotKnow() {
        IndexFixture fixture;
        fixture.picture("a.bmp", 1);
        fixture.index();
        const auto gallery = Gallery::open(fixture.file);
        gallery->history().startRun(kFirst, "no json");
        gallery->history().startRun(
            kFirst, R"({"folders": 7, "datasets": ["set.json", {"file": 1}], "pattern": ["x"]})");
        const std::vector<IndexOptions> update = updateOptions(*gallery);
        QCOMPARE(update.size(), std::size_t{1});
        QVERIFY(!update.front().pattern);
        QVERIFY(
            updateOptions(*Gallery::create(fixture.folder / "new.descry")).front().folders.empty());
    }
};

QTEST_GUILESS_MAIN(tst_IndexMemory)
#include "tst_index_memory.moc"

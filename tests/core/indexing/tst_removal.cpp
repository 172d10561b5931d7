#include <QtTest>

#include "core/gallery/token_cache.h"
#include "core/indexing/removal.h"
#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

RemovalReport remove(const IndexFixture& fixture, const Removal& removal) {
    RemovalJob job(fixture.file, removal);
    JobContext context(fixture.stop.get_token(), {});
    job.run(context);
    return *job.report();
}

/// Two folders of pictures, one of which holds a broken file.
struct TwoFolders : IndexFixture {
    fs::path other = folder / "other";

    TwoFolders() {
        for (int i = 0; i < 3; ++i) picture(fmt::format("{}.bmp", i), i);
        write("broken.jpg", "no picture");
        fs::create_directory(other);
        for (int i = 0; i < 2; ++i) writePicture(other / fmt::format("{}.bmp", i), 50 + i);
        IndexOptions both = options();
        both.folders.push_back(other);
        both.cacheTokens = TokenFormat::F16;
        index(both);
    }
    RootId rootOf(const fs::path& wanted) const {
        for (const Root& root : gallery()->items().roots()) {
            if (root.folder == wanted) return root.id;
        }
        return {};
    }
};

}  // namespace

class tst_Removal : public QObject {
    Q_OBJECT

  private slots:
    void removesAFolderAndLeavesItsFiles() {
        const TwoFolders fixture;
        const RemovalReport report = remove(fixture, {.root = fixture.rootOf(fixture.pictures)});
        QCOMPARE(report.numItems, 3);
        const auto gallery = fixture.gallery();
        QCOMPARE(gallery->items().roots().size(), std::size_t{1});
        QCOMPARE(gallery->items().count(), 2);
        QVERIFY(gallery->failures().all().empty());
        QCOMPARE(gallery->embeddings().count(fixture.fingerprint), 2);
        QVERIFY(gallery->verify().empty());
        QVERIFY(fs::exists(fixture.pictures / "0.bmp"));
        QVERIFY(fs::exists(fixture.pictures / "broken.jpg"));
    }

    void removesChosenItems() {
        const TwoFolders fixture;
        const ItemId first = fixture.gallery()->items().page(ItemId{0}, 1).front().id;
        const RemovalReport report = remove(fixture, {.items = {first, ItemId{999}}});
        QCOMPARE(report.numItems, 1);
        QCOMPARE(fixture.gallery()->items().count(), 4);
        QVERIFY(!fixture.gallery()->items().find(first));
    }

    void removesItemsWhoseFileIsMissing() {
        TwoFolders fixture;
        fs::remove(fixture.pictures / "1.bmp");
        fixture.index();
        QCOMPARE(remove(fixture, {.missingItems = true}).numItems, 1);
        QCOMPARE(fixture.gallery()->counts().numMissing, 0);
        QCOMPARE(fixture.gallery()->items().count(), 4);
    }

    void removesABundlesIndexWithItsFiles() {
        TwoFolders fixture;
        fixture.fingerprint = kSecond;
        fixture.index();
        const fs::path derived = fixture.writeBeside("matrix", "rows");
        QCOMPARE(tokenCacheFiles(fixture.file).size(), std::size_t{1});
        const RemovalReport report =
            remove(fixture, {.fingerprint = kFirst, .derivedFiles = {derived}});
        QCOMPARE(report.numEmbeddings, 5);
        QVERIFY(report.freedBytes > 4);
        QVERIFY(!fs::exists(derived));
        QVERIFY(tokenCacheFiles(fixture.file).empty());
        const auto gallery = fixture.gallery();
        QCOMPARE(gallery->embeddings().count(kFirst), 0);
        // The other folder was not walked under the second bundle, but its items are completed.
        QCOMPARE(gallery->embeddings().count(kSecond), 5);
        QCOMPARE(gallery->items().count(), 5);
    }

    void removesNothingWhenStopped() {
        TwoFolders fixture;
        fixture.stop.request_stop();
        try {
            remove(fixture, {.root = fixture.rootOf(fixture.pictures)});
            QFAIL("not cancelled");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::Cancelled);
        }
        QCOMPARE(fixture.gallery()->items().count(), 5);
        QCOMPARE(fixture.gallery()->items().roots().size(), std::size_t{2});
    }

    void keepsTheTokensOfOthersWhenDropped() {
        const TwoFolders fixture;
        QCOMPARE(dropTokenCaches(fixture.file, kSecond), 0);
        const std::int64_t bytes = fixture.gallery()->statistics().tokenBytes;
        QVERIFY(bytes > 0);
        QCOMPARE(dropTokenCaches(fixture.file, {}), bytes);
        QCOMPARE(fixture.gallery()->statistics().tokenBytes, 0);
    }
};

QTEST_GUILESS_MAIN(tst_Removal)
#include "tst_removal.moc"

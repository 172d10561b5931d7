#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/gallery/backup.h"
#include "tests/core/gallery/sample_items.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const std::string kBundle(64, 'a');

struct Fixture {
    QTemporaryDir temporary;
    fs::path folder{temporary.path().toStdString()};
    fs::path file = folder / "street.descry";

    Fixture() { addItems(3); }

    void addItems(int count) const {
        const auto gallery = fs::exists(file) ? Gallery::open(file) : Gallery::create(file);
        const RootId root = gallery->items().addRoot("/pictures");
        const auto first = static_cast<int>(gallery->items().count());
        for (int i = first; i < first + count; ++i) {
            const ItemId id = gallery->items().add(sampleItem(root, i), {});
            gallery->embeddings().put(kBundle, sampleEmbedding(id, i));
        }
    }
    fs::path backUp() const {
        const fs::path name = newBackupName(file);
        Gallery::open(file)->backUp(name);
        return name;
    }
    /// Bytes in the middle of the file are no rows any more.
    static void damage(const fs::path& gallery) {
        std::fstream stream(gallery, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(100);
        stream << std::string(8000, '\x7f');
    }
};

std::optional<ErrorCode> codeOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return std::nullopt;
}

}  // namespace

class tst_GalleryBackup : public QObject {
    Q_OBJECT

  private slots:
    void findsCopiesBesideTheGallery() {
        const Fixture fixture;
        QVERIFY(backupsOf(fixture.file).empty());
        const fs::path first = fixture.backUp();
        const fs::path second = fixture.backUp();
        QVERIFY(first != second);
        std::ofstream(fixture.folder / "street.descry.v1.backup") << "made before an upgrade";
        std::ofstream(fixture.folder / "other.descry.v1.backup") << "of another gallery";
        std::ofstream(fixture.folder / "street.descry.backup.part") << "not finished";
        const std::vector<GalleryBackup> found = backupsOf(fixture.file);
        QCOMPARE(found.size(), std::size_t{3});
        QVERIFY(found.front().timeMs >= found.back().timeMs);
    }

    void restoresACopyInPlaceOfADamagedGallery() {
        const Fixture fixture;
        const fs::path backup = fixture.backUp();
        const std::int64_t generation =
            Gallery::open(fixture.file)->embeddings().generation(kBundle);
        fixture.addItems(2);
        Fixture::damage(fixture.file);
        QVERIFY(codeOf([&] { Gallery::open(fixture.file)->items().page({}, 10); }).has_value());
        const fs::path kept = restoreBackup(fixture.file, backup);
        QCOMPARE(kept.filename().string(), std::string("street.descry.damaged"));
        QVERIFY(fs::exists(kept));
        const auto gallery = Gallery::open(fixture.file);
        QCOMPARE(gallery->items().count(), 3);
        QVERIFY(gallery->verify().empty());
        // A file made from the lost state cannot pass for one of this state.
        QVERIFY(gallery->embeddings().generation(kBundle) > generation + 2);
        QVERIFY(fs::exists(backup));
    }

    void restoresWhereTheGalleryIsGone() {
        const Fixture fixture;
        const fs::path backup = fixture.backUp();
        fs::remove(fixture.file);
        QVERIFY(restoreBackup(fixture.file, backup).empty());
        QCOMPARE(Gallery::open(fixture.file)->items().count(), 3);
    }

    void refusesACopyThatIsDamagedToo() {
        const Fixture fixture;
        const fs::path backup = fixture.backUp();
        Fixture::damage(backup);
        QVERIFY(codeOf([&] { restoreBackup(fixture.file, backup); }).has_value());
        QVERIFY(codeOf([&] { restoreBackup(fixture.file, fixture.folder / "none"); }) ==
                ErrorCode::NotFound);
        QCOMPARE(Gallery::open(fixture.file)->items().count(), 3);
        int numFiles = 0;
        for (const auto& entry : fs::directory_iterator(fixture.folder)) {
            if (entry.path().native().find("restoring") != std::string::npos) ++numFiles;
        }
        QCOMPARE(numFiles, 0);
    }

    void copiesAsTheGalleryIsAndReplacesNothing() {
        const Fixture fixture;
        const auto gallery = Gallery::open(fixture.file);
        const fs::path copy = fixture.folder / "copy.descry";
        gallery->backUp(copy);
        QCOMPARE(Gallery::open(copy)->items().count(), 3);
        QVERIFY(codeOf([&] { gallery->backUp(copy); }) == ErrorCode::InvalidInput);
        QVERIFY(codeOf([&] { gallery->backUp(fixture.folder / "no/copy"); }) ==
                ErrorCode::NotFound);
    }

    void countsWhatIsKnown() {
        const Fixture fixture;
        const auto gallery = Gallery::open(fixture.file);
        const RootId root = gallery->items().roots().front().id;
        Item item = sampleItem(root, 100);
        item.metadata.camera = "c1";
        item.metadata.person = "7";
        item.metadata.timeMs = 5000;
        const std::vector<std::byte> jpeg(40);
        gallery->items().add(item, jpeg);
        item.path = "other.jpg";
        item.metadata.timeMs = 1000;
        item.state = ItemState::Missing;
        gallery->items().add(item, {});
        gallery->failures().record(
            {.root = root, .path = "bad.jpg", .reason = Error(ErrorCode::CorruptFile, "cut")});
        const GalleryStatistics statistics = gallery->statistics();
        QCOMPARE(statistics.numCameras, 1);
        QCOMPARE(statistics.numPeople, 1);
        QCOMPARE(statistics.numTracks, 0);
        QCOMPARE(statistics.numWithTime, 2);
        QCOMPARE(statistics.firstMs.value(), 1000);
        QCOMPARE(statistics.lastMs.value(), 5000);
        QCOMPARE(statistics.thumbnailBytes, 40);
        QCOMPARE(statistics.embeddingBytes, 3 * 64);
        QVERIFY(statistics.databaseBytes > 4096);
        QCOMPARE(statistics.roots.size(), std::size_t{1});
        QCOMPARE(statistics.roots.front().numPresent, 4);
        QCOMPARE(statistics.roots.front().numMissing, 1);
        QCOMPARE(statistics.roots.front().numFailures, 1);
    }

    void keepsAFolderThatStillHasItems() {
        const Fixture fixture;
        const auto gallery = Gallery::open(fixture.file);
        const RootId root = gallery->items().roots().front().id;
        QVERIFY(codeOf([&] { gallery->removeRoot(root); }) == ErrorCode::Internal);
        QCOMPARE(gallery->items().roots().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(tst_GalleryBackup)
#include "tst_gallery_backup.moc"

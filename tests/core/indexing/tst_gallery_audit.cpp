#include <SQLiteCpp/Database.h>

#include <QtTest>
#include <algorithm>

#include "core/indexing/gallery_audit.h"
#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

GalleryAudit audit(const IndexFixture& fixture, AuditFiles files = AuditFiles::Status) {
    AuditJob job(fixture.file, files);
    JobContext context;
    const auto report = job.report();
    job.run(context);
    return *report;
}

void tamper(const fs::path& file, const std::string& sql) {
    SQLite::Database(file.native(), SQLite::OPEN_READWRITE).exec(sql);
}

QStringList placesOf(const GalleryAudit& audit, AuditKind kind) {
    QStringList places;
    for (const AuditFinding& finding : audit.findings) {
        if (finding.kind == kind) places << QString::fromStdString(finding.place);
    }
    places.sort();
    return places;
}

}  // namespace

class tst_GalleryAudit : public QObject {
    Q_OBJECT

  private slots:
    void findsASoundGallerySound() {
        IndexFixture fixture;
        for (int i = 0; i < 4; ++i) fixture.picture(fmt::format("{}.bmp", i), i);
        fixture.index();
        const GalleryAudit found = audit(fixture);
        QVERIFY(found.isSound());
        QCOMPARE(found.numEmbeddings, 4);
        QCOMPARE(found.numFiles, 4);
        QCOMPARE(found.numRead, 0);
        QCOMPARE(audit(fixture, AuditFiles::Contents).numRead, 4);
        QCOMPARE(audit(fixture, AuditFiles::Leave).numFiles, 0);
    }

    void findsChangedBytesOfAnEmbedding() {
        IndexFixture fixture;
        for (int i = 0; i < 3; ++i) fixture.picture(fmt::format("{}.bmp", i), i);
        fixture.index();
        tamper(fixture.file,
               "UPDATE embeddings SET vector = zeroblob(length(vector)) WHERE item_id = 2");
        const GalleryAudit found = audit(fixture);
        QCOMPARE(found.numDamaged, 1);
        QCOMPARE(found.numEmbeddings, 3);
        QCOMPARE(placesOf(found, AuditKind::Embedding), QStringList{"1.bmp"});
        // Indexing computes it anew.
        fixture.index();
        QVERIFY(audit(fixture).isSound());
    }

    void findsAnEmbeddingOfAnotherDimension() {
        IndexFixture fixture;
        for (int i = 0; i < 3; ++i) fixture.picture(fmt::format("{}.bmp", i), i);
        fixture.index();
        const ItemId odd = fixture.item("2.bmp")->id;
        Gallery::open(fixture.file)
            ->embeddings()
            .put(fixture.fingerprint, {.item = odd, .values = {1, 2, 3}});
        const GalleryAudit found = audit(fixture);
        QCOMPARE(found.numDamaged, 1);
        QVERIFY(QString(found.findings.front().detail.what()).contains("3 values"));
    }

    void findsMissingAndChangedFiles() {
        IndexFixture fixture;
        for (const char* name : {"gone.bmp", "grown.bmp", "same size.bmp", "touched.bmp"}) {
            fixture.picture(name, static_cast<std::uint64_t>(name[0] + name[2]));
        }
        fixture.index();
        fs::remove(fixture.pictures / "gone.bmp");
        fixture.write("grown.bmp", "another file");
        fixture.picture("same size.bmp", 77);
        fixture.touch("touched.bmp");
        const GalleryAudit found = audit(fixture);
        const QString at = QString::fromStdString(fixture.pictures.native() + "/");
        QCOMPARE(placesOf(found, AuditKind::FileMissing), QStringList{at + "gone.bmp"});
        QCOMPARE(placesOf(found, AuditKind::FileChanged),
                 QStringList({at + "grown.bmp", at + "same size.bmp"}));
        QCOMPARE(found.numRead, 2);
        QCOMPARE(found.findings.size(), std::size_t{3});
    }

    void readsEveryFileWhenAsked() {
        IndexFixture fixture;
        fixture.picture("a.bmp", 1);
        fixture.index();
        const auto time = fs::last_write_time(fixture.pictures / "a.bmp");
        writePicture(fixture.pictures / "a.bmp", 2);
        fs::last_write_time(fixture.pictures / "a.bmp", time);
        QVERIFY(audit(fixture).isSound());
        QCOMPARE(audit(fixture, AuditFiles::Contents).numChanged, 1);
    }

    void namesAFolderThatIsNotThereOnce() {
        IndexFixture fixture;
        for (int i = 0; i < 3; ++i) fixture.picture(fmt::format("{}.bmp", i), i);
        fixture.index();
        fs::rename(fixture.pictures, fixture.folder / "elsewhere");
        const GalleryAudit found = audit(fixture);
        QCOMPARE(found.findings.size(), std::size_t{1});
        QCOMPARE(found.numFoldersMissing, 1);
        QCOMPARE(found.numMissing, 0);
    }

    void findsADamagedDatabase() {
        IndexFixture fixture;
        for (int i = 0; i < 40; ++i) fixture.picture(fmt::format("{}.bmp", i), i);
        fixture.index();
        tamper(fixture.file, "UPDATE bundles SET num_embeddings = 39");
        const GalleryAudit found = audit(fixture);
        QCOMPARE(found.numDatabaseFindings, 1);
        QVERIFY(found.findings.front().place.empty());
    }

    void stopsWhenAsked() {
        IndexFixture fixture;
        fixture.picture("a.bmp", 1);
        fixture.index();
        fixture.stop.request_stop();
        JobContext context(fixture.stop.get_token(), {});
        AuditJob job(fixture.file, AuditFiles::Status);
        try {
            job.run(context);
            QFAIL("not cancelled");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::Cancelled);
        }
    }

    void countsWhatIsNotListed() {
        GalleryAudit found;
        for (std::size_t i = 0; i < GalleryAudit::kMaxFindings + 3; ++i) {
            found.note(AuditKind::FileMissing, "a", Error(ErrorCode::NotFound, "b"));
        }
        QCOMPARE(found.numMissing, std::int64_t{GalleryAudit::kMaxFindings + 3});
        QCOMPARE(found.numOmitted, 3);
    }
};

QTEST_GUILESS_MAIN(tst_GalleryAudit)
#include "tst_gallery_audit.moc"

#include <sqlite3.h>

#include <QtTest>
#include <nlohmann/json.hpp>

#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;

namespace {

using Names = std::vector<std::string>;

void execute(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* database = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    QCOMPARE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    QCOMPARE(sqlite3_close(database), SQLITE_OK);
}

}  // namespace

class TestIndexJob : public QObject {
    Q_OBJECT

    std::unique_ptr<IndexFixture> m_world;

    /// Pictures "0.bmp", "1.bmp", ... of as many seeds, indexed.
    void indexPictures(int count) {
        for (int i = 0; i < count; ++i) {
            m_world->picture(std::to_string(i) + ".bmp", static_cast<std::uint64_t>(i));
        }
        m_world->index();
        m_world->model->numEncodedImages = 0;
    }

  private slots:
    void init() { m_world = std::make_unique<IndexFixture>(); }

    void addsEveryPictureOfAFolder() {
        m_world->picture("a/1.bmp", 1);
        m_world->picture("a/b/2.bmp", 2);
        m_world->picture("3.bmp", 3);
        m_world->write("notes.txt", "no picture");
        const IndexReport report = m_world->index();
        QCOMPARE(report.numAdded, 3);
        QCOMPARE(report.numEncoded, 3);
        QCOMPARE(report.numIgnored, 1);
        QVERIFY(report.findings.empty());
        QVERIFY(m_world->warnings.empty());
        QCOMPARE(m_world->gallery()->items().count(), 3);
        for (const char* path : {"a/1.bmp", "a/b/2.bmp", "3.bmp"}) {
            QVERIFY2(m_world->isEmbedded(path), path);
        }
        const auto item = m_world->item("a/1.bmp");
        QCOMPARE(item->width, 12);
        QCOMPARE(item->height, 12);
        QCOMPARE(
            item->sizeBytes,
            static_cast<std::int64_t>(std::filesystem::file_size(m_world->pictures / "3.bmp")));
        QCOMPARE(item->contentHash.size(), std::size_t{64});
        QVERIFY(item->metadata == ItemMetadata{});
        QVERIFY(!m_world->gallery()->items().thumbnail(item->id).empty());
        QVERIFY(m_world->gallery()->verify().empty());
    }

    void keepsNoThumbnailsIfNoneAreWanted() {
        m_world->picture("1.bmp", 1);
        IndexOptions options = m_world->options();
        options.thumbnailSide = 0;
        m_world->index(options);
        const auto item = m_world->item("1.bmp");
        QVERIFY(m_world->gallery()->items().thumbnail(item->id).empty());
    }

    void anEmptyFolderGivesAnEmptyGallery() {
        const IndexReport report = m_world->index();
        QCOMPARE(report.numAdded, 0);
        QCOMPARE(m_world->gallery()->items().count(), 0);
        QCOMPARE(m_world->lastRun().outcome, std::string("succeeded"));
    }

    void anUnchangedRunDoesNothing() {
        indexPictures(4);
        const auto generation = m_world->gallery()->embeddings().generation(kFirst);
        const IndexReport report = m_world->index();
        QCOMPARE(report.numUnchanged, 4);
        QCOMPARE(report.numAdded + report.numEncoded + report.numChanged + report.numMetadata, 0);
        QVERIFY(report.findings.empty());
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
        QCOMPARE(m_world->gallery()->embeddings().generation(kFirst), generation);
    }

    void aChangedFileIsEncodedAgain() {
        indexPictures(3);
        const auto before = m_world->item("1.bmp");
        m_world->picture("1.bmp", 77);
        const IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Changed) == Names{"1.bmp"});
        QCOMPARE(report.numChanged, 1);
        QCOMPARE(report.numUnchanged, 2);
        QCOMPARE(m_world->model->numEncodedImages.load(), 1);
        const auto after = m_world->item("1.bmp");
        QVERIFY(after->id == before->id);
        QVERIFY(after->contentHash != before->contentHash);
        QVERIFY(m_world->isEmbedded("1.bmp"));
        QVERIFY(m_world->gallery()->items().thumbnail(after->id) !=
                m_world->gallery()->items().thumbnail(m_world->item("0.bmp")->id));
    }

    void aTouchedFileKeepsItsEmbedding() {
        indexPictures(2);
        m_world->touch("1.bmp");
        const IndexReport report = m_world->index();
        QCOMPARE(report.numChanged, 0);
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
        QVERIFY(m_world->isEmbedded("1.bmp"));
        QCOMPARE(m_world->index().numUnchanged, 2);
    }

    void aVanishedFileStaysKnownAndReturnsWithoutTheModel() {
        indexPictures(3);
        const auto id = m_world->item("1.bmp")->id;
        const auto away = m_world->folder / "away.bmp";
        std::filesystem::rename(m_world->pictures / "1.bmp", away);
        IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Vanished) == Names{"1.bmp"});
        QVERIFY(!m_world->isPresent("1.bmp"));
        QVERIFY(m_world->index().findings.empty());  // Told once.
        std::filesystem::rename(away, m_world->pictures / "1.bmp");
        report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Returned) == Names{"1.bmp"});
        QVERIFY(m_world->isPresent("1.bmp"));
        QVERIFY(m_world->item("1.bmp")->id == id);
        QVERIFY(m_world->isEmbedded("1.bmp"));
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
    }

    void aFileMayReturnWithAnotherTimeOrAnotherPicture() {
        indexPictures(3);
        const auto away = m_world->folder / "away";
        std::filesystem::create_directory(away);
        for (const char* name : {"1.bmp", "2.bmp"}) {
            std::filesystem::rename(m_world->pictures / name, away / name);
        }
        m_world->index();
        for (const char* name : {"1.bmp", "2.bmp"}) {
            std::filesystem::rename(away / name, m_world->pictures / name);
        }
        m_world->touch("1.bmp");
        m_world->picture("2.bmp", 99);
        const IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Returned) == (Names{"1.bmp", "2.bmp"}));
        QVERIFY(pathsOf(report, IndexEvent::Changed) == Names{"2.bmp"});
        QCOMPARE(m_world->model->numEncodedImages.load(), 1);
        QVERIFY(m_world->isPresent("1.bmp") && m_world->isEmbedded("1.bmp"));
        QVERIFY(m_world->isPresent("2.bmp") && m_world->isEmbedded("2.bmp"));
    }

    void aMovedFileIsAnotherItemThatNeedsNoModel() {
        indexPictures(2);
        std::filesystem::rename(m_world->pictures / "1.bmp", m_world->pictures / "new.bmp");
        const IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Vanished) == Names{"1.bmp"});
        QVERIFY(pathsOf(report, IndexEvent::Duplicate) == Names{"new.bmp"});
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
        QVERIFY(m_world->isEmbedded("new.bmp"));
    }

    void theSameBytesAreEncodedOnce() {
        for (const char* path : {"a.bmp", "b.bmp", "c.bmp", "d.bmp"}) m_world->picture(path, 7);
        m_world->picture("other.bmp", 8);
        IndexOptions options = m_world->options();
        options.batchSize = 2;
        const IndexReport report = m_world->index(options);
        QCOMPARE(report.numAdded, 5);
        QCOMPARE(report.numDuplicates, 3);
        QVERIFY(pathsOf(report, IndexEvent::Duplicate) == (Names{"b.bmp", "c.bmp", "d.bmp"}));
        QCOMPARE(m_world->model->numEncodedImages.load(), 2);
        QCOMPARE(m_world->lastRun().numIndexed, 5);
        m_world->picture("later/e.bmp", 7);
        QCOMPARE(m_world->index(options).numDuplicates, 1);
        QCOMPARE(m_world->model->numEncodedImages.load(), 2);
        for (const char* path : {"a.bmp", "b.bmp", "c.bmp", "d.bmp", "later/e.bmp", "other.bmp"}) {
            QVERIFY2(m_world->isEmbedded(path), path);
        }
    }

    void aFileThatBecomesACopyTakesTheOthersEmbedding() {
        indexPictures(3);
        m_world->picture("2.bmp", 0);
        const IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Changed) == Names{"2.bmp"});
        QVERIFY(pathsOf(report, IndexEvent::Duplicate) == Names{"2.bmp"});
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
        QVERIFY(m_world->isEmbedded("2.bmp"));
    }

    void aSecondBundleKeepsTheFirstOnesEmbeddings() {
        indexPictures(3);
        m_world->picture("copy.bmp", 2);
        m_world->index();
        m_world->fingerprint = kSecond;
        const IndexReport report = m_world->index();
        QCOMPARE(report.numUnchanged, 4);
        QCOMPARE(report.numEncoded, 3);
        QVERIFY(pathsOf(report, IndexEvent::Duplicate) == Names{"copy.bmp"});
        const auto gallery = m_world->gallery();
        QCOMPARE(gallery->embeddings().count(kFirst), 4);
        QCOMPARE(gallery->embeddings().count(kSecond), 4);
        QCOMPARE(gallery->items().count(), 4);
        for (const char* path : {"0.bmp", "1.bmp", "2.bmp", "copy.bmp"}) {
            QVERIFY2(m_world->isEmbedded(path, kFirst), path);
            QVERIFY2(m_world->isEmbedded(path, kSecond), path);
        }
        m_world->model->numEncodedImages = 0;
        m_world->index();
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
    }

    void aChangedPictureLosesTheEmbeddingsOfAllBundles() {
        indexPictures(2);
        m_world->fingerprint = kSecond;
        m_world->index();
        m_world->picture("1.bmp", 55);
        m_world->index();
        QVERIFY(m_world->isEmbedded("1.bmp", kSecond));
        QCOMPARE(m_world->gallery()->embeddings().count(kFirst), 1);
        m_world->fingerprint = kFirst;
        QCOMPARE(m_world->index().numEncoded, 1);
        QVERIFY(m_world->isEmbedded("1.bmp", kFirst));
    }

    void withoutFoldersOnlyKnownItemsAreCompleted() {
        indexPictures(2);
        m_world->picture("new.bmp", 9);
        m_world->fingerprint = kSecond;
        IndexOptions options = m_world->options();
        options.folders.clear();
        QCOMPARE(m_world->index(options).numEncoded, 2);
        QVERIFY(!m_world->item("new.bmp"));
        QVERIFY(m_world->isEmbedded("1.bmp", kSecond));
    }

    void damagedEmbeddingsAreComputedAgain_data() {
        QTest::addColumn<QString>("damage");
        QTest::newRow("vector") << "vector = zeroblob(32)";
        QTest::newRow("cut vector") << "vector = zeroblob(31)";
        QTest::newRow("checksum") << "checksum = checksum + 1";
        QTest::newRow("dimension") << "dimension = 15";
        QTest::newRow("type") << "type = 9";
    }
    void damagedEmbeddingsAreComputedAgain() {
        QFETCH(QString, damage);
        indexPictures(5);
        const auto first = m_world->item("1.bmp")->id;
        const auto last = m_world->item("4.bmp")->id;
        execute(m_world->file,
                fmt::format("UPDATE embeddings SET {} WHERE item_id IN ({}, {})",
                            damage.toStdString(),
                            first.value,
                            last.value));
        const IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Damaged) == (Names{"1.bmp", "4.bmp"}));
        QCOMPARE(report.numDamaged, 2);
        QCOMPARE(report.numEncoded, 2);
        for (int i = 0; i < 5; ++i) QVERIFY(m_world->isEmbedded(std::to_string(i) + ".bmp"));
        QVERIFY(m_world->gallery()->verify().empty());
        QVERIFY(m_world->index().findings.empty());
    }

    void embeddingsOfAnotherWidthAreComputedAgain() {
        indexPictures(3);
        const auto id = m_world->item("2.bmp")->id;
        Gallery::open(m_world->file)
            ->embeddings()
            .put(kFirst, {.item = id, .values = std::vector<std::uint16_t>(8, 1)});
        const IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Damaged) == Names{"2.bmp"});
        QVERIFY(m_world->isEmbedded("2.bmp"));
    }

    void anyBatchSizeGivesTheSameGallery() {
        for (const int batchSize : {1, 3, 4096}) {
            m_world = std::make_unique<IndexFixture>();
            for (int i = 0; i < 10; ++i) {
                m_world->picture(fmt::format("{}.bmp", i), static_cast<std::uint64_t>(i % 8));
            }
            IndexOptions options = m_world->options();
            options.batchSize = batchSize;
            options.decodeThreads = 1 + batchSize % 4;
            const IndexReport report = m_world->index(options);
            QCOMPARE(report.numEncoded, 8);
            QCOMPARE(report.numDuplicates, 2);
            for (int i = 0; i < 10; ++i) QVERIFY(m_world->isEmbedded(fmt::format("{}.bmp", i)));
        }
    }

    void theLaneIsHeldOnlyWhileTheModelEncodes() {
        indexPictures(1);
        m_world->picture("new.bmp", 9);
        bool wasFree = true;
        m_world->model->beforeEncode = [&] {
            std::stop_source stopped;
            stopped.request_stop();
            try {
                m_world->lane.acquire(stopped.get_token());
            } catch (const Error&) {
                wasFree = false;
            }
        };
        m_world->index();
        QVERIFY(!wasFree);
        m_world->lane.acquire();  // Free again.
    }

    void theRunIsWrittenDown() {
        indexPictures(2);
        const IndexRun run = m_world->lastRun();
        QCOMPARE(run.outcome, std::string("succeeded"));
        QCOMPARE(run.fingerprint, kFirst);
        QCOMPARE(run.numIndexed, 2);
        QVERIFY(run.endedMs && *run.endedMs >= run.startedMs);
        const auto settings = nlohmann::json::parse(run.settingsJson);
        QCOMPARE(settings.at("batchSize").get<int>(), 16);
        QCOMPARE(settings.at("folders").at(0).get<std::string>(), m_world->pictures.native());
        QVERIFY(!settings.contains("pattern"));
    }

    void optionsAreCheckedByName_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<int>("value");
        QTest::newRow("no batch") << "batchSize" << 0;
        QTest::newRow("large batch") << "batchSize" << 4097;
        QTest::newRow("no threads") << "decodeThreads" << 0;
        QTest::newRow("many threads") << "decodeThreads" << 65;
        QTest::newRow("negative thumbnail") << "thumbnailSide" << -1;
        QTest::newRow("large thumbnail") << "thumbnailSide" << 1025;
    }
    void optionsAreCheckedByName() {
        QFETCH(QString, field);
        QFETCH(int, value);
        IndexOptions options = m_world->options();
        int& changed = field == "batchSize"       ? options.batchSize
                       : field == "decodeThreads" ? options.decodeThreads
                                                  : options.thumbnailSide;
        changed = value;
        try {
            m_world->index(options);
            QFAIL("taken");
        } catch (const Error& error) {
            QVERIFY(error.code() == ErrorCode::InvalidInput);
            QVERIFY2(QString(error.what()).contains(field), error.what());
            QVERIFY2(QString(error.what()).contains(QString::number(value)), error.what());
        }
        QVERIFY(m_world->gallery()->history().runs(1).empty());
    }

    void optionsAtTheirEdgesAreTaken() {
        IndexOptions options;
        options.validate();
        options.batchSize = 4096;
        options.decodeThreads = 64;
        options.thumbnailSide = 1024;
        options.validate();
        options.batchSize = options.decodeThreads = 1;
        options.thumbnailSide = 0;
        options.validate();
    }

    void aReportListsSoManyFindingsAndCountsTheRest() {
        IndexReport report;
        report.note(IndexEvent::Added, "a");
        QVERIFY(report.findings.empty());
        for (std::size_t i = 0; i < IndexReport::kMaxFindings + 5; ++i) {
            report.note(IndexEvent::Failed, "x\xff", "bad\n");
        }
        QCOMPARE(report.numAdded, 1);
        QCOMPARE(report.numFailed, static_cast<std::int64_t>(IndexReport::kMaxFindings + 5));
        QCOMPARE(report.findings.size(), IndexReport::kMaxFindings);
        QCOMPARE(report.numOmitted, 5);
        QCOMPARE(report.findings.front().path, std::string("x\\xff"));
        QCOMPARE(report.findings.front().detail, std::string("bad\\x0a"));
    }
};

QTEST_GUILESS_MAIN(TestIndexJob)
#include "tst_index_job.moc"

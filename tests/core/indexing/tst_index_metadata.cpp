#include <QtTest>
#include <nlohmann/json.hpp>

#include "tests/core/indexing/index_fixture.h"
#include "tests/core/vision/picture_files.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kExifMs = 1'714'972'089'000;     // 2024-05-06T05:08:09Z.
constexpr std::int64_t kPatternMs = 19'724 * kDayMs;    // 2024-01-02.
constexpr std::int64_t kSidecarMs = 1'709'424'000'000;  // 2024-03-03T00:00Z.
const std::string kPattern = R"((?P<camera>c\d)_(?P<person>p\d)_(?P<track>t\d)_(?P<time>\d{8}))";

nlohmann::json record(int person, const std::string& path, const Names& captions) {
    return {{"id", person}, {"img_path", path}, {"captions", captions}, {"split", "train"}};
}

}  // namespace

class TestIndexMetadata : public QObject {
    Q_OBJECT

    std::unique_ptr<IndexFixture> m_world;

    ItemMetadata metadataOf(const std::string& path) const {
        const auto item = m_world->item(path);
        return item ? item->metadata : ItemMetadata{};
    }

    void exifPicture(const std::string& path) const {
        const std::string block = ExifBlock{false, 1, "2024:05:06 07:08:09", "+02:00"}.text();
        m_world->write(path, withExif(jpegOf(gradient(16, 16)), block));
    }

    DatasetSource dataset(const nlohmann::json& records) const {
        return {.file = m_world->writeBeside("records.json", records.dump()),
                .images = m_world->pictures,
                .split = {}};
    }

  private slots:
    void init() { m_world = std::make_unique<IndexFixture>(); }

    void exifGivesATimeAndNothingElse() {
        exifPicture("a.jpg");
        m_world->picture("b.bmp", 1);
        m_world->index();
        ItemMetadata expected;
        expected.timeMs = kExifMs;
        expected.timeZone = "+02:00";
        QVERIFY(metadataOf("a.jpg") == expected);
        QVERIFY(metadataOf("b.bmp") == ItemMetadata{});
    }

    void aSidecarGoesBeforeADataSetBeforeANameBeforeExif() {
        const Names names{
            "c1_p1_t1_20240102.jpg", "c2_p2_t2_20240102.jpg", "c3_p3_t3_20240102.jpg", "plain.jpg"};
        for (const std::string& name : names) exifPicture(name);
        IndexOptions options = m_world->options();
        options.pattern = kPattern;
        options.datasets = {dataset(
            {record(11, names[0], {"From the data set."}), record(12, names[1], {"Likewise."})})};
        options.metadataFile = m_world->writeBeside(
            "meta.csv",
            "path,camera,time,track,person,tags,captions\n" + names[0] +
                ",side,2024-03-03T02:00+02:00,sidetrack,someone,tag,From the sidecar.\n" +
                names[1] + ",,,sidetrack,,,\n");
        m_world->index(options);

        const ItemMetadata fromSidecar{.camera = "side",
                                       .timeMs = kSidecarMs,
                                       .timeZone = "+02:00",
                                       .track = "sidetrack",
                                       .person = "someone",
                                       .captions = {"From the sidecar."},
                                       .tags = {"tag"}};
        QVERIFY(metadataOf(names[0]) == fromSidecar);
        const ItemMetadata fromDataset{.camera = "c2",
                                       .timeMs = kPatternMs,
                                       .timeZone = {},
                                       .track = "sidetrack",
                                       .person = "12",
                                       .captions = {"Likewise."},
                                       .tags = {}};
        QVERIFY(metadataOf(names[1]) == fromDataset);
        const ItemMetadata fromName{.camera = "c3",
                                    .timeMs = kPatternMs,
                                    .timeZone = {},
                                    .track = "t3",
                                    .person = "p3",
                                    .captions = {},
                                    .tags = {}};
        QVERIFY(metadataOf(names[2]) == fromName);
        QCOMPARE(*metadataOf(names[3]).timeMs, kExifMs);
        QVERIFY(!metadataOf(names[3]).camera);
    }

    void metadataThatComesLaterNeedsNoModel() {
        m_world->picture("c1_p1_t1_20240102.bmp", 1);
        m_world->picture("other.bmp", 2);
        m_world->index();
        m_world->model->numEncodedImages = 0;
        IndexOptions options = m_world->options();
        options.pattern = kPattern;
        options.metadataFile =
            m_world->writeBeside("meta.csv", "path,camera,tags\nother.bmp,c9,b|a\n");
        QCOMPARE(m_world->index(options).numMetadata, 2);
        QCOMPARE(*metadataOf("c1_p1_t1_20240102.bmp").person, std::string("p1"));
        QCOMPARE(*metadataOf("other.bmp").camera, std::string("c9"));
        QVERIFY(metadataOf("other.bmp").tags == (Names{"a", "b"}));
        const IndexReport again = m_world->index(options);
        QCOMPARE(again.numMetadata, 0);
        QCOMPARE(again.numUnchanged, 2);
        m_world->writeBeside("meta.csv", "path,camera\nother.bmp,c8\n");
        QCOMPARE(m_world->index(options).numMetadata, 1);
        QCOMPARE(*metadataOf("other.bmp").camera, std::string("c8"));
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
    }

    void aRunWithoutSourcesKeepsWhatIsKnown() {
        m_world->picture("a.bmp", 1);
        IndexOptions options = m_world->options();
        options.metadataFile = m_world->writeBeside("meta.csv", "path,camera\na.bmp,c9\n");
        m_world->index(options);
        m_world->index();
        m_world->picture("a.bmp", 2);
        QCOMPARE(m_world->index().numChanged, 1);
        QCOMPARE(*metadataOf("a.bmp").camera, std::string("c9"));
    }

    void badRowsOfASidecarAreToldAndTheRestCounts() {
        m_world->picture("a.bmp", 1);
        IndexOptions options = m_world->options();
        options.metadataFile = m_world->writeBeside(
            "meta.csv", "path,time\nb.bmp,yesterday\na.bmp,2024-01-02\nc.bmp\n");
        const IndexReport report = m_world->index(options);
        QCOMPARE(report.numMetadataProblems, 2);
        QCOMPARE(m_world->warnings.size(), std::size_t{2});
        QVERIFY(report.findings.at(0).event == IndexEvent::Metadata);
        QVERIFY(report.findings.at(0).detail.find("line 2") != std::string::npos);
        QCOMPARE(*metadataOf("a.bmp").timeMs, kPatternMs);
    }

    void aBrokenSourceEndsTheRunBeforeAnythingIsEncoded() {
        m_world->picture("a.bmp", 1);
        IndexOptions noSidecar = m_world->options();
        noSidecar.metadataFile = m_world->folder / "none.csv";
        QVERIFY(m_world->failure(noSidecar) == ErrorCode::NotFound);
        IndexOptions badPattern = m_world->options();
        badPattern.pattern = "(?P<camera>";
        QVERIFY(m_world->failure(badPattern) == ErrorCode::InvalidInput);
        IndexOptions badDataset = m_world->options();
        badDataset.datasets = {dataset(nlohmann::json::object())};
        QVERIFY(m_world->failure(badDataset).has_value());
        IndexOptions noImages = m_world->options();
        noImages.datasets = {dataset(nlohmann::json::array({record(1, "a.bmp", {"A man."})}))};
        noImages.datasets[0].images = m_world->folder / "none";
        QVERIFY(m_world->failure(noImages) == ErrorCode::NotFound);
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
        QCOMPARE(m_world->lastRun().outcome, std::string("failed"));
    }

    void aDataSetIndexesItsImagesAlone() {
        m_world->picture("x/a.bmp", 1);
        m_world->picture("imgs/x/b.bmp", 2);
        m_world->picture("other.bmp", 3);
        IndexOptions options = m_world->options();
        options.folders.clear();
        options.datasets = {dataset({record(4, "x/a.bmp", {"A man.", "He walks."}),
                                     record(5, "x/b.bmp", {"A woman."}),
                                     record(5, "none.bmp", {"Nobody."})})};
        const IndexReport report = m_world->index(options);
        QCOMPARE(report.numAdded, 2);
        QVERIFY(pathsOf(report, IndexEvent::Failed) == Names{"none.bmp"});
        QVERIFY(!m_world->item("other.bmp"));
        QCOMPARE(*metadataOf("x/a.bmp").person, std::string("4"));
        QVERIFY(metadataOf("x/a.bmp").captions == (Names{"A man.", "He walks."}));
        QVERIFY(metadataOf("imgs/x/b.bmp").captions == Names{"A woman."});
        QVERIFY(m_world->isEmbedded("x/a.bmp") && m_world->isEmbedded("imgs/x/b.bmp"));
        const std::vector<Failure> failures = m_world->gallery()->failures().all();
        QCOMPARE(failures.size(), std::size_t{1});
        QVERIFY(failures.front().reason.code() == ErrorCode::NotFound);
        m_world->picture("none.bmp", 4);
        QCOMPARE(m_world->index(options).numAdded, 1);
        QVERIFY(m_world->gallery()->failures().all().empty());
        fs::remove(m_world->pictures / "x/a.bmp");
        QVERIFY(pathsOf(m_world->index(options), IndexEvent::Vanished) == Names{"x/a.bmp"});
    }

    void aDataSetsSplitMayBeChosen() {
        m_world->picture("a.bmp", 1);
        m_world->picture("b.bmp", 2);
        nlohmann::json records = {record(1, "a.bmp", {"A."}), record(2, "b.bmp", {"B."})};
        records[1]["split"] = "test";
        IndexOptions options = m_world->options();
        options.folders.clear();
        options.datasets = {dataset(records)};
        options.datasets[0].split = Split::Test;
        QCOMPARE(m_world->index(options).numAdded, 1);
        QVERIFY(m_world->item("b.bmp") && !m_world->item("a.bmp"));
        options.datasets[0].split.reset();
        QCOMPARE(m_world->index(options).numAdded, 1);
    }

    void captionsOfAnImageThatIsNamedTwiceAreJoined() {
        m_world->picture("a.bmp", 1);
        IndexOptions options = m_world->options();
        options.folders.clear();
        options.datasets = {dataset({record(1, "a.bmp", {"One."}), record(1, "a.bmp", {"Two."})})};
        QCOMPARE(m_world->index(options).numAdded, 1);
        QVERIFY(metadataOf("a.bmp").captions == (Names{"One.", "Two."}));
        QCOMPARE(m_world->index(options).numMetadata, 0);
    }

    void aDataSetOfAFolderThatIsWalkedTooMakesNoSecondItems() {
        m_world->picture("imgs/a.bmp", 1);
        m_world->picture("imgs/b.bmp", 2);
        IndexOptions options = m_world->options();
        options.datasets = {dataset(nlohmann::json::array({record(1, "a.bmp", {"One."})}))};
        options.datasets[0].images = m_world->pictures / "imgs";
        for (int run = 0; run < 2; ++run) {
            const IndexReport report = m_world->index(options);
            QCOMPARE(report.numAdded, run == 0 ? 2 : 0);
            QVERIFY(report.findings.empty());
            QCOMPARE(m_world->gallery()->items().count(), 2);
            QVERIFY(metadataOf("imgs/a.bmp").captions == Names{"One."});
            QVERIFY(m_world->isPresent("imgs/a.bmp") && m_world->isPresent("imgs/b.bmp"));
        }
        QCOMPARE(m_world->model->numEncodedImages.load(), 2);
        QCOMPARE(m_world->gallery()->items().roots().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestIndexMetadata)
#include "tst_index_metadata.moc"

#include <QtTest>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/gallery/gallery.h"
#include "core/review/decision_log.h"
#include "core/review/image_hashes.h"
#include "core/review/review_export.h"
#include "core/review/review_state.h"
#include "core/review/reviewed_dataset.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

std::optional<ErrorCode> codeOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return std::nullopt;
}

/// A gallery of two folders.
struct Street {
    test::Folder folder;
    fs::path file = folder / "street.descry";
    std::unique_ptr<Gallery> gallery = Gallery::create(file);

    ItemId add(const std::string& root,
               const std::string& path,
               const std::optional<std::string>& person,
               const std::vector<std::string>& captions) {
        Item item;
        item.root = gallery->items().addRoot(folder / root);
        item.path = path;
        item.contentHash = sha256Hex(root + "/" + path);
        item.metadata.person = person;
        item.metadata.captions = captions;
        return gallery->items().add(item, {});
    }

    /// Two people in three pictures, which are there, and what is no record.
    void fill() {
        add("cam1", "a.png", "Ann", {"A woman in red.", "She walks."});
        add("cam1", "nobody.png", std::nullopt, {"Somebody."});
        add("cam2", "night/b.png", "Ann", {"A woman with a bag."});
        add("cam2", "silent.png", "Ann", {});
        add("cam2", "c.png", "0042", {"林 walks."});
        for (const char* picture : {"cam1/a.png", "cam2/night/b.png", "cam2/c.png"}) {
            fs::create_directories((folder / picture).parent_path());
            test::write(folder / picture, picture);
        }
    }

    ReviewedDataset read(const fs::path& images = {}) const {
        return readReviewedDataset(file, images);
    }

    ReviewFolder review() const { return ReviewFolder::beside(file); }
    ReviewState open() const {
        ReviewSources sources;
        sources.dataset = file;
        sources.folder = review();
        sources.pairs.includeOwn = true;
        return openReview(sources);
    }
    /// The pair of an image and a caption of `source`, as the gallery is now.
    void decide(std::string_view image,
                std::string_view source,
                std::string_view caption,
                Verdict verdict) const {
        const ReviewState state = open();
        const auto number = state.index->find(image, source, caption);
        if (!number) qFatal("there is no such pair");
        Decision decision = test::decisionOn(0, "Mia", verdict);
        decision.pair = *state.ids->of(*number);
        decision.imagePath = image;
        decision.sourcePath = source;
        decision.caption = caption;
        DecisionLog(review().decisions()).append(decision);
    }
    CurrentVerdicts verdicts() const {
        return CurrentVerdicts(
            DecisionLog(review().decisions(), DecisionLog::Access::ReadOnly).all());
    }
    ExportReport exportTo(const std::string& name) const {
        return exportReview({.dataset = file, .folder = folder / name, .images = {}}, verdicts());
    }
};

/// "image, source: caption" of the pairs that are decided.
std::vector<std::string> decidedIn(const ReviewState& state) {
    const DecidedPairs decided = state.decided();
    std::vector<std::string> names;
    for (std::size_t number = 0; number < state.index->size(); ++number) {
        if (!decided.of(number)) continue;
        const ReviewPair pair = state.index->at(number);
        names.push_back(fmt::format("{}, {}: {}", pair.imagePath, pair.sourcePath, pair.caption));
    }
    return names;
}

std::vector<std::string> pathsOf(const Dataset& dataset) {
    std::vector<std::string> paths;
    for (const DatasetRecord& record : dataset.records) paths.push_back(record.imagePath);
    return paths;
}

}  // namespace

class TestReviewedDataset : public QObject {
    Q_OBJECT

  private slots:
    void anAnnotationFileIsWhatItSays() {
        const test::Folder folder;
        const std::string text =
            R"([{"id": 1, "file_path": "a.png", "captions": ["He."], "split": "train"}])";
        test::write(folder / "a.json", text);
        const ReviewedDataset reviewed = readReviewedDataset(folder / "a.json");
        QVERIFY(!reviewed.isGallery);
        QCOMPARE(reviewed.images, folder.path);
        QVERIFY(reviewed.findings.empty());
        QCOMPARE(annotationText(reviewed), text);
        QCOMPARE(readReviewedDataset(folder / "a.json", "elsewhere").images, fs::path("elsewhere"));
        QVERIFY(codeOf([&] { readReviewedDataset(folder / "none"); }) == ErrorCode::NotFound);
    }

    void itemsWithPersonAndCaptionBecomeRecords() {
        Street street;
        street.fill();
        const ReviewedDataset reviewed = street.read();
        QVERIFY(reviewed.isGallery);
        QCOMPARE(reviewed.images, street.folder.path);
        QCOMPARE(pathsOf(*reviewed.dataset),
                 (std::vector<std::string>{"cam1/a.png", "cam2/night/b.png", "cam2/c.png"}));
        const auto& records = reviewed.dataset->records;
        QCOMPARE(records[0].personId, 1);
        QCOMPARE(records[1].personId, 1);
        QCOMPARE(records[2].personId, 2);
        QCOMPARE(records[0].captions, (std::vector<std::string>{"A woman in red.", "She walks."}));
        QVERIFY(!records[0].split);
        for (const DatasetRecord& record : records) {
            QVERIFY(fs::exists(resolveImage(reviewed.images, record.imagePath)));
        }
        QCOMPARE(reviewed.findings.size(), 1U);
        QVERIFY(QString::fromUtf8(reviewed.findings[0].message.what()).endsWith(": 2"));
        QCOMPARE(street.read("elsewhere").images, fs::path("elsewhere"));
    }

    void oneFolderIsWhatThePathsAreRelativeTo() {
        Street street;
        street.add("cam1", "night/a.png", "Ann", {"A woman."});
        street.add("cam2", "b.png", std::nullopt, {"Nobody's."});
        const ReviewedDataset reviewed = street.read();
        QCOMPARE(reviewed.images, street.folder / "cam1");
        QCOMPARE(pathsOf(*reviewed.dataset), std::vector<std::string>{"night/a.png"});
    }

    void whatNoFileCanHoldIsLeftOut() {
        Street street;
        street.fill();
        street.add("cam1", "odd\nname.png", "Ann", {"A woman."});
        street.add("cam1", "d.png", "Ann", {"A woman.", "  "});
        street.add("cam1", std::string("\xff.png"), "Ann", {"A woman."});
        const ReviewedDataset reviewed = street.read();
        QCOMPARE(reviewed.dataset->records.size(), 3U);
        QCOMPARE(reviewed.findings.size(), 2U);
        const auto message = QString::fromUtf8(reviewed.findings[1].message.what());
        QVERIFY2(message.contains(": 3;") && message.contains("control character"),
                 qPrintable(message));
    }

    void aGalleryWithoutPairsIsRefused() {
        Street street;
        QVERIFY(codeOf([&] { street.read(); }) == ErrorCode::InvalidInput);
        street.add("cam1", "a.png", std::nullopt, {"A woman."});
        QVERIFY(codeOf([&] { street.read(); }) == ErrorCode::InvalidInput);
    }

    void anotherProgramsDatabaseIsNone() {
        const test::Folder folder;
        DecisionLog(folder / "log.db").append(test::decisionOn(1, "Mia", Verdict::Weak));
        QVERIFY(codeOf([&] { readReviewedDataset(folder / "log.db"); }) == ErrorCode::Unsupported);
        test::write(folder / "cut.descry", test::contentOf(folder / "log.db").substr(0, 50));
        QVERIFY(codeOf([&] { readReviewedDataset(folder / "cut.descry"); }) ==
                ErrorCode::CorruptFile);
    }

    void aReviewOpensOnIt() {
        Street street;
        street.fill();
        ReviewSources sources;
        sources.dataset = street.file;
        sources.folder = ReviewFolder::beside(street.file);
        const ReviewState bare = openReview(sources);
        QCOMPARE(bare.index->size(), 3U);
        // The gallery has hashed its images itself.
        QCOMPARE(bare.ids->numUnknownImages(), 0U);
        QCOMPARE(bare.findings.size(), 1U);
        ImageHashJob hashing(
            {.index = bare.index, .images = bare.images, .cache = sources.folder.cache()});
        JobContext context;
        hashing.run(context);
        QVERIFY(hashing.findings().empty());
        const ReviewState hashed = openReview(sources);
        for (std::size_t number = 0; number < bare.index->size(); ++number) {
            QVERIFY(hashed.ids->of(number) == bare.ids->of(number));
        }
    }

    void anImageThatChangedSinceItWasIndexedIsKnownAsItIs() {
        Street street;
        street.fill();
        const PairId before = *street.open().ids->of(0);
        test::write(street.folder / "cam1/a.png", "another picture");
        const ReviewState state = street.open();
        QVERIFY(state.ids->of(0) == before);
        ImageHashJob hashing(
            {.index = state.index, .images = state.images, .cache = street.review().cache()});
        JobContext context;
        hashing.run(context);
        QVERIFY(street.open().ids->of(0) ==
                pairIdOf(hashImage(street.folder / "cam1/a.png"), state.index->at(0).caption));
    }

    void decisionsStayWithTheirPairsWhenFoldersChange() {
        Street street;
        street.add("cam1", "a.png", "Ann", {"A woman in red."});
        street.add("cam1", "b.png", "Ann", {"A woman with a bag."});
        street.decide("a.png", "b.png", "A woman with a bag.", Verdict::Weak);
        // Every path is another one with more folders.
        street.add("cam0", "z.png", "Zoe", {"A girl."});
        street.add("cam2", "c.png", "Ann", {"She runs."});
        const ReviewState wider = street.open();
        QCOMPARE(wider.images, street.folder.path);
        QCOMPARE(wider.index->size(), 10U);
        QCOMPARE(decidedIn(wider),
                 std::vector<std::string>{"cam1/a.png, cam1/b.png: A woman with a bag."});
        QCOMPARE(wider.decided().numStrangers(), 0U);
        const ExportReport report = street.exportTo("out");
        QCOMPARE(report.numPairs, 1U);
        QVERIFY(report.findings.empty());
        const auto exported =
            readPairVerdicts(street.folder / "out/pairs.jsonl", readDataset(report.dataset));
        QCOMPARE(exported.size(), 1U);
        QCOMPARE(exported[0].imagePath, std::string("cam1/a.png"));
        QCOMPARE(exported[0].sourcePath, std::string("cam1/b.png"));
    }

    void decisionsOnAnItemThatIsGoneWaitForIt() {
        Street street;
        street.add("cam1", "a.png", "Ann", {"A woman in red."});
        const ItemId source = street.add("cam1", "b.png", "Ann", {"A woman with a bag."});
        street.add("cam1", "c.png", "Ann", {"She runs."});
        street.decide("a.png", "b.png", "A woman with a bag.", Verdict::Weak);
        street.decide("c.png", "a.png", "A woman in red.", Verdict::Reject);
        street.gallery->items().remove(source);
        const ReviewState without = street.open();
        QCOMPARE(decidedIn(without), std::vector<std::string>{"c.png, a.png: A woman in red."});
        QCOMPARE(without.decided().numStrangers(), 1U);
        QCOMPARE(street.exportTo("without").numPairs, 1U);
        street.add("cam1", "b.png", "Ann", {"A woman with a bag."});
        QCOMPARE(decidedIn(street.open()).size(), 2U);
        QCOMPARE(street.exportTo("with").numPairs, 2U);
    }

    void aPictureOfTheSameNameElsewhereIsAnother() {
        Street street;
        const ItemId image = street.add("cam1", "a.png", "Ann", {"A woman in red."});
        const ItemId source = street.add("cam1", "b.png", "Ann", {"A woman with a bag."});
        street.decide("a.png", "b.png", "A woman with a bag.", Verdict::Reject);
        street.add("cam2", "a.png", "Ann", {"A woman in red."});
        street.add("cam2", "b.png", "Ann", {"A woman with a bag."});
        street.gallery->items().remove(image);
        street.gallery->items().remove(source);
        const ReviewState other = street.open();
        QVERIFY(other.index->find("a.png", "b.png", "A woman with a bag."));
        QVERIFY(decidedIn(other).empty());
        QCOMPARE(other.decided().numStrangers(), 1U);
        const ExportReport report = street.exportTo("out");
        QCOMPARE(report.numPairs, 0U);
        QCOMPARE(report.findings.size(), 1U);
        QVERIFY(QString::fromUtf8(report.findings[0].message.what()).contains("another picture"));
    }

    void anExportMakesADataSetOfIt() {
        Street street;
        street.fill();
        const std::string before = test::contentOf(street.file);
        street.decide("cam1/a.png", "cam1/a.png", "She walks.", Verdict::Reject);
        street.decide("cam2/night/b.png", "cam1/a.png", "A woman in red.", Verdict::Weak);
        const CurrentVerdicts verdicts = street.verdicts();
        const fs::path out = street.folder / "out";
        const ExportReport report =
            exportReview({.dataset = street.file, .folder = out, .images = {}}, verdicts);
        QCOMPARE(report.dataset, out / "street.json");
        QCOMPARE(report.images, street.folder.path);
        QCOMPARE(report.numRemoved, 1U);
        QCOMPARE(report.numPairs, 2U);
        const Dataset exported = readDataset(report.dataset);
        QCOMPARE(pathsOf(exported), pathsOf(*street.read().dataset));
        QCOMPARE(exported.records[0].captions, std::vector<std::string>{"A woman in red."});
        QCOMPARE(exported.records[2].captions, std::vector<std::string>{"林 walks."});
        QCOMPARE(readPairVerdicts(out / "pairs.jsonl", exported).size(), 2U);
        // Told with the missing ones where the images are said to be elsewhere.
        const ExportReport moved = exportReview(
            {.dataset = street.file, .folder = street.folder / "out2", .images = out}, verdicts);
        QCOMPARE(moved.images, out);
        QCOMPARE(moved.findings.size(), 4U);
        QVERIFY(test::contentOf(street.file) == before);
    }
};

QTEST_APPLESS_MAIN(TestReviewedDataset)
#include "tst_reviewed_dataset.moc"

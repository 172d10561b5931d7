#include <QTest>
#include <cmath>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/search/export_repeat.h"
#include "tests/core/search/search_fixture.h"

namespace descry {
namespace {

using test::FakeRasaModel;
using test::GalleryFixture;
using Kind = ExportDifference::Kind;

constexpr int kNumItems = 12;

/// An indexed gallery of pictures that are searched, exported and searched again.
struct World : GalleryFixture {
    std::shared_ptr<FakeRasaModel> fake = std::make_shared<FakeRasaModel>();
    SearchModel model;

    World() {
        model.model = fake;
        model.tokenizer = loadWordPiece(DESCRY_TEST_DATA "/conformance/tiny/vocab.txt");
        model.fingerprint = test::kFakeFingerprint;
        for (int i = 0; i < kNumItems; ++i) addIndexed(i);
    }

    ItemId addIndexed(int seed) {
        const ItemId id =
            addPicture("p" + std::to_string(seed) + ".bmp", static_cast<std::uint64_t>(seed));
        Item item = *gallery->items().find(id);
        item.contentHash = sha256Hex(item.path);
        gallery->items().update(item);
        embed(id, *fake);
        return id;
    }

    SearchExport run(const SearchRequest& request) {
        SearchSessionOptions options;
        options.gallery = Gallery::open(file);
        options.model = model;
        options.lane = std::make_shared<ComputeLane>();
        const SearchResult result = SearchSession(std::move(options)).search(request);
        return describeExport(exportOf(request, result, model), *gallery);
    }
    SearchExport first(std::optional<std::int64_t> limit = {}) {
        SearchRequest request;
        request.text = "the girl in a green coat";
        request.limit = limit;
        return run(request);
    }
    std::vector<ExportDifference> again(const SearchExport& before,
                                        const CompareOptions& options = {}) {
        return compareExports(before, run(repeatRequest(before, *gallery)), *gallery, options);
    }
};

std::vector<Kind> kindsOf(const std::vector<ExportDifference>& differences) {
    std::vector<Kind> kinds;
    for (const ExportDifference& difference : differences) {
        if (kinds.empty() || kinds.back() != difference.kind) kinds.push_back(difference.kind);
    }
    return kinds;
}

using Kinds = std::vector<Kind>;

}  // namespace

class TestExportRepeat : public QObject {
    Q_OBJECT

  private slots:
    void throughEveryFormatTheSameIsFound_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"a.csv", "a.json", "a.html"}) QTest::newRow(name) << QString(name);
    }

    void throughEveryFormatTheSameIsFound() {
        QFETCH(QString, name);
        World world;
        for (const auto& limit : {std::optional<std::int64_t>{}, std::optional<std::int64_t>{3}}) {
            const auto file = world.folder / name.toStdString();
            writeSearchExport(file, world.first(limit), *world.gallery);
            const SearchExport before = readSearchExport(file);
            QCOMPARE(before.candidates.size(), static_cast<std::size_t>(limit.value_or(kNumItems)));
            QVERIFY(world.again(before, {.tolerance = 0}).empty());
        }
    }

    void filterAndKAreThoseOfTheExport() {
        World world;
        SearchRequest request;
        request.text = "a boy";
        request.rerank = 2;
        request.filter.bookmarkedOnly = true;
        for (int i = 0; i < 5; ++i) {
            Item item = *world.gallery->items().find(world.items[static_cast<std::size_t>(i)]);
            item.bookmarked = true;
            world.gallery->items().update(item);
        }
        const SearchExport before = world.run(request);
        QCOMPARE(before.candidates.size(), std::size_t{5});
        QCOMPARE(before.rerank, std::int64_t{2});
        QVERIFY(world.again(before).empty());
        Item item = *world.gallery->items().find(before.candidates[4].item);
        item.bookmarked = false;
        world.gallery->items().update(item);
        QVERIFY(kindsOf(world.again(before)) == (Kinds{Kind::Searched, Kind::Gone}));
    }

    void moreLikeOneIsRepeatedAndNeedsThePicture() {
        World world;
        SearchRequest request;
        request.likeItem = world.items[3];
        const SearchExport before = world.run(request);
        QCOMPARE(before.like->path, std::string("p3.bmp"));
        QVERIFY(world.again(before).empty());
        world.gallery->items().remove(world.items[3]);
        QVERIFY_EXCEPTION_THROWN(repeatRequest(before, *world.gallery), Error);
    }

    void moreLikeAPictureIsRepeatedWithTheSamePictureOnly() {
        World world;
        const auto picture = world.folder / "outside.bmp";
        test::writePicture(picture, 3);
        SearchRequest request;
        request.likeImage = picture;
        request.limit = 5;
        SearchExport before = world.run(request);
        QCOMPARE(before.likeImage->file, picture.native());
        QCOMPARE(before.likeImage->contentHash, sha256File(picture));
        QCOMPARE(before.rerank, std::int64_t{0});
        QVERIFY(world.again(before, {.tolerance = 0}).empty());

        const auto refusal = [&] {
            try {
                repeatRequest(before, *world.gallery);
            } catch (const Error& error) {
                return std::string(error.what());
            }
            return std::string();
        };
        std::filesystem::rename(picture, world.folder / "moved.bmp");
        QVERIFY2(refusal().find("is not there") != std::string::npos, refusal().c_str());
        test::writePicture(picture, 4);
        QVERIFY2(refusal().find("another picture") != std::string::npos, refusal().c_str());
        before.likeImage->file = (world.folder / "moved.bmp").native();
        QVERIFY(world.again(before, {.tolerance = 0}).empty());
    }

    void whatHasGoneAndComeIsNamed() {
        World world;
        const SearchExport before = world.first();
        const ExportedCandidate gone = before.candidates[5];
        world.gallery->items().remove(gone.item);
        world.addIndexed(77);
        world.addIndexed(78);
        const auto found = world.again(before);
        const auto text = [&](Kind kind) {
            for (const auto& difference : found) {
                if (difference.kind == kind) return difference.text;
            }
            return std::string();
        };
        QVERIFY(text(Kind::Gone).find(gone.path) == 0);
        QVERIFY(text(Kind::Gone).find("no longer in the gallery") != std::string::npos);
        QVERIFY(text(Kind::New).find("p7") == 0);
        QCOMPARE(text(Kind::Searched), std::string("12 items were searched then, 13 now"));
        // One place less before them is no other order.
        for (const auto& difference : found) {
            QVERIFY2(difference.kind != Kind::Order || before.rerank > 0, difference.text.c_str());
        }
    }

    void anotherPictureUnderThePathIsNamed() {
        World world;
        const SearchExport before = world.first();
        Item item = *world.gallery->items().find(before.candidates[0].item);
        item.contentHash = sha256Hex("another");
        world.gallery->items().update(item);
        QVERIFY(kindsOf(world.again(before)) == Kinds{Kind::Content});
    }

    void editedScoresAndOrdersAreNamed() {
        World world;
        SearchExport before = world.first();
        before.candidates[1].similarity = *before.candidates[1].similarity + 0.01F;
        auto found = world.again(before);
        QVERIFY(kindsOf(found) == Kinds{Kind::Score});
        QVERIFY(found[0].text.find(before.candidates[1].path + ": similarity") == 0);
        QVERIFY(world.again(before, {.tolerance = 0.02}).empty());

        before = world.first();
        std::swap(before.candidates[0], before.candidates[3]);
        found = world.again(before);
        QVERIFY(kindsOf(found) == Kinds{Kind::Order});
        QCOMPARE(found.size(), std::size_t{2});

        before = world.first();
        before.candidates[2].matchLogit.reset();
        QVERIFY(kindsOf(world.again(before)) == Kinds{Kind::Score});
    }

    void anotherModelRuleAndVersionAreNamed() {
        World world;
        SearchExport before = world.first();
        before.version = "0.0.0-other";
        QVERIFY(kindsOf(world.again(before)) == Kinds{Kind::Version});
        before = world.first();
        before.fingerprint = std::string(64, 'b');
        before.candidates[0].similarity = 7;
        QVERIFY(kindsOf(world.again(before)) == Kinds{Kind::Fingerprint});
        before = world.first();
        before.ranking.candidates = CandidateCalibration{0, 1, 5};
        before.breakAfter = 2;
        QVERIFY(kindsOf(world.again(before)) == (Kinds{Kind::Ranking, Kind::Outlook}));
    }

    void aCopyInAnotherGalleryIsTheSameButForItsName() {
        World world;
        const SearchExport before = world.first();
        // The same pictures, added in another order.
        World other;
        for (const ItemId item : std::vector(other.items)) other.gallery->items().remove(item);
        for (int i = kNumItems - 1; i >= 0; --i) other.addIndexed(i);
        QVERIFY(kindsOf(other.again(before)) == Kinds{Kind::Gallery});
    }

    void aListThatWasBrowsedIsNotRunAgain() {
        World world;
        SearchExport browsed;
        browsed = describeExport(browsed, *world.gallery);
        QVERIFY_EXCEPTION_THROWN(repeatRequest(browsed, *world.gallery), Error);
    }

    void manyDifferencesAreCounted() {
        World world;
        SearchExport before = world.first();
        SearchExport now = before;
        for (int i = 0; i < 100; ++i) {
            ExportedCandidate one = before.candidates[0];
            one.item = ItemId{1000 + i};
            one.rank = 100 + i;
            now.candidates.push_back(one);
        }
        const auto found = compareExports(before, now, *world.gallery);
        QCOMPARE(found.size(), std::size_t{21});
        QCOMPARE(found.back().text, std::string("and 80 more of these"));
    }

    void aToleranceThatIsNoneIsRefused() {
        World world;
        const SearchExport before = world.first();
        QVERIFY_EXCEPTION_THROWN(world.again(before, {.tolerance = -1}), Error);
        QVERIFY_EXCEPTION_THROWN(world.again(before, {.tolerance = std::nan("")}), Error);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestExportRepeat)
#include "tst_export_repeat.moc"

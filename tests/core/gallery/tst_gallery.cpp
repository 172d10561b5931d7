#include <QtTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include "core/base/error.h"
#include "tests/core/gallery/sample_items.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const std::string kFirst(64, 'a');
const std::string kSecond(64, 'b');

ErrorCode codeOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

std::vector<std::byte> bytes(std::string_view text) {
    const auto span = std::as_bytes(std::span(text));
    return {span.begin(), span.end()};
}

}  // namespace

class tst_Gallery : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Gallery> m_gallery;
    RootId m_root;

    fs::path file() const { return fs::path(m_folder->path().toStdString()) / "g.descry"; }
    ItemId addSample(int number) { return m_gallery->items().add(sampleItem(m_root, number), {}); }

  private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_gallery = Gallery::create(file());
        m_root = m_gallery->items().addRoot("/pictures");
    }
    void cleanup() { m_gallery.reset(); }

    void keepsAnItemWhole() {
        Item item = sampleItem(m_root, 1);
        item.path = std::string("odd\nname \xff\xfe 'quote\".jpg");
        item.metadata = {.camera = "c1",
                         .timeMs = 1'700'000'000'123,
                         .timeZone = "+02:00",
                         .track = "t7",
                         .person = "0042",
                         .captions = {"A man; DROP TABLE items", "Noch einer, größer"},
                         .tags = {"blue", "red"}};
        item.bookmarked = true;
        item.note = "seen twice";
        item.state = ItemState::Missing;
        const std::vector<std::byte> jpeg = bytes("jpeg");
        const ItemId id = m_gallery->items().add(item, jpeg);
        const std::array<std::optional<Item>, 2> found{m_gallery->items().find(id),
                                                       m_gallery->items().find(m_root, item.path)};
        for (const auto& read : found) {
            QVERIFY(read.has_value());
            QCOMPARE(read->id.value, id.value);
            QCOMPARE(read->path, item.path);
            QCOMPARE(read->contentHash, item.contentHash);
            QCOMPARE(read->sizeBytes, item.sizeBytes);
            QCOMPARE(read->modifiedNs, item.modifiedNs);
            QVERIFY(read->state == ItemState::Missing);
            QVERIFY(read->metadata.camera == item.metadata.camera);
            QVERIFY(read->metadata.timeMs == item.metadata.timeMs);
            QVERIFY(read->metadata.timeZone == item.metadata.timeZone);
            QVERIFY(read->metadata.track == item.metadata.track);
            QVERIFY(read->metadata.person == item.metadata.person);
            QVERIFY(read->metadata.captions == item.metadata.captions);
            QVERIFY(read->metadata.tags == item.metadata.tags);
            QVERIFY(read->bookmarked);
            QCOMPARE(read->note, item.note);
        }
        QCOMPARE(m_gallery->items().thumbnail(id), jpeg);
    }

    void keepsMissingMetadataMissing() {
        const auto item = m_gallery->items().find(addSample(1));
        QVERIFY(!item->metadata.camera && !item->metadata.timeMs && !item->metadata.person);
        QVERIFY(item->metadata.captions.empty() && item->metadata.tags.empty());
        QVERIFY(m_gallery->items().thumbnail(item->id).empty());
    }

    void refusesPathsThatLeaveTheRoot() {
        const std::vector<std::string> bad{
            "", "/etc/passwd", "..", "a/../../b", "a/..", std::string("a\0b", 3)};
        for (const std::string& path : bad) {
            Item item = sampleItem(m_root, 1);
            item.path = path;
            QVERIFY(codeOf([&] { m_gallery->items().add(item, {}); }) == ErrorCode::InvalidInput);
        }
        Item dots = sampleItem(m_root, 1);
        dots.path = "..a/b..jpg";
        m_gallery->items().add(dots, {});
        QCOMPARE(m_gallery->items().count(), 1);
    }

    void refusesTextThatIsNotUtf8() {
        Item item = sampleItem(m_root, 1);
        item.metadata.tags = {"\xff"};
        QVERIFY(codeOf([&] { m_gallery->items().add(item, {}); }) == ErrorCode::InvalidInput);
        QCOMPARE(m_gallery->items().count(), 0);
    }

    void refusesTheSamePathTwice() {
        addSample(1);
        QVERIFY(codeOf([&] { addSample(1); }) == ErrorCode::Database);
        QCOMPARE(m_gallery->items().count(), 1);
    }

    void pagesThroughAllItemsInOrderWithTheirLists() {
        for (int i = 0; i < 25; ++i) {
            Item item = sampleItem(m_root, i);
            for (int c = 0; c < i % 3; ++c) item.metadata.captions.push_back(fmt::format("{}", c));
            if (i % 2 == 0) item.metadata.tags = {"even", fmt::format("t{}", i)};
            m_gallery->items().add(item, {});
        }
        std::vector<Item> all;
        for (ItemId after;;) {
            const auto page = m_gallery->items().page(after, 7);
            if (page.empty()) break;
            QVERIFY(page.size() <= 7);
            all.insert(all.end(), page.begin(), page.end());
            after = page.back().id;
        }
        QCOMPARE(all.size(), std::size_t{25});
        for (int i = 0; i < 25; ++i) {
            const Item& item = all[static_cast<std::size_t>(i)];
            QCOMPARE(item.path, sampleItem(m_root, i).path);
            QCOMPARE(item.metadata.captions.size(), static_cast<std::size_t>(i % 3));
            QCOMPARE(item.metadata.tags.size(), static_cast<std::size_t>(i % 2 == 0 ? 2 : 0));
        }
    }

    void facetsAreThoseOfTheItemsInOrder() {
        for (int i = 0; i < 25; ++i) {
            Item item = sampleItem(m_root, i);
            if (i % 2 == 0) item.metadata.tags = {"even", fmt::format("t{}", i)};
            if (i % 3 == 0) item.metadata.camera = fmt::format("camera {}", i);
            if (i % 3 == 1) item.metadata.person = "";
            if (i % 5 == 0) item.metadata.track = fmt::format("{}", i);
            if (i % 4 == 0) item.metadata.timeMs = i;
            item.bookmarked = i % 7 == 0;
            m_gallery->items().add(item, {});
        }
        m_gallery->items().remove(ItemId{3});
        const std::vector<Item> items = m_gallery->items().page({}, 100);
        std::size_t next = 0;
        const auto compare = [&](const ItemFacets& facets) {
            const Item& item = items.at(next++);
            QCOMPARE(facets.id, item.id);
            QCOMPARE(facets.root, item.root);
            QVERIFY(facets.path == item.path);
            QVERIFY(facets.camera == item.metadata.camera);
            QVERIFY(facets.person == item.metadata.person);
            QVERIFY(facets.track == item.metadata.track);
            QCOMPARE(facets.timeMs, item.metadata.timeMs);
            QCOMPARE(facets.bookmarked, item.bookmarked);
            QCOMPARE(facets.tags, item.metadata.tags);
        };
        m_gallery->items().eachFacets(compare, {});
        QCOMPARE(next, items.size());
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(codeOf([&] { m_gallery->items().eachFacets(compare, stop.get_token()); }) ==
                ErrorCode::Cancelled);
    }

    void captionsAreToldOnceEach() {
        for (int i = 0; i < 9; ++i) {
            Item item = sampleItem(m_root, i);
            item.metadata.captions = {fmt::format("caption {}", i / 3), "all"};
            m_gallery->items().add(item, {});
        }
        auto texts = m_gallery->items().captions(100);
        std::sort(texts.begin(), texts.end());
        QCOMPARE(texts, (std::vector<std::string>{"all", "caption 0", "caption 1", "caption 2"}));
        QCOMPARE(m_gallery->items().captions(2).size(), std::size_t{2});
        QVERIFY(m_gallery->items().captions(0).empty());
    }

    void listsPathsInByteOrderBelowAFolder() {
        const std::vector<std::string> paths{
            "a/b/1.jpg", "a/b.jpg", "a/b0.jpg", "a/b/\xff.jpg", "a/c/1.jpg", "z.jpg"};
        for (const std::string& path : paths) {
            Item item = sampleItem(m_root, 1);
            item.path = path;
            m_gallery->items().add(item, {});
        }
        const auto listed = [&](const PathRange& range) {
            std::vector<std::string> names;
            for (const ItemPath& path : m_gallery->items().paths(range)) names.push_back(path.path);
            return names;
        };
        std::vector<std::string> sorted = paths;
        std::sort(sorted.begin(), sorted.end());
        QCOMPARE(listed({.root = m_root, .folder = {}, .after = {}}), sorted);
        QCOMPARE(listed({.root = m_root, .folder = "a/b", .after = {}}),
                 (std::vector<std::string>{"a/b/1.jpg", "a/b/\xff.jpg"}));
        QCOMPARE(listed({.root = m_root, .folder = {}, .after = "a/b0.jpg", .limit = 1}),
                 std::vector<std::string>{"a/c/1.jpg"});
        QVERIFY(listed({.root = RootId{99}, .folder = {}, .after = {}}).empty());
    }

    void findsItemsByContent() {
        const ItemId first = addSample(1);
        Item copy = sampleItem(m_root, 1);
        copy.path = "copy.jpg";
        const ItemId second = m_gallery->items().add(copy, {});
        addSample(2);
        QVERIFY(m_gallery->items().withContent(copy.contentHash) ==
                (std::vector<ItemId>{first, second}));
        QVERIFY(m_gallery->items().withContent(sha256Hex(std::string_view("x"))).empty());
    }

    void keepsRootsOnceAndMovesThem() {
        QCOMPARE(m_gallery->items().addRoot("/pictures/").value, m_root.value);
        QCOMPARE(m_gallery->items().addRoot("/a/../pictures/.").value, m_root.value);
        const RootId other = m_gallery->items().addRoot("/other");
        m_gallery->items().relocateRoot(m_root, "/moved");
        QCOMPARE(m_gallery->items().roots().front().folder, fs::path("/moved"));
        QVERIFY(codeOf([&] { m_gallery->items().relocateRoot(other, "/moved"); }) ==
                ErrorCode::InvalidInput);
        QVERIFY(codeOf([&] { m_gallery->items().relocateRoot(RootId{77}, "/x"); }) ==
                ErrorCode::NotFound);
    }

    void updatesAnItemWithItsLists() {
        Item item = sampleItem(m_root, 1);
        item.metadata.captions = {"one", "two"};
        item.metadata.tags = {"a"};
        item.id = m_gallery->items().add(item, bytes("old"));
        m_gallery->embeddings().put(kFirst, sampleEmbedding(item.id, 1));
        item.metadata.captions = {"three"};
        item.metadata.tags = {};
        item.metadata.camera = "c9";
        m_gallery->items().update(item);
        const auto read = m_gallery->items().find(item.id);
        QVERIFY(read->metadata.captions == item.metadata.captions);
        QVERIFY(read->metadata.tags.empty());
        QCOMPARE(*read->metadata.camera, std::string("c9"));
        QCOMPARE(m_gallery->items().thumbnail(item.id), bytes("old"));
        QCOMPARE(m_gallery->embeddings().count(kFirst), 1);
        item.id = ItemId{99};
        QVERIFY(codeOf([&] { m_gallery->items().update(item); }) == ErrorCode::NotFound);
    }

    void dropsEmbeddingsWhenTheContentIsReplaced() {
        Item item = sampleItem(m_root, 1);
        item.id = m_gallery->items().add(item, bytes("old"));
        m_gallery->embeddings().put(kFirst, sampleEmbedding(item.id, 1));
        m_gallery->embeddings().put(kSecond, sampleEmbedding(item.id, 2));
        const auto generation = m_gallery->embeddings().generation(kSecond);
        item.contentHash = sha256Hex(std::string_view("new"));
        m_gallery->items().replaceContent(item, bytes("new"));
        QCOMPARE(m_gallery->embeddings().count(kFirst), 0);
        QCOMPARE(m_gallery->embeddings().count(kSecond), 0);
        QVERIFY(m_gallery->embeddings().generation(kSecond) > generation);
        QCOMPARE(m_gallery->items().thumbnail(item.id), bytes("new"));
        QVERIFY(m_gallery->verify().empty());
    }

    void removesAnItemWithAllThatBelongsToIt() {
        Item item = sampleItem(m_root, 1);
        item.metadata.captions = {"c"};
        item.metadata.tags = {"t"};
        const ItemId id = m_gallery->items().add(item, bytes("jpeg"));
        m_gallery->embeddings().put(kFirst, sampleEmbedding(id, 1));
        m_gallery->items().remove(id);
        QVERIFY(!m_gallery->items().find(id).has_value());
        QVERIFY(m_gallery->items().thumbnail(id).empty());
        QCOMPARE(m_gallery->embeddings().count(kFirst), 0);
        QVERIFY(m_gallery->verify().empty());
        QVERIFY(codeOf([&] { m_gallery->items().remove(id); }) == ErrorCode::NotFound);
        QVERIFY(addSample(2).value > id.value);
    }

    void keepsEmbeddingsPerFingerprint() {
        const ItemId one = addSample(1);
        const ItemId two = addSample(2);
        EmbeddingStore& store = m_gallery->embeddings();
        store.put(kFirst, sampleEmbedding(one, 1));
        store.put(kFirst, sampleEmbedding(two, 2));
        store.put(kSecond, sampleEmbedding(two, 3));
        std::vector<ItemId> damaged;
        QCOMPARE(store.page(kFirst, {}, 10, damaged).size(), std::size_t{2});
        QCOMPARE(store.page(kFirst, one, 10, damaged).size(), std::size_t{1});
        QCOMPARE(store.page(kSecond, {}, 10, damaged).front().values,
                 sampleEmbedding(two, 3).values);
        QVERIFY(store.page(std::string(64, 'c'), {}, 10, damaged).empty());
        QVERIFY(damaged.empty());
        QCOMPARE(store.find(kFirst, two)->values, sampleEmbedding(two, 2).values);
        QVERIFY(!store.find(kSecond, one).has_value());
        QVERIFY(store.fingerprints() == (std::vector<std::string>{kFirst, kSecond}));
        store.removeAll(kFirst);
        QCOMPARE(store.count(kFirst), 0);
        QCOMPARE(store.count(kSecond), 1);
    }

    void raisesTheGenerationWithEveryChange() {
        const ItemId one = addSample(1);
        EmbeddingStore& store = m_gallery->embeddings();
        std::set<std::int64_t> seen{store.generation(kFirst)};
        store.put(kFirst, sampleEmbedding(one, 1));
        QVERIFY(seen.insert(store.generation(kFirst)).second);
        store.put(kFirst, sampleEmbedding(one, 2));
        QVERIFY(seen.insert(store.generation(kFirst)).second);
        QCOMPARE(store.count(kFirst), 1);
        store.remove(kFirst, one);
        QVERIFY(seen.insert(store.generation(kFirst)).second);
        const std::int64_t before = store.generation(kFirst);
        store.remove(kFirst, one);
        QCOMPARE(store.generation(kFirst), before);
        store.put(kFirst, sampleEmbedding(one, 3));
        m_gallery->items().remove(one);
        QVERIFY(seen.insert(store.generation(kFirst)).second);
        QCOMPARE(*seen.rbegin(), store.generation(kFirst));
    }

    void namesItemsWithoutAnEmbedding() {
        const ItemId one = addSample(1);
        const ItemId two = addSample(2);
        const ItemId three = addSample(3);
        m_gallery->embeddings().put(kFirst, sampleEmbedding(two, 1));
        m_gallery->items().setState(three, ItemState::Missing);
        EmbeddingStore& store = m_gallery->embeddings();
        QVERIFY(store.missing(kFirst, {}, 10) == std::vector<ItemId>{one});
        QVERIFY(store.missing(kSecond, {}, 10) == (std::vector<ItemId>{one, two}));
        QVERIFY(store.missing(kSecond, {}, 1) == std::vector<ItemId>{one});
        QVERIFY(store.missing(kSecond, one, 1) == std::vector<ItemId>{two});
    }

    void refusesAnEmbeddingOfNoItem() {
        QVERIFY(codeOf([&] { m_gallery->embeddings().put(kFirst, sampleEmbedding(ItemId{5}, 1)); }) ==
                ErrorCode::Database);
        QCOMPARE(m_gallery->embeddings().count(kFirst), 0);
        QVERIFY(m_gallery->embeddings().fingerprints().empty());
    }

    void keepsFailuresByPath() {
        FailureStore& failures = m_gallery->failures();
        const Error cut(ErrorCode::CorruptFile, "cut");
        const Error empty(ErrorCode::InvalidInput, "empty\xff");
        failures.record({.root = m_root, .path = "x.jpg", .reason = cut, .sizeBytes = 5});
        failures.record({.root = m_root, .path = "x.jpg", .reason = empty, .sizeBytes = 6});
        failures.record({.root = m_root, .path = "a.jpg", .reason = cut});
        QCOMPARE(failures.all().size(), std::size_t{2});
        QCOMPARE(failures.all().front().path, std::string("a.jpg"));
        QCOMPARE(failures.find(m_root, "x.jpg")->sizeBytes, 6);
        QVERIFY(failures.find(m_root, "x.jpg")->timeMs > 0);
        QCOMPARE(failures.find(m_root, "x.jpg")->reason.what(), "empty\\xff");
        QVERIFY(failures.find(m_root, "x.jpg")->reason.code() == ErrorCode::InvalidInput);
        QVERIFY(!failures.find(m_root, "y.jpg").has_value());
        failures.clear(m_root, "x.jpg");
        QCOMPARE(failures.all().size(), std::size_t{1});
    }

    void whyAFileFailedCanStillBeSaidInAnotherLanguage() {
        FailureStore& failures = m_gallery->failures();
        failures.record({.root = m_root,
                         .path = "x.jpg",
                         .reason = makeError(ErrorCode::CorruptFile, "{}: cut", "/pictures/x.jpg")});
        m_gallery = Gallery::open(file());
        const Error reason = m_gallery->failures().all().front().reason;
        QVERIFY(reason.code() == ErrorCode::CorruptFile);
        QCOMPARE(reason.what(), "/pictures/x.jpg: cut");
        const auto german = [](std::string_view words) -> std::string {
            return words == "{}: cut" ? "{}: abgeschnitten" : "";
        };
        QCOMPARE(reason.message(german), std::string("/pictures/x.jpg: abgeschnitten"));
    }

    void whatIsRemovedFromTheHistoryCanBePutBack() {
        HistoryStore& history = m_gallery->history();
        history.addQuery("a man", "{}");
        history.addQuery("a woman", "{}");
        history.addQuery("a man", "{}");
        const auto all = history.queries(10);
        history.removeQuery("a man", "{}");
        QCOMPARE(history.queries(10).size(), std::size_t{1});
        history.removeQuery("a woman", "{\"other\":1}");
        QCOMPARE(history.queries(10).size(), std::size_t{1});
        history.restoreQueries(all);
        const auto back = history.queries(10);
        QCOMPARE(back.size(), all.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(back[i].text, all[i].text);
            QCOMPARE(back[i].timeMs, all[i].timeMs);
        }
        history.clearQueries();
        history.restoreQueries(all);
        QCOMPARE(history.queries(10).front().id, all.front().id);
    }

    void keepsHistory() {
        HistoryStore& history = m_gallery->history();
        const std::int64_t run = history.startRun(kFirst, "{}");
        QVERIFY(!history.runs(5).front().endedMs.has_value());
        history.endRun(run, "succeeded", 12);
        QCOMPARE(history.runs(5).front().numIndexed, 12);
        QVERIFY(history.runs(5).front().endedMs.has_value());
        history.addQuery("a man", "{}");
        history.addQuery("a woman", "{\"camera\":[\"c1\"]}");
        QCOMPARE(history.queries(10).front().text, std::string("a woman"));
        QCOMPARE(history.queries(1).size(), std::size_t{1});
        history.clearQueries();
        QVERIFY(history.queries(10).empty());
        history.saveSearch("b", "old", "{}");
        history.saveSearch("b", "new", "{}");
        history.saveSearch("a", "other", "{}");
        QCOMPARE(history.savedSearches().size(), std::size_t{2});
        QCOMPARE(history.savedSearches().back().second.text, std::string("new"));
        history.removeSavedSearch("b");
        QCOMPARE(history.savedSearches().size(), std::size_t{1});
    }

    void doesAllOfATransactionOrNothing() {
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, m_gallery->transaction([&] {
            addSample(1);
            throw std::runtime_error("stop");
        }));
        QCOMPARE(m_gallery->items().count(), 0);
        m_gallery->transaction([&] {
            addSample(1);
            // A refused step inside undoes itself alone.
            QVERIFY(codeOf([&] { addSample(1); }) == ErrorCode::Database);
            addSample(2);
        });
        QCOMPARE(m_gallery->items().count(), 2);
        QVERIFY(codeOf([&] {
                    m_gallery->transaction(
                        [&] { m_gallery->transaction([] { qFatal("not reached"); }); });
                }) == ErrorCode::Internal);
    }

    void countsWhatItHolds() {
        const ItemId one = addSample(1);
        m_gallery->items().setState(addSample(2), ItemState::Missing);
        m_gallery->embeddings().put(kFirst, sampleEmbedding(one, 1));
        m_gallery->failures().record(
            {.root = m_root, .path = "x.jpg", .reason = Error(ErrorCode::CorruptFile, "cut")});
        const GalleryCounts counts = m_gallery->counts();
        QCOMPARE(counts.numPresent, 1);
        QCOMPARE(counts.numMissing, 1);
        QCOMPARE(counts.numFailures, 1);
        QCOMPARE(counts.imageBytes, 1001 + 1002);
        QVERIFY(counts.fileBytes > 0);
        QCOMPARE(counts.bundles.size(), std::size_t{1});
        QCOMPARE(counts.bundles.front().numEmbeddings, 1);
    }

    void letsAReaderReadWhileAWriterWrites() {
        addSample(1);
        const auto reader = Gallery::open(file(), Gallery::Access::ReadOnly);
        m_gallery->transaction([&] {
            addSample(2);
            QCOMPARE(reader->items().count(), 1);
        });
        QCOMPARE(reader->items().count(), 2);
        QVERIFY(reader->readOnly());
    }

    void saysWhenAnotherProgramWrites() {
        const auto other = Gallery::open(file(), Gallery::OpenOptions{.busyTimeoutMs = 20});
        m_gallery->transaction([&] {
            addSample(1);
            try {
                other->items().addRoot("/x");
                QFAIL("written beside another writer");
            } catch (const Error& error) {
                QVERIFY(error.code() == ErrorCode::Database);
                QVERIFY(QString(error.what()).contains("another program"));
            }
        });
        other->items().addRoot("/x");
    }

    void refusesToWriteWhenOpenedForReading() {
        const auto reader = Gallery::open(file(), Gallery::Access::ReadOnly);
        QVERIFY(codeOf([&] { reader->items().addRoot("/x"); }) == ErrorCode::Io);
        QVERIFY(codeOf([&] { reader->transaction([&] { reader->items().addRoot("/x"); }); }) ==
                ErrorCode::Io);
    }

    void canBeUsedFromAConnectionPerThread() {
        std::vector<std::jthread> threads;
        std::atomic<int> numFailed = 0;
        for (int t = 0; t < 3; ++t) {
            threads.emplace_back([&, t] {
                try {
                    const auto gallery = Gallery::open(file());
                    for (int i = 0; i < 20; ++i) {
                        gallery->transaction([&] {
                            gallery->items().add(sampleItem(m_root, t * 100 + i), {});
                        });
                        gallery->items().page({}, 100);
                    }
                } catch (const Error& error) {
                    qWarning("%s", error.what());
                    ++numFailed;
                }
            });
        }
        threads.clear();
        QCOMPARE(numFailed.load(), 0);
        QCOMPARE(m_gallery->items().count(), 60);
    }

    void stopsVerifyingWhenAsked() {
        m_gallery->transaction([&] {
            for (int i = 0; i < 2000; ++i) addSample(i);
        });
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(codeOf([&] { m_gallery->verify(stop.get_token()); }) == ErrorCode::Cancelled);
        QVERIFY(m_gallery->verify().empty());
    }
};

QTEST_GUILESS_MAIN(tst_Gallery)
#include "tst_gallery.moc"

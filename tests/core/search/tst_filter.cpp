#include <QTest>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "core/base/error.h"
#include "core/search/filter.h"
#include "core/search/similarity_index.h"
#include "tests/core/search/search_fixture.h"

namespace descry {
namespace {

using test::GalleryFixture;

template <typename T>
T pick(std::mt19937& random, const std::vector<T>& from) {
    return from[random() % from.size()];
}

const std::vector<std::string> kCameras{"1", "2", "3", "hall \xC3\xBC"};
const std::vector<std::string> kPersons{"a", "b", "c", "d", "e", "f"};
const std::vector<std::string> kTags{"red", "bag", "checked"};
const std::vector<std::string> kFolders{"", "cam1", "cam1/day", "cam10", "x/y/z", "odd\xFF"};

Filter randomFilter(std::mt19937& random, const std::string& root) {
    Filter filter;
    const auto someOf = [&](const std::vector<std::string>& from) {
        std::vector<std::string> chosen;
        for (const std::string& value : from) {
            if (random() % 2 == 0) chosen.push_back(value);
        }
        return chosen;
    };
    if (random() % 3 == 0) filter.cameras = someOf(kCameras);
    if (random() % 3 == 0) filter.persons = someOf(kPersons);
    if (random() % 4 == 0) filter.tags = someOf(kTags);
    if (random() % 4 == 0) filter.fromMs = static_cast<std::int64_t>(random() % 50) - 5;
    if (random() % 4 == 0) filter.toMs = static_cast<std::int64_t>(random() % 50) - 5;
    if (random() % 4 == 0) filter.folders.push_back(pick(random, kFolders));
    if (random() % 8 == 0) filter.folders.push_back(root + "/" + pick(random, kFolders));
    filter.bookmarkedOnly = random() % 5 == 0;
    return filter;
}

bool isOneOf(const std::optional<std::string>& value,
             const std::optional<std::vector<std::string>>& wanted) {
    if (!wanted) return true;
    return value && std::find(wanted->begin(), wanted->end(), *value) != wanted->end();
}

/// The filter's meaning, item by item, written apart from the columns.
bool passes(const Item& item, const Filter& filter, const std::string& root) {
    const ItemMetadata& metadata = item.metadata;
    if (!isOneOf(metadata.camera, filter.cameras)) return false;
    if (!isOneOf(metadata.person, filter.persons)) return false;
    if (filter.bookmarkedOnly && !item.bookmarked) return false;
    if ((filter.fromMs || filter.toMs) && !metadata.timeMs) return false;
    if (filter.fromMs && *metadata.timeMs < *filter.fromMs) return false;
    if (filter.toMs && *metadata.timeMs >= *filter.toMs) return false;
    for (const std::string& tag : filter.tags) {
        if (std::find(metadata.tags.begin(), metadata.tags.end(), tag) == metadata.tags.end()) {
            return false;
        }
    }
    for (std::string folder : filter.folders) {
        const std::string path = folder.starts_with('/') ? root + "/" + item.path : item.path;
        while (folder.ends_with('/')) folder.pop_back();
        if (!folder.empty() && !path.starts_with(folder + "/")) return false;
    }
    return true;
}

/// Items of every kind, half of them with an embedding.
struct World : GalleryFixture {
    std::vector<Item> all;
    std::shared_ptr<const ItemColumns> columns;
    std::shared_ptr<const SimilarityIndex> index;

    explicit World(int count) {
        std::mt19937 random(42);
        gallery->transaction([&] {
            for (int i = 0; i < count; ++i) addRandom(random, i);
        });
        all = gallery->items().page(ItemId{0}, count + 1);
        columns = ItemColumns::load(*gallery);
        index = SimilarityIndex::open(
            *gallery, {.fingerprint = test::kFakeFingerprint, .dimension = 8, .stop = {}});
    }

    void addRandom(std::mt19937& random, int number) {
        ItemMetadata metadata;
        if (random() % 4 != 0) metadata.camera = pick(random, kCameras);
        if (random() % 4 != 0) metadata.person = pick(random, kPersons);
        if (random() % 4 != 0) metadata.timeMs = static_cast<std::int64_t>(random() % 40);
        for (const std::string& tag : kTags) {
            if (random() % 2 == 0) metadata.tags.push_back(tag);
        }
        const std::string parent = pick(random, kFolders);
        const std::string name = std::to_string(number) + ".bmp";
        const ItemId id = add(parent.empty() ? name : parent + "/" + name, metadata);
        if (random() % 3 == 0) {
            Item item = *gallery->items().find(id);
            item.bookmarked = true;
            gallery->items().update(item);
        }
        std::vector<float> values;
        for (std::uint64_t i = 0; i < 8; ++i) values.push_back(test::mixed(random() % 20, i));
        test::toUnit(values);
        if (number % 2 == 0) putEmbedding(id, values);
    }

    std::string rootName() const { return pictures.native(); }
};

}  // namespace

class TestFilter : public QObject {
    Q_OBJECT
    std::unique_ptr<World> m_world;

  private slots:
    void initTestCase() { m_world = std::make_unique<World>(400); }
    void cleanupTestCase() { m_world.reset(); }

    void passesExactlyWhatItsWordsSay() {
        std::mt19937 random(1);
        for (int round = 0; round < 1000; ++round) {
            const Filter filter = randomFilter(random, m_world->rootName());
            const ItemSet set = m_world->columns->evaluate(filter);
            std::vector<ItemId> expected;
            for (const Item& item : m_world->all) {
                if (passes(item, filter, m_world->rootName())) expected.push_back(item.id);
            }
            QVERIFY(set.items() == expected);
            QCOMPARE(set.count(), static_cast<std::int64_t>(expected.size()));
        }
    }

    void bothOfTwoFiltersIsTheirIntersection() {
        std::mt19937 random(2);
        for (int round = 0; round < 1000; ++round) {
            const Filter left = randomFilter(random, m_world->rootName());
            const Filter right = randomFilter(random, m_world->rootName());
            const auto& columns = *m_world->columns;
            QVERIFY(columns.evaluate(bothOf(left, right)) ==
                    (columns.evaluate(left) & columns.evaluate(right)));
        }
    }

    void textWithAFilterFindsOnlyWhatTheFilterPasses() {
        std::mt19937 random(3);
        for (int round = 0; round < 1000; ++round) {
            const Filter filter = randomFilter(random, m_world->rootName());
            std::vector<float> query;
            for (std::uint64_t i = 0; i < 8; ++i) query.push_back(test::mixed(random(), i));
            const ItemSet allowed = m_world->columns->evaluate(filter);
            TopKOptions options;
            options.k = 1 + static_cast<std::int64_t>(random() % 300);
            const std::size_t wanted = static_cast<std::size_t>(options.k);
            options.k = 400;
            const auto all = m_world->index->topK(query, options);
            options.allowed = &allowed;
            options.k = static_cast<std::int64_t>(wanted);
            // Not only a subset: the unfiltered order with the others left out.
            std::vector<SimilarityHit> expected;
            for (const SimilarityHit& hit : all) {
                if (allowed.contains(hit.item) && expected.size() < wanted) expected.push_back(hit);
            }
            QVERIFY(m_world->index->topK(query, options) == expected);
        }
    }

    void jsonFormComesBackTheSame() {
        std::mt19937 random(4);
        for (int round = 0; round < 1000; ++round) {
            const Filter filter = randomFilter(random, m_world->rootName());
            const std::string text = toJson(filter).dump();
            QVERIFY(parseFilter(nlohmann::json::parse(text)) == filter);
        }
        QCOMPARE(toJson(Filter{}).dump(), std::string("{}"));
    }

    void refusesAJsonFormItDoesNotUnderstand() {
        for (const char* text : {R"({"colour": "red"})",
                                 R"([])",
                                 R"({"cameras": "1"})",
                                 R"({"tags": [1]})",
                                 R"({"fromMs": 1.5})",
                                 R"({"toMs": "now"})",
                                 R"({"bookmarkedOnly": 1})",
                                 R"({"folders": [{"hex": "0g"}]})",
                                 R"({"folders": [{"hex": "0"}]})",
                                 R"({"fromMs": 18446744073709551615})"}) {
            QVERIFY_EXCEPTION_THROWN(parseFilter(nlohmann::json::parse(text)), Error);
        }
    }

    void namesWhatCanBeChosen() {
        auto cameras = kCameras;
        std::sort(cameras.begin(), cameras.end());
        QVERIFY(m_world->columns->cameras() == cameras);
        QVERIFY(m_world->columns->persons() == kPersons);
        QCOMPARE(m_world->columns->tags().size(), kTags.size());
    }

    void anEmptyGalleryHasNothingToFilter() {
        GalleryFixture fixture;
        const auto columns = ItemColumns::load(*fixture.gallery);
        QCOMPARE(columns->evaluate({}).count(), std::int64_t{0});
        Filter filter;
        filter.cameras = {"1"};
        QCOMPARE(columns->evaluate(filter).count(), std::int64_t{0});
    }

    void tracksAreToldByCameraAndNumber() {
        GalleryFixture fixture;
        const auto add = [&](const char* path,
                             std::optional<std::string> camera,
                             std::optional<std::string> track) {
            ItemMetadata metadata;
            metadata.camera = std::move(camera);
            metadata.track = std::move(track);
            return fixture.add(path, metadata);
        };
        const ItemId one = add("a", "1", "7");
        const ItemId other = add("b", "2", "7");
        const ItemId same = add("c", "1", "7");
        const ItemId none = add("d", "1", {});
        const ItemId anywhere = add("e", {}, "7");
        const auto columns = ItemColumns::load(*fixture.gallery);
        const auto tracks =
            columns->tracksOf(std::vector{same, one, other, none, anywhere, ItemId{99}});
        QCOMPARE(tracks.size(), std::size_t{6});
        QCOMPARE(tracks[0], tracks[1]);
        QVERIFY(tracks[0] != 0 && tracks[2] != 0 && tracks[4] != 0);
        QVERIFY(tracks[0] != tracks[2] && tracks[0] != tracks[4] && tracks[2] != tracks[4]);
        QCOMPARE(tracks[3], 0U);
        QCOMPARE(tracks[5], 0U);
    }

    void setsOfDifferentListsAreNotMixed() {
        const ItemSet one(std::make_shared<std::vector<ItemId>>(3));
        const ItemSet other(std::make_shared<std::vector<ItemId>>(4));
        QVERIFY_EXCEPTION_THROWN(one & other, Error);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestFilter)
#include "tst_filter.moc"

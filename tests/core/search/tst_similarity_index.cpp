#include <QTest>
#include <fstream>
#include <random>

#include "core/base/error.h"
#include "core/search/bench_scan.h"
#include "core/search/matrix_file.h"
#include "core/search/similarity_index.h"
#include "tests/core/search/search_fixture.h"

namespace descry {
namespace {

using test::GalleryFixture;
using test::kFakeFingerprint;

constexpr std::int64_t kDimension = 24;

std::vector<float> randomUnit(std::mt19937& random, std::int64_t dimension = kDimension) {
    std::normal_distribution<float> normal;
    std::vector<float> values;
    for (std::int64_t i = 0; i < dimension; ++i) values.push_back(normal(random));
    test::toUnit(values);
    return values;
}

/// `count` rows with ids 2, 5, 8, ...; rows are drawn from few different ones, so that many tie.
std::shared_ptr<const SimilarityIndex> tyingIndex(std::int64_t count) {
    std::mt19937 random(5);
    std::vector<std::vector<float>> palette;
    for (int i = 0; i < 50; ++i) palette.push_back(randomUnit(random));
    std::vector<ItemId> items;
    std::vector<std::uint16_t> rows;
    for (std::int64_t i = 0; i < count; ++i) {
        items.push_back(ItemId{2 + 3 * i});
        for (const float v : palette[random() % palette.size()]) rows.push_back(floatToHalf(v));
    }
    return SimilarityIndex::fromRows(items, rows, kDimension);
}

/// Every similarity, sorted: what topK must be a prefix of.
std::vector<SimilarityHit> sortedAll(const SimilarityIndex& index,
                                     std::span<const float> query,
                                     const ItemSet* allowed) {
    std::vector<float> out(index.items().size());
    scanRows(index.rows(), query, out, ScanKernel::Portable);
    std::vector<SimilarityHit> hits;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (allowed != nullptr && !allowed->contains(index.items()[i])) continue;
        hits.push_back({index.items()[i], out[i]});
    }
    std::stable_sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) {
        return a.similarity > b.similarity;
    });
    return hits;
}

SimilarityIndexOptions optionsOf(std::int64_t dimension = kDimension) {
    return {.fingerprint = kFakeFingerprint, .dimension = dimension, .stop = {}};
}

void fill(GalleryFixture& fixture, int count) {
    std::mt19937 random(3);
    fixture.gallery->transaction([&] {
        for (int i = 0; i < count; ++i) {
            const ItemId item = fixture.add("p" + std::to_string(fixture.items.size()) + ".bmp");
            fixture.putEmbedding(item, randomUnit(random));
        }
    });
}

void flipByte(const std::filesystem::path& path, std::streamoff at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(at);
    const int byte = file.get();
    file.seekp(at);
    file.put(static_cast<char>(byte ^ 1));
}

}  // namespace

class TestSimilarityIndex : public QObject {
    Q_OBJECT
  private slots:
    void topKIsAPrefixOfTheSortedWhole() {
        const auto index = tyingIndex(20000);
        std::mt19937 random(9);
        const auto query = randomUnit(random);
        const auto expected = sortedAll(*index, query, nullptr);
        for (const std::int64_t k : {1, 7, 1000, 19999, 20000, 1000000}) {
            TopKOptions options;
            options.k = k;
            const auto hits = index->topK(query, options);
            const std::size_t size = std::min<std::size_t>(static_cast<std::size_t>(k), 20000);
            QVERIFY(hits ==
                    std::vector<SimilarityHit>(
                        expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(size)));
        }
    }

    void threadsAndKernelsDoNotChangeTheAnswer() {
        const auto index = tyingIndex(30000);
        std::mt19937 random(10);
        const auto query = randomUnit(random);
        TopKOptions options;
        options.k = 500;
        options.numThreads = 1;
        options.kernel = ScanKernel::Portable;
        const auto expected = index->topK(query, options);
        for (const ScanKernel kernel : availableScanKernels()) {
            for (const int threads : {1, 2, 3, 8}) {
                options.kernel = kernel;
                options.numThreads = threads;
                QVERIFY(index->topK(query, options) == expected);
            }
        }
    }

    void onlyAllowedItemsAreFound() {
        const auto index = tyingIndex(5000);
        std::mt19937 random(11);
        const auto query = randomUnit(random);
        // The set speaks of items that are not in the index, too.
        auto universe = std::make_shared<std::vector<ItemId>>();
        for (std::int64_t id = 1; id < 9000; ++id) universe->push_back(ItemId{id});
        for (const std::uint32_t oneIn : {1U, 3U, 700U, 100000U}) {
            ItemSet allowed(universe);
            for (std::size_t i = 0; i < universe->size(); ++i) {
                if (random() % oneIn == 0) allowed.insertAt(i);
            }
            TopKOptions options;
            options.k = 100000;
            options.allowed = &allowed;
            QVERIFY(index->topK(query, options) == sortedAll(*index, query, &allowed));
        }
    }

    void answersNothingForNothing() {
        const auto empty = SimilarityIndex::fromRows({}, {}, 4);
        QVERIFY(empty->topK(std::vector<float>(4, 0.5F), {.k = 3, .stop = {}}).empty());
        QVERIFY(tyingIndex(10)->topK(std::vector<float>(kDimension, 0.1F), {}).empty());
    }

    void refusesAQueryThatDoesNotFit() {
        const auto index = tyingIndex(10);
        const TopKOptions options{.k = 3, .stop = {}};
        QVERIFY_EXCEPTION_THROWN(index->topK(std::vector<float>(3, 0.1F), options), Error);
        std::vector<float> query(kDimension, 0.1F);
        query[3] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(index->topK(query, options), Error);
    }

    void stopsWhenAsked() {
        const auto index = tyingIndex(10);
        std::stop_source source;
        source.request_stop();
        try {
            index->topK(std::vector<float>(kDimension, 0.1F), {.k = 3, .stop = source.get_token()});
            QFAIL("not stopped");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Cancelled);
        }
    }

    void keepsAFileBesideTheGalleryAndUsesItAgain() {
        GalleryFixture fixture;
        fill(fixture, 100);
        const auto path = SimilarityIndex::matrixPath(fixture.file, kFakeFingerprint);
        const auto first = SimilarityIndex::open(*fixture.gallery, optionsOf());
        QVERIFY(!first->inMemory());
        QCOMPARE(first->count(), std::int64_t{100});
        const auto written = std::filesystem::last_write_time(path);
        const auto second = SimilarityIndex::open(*fixture.gallery, optionsOf());
        QVERIFY(std::filesystem::last_write_time(path) == written);
        QVERIFY(std::ranges::equal(first->rows(), second->rows()));
        QVERIFY(std::ranges::equal(second->items(), fixture.items));
    }

    void isRebuiltWhenTheGalleryHasChanged() {
        GalleryFixture fixture;
        fill(fixture, 20);
        QCOMPARE(SimilarityIndex::open(*fixture.gallery, optionsOf())->count(), std::int64_t{20});
        fill(fixture, 5);
        QCOMPARE(SimilarityIndex::open(*fixture.gallery, optionsOf())->count(), std::int64_t{25});
        fixture.gallery->items().remove(fixture.items[3]);
        const auto index = SimilarityIndex::open(*fixture.gallery, optionsOf());
        QCOMPARE(index->count(), std::int64_t{24});
        QVERIFY(index->embedding(fixture.items[3]).empty());
        QCOMPARE(index->embedding(fixture.items[4]).size(), std::size_t{kDimension});
    }

    void isRebuiltWhenTheFileIsDamaged() {
        GalleryFixture fixture;
        fill(fixture, 30);
        const auto path = SimilarityIndex::matrixPath(fixture.file, kFakeFingerprint);
        const auto whole = SimilarityIndex::open(*fixture.gallery, optionsOf());
        const std::vector<std::uint16_t> rows(whole->rows().begin(), whole->rows().end());
        const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path));
        for (const std::streamoff at : {std::streamoff{0},
                                        std::streamoff{9},
                                        std::streamoff{4100},
                                        size - 200,
                                        size - 32,
                                        size - 20,
                                        size - 1}) {
            flipByte(path, at);
            const auto index = SimilarityIndex::open(*fixture.gallery, optionsOf());
            QVERIFY(std::ranges::equal(index->rows(), rows));
        }
        for (const std::streamoff length : {std::streamoff{0}, std::streamoff{100}, size - 8}) {
            std::filesystem::resize_file(path, static_cast<std::uintmax_t>(length));
            QCOMPARE(SimilarityIndex::open(*fixture.gallery, optionsOf())->count(),
                     std::int64_t{30});
        }
    }

    void livesInMemoryWhereTheFolderCannotBeMade() {
        GalleryFixture fixture;
        fill(fixture, 30);
        // A file where the folder should be: as good as a read-only place, also for root.
        const auto folder =
            SimilarityIndex::matrixPath(fixture.file, kFakeFingerprint).parent_path();
        std::ofstream(folder) << "in the way";
        const auto index = SimilarityIndex::open(*fixture.gallery, optionsOf());
        QVERIFY(index->inMemory());
        QVERIFY(std::ranges::equal(index->items(), fixture.items));
    }

    void leavesOutWhatCannotBeCompared() {
        GalleryFixture fixture;
        fill(fixture, 3);
        const ItemId narrow = fixture.add("narrow.bmp");
        fixture.putEmbedding(narrow, std::vector<float>(8, 0.1F));
        const ItemId broken = fixture.add("broken.bmp");
        std::vector<float> values(kDimension, 0.1F);
        values[5] = std::numeric_limits<float>::infinity();
        fixture.putEmbedding(broken, values);
        for (int i = 0; i < 2; ++i) {
            const auto index = SimilarityIndex::open(*fixture.gallery, optionsOf());
            QCOMPARE(index->count(), std::int64_t{3});
            QCOMPARE(index->numSkipped(), std::int64_t{2});
        }
    }

    void theChecksumSeesTheOrderAndTheLength() {
        const auto sumOf = [](std::string_view text) {
            StreamChecksum checksum;
            checksum.update(std::as_bytes(std::span(text)));
            return checksum.value();
        };
        const std::string text(1000, 'x');
        StreamChecksum pieces;
        for (std::size_t at = 0, step = 1; at < text.size(); at += step, step = step * 3 % 71 + 1) {
            pieces.update(
                std::as_bytes(std::span(text)).subspan(at, std::min(step, text.size() - at)));
        }
        QCOMPARE(pieces.value(), sumOf(text));
        QVERIFY(sumOf(text) != sumOf(text + '\0'));
        QVERIFY(sumOf("ab") != sumOf("ba"));
    }

    void theBenchMeasuresBothScans() {
        QTemporaryDir folder;
        ScanBenchOptions options;
        options.numItems = 20000;
        options.dimension = 64;
        options.numRuns = 3;
        options.folder = folder.path().toStdString();
        const ScanBench bench = benchScan(options);
        QCOMPARE(bench.bytes, std::size_t{20000 * 64 * 2});
        QVERIFY(bench.plainSeconds > 0 && bench.searchSeconds > 0);
        QVERIFY(std::filesystem::is_empty(folder.path().toStdString()));
        options.numRuns = 0;
        QVERIFY_EXCEPTION_THROWN(benchScan(options), Error);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestSimilarityIndex)
#include "tst_similarity_index.moc"

#include <QTest>
#include <fstream>
#include <string>

#include "core/search/search_session.h"
#include "tests/core/gallery/sample_items.h"
#include "tests/core/search/search_fixture.h"

namespace descry {
namespace {

using test::FakeRasaModel;
using test::GalleryFixture;

constexpr int kNumItems = 1'000'000;
constexpr int kBatch = 10'000;
constexpr std::int64_t kDimension = 256;
constexpr long long kMaxPeakBytes = 1LL << 30;

/// Peak memory of this process so far, mapped pages included.
long long peakBytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        long long kibibytes = 0;
        if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
    }
    return 0;
}

/// Directions that differ by item, as binary16 of about 1/16: their lengths are near one.
void fillDirection(int number, std::span<std::uint16_t> out) {
    auto state = static_cast<std::uint32_t>(number) * 2654435761U + 12345U;
    for (std::uint16_t& value : out) {
        state = state * 1664525U + 1013904223U;
        const std::uint32_t sign = state >> 31U << 15U;
        value = static_cast<std::uint16_t>(sign | 0x2b00U | (state >> 16U & 0x1ffU));
    }
}

}  // namespace

/// A million items are searched in less than a gigabyte, the model apart.
class TestSearchMillion : public QObject {
    Q_OBJECT

  private:
    GalleryFixture m_fixture;

    std::unique_ptr<SearchSession> session() const {
        RasaConfig config = test::fakeConfig();
        config.embedDim = kDimension;
        SearchSessionOptions options;
        options.gallery = Gallery::open(m_fixture.file);
        options.model = {std::make_shared<FakeRasaModel>(config),
                         loadWordPiece(DESCRY_TEST_DATA "/conformance/tiny/vocab.txt"),
                         test::kFakeFingerprint,
                         {}};
        options.lane = std::make_shared<ComputeLane>();
        return std::make_unique<SearchSession>(std::move(options));
    }

    static SearchRequest request() {
        SearchRequest wanted;
        wanted.text = "the girl in a green coat";
        wanted.rerank = 0;
        wanted.limit = 20;
        return wanted;
    }

  private slots:
    void initTestCase() {
        Gallery& gallery = *m_fixture.gallery;
        Embedding embedding;
        embedding.values.resize(static_cast<std::size_t>(kDimension));
        for (int first = 0; first < kNumItems; first += kBatch) {
            gallery.transaction([&] {
                for (int i = first; i < first + kBatch; ++i) {
                    Item item = sampleItem(m_fixture.root, i);
                    item.metadata.camera = "camera " + std::to_string(i % 50);
                    embedding.item = gallery.items().add(item, {});
                    fillDirection(i, embedding.values);
                    gallery.embeddings().put(test::kFakeFingerprint, embedding);
                }
            });
        }
        qInfo("%d items written, peak %lld MB", kNumItems, peakBytes() >> 20);
    }

    void searchesAllWithinAGigabyte() {
        const SearchResult first = session()->search(request());  // Builds the matrix.
        QCOMPARE(first.numSearched, std::int64_t{kNumItems});
        QCOMPARE(first.candidates.size(), std::size_t{20});
        const SearchResult again = session()->search(request());  // Maps it.
        QCOMPARE(again.candidates.size(), std::size_t{20});
        for (std::size_t i = 0; i < again.candidates.size(); ++i) {
            QVERIFY(again.candidates[i].item == first.candidates[i].item);
        }
        qInfo("peak %lld MB, similarity %.0f ms", peakBytes() >> 20, again.timings.similarityMs);
        QVERIFY(peakBytes() > 0);
        QVERIFY(peakBytes() < kMaxPeakBytes);
    }

    void filtersAMillionWithinAGigabyte() {
        SearchRequest wanted = request();
        wanted.filter.cameras = {"camera 7"};
        const SearchResult result = session()->search(wanted);
        QCOMPARE(result.numSearched, std::int64_t{kNumItems / 50});
        QCOMPARE(result.candidates.size(), std::size_t{20});
        qInfo("peak %lld MB", peakBytes() >> 20);
        QVERIFY(peakBytes() < kMaxPeakBytes);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestSearchMillion)
#include "tst_search_million.moc"

#include <QtTest>

#include "core/gallery/token_cache.h"
#include "tests/core/indexing/index_fixture.h"

using namespace descry;
using namespace descry::test;

namespace {

/// Bytes of a side file that has room for so many of the fake model's images: two pages, then a
/// slot each.
std::uint64_t bytesFor(std::uint64_t numImages) {
    return 2 * 4096 + numImages * 64;
}

}  // namespace

class TestIndexTokens : public QObject {
    Q_OBJECT

    std::unique_ptr<IndexFixture> m_world;

    IndexOptions caching(TokenFormat format = TokenFormat::F16) const {
        IndexOptions options = m_world->options();
        options.cacheTokens = format;
        return options;
    }

    std::unique_ptr<TokenCache> cache(TokenFormat format = TokenFormat::F16) const {
        const RasaConfig& config = m_world->model->config();
        TokenCacheOptions options;
        options.galleryFile = m_world->file;
        options.fingerprint = m_world->fingerprint;
        options.format = static_cast<std::uint8_t>(format);
        options.recordBytes = tokenBytes(format, config.numImageTokens(), config.vit.embedDim);
        return TokenCache::open(options);
    }

    bool isCached(const std::string& path, TokenFormat format = TokenFormat::F16) const {
        const auto item = m_world->item(path);
        if (!item) return false;
        const auto tokens = cache(format)->get(item->id, item->contentHash);
        return tokens && *tokens == encodingOf(m_world->pictures / path, format).tokens[0].bytes;
    }

  private slots:
    void init() {
        m_world = std::make_unique<IndexFixture>();
        for (const char* path : {"1.bmp", "2.bmp", "3.bmp"}) {
            m_world->picture(path, static_cast<std::uint64_t>(path[0]));
        }
    }

    void noTokensAreKeptUnlessAsked() {
        m_world->index();
        IndexOptions noBudget = caching();
        noBudget.cacheBytes = 0;
        m_world->index(noBudget);
        QCOMPARE(cache()->count(), 0);
        QCOMPARE(m_world->model->numEncodedImages.load(), 3);
    }

    void tokensComeFromTheSameRunOfTheModel() {
        m_world->index(caching());
        QCOMPARE(m_world->model->numEncodedImages.load(), 3);
        QCOMPARE(cache()->count(), 3);
        for (const char* path : {"1.bmp", "2.bmp", "3.bmp"}) QVERIFY2(isCached(path), path);
        m_world->index(caching());
        QCOMPARE(m_world->model->numEncodedImages.load(), 3);
    }

    void eachFormatHasItsOwnTokens() {
        for (const TokenFormat format : {TokenFormat::F16, TokenFormat::F32, TokenFormat::Int8}) {
            m_world->index(caching(format));
            QVERIFY(isCached("2.bmp", format));
        }
        QVERIFY(isCached("2.bmp", TokenFormat::F16));
        QCOMPARE(m_world->model->numEncodedImages.load(), 9);
    }

    void anIndexedGalleryIsCachedLater() {
        m_world->index();
        const auto generation = m_world->gallery()->embeddings().generation(kFirst);
        const IndexReport report = m_world->index(caching());
        QCOMPARE(report.numUnchanged, 3);
        QCOMPARE(report.numEncoded, 3);
        for (const char* path : {"1.bmp", "2.bmp", "3.bmp"}) QVERIFY2(isCached(path), path);
        QCOMPARE(m_world->gallery()->embeddings().generation(kFirst), generation);
    }

    void copiesHaveTokensOfTheirOwn() {
        m_world->picture("copy.bmp", '1');
        m_world->index(caching());
        QCOMPARE(m_world->model->numEncodedImages.load(), 3);
        QVERIFY(isCached("1.bmp") && isCached("copy.bmp"));
        m_world->picture("later.bmp", '1');
        m_world->index(caching());
        QVERIFY(isCached("later.bmp"));
        QVERIFY(m_world->isEmbedded("later.bmp"));
    }

    void aChangedPictureHasNewTokens() {
        m_world->index(caching());
        m_world->picture("2.bmp", 77);
        m_world->index(caching());
        QCOMPARE(m_world->model->numEncodedImages.load(), 4);
        QVERIFY(isCached("2.bmp"));
        QCOMPARE(cache()->count(), 3);
    }

    void tokensThatWereDeletedAreComputedAgain() {
        m_world->index(caching());
        std::filesystem::path folder = m_world->file;
        folder += ".tokens";
        QVERIFY(std::filesystem::remove_all(folder) > 1);
        m_world->index(caching());
        QCOMPARE(m_world->model->numEncodedImages.load(), 6);
        QVERIFY(isCached("3.bmp"));
    }

    void missingPicturesWantNoTokens() {
        m_world->index();
        std::filesystem::remove(m_world->pictures / "2.bmp");
        m_world->index(caching());
        QCOMPARE(cache()->count(), 2);
        QCOMPARE(m_world->last->numVanished, 1);
        QVERIFY(m_world->last->numUnreadable == 0 && m_world->last->numFailed == 0);
    }

    void theBudgetIsKept() {
        IndexOptions options = caching();
        options.cacheBytes = bytesFor(2);
        options.batchSize = 1;
        const IndexReport report = m_world->index(options);
        QCOMPARE(report.numAdded, 3);
        QCOMPARE(cache()->count(), 2);
        QCOMPARE(m_world->warnings.size(), std::size_t{1});
        QVERIFY(m_world->warnings[0].find("cache is full") != std::string::npos);
        for (const char* path : {"1.bmp", "2.bmp", "3.bmp"}) QVERIFY(m_world->isEmbedded(path));
        std::filesystem::path folder = m_world->file;
        folder += ".tokens";
        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            QVERIFY(file.file_size() <= options.cacheBytes);
        }
        QCOMPARE(m_world->lastRun().outcome, std::string("succeeded"));
    }

    void aLargerBudgetIsFilledLater() {
        IndexOptions options = caching();
        options.cacheBytes = bytesFor(1);
        m_world->index(options);
        QCOMPARE(cache()->count(), 1);
        m_world->model->numEncodedImages = 0;
        options.cacheBytes = bytesFor(3);
        m_world->index(options);
        QCOMPARE(cache()->count(), 3);
        QCOMPARE(m_world->model->numEncodedImages.load(), 2);
        QVERIFY(m_world->warnings.empty());
    }

    void aStoppedRunKeepsTheTokensOfItsBatches() {
        IndexOptions options = caching();
        options.batchSize = 1;
        m_world->model->beforeEncode = [&] {
            if (m_world->model->numEncodedImages == 2) m_world->stop.request_stop();
        };
        QVERIFY(m_world->failure(options) == ErrorCode::Cancelled);
        QVERIFY(isCached("1.bmp") && isCached("2.bmp"));
        m_world->stop = std::stop_source();
        m_world->model->beforeEncode = {};
        m_world->index(options);
        QCOMPARE(m_world->model->numEncodedImages.load(), 3);
        QVERIFY(isCached("3.bmp"));
    }
};

QTEST_GUILESS_MAIN(TestIndexTokens)
#include "tst_index_tokens.moc"

#include <QTest>
#include <algorithm>
#include <filesystem>
#include <semaphore>
#include <thread>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/search/search_session.h"
#include "tests/core/search/search_fixture.h"
#include "tests/support/patience.h"

namespace descry {
namespace {

using test::FakeRasaModel;
using test::GalleryFixture;
using test::kFakeFingerprint;

constexpr int kNumItems = 12;
const std::string kQuery = "the girl in a green coat";
const std::string kOtherQuery = "the boy in white trousers";

/// A gallery of pictures, indexed with the fake model, and a session on it.
struct World : GalleryFixture {
    std::shared_ptr<FakeRasaModel> model = std::make_shared<FakeRasaModel>();
    std::shared_ptr<ComputeLane> lane = std::make_shared<ComputeLane>();
    std::shared_ptr<const Tokenizer> tokenizer =
        loadWordPiece(DESCRY_TEST_DATA "/conformance/tiny/vocab.txt");
    RankingRule ranking;

    explicit World(int count = kNumItems) {
        gallery->transaction([&] {
            for (int i = 0; i < count; ++i) addIndexed(static_cast<std::uint64_t>(i));
        });
        model->numEncodedImages = 0;
    }

    ItemId addIndexed(std::uint64_t seed) {
        const ItemId item = addPicture(
            "p" + std::to_string(seed) + "-" + std::to_string(items.size()) + ".bmp", seed);
        embed(item, *model);
        return item;
    }

    std::unique_ptr<SearchSession> session(std::shared_ptr<TokenCache> cache = {}) {
        SearchSessionOptions options;
        options.gallery = Gallery::open(file);
        options.model = {model, tokenizer, kFakeFingerprint, ranking};
        options.lane = lane;
        options.tokenCache = std::move(cache);
        return std::make_unique<SearchSession>(std::move(options));
    }

    float logitOf(const std::string& query, ItemId item) {
        const auto known = gallery->items().find(item);
        const auto pixels = test::pixelsOf(pictures / known->path, model->config());
        EncodeOptions keep;
        keep.keepTokens = TokenFormat::F16;
        const auto encoding = model->encodeImages(pixels, keep);
        const auto text = model->encodeText(tokenizer->encode(query).ids);
        const ImageTokens* tokens = encoding.tokens.data();
        return model->matchLogits(*text, std::span(&tokens, 1), {}).front();
    }
};

SearchRequest textRequest(const std::string& text, std::int64_t rerank) {
    SearchRequest request;
    request.text = text;
    request.rerank = rerank;
    return request;
}

bool fallsBySimilarity(std::span<const Candidate> candidates) {
    return std::is_sorted(
        candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
            return a.similarity > b.similarity;
        });
}

std::vector<ItemId> sortedItems(std::span<const Candidate> candidates) {
    std::vector<ItemId> items;
    for (const Candidate& candidate : candidates) items.push_back(candidate.item);
    std::sort(items.begin(), items.end());
    return items;
}

ErrorCode codeOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

class TestSearchSession : public QObject {
    Q_OBJECT
  private slots:
    void withoutRerankingTheOrderIsSimilarity() {
        World world;
        const auto result = world.session()->search(textRequest(kQuery, 0));
        QCOMPARE(result.candidates.size(), std::size_t{kNumItems});
        QVERIFY(fallsBySimilarity(result.candidates));
        QCOMPARE(result.numReranked, std::int64_t{0});
        QCOMPARE(world.model->numMatchedPairs.load(), 0);
        QCOMPARE(result.cleanedText, kQuery);
    }

    void theBestAreReRankedAndTheTailKeepsItsOrder() {
        World world;
        const auto session = world.session();
        const auto first = session->search(textRequest(kQuery, 0)).candidates;
        const auto result = session->search(textRequest(kQuery, 5));
        QCOMPARE(result.numReranked, std::int64_t{5});
        const auto head = std::span(result.candidates).first(5);
        for (std::size_t i = 0; i < head.size(); ++i) {
            QCOMPARE(*head[i].matchLogit, world.logitOf(kQuery, head[i].item));
            if (i > 0) QVERIFY(*head[i - 1].matchLogit >= *head[i].matchLogit);
        }
        QVERIFY(sortedItems(head) == sortedItems(std::span(first).first(5)));
        QVERIFY(std::ranges::equal(std::span(result.candidates).subspan(5),
                                   std::span(first).subspan(5)));
    }

    void kBeyondTheGalleryIsClamped() {
        World world;
        const auto result = world.session()->search(textRequest(kQuery, 1000));
        QCOMPARE(result.numReranked, std::int64_t{kNumItems});
    }

    void theLimitCutsAfterReRanking() {
        World world;
        const auto session = world.session();
        const auto all = session->search(textRequest(kQuery, 8)).candidates;
        SearchRequest request = textRequest(kQuery, 8);
        request.limit = 3;
        const auto result = session->search(request);
        QVERIFY(std::ranges::equal(result.candidates, std::span(all).first(3)));
        QCOMPARE(result.numReranked, std::int64_t{8});
    }

    void theBundlesKIsTheDefault() {
        World world;
        SearchRequest request;
        request.text = kQuery;
        QCOMPARE(world.session()->search(request).numReranked, world.model->config().kTest);
    }

    void theRankingRuleDecidesTheScore() {
        World world;
        world.ranking.kind = RankingRule::Kind::ItcPlusItm;
        world.ranking.itmWeight = 0.5;
        world.ranking.temperature = 0.1;
        const auto result = world.session()->search(textRequest(kQuery, 6));
        double last = 1e9;
        for (const Candidate& candidate : std::span(result.candidates).first(6)) {
            const double score = static_cast<double>(candidate.similarity) / 0.1 +
                                 0.5 * static_cast<double>(*candidate.matchLogit);
            QVERIFY(score <= last);
            last = score;
        }
    }

    void tiesBreakByItemId() {
        World world(0);
        for (int i = 0; i < 6; ++i) world.addIndexed(7);  // One picture, six names.
        const auto check = [&](std::int64_t rerank) {
            const auto result = world.session()->search(textRequest(kQuery, rerank));
            QVERIFY(std::is_sorted(result.candidates.begin(),
                                   result.candidates.end(),
                                   [](const auto& a, const auto& b) { return a.item < b.item; }));
        };
        check(0);
        check(3);
        check(6);
    }

    void resultsComeProgressively() {
        World world;
        std::vector<std::int64_t> steps;
        const auto session = world.session();
        const auto result =
            session->search(textRequest(kQuery, 9),
                            [&](const RerankProgress& progress, std::span<const Candidate> now) {
                                steps.push_back(progress.reranked);
                                QCOMPARE(progress.of, std::int64_t{9});
                                QCOMPARE(now.size(), std::size_t{kNumItems});
                                const auto done = static_cast<std::size_t>(progress.reranked);
                                for (std::size_t i = 0; i < now.size(); ++i) {
                                    QCOMPARE(now[i].matchLogit.has_value(), i < done);
                                }
                                QVERIFY(fallsBySimilarity(now.subspan(done)));
                            });
        QVERIFY(steps.size() > 2);
        QCOMPARE(steps.front(), std::int64_t{0});
        QCOMPARE(steps.back(), std::int64_t{9});
        QVERIFY(std::is_sorted(steps.begin(), steps.end()));
    }

    void aVanishedPictureKeepsItsPlaceBySimilarity() {
        World world;
        const auto session = world.session();
        const auto first = session->search(textRequest(kQuery, 0)).candidates;
        const ItemId gone = first[1].item;
        std::filesystem::remove(world.pictures / world.gallery->items().find(gone)->path);
        const auto result = session->search(textRequest(kQuery, 4));
        QCOMPARE(result.numReranked, std::int64_t{3});
        QCOMPARE(result.candidates[3].item.value, gone.value);
        QVERIFY(!result.candidates[3].matchLogit);
        QVERIFY(fallsBySimilarity(std::span(result.candidates).subspan(3)));
        QCOMPARE(result.warnings.size(), std::size_t{1});
        QVERIFY(std::string_view(result.warnings[0].what()).starts_with("1 of 4"));
    }

    void whyPicturesCouldNotBeReRankedIsTranslatedToo() {
        World world;
        const auto session = world.session();
        session->search(textRequest(kQuery, 0));
        std::filesystem::remove_all(world.pictures);
        const auto result = session->search(textRequest(kQuery, 4));
        QCOMPARE(result.warnings.size(), std::size_t{1});
        const QString english = result.warnings[0].what();
        QVERIFY2(english.startsWith("4 of 4 candidates") && english.endsWith("; and others"),
                 qPrintable(english));
        QCOMPARE(english.count(": no such file"), 3);
        const QString other = QString::fromStdString(result.warnings[0].message(
            [](std::string_view format) { return format == "{}: no such file" ? "{} weg" : ""; }));
        QCOMPARE(other, QString(english).replace(": no such file", " weg"));
    }

    void cachedTokensNeedNoPicture() {
        World world;
        const auto expected = world.session()->search(textRequest(kQuery, 6)).candidates;
        const RasaConfig& config = world.model->config();
        TokenCacheOptions options;
        options.galleryFile = world.file;
        options.fingerprint = kFakeFingerprint;
        options.recordBytes =
            tokenBytes(TokenFormat::F16, config.numImageTokens(), config.vit.embedDim);
        std::shared_ptr<TokenCache> cache = TokenCache::open(options);
        for (const ItemId id : world.items) {
            const auto item = world.gallery->items().find(id);
            EncodeOptions keep;
            keep.keepTokens = TokenFormat::F16;
            const auto pixels = test::pixelsOf(world.pictures / item->path, config);
            const auto encoding = world.model->encodeImages(pixels, keep);
            QVERIFY(cache->put(id, encoding.tokens[0].bytes, item->contentHash));
        }
        std::filesystem::remove_all(world.pictures);
        world.model->numEncodedImages = 0;
        const auto result = world.session(cache)->search(textRequest(kQuery, 6));
        QVERIFY(result.candidates == expected);
        QCOMPARE(world.model->numEncodedImages.load(), 0);
        QVERIFY(result.warnings.empty());
    }

    void tokensAreKeptBetweenSearches() {
        World world;
        const auto session = world.session();
        session->search(textRequest(kQuery, kNumItems));
        QCOMPARE(world.model->numEncodedImages.load(), kNumItems);
        session->search(textRequest(kOtherQuery, kNumItems));
        QCOMPARE(world.model->numEncodedImages.load(), kNumItems);
    }

    void aNewItemIsFoundByTheSameSession() {
        World world;
        const auto session = world.session();
        session->search(textRequest(kQuery, 0));
        const ItemId added = world.addIndexed(100);
        // An index that took long to read is not read anew at once.
        const auto isFound = [&] {
            const auto result = session->search(textRequest(kQuery, 0));
            const auto items = sortedItems(result.candidates);
            return std::binary_search(items.begin(), items.end(), added);
        };
        QVERIFY(QTest::qWaitFor(isFound, test::kLongWaitMs));
    }

    void aFilterRestrictsTheCandidates() {
        World world;
        for (int i = 0; i < 3; ++i) {
            Item item = *world.gallery->items().find(world.items[static_cast<std::size_t>(i) * 4]);
            item.metadata.camera = "2";
            world.gallery->items().update(item);
        }
        const auto session = world.session();
        SearchRequest request = textRequest(kQuery, 2);
        request.filter.cameras = {"2"};
        const auto result = session->search(request);
        QVERIFY(sortedItems(result.candidates) ==
                (std::vector<ItemId>{world.items[0], world.items[4], world.items[8]}));
        QCOMPARE(result.numReranked, std::int64_t{2});
        QCOMPARE(result.numSearched, std::int64_t{3});

        request.filter.cameras = {"nowhere"};
        const auto none = session->search(request);
        QVERIFY(none.candidates.empty() && none.emptyReason);
    }

    void changedMetadataCountsOnceTold() {
        World world;
        const auto session = world.session();
        SearchRequest request = textRequest(kQuery, 0);
        request.filter.bookmarkedOnly = true;
        QVERIFY(session->search(request).candidates.empty());
        Item item = *world.gallery->items().find(world.items[5]);
        item.bookmarked = true;
        world.gallery->items().update(item);
        session->itemsChanged();
        QCOMPARE(session->search(request).candidates.size(), std::size_t{1});
    }

    void moreLikeThisGoesBySimilarityAndLeavesOutTheItem() {
        World world;
        const ItemId twin = world.addIndexed(3);  // The same picture as item 3, written again.
        SearchRequest request;
        request.likeItem = world.items[3];
        request.limit = 4;
        const auto result = world.session()->search(request);
        QCOMPARE(result.candidates.size(), std::size_t{4});
        QCOMPARE(result.candidates[0].item.value, twin.value);
        QVERIFY(std::abs(result.candidates[0].similarity - 1.0F) < 2e-3F);  // binary16 rows
        for (const Candidate& candidate : result.candidates) {
            QVERIFY(candidate.item != world.items[3] && !candidate.matchLogit);
        }
        request.likeItem = ItemId{99999};
        QCOMPARE(codeOf([&] { world.session()->search(request); }), ErrorCode::NotFound);
    }

    void moreLikeAPictureGoesBySimilarityAndEncodesItOnce() {
        World world;
        const auto file = world.folder / "outside.bmp";
        test::writePicture(file, 3);
        SearchRequest request;
        request.likeImage = file;
        request.limit = 4;
        const auto session = world.session();
        const auto result = session->search(request);
        QCOMPARE(result.candidates.size(), std::size_t{4});
        // That the gallery has the very picture is an answer too.
        QCOMPARE(result.candidates[0].item.value, world.items[3].value);
        QVERIFY(std::abs(result.candidates[0].similarity - 1.0F) < 2e-3F);  // binary16 rows
        QVERIFY(fallsBySimilarity(result.candidates));
        for (const Candidate& candidate : result.candidates) QVERIFY(!candidate.matchLogit);
        QCOMPARE(result.numSearched, std::int64_t{kNumItems});
        QCOMPARE(result.likeImageHash, sha256File(file));
        QVERIFY(!result.outlook.convincing && !result.outlook.unknownReason.empty());
        QVERIFY(std::ranges::equal(session->search(request).candidates, result.candidates));
        QCOMPARE(world.model->numEncodedImages.load(), 1);
        // Another picture under the same name is another query.
        test::writePicture(file, 5);
        QCOMPARE(session->search(request).candidates[0].item.value, world.items[5].value);
        QCOMPARE(world.model->numEncodedImages.load(), 2);
    }

    void aPictureThatCannotBeReadIsRefusedBeforeTheModelRuns() {
        World world;
        const auto session = world.session();
        const auto codeFor = [&](const std::filesystem::path& file) {
            SearchRequest request;
            request.likeImage = file;
            return codeOf([&] { session->search(request); });
        };
        QCOMPARE(codeFor(world.folder / "none.jpg"), ErrorCode::NotFound);
        QCOMPARE(codeFor(world.folder), ErrorCode::Io);
        QCOMPARE(codeFor(world.file), ErrorCode::Unsupported);
        QCOMPARE(world.model->numEncodedImages.load(), 0);
    }

    void aPictureThatWaitsForTheLaneCanBeStopped() {
        World world;
        const auto session = world.session();
        SearchRequest request;
        request.likeImage = world.pictures / world.gallery->items().find(world.items[0])->path;
        std::stop_source source;
        const ComputeLane::Hold hold = world.lane->acquire();
        ErrorCode code = ErrorCode::Internal;
        std::thread searching(
            [&] { code = codeOf([&] { session->search(request, {}, source.get_token()); }); });
        source.request_stop();
        searching.join();
        QCOMPARE(code, ErrorCode::Cancelled);
        QCOMPARE(world.model->numEncodedImages.load(), 0);
    }

    void anEmptyGalleryIsAnEmptyResultWithAReason() {
        World world(0);
        const auto result = world.session()->search(textRequest(kQuery, 5));
        QVERIFY(result.candidates.empty());
        QVERIFY(result.emptyReason.has_value());
    }

    void aGalleryOfAnotherBundleIsNotFound() {
        World world(0);
        world.addPicture("p.bmp", 1);
        QCOMPARE(codeOf([&] { world.session()->search(textRequest(kQuery, 5)); }),
                 ErrorCode::NotFound);
    }

    void saysHowManyItemsAreNotIndexed() {
        World world;
        world.addPicture("new.bmp", 50);
        const auto result = world.session()->search(textRequest(kQuery, 0));
        QCOMPARE(result.warnings.size(), std::size_t{1});
        QVERIFY(std::string_view(result.warnings[0].what()).starts_with("1 of 13"));
    }

    void refusesRequestsThatMeanNothing() {
        World world(1);
        const auto session = world.session();
        for (const char* text : {"", " ?! "}) {
            QCOMPARE(codeOf([&] { session->search(textRequest(text, 1)); }),
                     ErrorCode::InvalidInput);
        }
        SearchRequest both = textRequest(kQuery, 1);
        both.likeItem = world.items[0];
        SearchRequest twoPictures;
        twoPictures.likeItem = world.items[0];
        twoPictures.likeImage = world.folder / "p.bmp";
        SearchRequest negative = textRequest(kQuery, -1);
        SearchRequest none = textRequest(kQuery, 1);
        none.limit = 0;
        for (const auto& request : {both, twoPictures, negative, none}) {
            QCOMPARE(codeOf([&] { session->search(request); }), ErrorCode::InvalidInput);
        }
    }

    void stopsBetweenBatches() {
        World world;
        std::stop_source source;
        const auto session = world.session();
        const auto search = [&] {
            session->search(
                textRequest(kQuery, kNumItems),
                [&](const RerankProgress& progress, std::span<const Candidate>) {
                    if (progress.reranked > 0) source.request_stop();
                },
                source.get_token());
        };
        QCOMPARE(codeOf(search), ErrorCode::Cancelled);
        QVERIFY(world.model->numMatchedPairs < kNumItems);
        // The session is whole afterwards.
        QCOMPARE(session->search(textRequest(kQuery, 4)).numReranked, std::int64_t{4});
    }

    void aNewerSearchCancelsTheOlder() {
        World world;
        const auto session = world.session();
        std::binary_semaphore isReranking(0);
        std::binary_semaphore goOn(0);
        bool first = true;
        world.model->beforeMatch = [&] {
            if (!std::exchange(first, false)) return;
            isReranking.release();
            goOn.acquire();
        };
        ErrorCode older = ErrorCode::Internal;
        std::thread thread(
            [&] { older = codeOf([&] { session->search(textRequest(kQuery, kNumItems)); }); });
        isReranking.acquire();
        // The older search holds the lane inside the model; the newer one's first stage still
        // comes.
        SearchResult newer;
        newer =
            session->search(textRequest(kOtherQuery, 4),
                            [&](const RerankProgress& progress, std::span<const Candidate> now) {
                                if (progress.reranked > 0) return;
                                QCOMPARE(now.size(), std::size_t{kNumItems});
                                goOn.release();
                            });
        thread.join();
        QCOMPARE(older, ErrorCode::Cancelled);
        QCOMPARE(newer.numReranked, std::int64_t{4});
    }

    void noJobComesBetweenTheBatchesOfASearch() {
        World world;
        const auto session = world.session();
        std::atomic<bool> isOver{false};
        std::atomic<int> numHolds{0};
        std::jthread job([&] {
            while (!isOver) {
                const auto hold = world.lane->acquire();
                ++numHolds;
            }
        });
        int numBatches = 0;
        std::optional<int> held;
        const auto result = session->search(
            textRequest(kQuery, kNumItems),
            [&](const RerankProgress& progress, std::span<const Candidate>) {
                if (progress.reranked == 0) return;
                // From the first batch on: what it waited for was held before.
                if (!held) held = numHolds.load();
                if (numHolds != *held) held = -1;
                ++numBatches;
            });
        isOver = true;
        QCOMPARE(result.numReranked, std::int64_t{kNumItems});
        QVERIFY(numBatches > 1);
        QVERIFY(held && *held >= 0);
    }

    void manySearchesAtOnceEndOneWayOrTheOther() {
        World world;
        const auto session = world.session();
        const auto expected = session->search(textRequest(kQuery, 6)).candidates;
        std::atomic<int> numWrong{0};
        std::atomic<int> numDone{0};
        const auto work = [&] {
            for (int i = 0; i < 10; ++i) {
                try {
                    if (session->search(textRequest(kQuery, 6)).candidates != expected) ++numWrong;
                    ++numDone;
                } catch (const Error& error) {
                    if (error.code() != ErrorCode::Cancelled) ++numWrong;
                }
            }
        };
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) threads.emplace_back(work);
        for (auto& thread : threads) thread.join();
        QCOMPARE(numWrong.load(), 0);
        QVERIFY(numDone >= 1);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestSearchSession)
#include "tst_search_session.moc"

#include <sys/wait.h>
#include <unistd.h>

#include <QtTest>
#include <csignal>
#include <stop_token>

#include "core/base/error.h"
#include "core/evaluation/caption_tokens.h"
#include "core/pixels/normalise.h"
#include "core/review/image_hashes.h"
#include "core/review/pair_scores.h"
#include "core/review/review_state.h"
#include "core/vision/decode.h"
#include "tests/core/review/review_fixture.h"
#include "tests/support/fake_rasa_model.h"
#include "tests/support/noise_picture.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

const std::string kFingerprint(64, 'b');

std::shared_ptr<const Tokenizer> tokenizer() {
    return parseWordPiece(
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nman\nin\nred\nhe\nwalks\nwith\nbag\nseen\nfrom\n"
        "behind\nwoman\nblue\nshe\nruns\n",
        "words");
}

class ReferencedModel : public test::FakeRasaModel {
  public:
    std::optional<DoubtReference> reference;

    const DoubtReference* doubtReference() const override {
        return reference ? &*reference : nullptr;
    }
};

/// Two people whose images are noise, a file for each.
struct Desk {
    test::Folder folder;
    Dataset dataset = test::twoPeople();
    std::shared_ptr<const PairIndex> index = std::make_shared<const PairIndex>(
        std::make_shared<const Dataset>(dataset), PairIndex::Options{});
    std::shared_ptr<ReferencedModel> model = std::make_shared<ReferencedModel>();
    fs::path cacheFile = folder / "review/cache.sqlite";

    Desk() {
        std::uint64_t seed = 0;
        for (const DatasetRecord& record : dataset.records) {
            const fs::path file = imageFile(record.imagePath);
            fs::create_directories(file.parent_path());
            test::writePicture(file, ++seed);
        }
    }
    fs::path imageFile(std::string_view imagePath) const { return folder / "images" / imagePath; }

    PairScoreJob job() const {
        return PairScoreJob({.model = {.model = model,
                                       .tokenizer = tokenizer(),
                                       .fingerprint = kFingerprint,
                                       .ranking = {}},
                             .lane = std::make_shared<ComputeLane>(),
                             .index = index,
                             .images = folder / "images",
                             .cache = cacheFile,
                             .batch = 2});
    }
    void score() const {
        JobContext context;
        job().run(context);
    }
    /// Scores of every pair with words, by number.
    std::vector<std::optional<PairScores>> scores() const {
        ReviewCache cache(cacheFile);
        const PairIds ids(index, knownHashes(*index, folder / "images", cache));
        std::vector<std::optional<PairScores>> all;
        for (std::size_t number = 0; number < index->size(); ++number) {
            const auto pair = ids.of(number);
            all.push_back(pair ? cache.scoresOf(kFingerprint, *pair) : std::nullopt);
        }
        return all;
    }
};

/// What the model says, worked out again pair by pair.
struct Reader {
    const Desk& desk;
    test::FakeRasaModel model{};

    ImageEncoding image(std::string_view path) {
        const auto side = static_cast<std::size_t>(model.config().imageRes);
        std::vector<float> pixels(3 * side * side);
        preprocess(readImage(desk.imageFile(path)).image, static_cast<int>(side), pixels);
        EncodeOptions options;
        options.keepTokens = TokenFormat::F32;
        return model.encodeImages(pixels, options);
    }
    PairReadings read(std::string_view path, std::string_view caption) {
        const ImageEncoding encoding = image(path);
        const ImageTokens* const one = &encoding.tokens.front();
        const auto text = textOf(caption);
        return model.readPairs(*text, std::span(&one, 1), {});
    }
    std::shared_ptr<const TextEncoding> textOf(std::string_view caption) {
        return model.encodeText(encodeCaption(caption, *tokenizer(), model.config().maxWords).ids);
    }
    float bestOwn(std::string_view path) {
        float best = -1e9F;
        for (const DatasetRecord& record : desk.dataset.records) {
            if (record.imagePath != path) continue;
            for (const std::string& caption : record.captions) {
                best = std::max(best, read(path, caption).matchLogits.front());
            }
        }
        return best;
    }
};

bool near(float a, float b) {
    return std::abs(a - b) < 1e-5F;
}

}  // namespace

class TestPairScores : public QObject {
    Q_OBJECT

  private slots:
    void everyPairHasWhatTheModelSaysOfIt() {
        const Desk desk;
        desk.score();
        const auto scores = desk.scores();
        Reader reader{desk};
        for (std::size_t number = 0; number < scores.size(); ++number) {
            const ReviewPair pair = desk.index->at(number);
            QVERIFY(scores[number].has_value());
            const PairReadings readings = reader.read(pair.imagePath, pair.caption);
            const float logit = readings.matchLogits.front();
            QVERIFY(near(scores[number]->matchLogit, logit));
            // The fake's relation logits are the match logit and 0.
            QVERIFY(near(scores[number]->weakProbability, 1 / (1 + std::exp(logit))));
            QVERIFY(near(scores[number]->ownMargin, reader.bestOwn(pair.imagePath) - logit));
            const ImageEncoding image = reader.image(pair.imagePath);
            const auto text = reader.textOf(pair.caption);
            float similarity = 0;
            for (std::size_t i = 0; i < image.features.size(); ++i) {
                similarity += image.features[i] * text->feature()[i];
            }
            QVERIFY(near(scores[number]->similarity, similarity));
            // Each of these captions' words is one token, behind [CLS].
            const auto words = captionWords(pair.caption);
            QCOMPARE(scores[number]->contradictions.size(), words.size());
            for (std::size_t word = 0; word < words.size(); ++word) {
                const float logOdds = readings.replacedLogOdds[word + 1];
                QVERIFY(near(scores[number]->contradictions[word].value(),
                             1 / (1 + std::exp(-logOdds))));
            }
        }
    }

    void wordsAreReadAgainWhereTheirReferenceIsAnother() {
        const Desk desk;
        desk.score();
        const auto plain = desk.scores();
        Reader reader{desk};
        const std::string_view someImage = desk.index->at(0).imagePath;
        desk.model->reference = {reader.image(someImage).tokens.front(), 0.5};
        desk.score();
        const auto referred = desk.scores();
        for (std::size_t number = 0; number < plain.size(); ++number) {
            const ReviewPair pair = desk.index->at(number);
            const auto head = reader.read(pair.imagePath, pair.caption).replacedLogOdds;
            const auto usual = reader.read(someImage, pair.caption).replacedLogOdds;
            QCOMPARE(referred[number]->matchLogit, plain[number]->matchLogit);
            for (std::size_t word = 0; word < plain[number]->contradictions.size(); ++word) {
                const float logOdds = head[word + 1] - usual[word + 1] - 0.5F;
                QVERIFY(near(referred[number]->contradictions[word].value(),
                             1 / (1 + std::exp(-logOdds))));
            }
        }
        desk.model->reference.reset();
        desk.score();
        QCOMPARE(desk.scores(), plain);
    }

    void scoringAgainReadsNothing() {
        const Desk desk;
        desk.score();
        const int numRead = desk.model->numMatchedPairs;
        PairScoreJob again = desk.job();
        JobContext context;
        again.run(context);
        QCOMPARE(static_cast<int>(desk.model->numMatchedPairs), numRead);
        QCOMPARE(again.numScored(), 0);
    }

    void aStoppedJobGoesOn() {
        const Desk whole;
        whole.score();
        const Desk desk;
        std::int64_t numScored = 0;
        bool isDone = false;
        for (int attempt = 0; attempt < 40 && !isDone; ++attempt) {
            std::stop_source stop;
            int numCalls = 0;
            desk.model->beforeMatch = [&] {
                if (++numCalls == 7) stop.request_stop();
            };
            PairScoreJob job = desk.job();
            JobContext context(stop.get_token(), {});
            try {
                job.run(context);
                isDone = true;
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::Cancelled);
            }
            numScored += job.numScored();
        }
        QVERIFY(isDone);
        // Every pair once, own ones included.
        QCOMPARE(numScored, 16);
        QCOMPARE(desk.scores(), whole.scores());
    }

    void aKilledJobGoesOn() {
        const Desk whole;
        whole.score();
        const Desk desk;
        int numKills = 0;
        for (; numKills < 100; ++numKills) {
            const pid_t child = ::fork();
            if (child == 0) {
                int numCalls = 0;
                desk.model->beforeMatch = [&] {
                    if (++numCalls == 6) ::kill(::getpid(), SIGKILL);
                };
                desk.score();
                ::_exit(0);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            if (WIFEXITED(status)) {
                QCOMPARE(WEXITSTATUS(status), 0);
                break;
            }
        }
        QVERIFY(numKills >= 2);
        QCOMPARE(desk.scores(), whole.scores());
    }

    void imagesThatCannotBeReadAreNamedByRecord() {
        const Desk desk;
        fs::remove(desk.imageFile("a/2.png"));
        test::write(desk.imageFile("b/1.png"), "no picture");
        PairScoreJob job = desk.job();
        JobContext context;
        job.run(context);
        QCOMPARE(job.findings().size(), 2U);
        QCOMPARE(job.findings()[0].record, std::size_t{1});
        QCOMPARE(job.findings()[1].record, std::size_t{2});
        QVERIFY(QString::fromUtf8(job.findings()[1].message.what()).contains("no such file"));
        const auto scores = desk.scores();
        for (std::size_t number = 0; number < scores.size(); ++number) {
            const std::string_view path = desk.index->at(number).imagePath;
            QCOMPARE(scores[number].has_value(), path != "a/2.png" && path != "b/1.png");
        }
    }

    void aChangedImageIsHashedAgain() {
        const Desk desk;
        const auto hash = [&] {
            ImageHashJob job(
                {.index = desk.index, .images = desk.folder / "images", .cache = desk.cacheFile});
            JobContext context;
            job.run(context);
            return job.hashes();
        };
        const ImageHashes before = hash();
        for (std::size_t image = 0; image < before.size(); ++image) {
            QCOMPARE(before[image], hashImage(desk.imageFile(desk.index->imagePath(image))));
        }
        QCOMPARE(hash(), before);
        test::write(desk.imageFile("a/1.png"), "another file of another size");
        const ImageHashes after = hash();
        QVERIFY(after[0] != before[0]);
        QCOMPARE(after[1], before[1]);
        // The same bytes twice are reported by record.
        fs::copy_file(desk.imageFile("a/2.png"),
                      desk.imageFile("a/3.png"),
                      fs::copy_options::overwrite_existing);
        // Files may be made faster than their clock ticks.
        fs::last_write_time(
            desk.imageFile("a/3.png"),
            fs::last_write_time(desk.imageFile("a/2.png")) + std::chrono::seconds(9));
        ImageHashJob job(
            {.index = desk.index, .images = desk.folder / "images", .cache = desk.cacheFile});
        JobContext context;
        job.run(context);
        QCOMPARE(job.findings().size(), 1U);
        QCOMPARE(job.findings()[0].record, std::size_t{4});
    }

    void aDamagedCacheIsBegunAnew() {
        const Desk desk;
        desk.score();
        const auto before = desk.scores();
        fs::remove(fs::path(desk.cacheFile) += "-wal");
        test::write(desk.cacheFile, "no database at all, but somebody's file");
        desk.score();
        QCOMPARE(desk.scores(), before);
        QVERIFY(fs::exists(fs::path(desk.cacheFile) += ".damaged"));
    }

    void theDeskOpensWithWhatIsKnown() {
        const Desk desk;
        const fs::path file = desk.folder / "train.json";
        test::write(
            file,
            R"([{"id": 7, "file_path": "a/1.png", "captions": ["A man in red.", "He walks."]},)"
            R"({"id": 7, "file_path": "a/2.png", "captions": ["A man with a bag."]}])");
        ReviewSources sources;
        sources.dataset = file;
        sources.images = desk.folder / "images";
        sources.folder = ReviewFolder::beside(file);
        // Without log, cache and bundle there is still a desk, and looking makes no file.
        const ReviewState bare = openReview(sources);
        QCOMPARE(bare.index->size(), 3U);
        QCOMPARE(bare.ids->numUnknownImages(), 2U);
        QVERIFY(bare.scores.empty());
        QVERIFY(!fs::exists(sources.folder.path));

        PairScoreJob job({.model = {.model = desk.model,
                                    .tokenizer = tokenizer(),
                                    .fingerprint = kFingerprint,
                                    .ranking = {}},
                          .lane = std::make_shared<ComputeLane>(),
                          .index = bare.index,
                          .images = sources.images,
                          .cache = sources.folder.cache()});
        JobContext context;
        job.run(context);
        const ReviewState state = openReview(sources);
        QCOMPARE(state.ids->numUnknownImages(), 0U);
        QCOMPARE(state.fingerprint, kFingerprint);
        QCOMPARE(state.scores.size(), 3U);
        for (const auto& scores : state.scores) QVERIFY(scores.has_value());
        sources.fingerprint = std::string(64, 'c');
        for (const auto& scores : openReview(sources).scores) QVERIFY(!scores.has_value());
    }

    void doubtIsByRank() {
        std::vector<std::optional<PairScores>> scores(5);
        const auto put = [&](std::size_t number, float logit, float margin) {
            scores[number].emplace();
            scores[number]->matchLogit = logit;
            scores[number]->ownMargin = margin;
        };
        put(0, 4, 0);
        put(1, -2, 5);
        put(2, 1, 1);
        put(4, 1, 1);
        const Suspicions suspicions = suspicionsOf(scores);
        QCOMPARE(suspicions[0], std::optional<double>(0));
        QCOMPARE(suspicions[1], std::optional<double>(1));
        QCOMPARE(suspicions[2], suspicions[4]);
        QCOMPARE(suspicions[2], std::optional<double>(0.5));
        QVERIFY(!suspicions[3]);
        QVERIFY(suspicionsOf({}).empty());
    }

    void wordsAreWhatStandsBetweenBlanks() {
        const auto wordsOf = [](std::string_view caption) {
            std::vector<std::string> words;
            for (const ByteSpan span : captionWords(caption)) {
                words.emplace_back(caption.substr(span.begin, span.end - span.begin));
            }
            return words;
        };
        QCOMPARE(wordsOf(" A man,\tin  red. "),
                 (std::vector<std::string>{"A", "man,", "in", "red."}));
        QCOMPARE(wordsOf("穿红色\u3000外套"), (std::vector<std::string>{"穿红色", "外套"}));
        QVERIFY(wordsOf("").empty());
        QVERIFY(wordsOf(" \n").empty());
    }
};

QTEST_APPLESS_MAIN(TestPairScores)
#include "tst_pair_scores.moc"

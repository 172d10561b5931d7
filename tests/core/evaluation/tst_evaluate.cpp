#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <fstream>
#include <map>

#include "core/base/error.h"
#include "core/evaluation/evaluate.h"
#include "core/tensorfile/tensor_file.h"
#include "core/text/caption.h"
#include "tests/core/search/search_fixture.h"

namespace descry {
namespace {

using test::FakeRasaModel;

const std::vector<std::string> kCaptions{"The girl is in a green coat.",
                                         "a boy; white trousers",
                                         "the man with a bag and gray shoes",
                                         "a purple vest and yellow pants"};

/// Pictures of five persons and captions, on the disk.
struct SmallSplit {
    QTemporaryDir temporary;
    std::filesystem::path folder{temporary.path().toStdString()};
    std::vector<DatasetRecord> records;
    std::shared_ptr<FakeRasaModel> model = std::make_shared<FakeRasaModel>();
    std::shared_ptr<ComputeLane> lane = std::make_shared<ComputeLane>();
    std::shared_ptr<const Tokenizer> tokenizer =
        loadWordPiece(DESCRY_TEST_DATA "/conformance/tiny/vocab.txt");
    RankingRule ranking;

    explicit SmallSplit(int numImages = 15) {
        for (int i = 0; i < numImages; ++i) {
            DatasetRecord record;
            record.personId = i % 5;
            record.imagePath = "p" + std::to_string(i) + ".bmp";
            test::writePicture(folder / record.imagePath, static_cast<std::uint64_t>(i));
            for (int j = 0; j < 1 + i % 2; ++j) {
                record.captions.push_back(kCaptions[static_cast<std::size_t>(i + j) % 4] + " " +
                                          std::string(static_cast<std::size_t>(i), 'x'));
            }
            records.push_back(record);
        }
    }

    EvaluateOptions options(std::int64_t rerank) const {
        EvaluateOptions options;
        options.images = folder;
        options.rerank = rerank;
        options.batch = 4;
        return options;
    }

    std::unique_ptr<EvaluateJob> job(const EvaluateOptions& options) {
        return std::make_unique<EvaluateJob>(
            SearchModel{model, tokenizer, test::kFakeFingerprint, ranking}, lane, records, options);
    }

    EvaluationResult run(const EvaluateOptions& options) {
        const auto work = job(options);
        JobContext context;
        work->run(context);
        return work->result();
    }
};

struct Scores {
    std::vector<float> similarity;
    std::vector<float> score;
    std::vector<std::int64_t> queryIds;
    std::vector<std::int64_t> imageIds;
};

/// The same, written plainly: every pair at once, nothing grouped.
Scores plainScores(SmallSplit& split, std::size_t k) {
    Scores scores;
    std::vector<std::vector<float>> features;
    std::vector<ImageTokens> tokens;
    EncodeOptions keep;
    keep.keepTokens = split.model->exactTokenFormat();
    for (const DatasetRecord& record : split.records) {
        scores.imageIds.push_back(record.personId);
        const auto pixels = test::pixelsOf(split.folder / record.imagePath, split.model->config());
        auto encoding = split.model->encodeImages(pixels, keep);
        features.push_back(encoding.features);
        tokens.push_back(encoding.tokens[0]);
    }
    for (const DatasetRecord& record : split.records) {
        for (const std::string& caption : record.captions) {
            scores.queryIds.push_back(record.personId);
            auto encoding = split.tokenizer->encode(cleanCaption(caption, 20));
            encoding.truncate(20);
            const auto text = split.model->encodeText(encoding.ids);
            std::vector<float> row(features.size());
            for (std::size_t i = 0; i < features.size(); ++i) {
                similaritiesOf(text->feature(), features[i], std::span(row).subspan(i, 1));
            }
            const auto order = rankingOf(row);
            std::vector<float> scored(features.size(), -100.0F);
            for (std::size_t place = 0; place < k; ++place) {
                const auto image = static_cast<std::size_t>(order[place]);
                const ImageTokens* one = &tokens[image];
                const float logit = split.model->matchLogits(*text, std::span(&one, 1), {})[0];
                scored[image] = static_cast<float>(rankingScore(split.ranking, row[image], logit));
            }
            scores.similarity.insert(scores.similarity.end(), row.begin(), row.end());
            scores.score.insert(scores.score.end(), scored.begin(), scored.end());
        }
    }
    return scores;
}

void compare(const RetrievalMetrics& a, const RetrievalMetrics& b) {
    QCOMPARE(a.r1, b.r1);
    QCOMPARE(a.r5, b.r5);
    QCOMPARE(a.r10, b.r10);
    QCOMPARE(a.mAP.has_value(), b.mAP.has_value());
    if (a.mAP) QCOMPARE(*a.mAP, *b.mAP);
    if (a.mINP) QCOMPARE(*a.mINP, *b.mINP);
}

RetrievalMetrics metricsOf(const Scores& scores, const std::vector<float>& values) {
    return retrievalMetrics(values, scores.queryIds, scores.imageIds);
}

}  // namespace

class TestEvaluate : public QObject {
    Q_OBJECT
  private slots:
    void equalsThePlainComputation() {
        SmallSplit split;
        const Scores plain = plainScores(split, 6);
        const EvaluationResult result = split.run(split.options(6));
        QCOMPARE(result.numImages, std::int64_t{15});
        QCOMPARE(result.numQueries, static_cast<std::int64_t>(plain.queryIds.size()));
        QCOMPARE(result.numPeople, std::int64_t{5});
        compare(result.similarity, metricsOf(plain, plain.similarity));
        compare(*result.rerank, metricsOf(plain, plain.score));
        QCOMPARE(result.numImageEncodings, std::int64_t{15});
    }

    void theRankingRuleIsObeyed() {
        SmallSplit split;
        split.ranking.kind = RankingRule::Kind::ItcPlusItm;
        split.ranking.itmWeight = 0.7;
        const Scores plain = plainScores(split, 6);
        compare(*split.run(split.options(6)).rerank, metricsOf(plain, plain.score));
    }

    void theMatchLogitAloneIsAlwaysGiven() {
        SmallSplit split;
        const EvaluationResult byMatch = split.run(split.options(6));
        compare(*byMatch.matchAlone, *byMatch.rerank);
        compare(*byMatch.matchAloneTail, *byMatch.rerankTail);
        split.ranking.kind = RankingRule::Kind::ItcPlusItm;
        split.ranking.itmWeight = 0.01;
        const EvaluationResult byBoth = split.run(split.options(6));
        compare(*byBoth.matchAlone, *byMatch.rerank);
        compare(*byBoth.matchAloneTail, *byMatch.rerankTail);
        QVERIFY(*byBoth.rerank->mAP != *byBoth.matchAlone->mAP);
    }

    void everyQuerysOutcomeIsHandedOut() {
        SmallSplit split;
        const EvaluationResult result = split.run(split.options(6));
        QCOMPARE(std::ssize(result.similarityQueries), result.numQueries);
        QCOMPARE(std::ssize(result.rerankTailQueries), result.numQueries);
        compare(metricsOf(result.similarityQueries), result.similarity);
        compare(metricsOf(result.rerankTailQueries), *result.rerankTail);
        QVERIFY(split.run(split.options(0)).rerankTailQueries.empty());
    }

    void keptScoresAreThoseOfTheFile() {
        SmallSplit split;
        const Scores plain = plainScores(split, 6);
        EvaluateOptions options = split.options(6);
        options.keepScores = true;
        const auto work = split.job(options);
        JobContext context;
        work->run(context);
        const ScoreTable table = work->scoreTable();
        const auto equal = [](auto kept, const auto& expected) {
            return std::equal(kept.begin(), kept.end(), expected.begin(), expected.end());
        };
        QVERIFY(equal(table.similarities, plain.similarity));
        QVERIFY(equal(table.matchLogits, plain.score));
        QVERIFY(equal(table.queryPeople, plain.queryIds));
        QVERIFY(equal(table.imagePeople, plain.imageIds));
    }

    void theTailIsOrderedBySimilarityInRerankTail() {
        SmallSplit split;
        Scores plain = plainScores(split, 6);
        // Far below any logit, but in similarity order.
        for (std::size_t i = 0; i < plain.score.size(); ++i) {
            if (plain.score[i] == -100.0F) plain.score[i] = -1000.0F + plain.similarity[i];
        }
        const EvaluationResult result = split.run(split.options(6));
        compare(*result.rerankTail, metricsOf(plain, plain.score));
    }

    void aSmallTokenBudgetChangesOnlyTheWork() {
        SmallSplit split;
        const EvaluationResult whole = split.run(split.options(6));
        const RasaConfig& config = split.model->config();
        const std::size_t bytes = tokenBytes(
            split.model->exactTokenFormat(), config.numImageTokens(), config.vit.embedDim);
        for (const std::uint64_t budget : {std::uint64_t{0}, 1 * bytes, 4 * bytes, 14 * bytes}) {
            EvaluateOptions options = split.options(6);
            options.tokenBudgetBytes = budget;
            const EvaluationResult result = split.run(options);
            compare(*result.rerank, *whole.rerank);
            compare(*result.rerankTail, *whole.rerankTail);
            QVERIFY(result.numImageEncodings > 15 && result.numImageEncodings <= 30);
        }
    }

    void withoutRerankingOnlySimilarityIsReported() {
        SmallSplit split;
        const EvaluationResult result = split.run(split.options(0));
        QVERIFY(!result.rerank && !result.rerankTail);
        QCOMPARE(split.model->numMatchedPairs.load(), 0);
    }

    void kBeyondTheImagesIsClampedWithAWarning() {
        SmallSplit split;
        const EvaluationResult result = split.run(split.options(128));
        QCOMPARE(result.k, std::int64_t{15});
        QCOMPARE(result.warnings.size(), std::size_t{1});
        compare(*result.rerank, *result.rerankTail);
    }

    void writesBothScoreMatrices() {
        SmallSplit split;
        const Scores plain = plainScores(split, 6);
        EvaluateOptions options = split.options(6);
        options.scores = split.folder / "scores.safetensors";
        split.run(options);
        const auto file = openTensorFile(*options.scores);
        const std::vector<std::int64_t> shape{static_cast<std::int64_t>(plain.queryIds.size()), 15};
        for (const char* name : {"sims_t2i", "score_matrix_t2i"}) {
            const TensorEntry* entry = file->find(name);
            QVERIFY(entry != nullptr);
            QVERIFY(entry->shape == shape);
        }
        QVERIFY(file->readFloats(*file->find("sims_t2i")) == plain.similarity);
        QVERIFY(file->readFloats(*file->find("score_matrix_t2i")) == plain.score);
    }

    void aPlaceForScoresThatCannotBeWrittenIsKnownAtOnce() {
        SmallSplit split;
        EvaluateOptions options = split.options(6);
        options.scores = split.folder / "no such folder" / "scores.safetensors";
        QVERIFY_EXCEPTION_THROWN(split.run(options), Error);
        QCOMPARE(split.model->numEncodedImages.load(), 0);
    }

    void aPictureThatCannotBeReadIsNamed() {
        SmallSplit split;
        std::ofstream(split.folder / split.records[7].imagePath) << "not a picture";
        try {
            split.run(split.options(6));
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidInput);
            const std::string message = error.what();
            QVERIFY(message.find("record 7") != std::string::npos);
            QVERIFY(message.find("p7.bmp") != std::string::npos);
        }
    }

    void aSplitWithoutCaptionsIsRefused() {
        SmallSplit split;
        for (DatasetRecord& record : split.records) record.captions.clear();
        QVERIFY_EXCEPTION_THROWN(split.run(split.options(6)), Error);
        split.records.clear();
        QVERIFY_EXCEPTION_THROWN(split.run(split.options(6)), Error);
    }

    void optionsOutOfRangeAreRefused() {
        SmallSplit split;
        QVERIFY_EXCEPTION_THROWN(split.job(split.options(-1)), Error);
        EvaluateOptions options = split.options(1);
        options.batch = 0;
        QVERIFY_EXCEPTION_THROWN(split.job(options), Error);
    }

    void reportsProgressAndStopsWhenAsked() {
        SmallSplit split;
        std::map<std::string, std::int64_t> stages;
        JobContext watching({},
                            {.progress = [&](const Progress& p) { stages[p.stage] = p.done; },
                             .warning = {},
                             .now = {}});
        split.job(split.options(6))->run(watching);
        QCOMPARE(stages["encoding images"], std::int64_t{15});
        QVERIFY(stages.contains("encoding captions") && stages.contains("re-ranking"));

        std::stop_source source;
        split.model->beforeMatch = [&] { source.request_stop(); };
        JobContext stopped(source.get_token(), {});
        try {
            split.job(split.options(6))->run(stopped);
            QFAIL("not stopped");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Cancelled);
        }
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestEvaluate)
#include "tst_evaluate.moc"

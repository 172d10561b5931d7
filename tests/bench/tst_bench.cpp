// The benches' arithmetic, and that each runs and names its results, on a very small model.

#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/model/bench/bench.h"
#include "core/training/bench/bench_train.h"

namespace {

using namespace descry;

BenchOptions smallBench() {
    BenchOptions options;
    options.device = DeviceRequest::Kind::Cpu;
    options.types = {ComputeType::F32};
    options.numRuns = 1;
    options.numImages = 2;
    options.numCandidates = 6;
    options.numTokens = 5;
    options.paddedTokens = 8;
    RasaConfig& config = options.config;
    config.imageRes = 32;
    config.embedDim = 16;
    config.vit.embedDim = 32;
    config.vit.depth = 2;
    config.vit.numHeads = 2;
    config.bert.hiddenSize = 32;
    config.bert.numHiddenLayers = 3;
    config.bert.numAttentionHeads = 2;
    config.bert.intermediateSize = 64;
    config.bert.vocabSize = 50;
    config.bert.maxPositionEmbeddings = 16;
    config.bert.fusionLayer = 1;
    config.bert.encoderWidth = 32;
    return options;
}

}  // namespace

class TestBench : public QObject {
    Q_OBJECT

  private slots:
    void publishedSizeCostsWhatTheSpecificationSays() {
        const RasaConfig published;
        QVERIFY(std::abs(encodeFlops(published) / 1e9 - 111.0) < 1.0);
        // 8.2 GFLOP of keys and values, and the rest at 50 tokens.
        QVERIFY(std::abs(plainPairFlops(published, 50) / 1e9 - 13.7) < 0.3);
        QVERIFY(pairFlops(published, 25) < plainPairFlops(published, 25) / 2);
    }

    void everyBenchNamesItsResults() {
        const BenchOptions options = smallBench();
        const auto encode = benchEncode(options).at("results").at("fp32");
        for (const char* name : {"imagesPerSecond", "gflops", "gemmGflops", "gemmRatio"}) {
            QVERIFY2(encode.at(name).get<double>() > 0, name);
        }
        const auto rerank = benchRerank(options).at("results").at("fp32");
        for (const char* name : {"seconds", "plainSeconds", "speedup"}) {
            QVERIFY2(rerank.at(name).get<double>() > 0, name);
        }
        QCOMPARE(rerank.at("overlapF16Tokens").get<double>(), 1.0);
        QVERIFY(benchText(options).at("results").at("fp32").at("textsPerSecond") > 0.0);
        QVERIFY(benchGemm(options).at("results").at("fp32").at("gemmGflops") > 0.0);
    }

    void trainingIsMeasuredBesideItsEstimate() {
        TrainBenchOptions options;
        options.bench = smallBench();
        options.bench.config.queueSize = 8;
        options.step.tokens = {.pad = 0, .cls = 2, .mask = 4};
        options.batchSize = 3;
        for (const bool isRecomputed : {false, true}) {
            options.step.recomputeActivations = isRecomputed;
            const auto document = benchTrain(options);
            QCOMPARE(document.at("batch").get<int>(), 3);
            const auto result = document.at("results").at("fp32");
            for (const char* name : {"secondsPerStep",
                                     "imagesPerSecond",
                                     "gflops",
                                     "gemmGflops",
                                     "gemmRatio",
                                     "flopsPerStep",
                                     "peakBytes",
                                     "estimatedBytes"}) {
                QVERIFY2(result.at(name).get<double>() > 0, name);
            }
            QVERIFY(result.at("estimateError").is_number());
        }
    }

    void thereIsNoTrainingInFloat16() {
        TrainBenchOptions options;
        options.bench = smallBench();
        options.bench.types = {ComputeType::F16};
        QVERIFY_THROWS_EXCEPTION(Error, benchTrain(options));
    }

    void overlapCountsCommonLeaders() {
        const std::vector<float> a{5, 4, 3, 2, 1};
        const std::vector<float> b{1, 5, 2, 4, 3};
        QCOMPARE(topOverlap(a, a, 3), 1.0);
        QCOMPARE(topOverlap(a, b, 2), 0.5);
        QCOMPARE(topOverlap(a, b, 10), 1.0);
        QCOMPARE(topOverlap({}, {}, 10), 1.0);
    }

    void equalScoresAreOrderedByIndex() {
        QCOMPARE(topOverlap(std::vector<float>{1, 1, 1}, std::vector<float>{3, 2, 1}, 2), 1.0);
    }

    void aStopEndsTheBench() {
        std::stop_source stop;
        stop.request_stop();
        BenchOptions options = smallBench();
        options.stop = stop.get_token();
        try {
            benchGemm(options);
            QFAIL("the stop was not heeded");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(TestBench)
#include "tst_bench.moc"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/json.h"
#include "core/evaluation/evaluate.h"
#include "core/model/bundle.h"
#include "core/model/checkpoint_import.h"
#include "core/tensorfile/tensor_file.h"
#include "tests/support/conformance_folder.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

const fs::path kTiny = conformanceFolder() / "tiny";
constexpr double kMetricLimit = 1e-4;      // The conformance README's.
constexpr double kSimilarityLimit = 1e-5;  // Likewise.
constexpr double kScoreLimit = 2e-4;       // Likewise, logits.

double largestDifference(const std::vector<float>& ours, const std::vector<float>& golden) {
    if (ours.size() != golden.size()) return 1e9;
    double largest = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(ours[i] - golden[i])));
    }
    return largest;
}

}  // namespace

/// The toy checkpoint, imported and evaluated end to end: files to metrics.
class TestEvaluateToy : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    fs::path m_folder{m_temporary.path().toStdString()};
    SearchModel m_model;
    nlohmann::json m_golden;

    std::int64_t numReranked() const { return m_golden.at("k_test").get<std::int64_t>(); }
    std::int64_t numImages() const {
        return static_cast<std::int64_t>(m_golden.at("images").size());
    }

    EvaluationResult evaluate(std::int64_t k, const EvaluateOptions& base = {}) {
        EvaluateOptions options = base;
        options.images = kTiny / "data" / "imgs";
        options.rerank = k;
        const Dataset dataset = readDataset(kTiny / "data" / "test.json");
        EvaluateJob job(
            m_model, std::make_shared<ComputeLane>(), recordsOf(dataset, Split::Test), options);
        JobContext context;
        job.run(context);
        return job.result();
    }

    static void compare(const RetrievalMetrics& ours, const nlohmann::json& golden) {
        const auto isClose = [](double value, const nlohmann::json& wanted) {
            return std::abs(value - wanted.get<double>()) <= kMetricLimit;
        };
        QVERIFY(isClose(ours.r1, golden["r1"]));
        QVERIFY(isClose(ours.r5, golden["r5"]));
        QVERIFY(isClose(ours.r10, golden["r10"]));
        QVERIFY(ours.mAP && isClose(*ours.mAP, golden["mAP"]));
    }

  private slots:
    void initTestCase() {
        ImportOptions options;
        options.vocabFile = kTiny / "vocab.txt";
        options.config = kTiny / "config.json";
        importCheckpoint(kTiny / "checkpoint.pth", m_folder / "toy", options);
        const auto bundle = Bundle::open(m_folder / "toy");
        DeviceRequest request;
        request.kind = DeviceRequest::Kind::Cpu;
        request.computeType = ComputeType::F32;
        m_model = searchModelOf(bundle, loadRasaModel(bundle, request));
        m_golden = readJsonFile(kTiny / "evaluation.json");
    }

    void metricsAreThoseOfTheReference() {
        const EvaluationResult result = evaluate(numReranked());
        compare(result.similarity, m_golden["itc_only"]);
        compare(*result.rerank, m_golden["rerank_tie_variants"]["lower_index_first"]);
        QVERIFY(result.rerankTail->mAP.has_value());
    }

    void reRankingAllGivesTheReferencesFullRanking() {
        const EvaluationResult result = evaluate(numImages());
        compare(*result.rerank, m_golden["rerank_k_equals_gallery"]);
        compare(*result.rerankTail, m_golden["rerank_k_equals_gallery"]);
    }

    void scoresAreThoseOfTheReference() {
        EvaluateOptions options;
        options.scores = m_folder / "scores.safetensors";
        evaluate(numReranked(), options);
        const auto ours = openTensorFile(*options.scores);
        const auto golden = openTensorFile(kTiny / "evaluation.safetensors");
        const auto difference = [&](const char* name) {
            return largestDifference(ours->readFloats(*ours->find(name)),
                                     golden->readFloats(*golden->find(name)));
        };
        const double similarity = difference("sims_t2i");
        const double score = difference("score_matrix_t2i");
        qInfo("largest difference: sims_t2i %.2g, score_matrix_t2i %.2g", similarity, score);
        QVERIFY(similarity <= kSimilarityLimit);
        QVERIFY(score <= kScoreLimit);
    }

    void groupsOfImagesGiveTheSameMetrics() {
        const auto encoded = openTensorFile(kTiny / "encode.safetensors");
        const auto& tokens = encoded->find("image_embeds")->shape;
        // Less than half of the images at once.
        const std::int64_t numHeld = std::max<std::int64_t>(1, numImages() / 2 - 1);
        EvaluateOptions options;
        options.tokenBudgetBytes = static_cast<std::uint64_t>(numHeld) *
                                   tokenBytes(TokenFormat::F32, tokens[1], tokens[2]);
        const EvaluationResult result = evaluate(numReranked(), options);
        QVERIFY(result.numImageEncodings > numImages());
        compare(*result.rerank, m_golden["rerank_tie_variants"]["lower_index_first"]);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestEvaluateToy)
#include "tst_evaluate_toy.moc"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/evaluation/metrics.h"
#include "core/tensorfile/tensor_file.h"
#include "tests/support/conformance_folder.h"

namespace descry {
namespace {

const std::filesystem::path kTiny = conformanceFolder() / "tiny";
// The limit that the conformance README gives for metrics.
constexpr double kLimit = 1e-4;

std::vector<std::int64_t> idsOf(const nlohmann::json& json) {
    return json.get<std::vector<std::int64_t>>();
}

bool isClose(double ours, const nlohmann::json& golden) {
    return std::abs(ours - golden.get<double>()) <= kLimit;
}

void compare(const RetrievalMetrics& ours, const nlohmann::json& golden) {
    QVERIFY(isClose(ours.r1, golden["r1"]));
    QVERIFY(isClose(ours.r5, golden["r5"]));
    QVERIFY(isClose(ours.r10, golden["r10"]));
    if (golden["mAP"].is_string()) {
        QVERIFY(!ours.mAP && !ours.mINP);
        QVERIFY(ours.queriesWithoutPositives > 0);
    } else {
        QVERIFY(ours.mAP.has_value());
        QVERIFY(isClose(*ours.mAP, golden["mAP"]));
    }
}

}  // namespace

class TestMetrics : public QObject {
    Q_OBJECT
  private slots:
    void equalTheReferencesCases() {
        const auto cases = readJsonFile(kTiny / "metrics.json");
        const auto tensors = openTensorFile(kTiny / "metrics.safetensors");
        const auto numMatrices = std::ranges::count_if(
            tensors->tensors(),
            [](const TensorEntry& entry) { return entry.name.ends_with(".scores"); });
        QVERIFY(!cases.empty());
        QCOMPARE(static_cast<std::ptrdiff_t>(cases.size()), numMatrices);
        for (const auto& entry : cases) {
            const auto* tensor = tensors->find(entry["tensor"].get<std::string>());
            QVERIFY(tensor != nullptr);
            const auto scores = tensors->readFloats(*tensor);
            const auto ours =
                retrievalMetrics(scores, idsOf(entry["txt2person"]), idsOf(entry["img2person"]));
            compare(ours, entry["tie_variants"]["lower_index_first"]);
            if (!entry["has_ties"].get<bool>()) compare(ours, entry["official"]);
        }
    }

    void equalTheReferencesEvaluation() {
        const auto golden = readJsonFile(kTiny / "evaluation.json");
        const auto tensors = openTensorFile(kTiny / "evaluation.safetensors");
        const auto metricsOf = [&](const char* name) {
            return retrievalMetrics(tensors->readFloats(*tensors->find(name)),
                                    idsOf(golden["txt2person"]),
                                    idsOf(golden["img2person"]));
        };
        compare(metricsOf("score_matrix_t2i"), golden["rerank_tie_variants"]["lower_index_first"]);
        compare(metricsOf("score_matrix_t2i_full_k"), golden["rerank_k_equals_gallery"]);
        compare(metricsOf("sims_t2i"), golden["itc_only"]);
    }

    void inversePenaltyIsPositivesByTheRankOfTheLast() {
        // Query 1: positives at ranks 1 and 4; query 2: its only one at rank 2.
        const std::vector<float> scores{9, 8, 7, 6, 1, 2, 3, 4};
        const std::vector<std::int64_t> images{1, 3, 2, 1};
        const auto metrics = retrievalMetrics(scores, std::vector<std::int64_t>{1, 2}, images);
        QCOMPARE(*metrics.mINP, 100.0 * (2.0 / 4.0 + 1.0 / 2.0) / 2.0);
        QCOMPARE(*metrics.mAP, 100.0 * ((1.0 + 0.5) / 2.0 + 0.5) / 2.0);
        QCOMPARE(metrics.r1, 50.0);
    }

    void aQueryWithoutPositivesLeavesNoMean() {
        const std::vector<float> scores{2, 1, 2, 1};
        const auto metrics = retrievalMetrics(
            scores, std::vector<std::int64_t>{1, 9}, std::vector<std::int64_t>{1, 2});
        QVERIFY(!metrics.mAP && !metrics.mINP);
        QCOMPARE(metrics.queriesWithoutPositives, std::int64_t{1});
        QCOMPARE(*metrics.mAPOverRest, 100.0);
        QCOMPARE(*metrics.mINPOverRest, 100.0);
        QCOMPARE(metrics.r1, 50.0);
    }

    void withoutAnyPositiveThereIsNoRest() {
        const auto metrics = retrievalMetrics(
            std::vector<float>{1}, std::vector<std::int64_t>{1}, std::vector<std::int64_t>{2});
        QVERIFY(!metrics.mAP && !metrics.mAPOverRest && !metrics.mINPOverRest);
    }

    void tiesKeepTheLowerIndexFirst() {
        const std::vector<float> scores{1, 2, 1, 2, 2};
        QVERIFY(rankingOf(scores) == (std::vector<std::int32_t>{1, 3, 4, 0, 2}));
    }

    void aScoreThatIsNotANumberStandsLast() {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const std::vector<float> scores{nan, 2, nan, -100, 3};
        QVERIFY(rankingOf(scores) == (std::vector<std::int32_t>{4, 1, 3, 0, 2}));
    }

    void refusesSizesThatDoNotFit() {
        const std::vector<std::int64_t> two{1, 2};
        QVERIFY_EXCEPTION_THROWN(retrievalMetrics(std::vector<float>(3), two, two), Error);
        QVERIFY_EXCEPTION_THROWN(retrievalMetrics({}, {}, two), Error);
    }
};

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestMetrics)
#include "tst_metrics.moc"

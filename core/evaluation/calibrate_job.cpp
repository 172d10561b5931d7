#include "core/evaluation/calibrate_job.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/evaluation/doubt_calibration.h"
#include "core/evaluation/rerank_tally.h"
#include "core/model/fingerprint.h"

namespace descry {
namespace {

double temperatureOf(const Bundle& bundle) {
    const TensorFile& weights = bundle.weights();
    return static_cast<double>(weights.readFloats(*weights.find("temp")).front());
}

/// The evaluation's re-ranked values by another rule than that of its scores.
void countBy(const RankingRule& rule, const ScoreTable& table, EvaluationResult& result) {
    RerankTally tally(rule, table.imagePeople);
    const std::size_t numImages = table.imagePeople.size();
    std::vector<float> logits(static_cast<std::size_t>(result.k));
    for (std::size_t query = 0; query < table.queryPeople.size(); ++query) {
        const auto similarities = table.similarities.subspan(query * numImages, numImages);
        const auto row = table.matchLogits.subspan(query * numImages, numImages);
        const std::vector<std::int32_t> order = rankingOf(similarities);
        for (std::size_t place = 0; place < logits.size(); ++place) {
            logits[place] = row[static_cast<std::size_t>(order[place])];
        }
        tally.add({table.queryPeople[query], similarities, order, logits});
    }
    result.rerank = tally.reference().metrics();
    result.rerankTail = tally.orderedTail().metrics();
    result.rerankTailQueries = tally.orderedTail().queries();
}

}  // namespace

CalibrateJob::CalibrateJob(std::shared_ptr<const Bundle> bundle,
                           std::shared_ptr<RasaModel> model,
                           std::shared_ptr<ComputeLane> lane,
                           std::vector<DatasetRecord> records,
                           CalibrateOptions options)
    : m_bundle(std::move(bundle)),
      m_model(searchModelOf(m_bundle, std::move(model))),
      m_lane(std::move(lane)),
      m_records(std::move(records)),
      m_options(std::move(options)) {
    m_model.ranking = {};
}

std::string CalibrateJob::title() const {
    return fmt::format("Calibration on {} images", m_records.size());
}

void CalibrateJob::run(JobContext& context) {
    m_result = {};
    m_result.doubts = fitDoubtReference(m_model, *m_lane, m_records, m_options.images, context);
    EvaluateOptions options;
    options.images = m_options.images;
    options.rerank = m_options.rerank;
    options.keepScores = true;
    EvaluateJob job(m_model, m_lane, m_records, options);
    job.run(context);
    m_result.evaluation = job.result();
    m_result.rule.kind = m_options.rule;
    if (m_result.evaluation.k > 0) fitRule(job.scoreTable());
}

void CalibrateJob::fitRule(const ScoreTable& table) {
    RankingRule& rule = m_result.rule;
    if (rule.kind == RankingRule::Kind::ItcPlusItm) {
        rule.temperature = temperatureOf(*m_bundle);
        m_result.weights = calibrateRanking(table, rule.temperature);
        if (m_result.weights) rule.itmWeight = m_result.weights->bestTrial().weight;
        countBy(rule, table, m_result.evaluation);
    }
    m_result.candidates = calibrateCandidates(table, rule);
    if (m_result.candidates) rule.candidates = m_result.candidates->calibration;
}

void writeCalibration(const Bundle& bundle, const BundleCalibration& calibration) {
    if (calibration.hasRule()) {
        writeFileAtomically(bundle.path() / kRankingFile, toJson(calibration.rule).dump(1) + "\n");
    }
    writeDoubtReference(
        bundle.path() / kDoubtFile, calibration.doubts, bundle.config(), bundle.fingerprint());
}

}  // namespace descry

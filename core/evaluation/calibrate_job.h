#pragma once
/// Calibrates a bundle on a validation split, never on the split that is to measure it: how much
/// the match logit counts beside similarity (calibration.h), from where on candidates are unlikely
/// (candidate_calibration.h), and what doubts about words are read against (doubt_calibration.h).
/// Thread rule: run() on one thread; decoding uses others. Errors: those of evaluation and of
/// fitDoubtReference().

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/evaluation/candidate_calibration.h"
#include "core/evaluation/evaluate.h"
#include "core/model/bundle.h"
#include "core/model/doubt_reference.h"

namespace descry {

struct CalibrateOptions {
    std::filesystem::path images;        ///< Folder that the records' paths are relative to.
    std::optional<std::int64_t> rerank;  ///< Images per caption, 1 or more; absent: the k_test.
    /// By which the bundle is to rank. Of `itc+itm` weight and temperature are fitted.
    RankingRule::Kind rule = RankingRule::Kind::ItcPlusItm;
};

struct BundleCalibration {
    EvaluationResult evaluation;  ///< Re-ranked values by `rule`.
    RankingRule rule;
    /// Of `itc+itm`; absent where the split shows one person alone.
    std::optional<Calibration> weights;
    std::optional<CandidateFit> candidates;
    DoubtReference doubts;

    /// Whether the split had something to rank.
    bool hasRule() const {
        return evaluation.k > 0 && (weights || rule.kind == RankingRule::Kind::Itm);
    }
};

class CalibrateJob final : public Job {
  public:
    /// `records` are those of the split; `model` is the bundle's network.
    CalibrateJob(std::shared_ptr<const Bundle> bundle,
                 std::shared_ptr<RasaModel> model,
                 std::shared_ptr<ComputeLane> lane,
                 std::vector<DatasetRecord> records,
                 CalibrateOptions options);

    std::string title() const override;
    void run(JobContext& context) override;
    /// After run() has returned.
    const BundleCalibration& result() const noexcept { return m_result; }

  private:
    void fitRule(const ScoreTable& table);

    std::shared_ptr<const Bundle> m_bundle;
    SearchModel m_model;  ///< Ranks by the match logit alone, so that its scores are logits.
    std::shared_ptr<ComputeLane> m_lane;
    std::vector<DatasetRecord> m_records;
    CalibrateOptions m_options;
    BundleCalibration m_result;
};

/// Into the bundle's ranking.json, where there is a rule, and word_doubt.safetensors.
void writeCalibration(const Bundle& bundle, const BundleCalibration& calibration);

}  // namespace descry

#pragma once
/// Private to core/training: what a run was asked to do, as run.json keeps it, and the records that
/// it names. Thread rule: values. Errors: InvalidInput (settings that do not fit, a folder in use,
/// a data set that has changed or has nothing to learn from), NotFound, CorruptFile, Io.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/dataset/pair_verdicts.h"
#include "core/model/config.h"
#include "core/model/ranking_rule.h"
#include "core/text/tokenizer.h"
#include "core/training/run_folder.h"
#include "core/training/train_job.h"

namespace descry {

struct TrainPlan {
    RunFolder folder;
    RasaConfig config;
    std::filesystem::path tokenizerFile;
    TrainStart start;
    std::filesystem::path dataset;
    std::filesystem::path images;
    std::optional<Split> heldOut;
    std::filesystem::path heldOutDataset;
    std::string heldOutHash;  ///< Empty without a held-out split, and of earlier versions.
    std::string datasetHash;
    std::optional<std::filesystem::path> pairs;  ///< Verdicts of a review.
    std::string pairsHash;                       ///< Empty without them.
    DeviceRequest device;
    bool hasMoved = false;  ///< The device, or its number of threads, has just been changed.
    bool keepsCheckpoint = false;
    /// Of the run's bundles until it is fitted on the held-out split: the start's, without what is
    /// known of candidates.
    RankingRule ranking;

    /// What was held out may fit the rule, but never the test split.
    bool fitsRanking() const { return heldOut && *heldOut != Split::Test; }

    /// Of a new run: writes run.json and the tokenizer to its folder.
    static TrainPlan of(const TrainRequest& request);
    /// Of the run in a folder; `changes` as TrainJob takes them are written to its run.json.
    static TrainPlan read(const std::filesystem::path& folder, const nlohmann::json& changes);
};

/// What a run learns from and is measured on; no list but the verdicts' is empty without a reason.
struct TrainRecords {
    std::vector<DatasetRecord> train;
    std::vector<DatasetRecord> heldOut;  ///< Empty: no evaluation.
    std::vector<PairVerdict> verdicts;   ///< On the training split's pairs, and others.
};
TrainRecords readRecords(const TrainPlan& plan);

/// The configuration and the words of a run's start, the request's settings laid over it.
struct PlannedModel {
    RasaConfig config;
    std::filesystem::path vocabulary;
    std::shared_ptr<const Tokenizer> tokenizer;
    RankingRule ranking;  ///< The start's.
};
/// Writes nothing.
PlannedModel plannedModel(const TrainRequest& request);

/// Of a checkpoint or a bundle.
std::filesystem::path weightsFile(const TrainStart& start);

/// How run.json and cards call a start.
const char* startName(TrainStart::Kind kind);

}  // namespace descry

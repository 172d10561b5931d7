#pragma once
/// Private to core/training: what a run was asked to do, as run.json keeps it. Thread rule: values.
/// Errors: InvalidInput (settings that do not fit, a folder in use, a data set that has changed),
/// NotFound, CorruptFile, Io.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/model/config.h"
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
    std::string datasetHash;
    std::optional<std::filesystem::path> pairs;  ///< Verdicts of a review.
    std::string pairsHash;                       ///< Empty without them.
    DeviceRequest device;
    bool keepsCheckpoint = false;

    /// Of a new run: writes run.json and the tokenizer to its folder.
    static TrainPlan of(const TrainRequest& request);
    /// Of the run in a folder.
    static TrainPlan read(const std::filesystem::path& folder);
};

/// The configuration and the words of a run's start, the request's settings laid over it.
struct PlannedModel {
    RasaConfig config;
    std::filesystem::path vocabulary;
    std::shared_ptr<const Tokenizer> tokenizer;
};
/// Writes nothing.
PlannedModel plannedModel(const TrainRequest& request);

/// How run.json and cards call a start.
const char* startName(TrainStart::Kind kind);

}  // namespace descry

#pragma once
/// Private to core/training: what a run was asked to do, as run.json keeps it. Thread rule: values.
/// Errors: InvalidInput (settings that do not fit, a folder in use, a data set that has changed),
/// NotFound, CorruptFile, Io.

#include <filesystem>
#include <optional>
#include <string>

#include "core/model/config.h"
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
    DeviceRequest device;
    bool keepsCheckpoint = false;

    /// Of a new run: writes run.json and the tokenizer to its folder.
    static TrainPlan of(const TrainRequest& request);
    /// Of the run in a folder.
    static TrainPlan read(const std::filesystem::path& folder);
};

/// How run.json and cards call a start.
const char* startName(TrainStart::Kind kind);

}  // namespace descry

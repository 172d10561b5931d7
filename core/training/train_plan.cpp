#include "core/training/train_plan.h"

#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/base/version.h"
#include "core/model/bundle.h"
#include "core/model/fingerprint.h"
#include "core/model/tokenizer_fit.h"
#include "core/training/train_options.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string shown(const fs::path& path) {
    return displayable(path.native());
}

Json jsonOf(const std::optional<Split>& split) {
    return split ? Json(splitName(*split)) : Json();
}

std::optional<Split> splitOf(const Json& name) {
    for (const Split split : {Split::Train, Split::Val, Split::Test}) {
        if (name == splitName(split)) return split;
    }
    return std::nullopt;
}

const char* deviceName(DeviceRequest::Kind kind) {
    switch (kind) {
        case DeviceRequest::Kind::Auto:
            return "auto";
        case DeviceRequest::Kind::Cpu:
            return "cpu";
        case DeviceRequest::Kind::Cuda:
            return "cuda";
    }
    return "";
}

/// The value that `nameOf` calls `name`; CorruptFile if none is called so.
template <typename Kind>
Kind kindNamed(const Json& name, const char* (*nameOf)(Kind), const fs::path& file) {
    for (const int index : {0, 1, 2}) {
        if (name == nameOf(static_cast<Kind>(index))) return static_cast<Kind>(index);
    }
    fail(ErrorCode::CorruptFile, "{}: {} is no kind of start or device", shown(file), name.dump());
}

void write(const TrainPlan& plan) {
    const Json json = {
        {"program", kVersion},
        {"start", {{"kind", startName(plan.start.kind)}, {"path", shown(plan.start.path)}}},
        {"dataset",
         {{"file", plan.dataset.native()},
          {"sha256", plan.datasetHash},
          {"images", plan.images.native()}}},
        {"heldOut", {{"file", plan.heldOutDataset.native()}, {"split", jsonOf(plan.heldOut)}}},
        {"tokenizer", plan.tokenizerFile.filename().native()},
        {"device", {{"kind", deviceName(plan.device.kind)}, {"threads", plan.device.numThreads}}},
        {"checkpoint", plan.keepsCheckpoint},
        {"config", toJson(plan.config)}};
    writeFileAtomically(plan.folder.run(),
                        json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace

const char* startName(TrainStart::Kind kind) {
    switch (kind) {
        case TrainStart::Kind::Checkpoint:
            return "checkpoint";
        case TrainStart::Kind::Bundle:
            return "bundle";
        case TrainStart::Kind::New:
            return "new";
    }
    return "";
}

TrainPlan TrainPlan::of(const TrainRequest& request) {
    TrainPlan plan;
    plan.folder.path = fs::absolute(request.out);
    std::error_code absent;
    if (fs::exists(plan.folder.path, absent) && !fs::is_empty(plan.folder.path, absent)) {
        fail(ErrorCode::InvalidInput,
             "{}: is not an empty folder; choose another, or go on with the run in it by --resume",
             shown(plan.folder.path));
    }
    plan.start = request.start;
    plan.start.path = fs::absolute(request.start.path);
    fs::path vocabulary = request.start.vocabFile;
    switch (request.start.kind) {
        case TrainStart::Kind::Bundle: {
            const auto bundle = Bundle::open(request.start.path);
            plan.config = bundle->config();
            vocabulary = bundle->path() / kSentencePieceFile;
            if (!fs::exists(vocabulary, absent)) vocabulary = bundle->path() / kWordPieceFile;
            break;
        }
        case TrainStart::Kind::Checkpoint: {
            const auto file = openTensorFile(request.start.path);
            std::optional<Json> given;
            if (request.start.config) given = readJsonFile(*request.start.config);
            plan.config = resolveConfig(*file, given);
            break;
        }
        case TrainStart::Kind::New:
            plan.config =
                parseConfig(readJsonFile(request.start.path, {.maxBytes = kMaxConfigBytes}),
                            shown(request.start.path));
            break;
    }
    plan.config = withOverrides(plan.config, request.settings, "the training settings");
    plan.config.validate();
    plan.tokenizerFile = plan.folder.path /
                         (vocabulary.extension() == ".model" ? kSentencePieceFile : kWordPieceFile);
    plan.dataset = fs::absolute(request.dataset);
    plan.images = fs::absolute(request.images);
    plan.heldOut = request.heldOut;
    plan.heldOutDataset = fs::absolute(request.heldOutDataset.value_or(request.dataset));
    plan.datasetHash = sha256File(plan.dataset);
    plan.device = request.device;
    plan.keepsCheckpoint = request.keepsCheckpoint;
    const auto tokenizer = loadTokenizer(vocabulary);
    if (request.start.kind == TrainStart::Kind::New) {
        plan.config.bert.vocabSize = static_cast<std::int64_t>(tokenizer->vocabularySize());
        plan.config.bert.padTokenId = tokenizer->specialTokens().pad;
    }
    requireTokenizerFits(*tokenizer, shown(vocabulary), plan.config);
    trainOptions(plan.config, tokenizer->specialTokens());

    fs::create_directories(plan.folder.path, absent);
    writeFileAtomically(plan.tokenizerFile, readFile(vocabulary, kMaxTokenizerBytes));
    write(plan);
    return plan;
}

TrainPlan TrainPlan::read(const fs::path& folder) {
    TrainPlan plan;
    plan.folder.path = fs::absolute(folder);
    const Json json = readJsonFile(plan.folder.run());
    try {
        plan.start.kind =
            kindNamed<TrainStart::Kind>(json.at("start").at("kind"), startName, plan.folder.run());
        plan.start.path = json.at("start").at("path").get<std::string>();
        plan.dataset = json.at("dataset").at("file").get<std::string>();
        plan.datasetHash = json.at("dataset").at("sha256");
        plan.images = json.at("dataset").at("images").get<std::string>();
        plan.heldOutDataset = json.at("heldOut").at("file").get<std::string>();
        plan.heldOut = splitOf(json.at("heldOut").at("split"));
        plan.tokenizerFile =
            plan.folder.path / fs::path(json.at("tokenizer").get<std::string>()).filename();
        plan.device.kind = kindNamed<DeviceRequest::Kind>(
            json.at("device").at("kind"), deviceName, plan.folder.run());
        plan.device.numThreads = json.at("device").at("threads");
        plan.keepsCheckpoint = json.at("checkpoint");
        plan.config = parseConfig(json.at("config"), shown(plan.folder.run()));
    } catch (const Json::exception& error) {
        fail(ErrorCode::CorruptFile, "{}: {}", shown(plan.folder.run()), error.what());
    }
    if (sha256File(plan.dataset) != plan.datasetHash) {
        fail(
            ErrorCode::InvalidInput,
            "{}: has changed since the run began, so it cannot go on with it; restore the file, or "
            "start a new run from {}",
            shown(plan.dataset),
            shown(plan.folder.last()));
    }
    return plan;
}

}  // namespace descry

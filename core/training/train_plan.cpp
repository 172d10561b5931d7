#include "core/training/train_plan.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/base/version.h"
#include "core/model/bundle.h"
#include "core/model/checkpoint_start.h"
#include "core/model/fingerprint.h"
#include "core/model/tokenizer_fit.h"
#include "core/training/pair_sampler.h"
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

Json jsonOf(const DeviceRequest& device) {
    return {{"kind", deviceName(device.kind)}, {"threads", device.numThreads}};
}

DeviceRequest deviceOf(const Json& json, const fs::path& file) {
    DeviceRequest device;
    device.kind = kindNamed<DeviceRequest::Kind>(json.at("kind"), deviceName, file);
    device.numThreads = json.at("threads");
    return device;
}

/// A file that a run began with must be the same when it goes on.
void requireUnchanged(const fs::path& file, const std::string& hash, const RunFolder& folder) {
    if (sha256File(file) == hash) return;
    fail(ErrorCode::InvalidInput,
         "{}: has changed since the run began, so it cannot go on with it; restore the file, or "
         "start a new run from {}",
         shown(file),
         shown(folder.last()));
}

/// Whether a name is one of those that core/base/atomic_file.h gives to what is not finished.
bool isTemporary(const fs::path& file) {
    const std::string name = file.filename().native();
    return name.starts_with(".descry-") && name.ends_with(".tmp");
}

/// A new run's folder is empty, or holds what the same start leaves if it is killed before there is
/// a run.json.
void requireUnused(const TrainPlan& plan, const std::string& tokenizer) {
    const fs::path& folder = plan.folder.path;
    std::error_code fault;
    if (!fs::exists(folder, fault)) return;
    const fs::directory_iterator entries(folder, fault);
    const auto isLeftBehind = [&](const fs::directory_entry& entry) {
        if (isTemporary(entry.path())) return true;
        return entry.path() == plan.tokenizerFile &&
               readFile(entry.path(), kMaxTokenizerBytes) == tokenizer;
    };
    if (!fault && std::all_of(entries, fs::directory_iterator(), isLeftBehind)) return;
    fail(ErrorCode::InvalidInput,
         "{}: is not an empty folder; choose another, or go on with the run in it by --resume",
         shown(folder));
}

/// Records of a split, or the reason why there are none.
std::vector<DatasetRecord> splitRecords(const Dataset& dataset, Split split) {
    std::vector<DatasetRecord> records = recordsOf(dataset, split);
    if (records.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: has no record of the split {}",
             shown(dataset.file),
             splitName(split));
    }
    return records;
}

/// A file that says no split belongs wholly to any that is asked of it.
void requireNotLearned(const TrainRecords& records, const fs::path& heldOut) {
    std::set<std::string> learned;
    for (const DatasetRecord& record : records.train) learned.insert(imageKey(record.imagePath));
    for (const DatasetRecord& record : records.heldOut) {
        if (!learned.contains(imageKey(record.imagePath))) continue;
        fail(ErrorCode::InvalidInput,
             "{}: the image {} is in the training split too; what is held out must not be learned",
             shown(heldOut),
             displayable(record.imagePath));
    }
}

/// The other rates, in the proportion in which `lr` has changed: the heads have one of their own,
/// and while a run warms up, `lr` alone changes little or nothing.
Json otherRates(const TrainOptions& before, const TrainOptions& after) {
    const double old = before.optimiser.rate;
    if (old <= 0 || after.optimiser.rate == old) return Json::object();
    const double share = after.optimiser.rate / old;
    return {{"optimizer", {{"lr_custm", share * before.optimiser.headRate}}},
            {"schedular",
             {{"min_lr", share * before.schedule.minRate},
              {"warmup_lr", share * before.schedule.warmupRate}}}};
}

/// The configuration with what may change while a run lasts.
RasaConfig changedConfig(const TrainPlan& plan, const Json& changes) {
    static constexpr std::array<std::string_view, 4> kChangeable{
        "device", "micro_batch", "optimizer", "recompute_activations"};
    const std::string name = shown(plan.folder.run());
    for (const auto& [key, value] : changes.items()) {
        if (std::ranges::find(kChangeable, key) != kChangeable.end()) continue;
        fail(ErrorCode::InvalidInput,
             "{}: \"{}\" is the run's own; only {} may change when it goes on",
             name,
             displayable(key),
             fmt::join(kChangeable, ", "));
    }
    Json settings = changes;
    settings.erase("device");
    const SpecialTokens tokens = loadTokenizer(plan.tokenizerFile)->specialTokens();
    const TrainOptions before = trainOptions(plan.config, tokens);
    const TrainOptions wanted = trainOptions(withOverrides(plan.config, settings, name), tokens);
    Json all = otherRates(before, wanted);
    all.merge_patch(settings);
    RasaConfig config = withOverrides(plan.config, all, name);
    trainOptions(config, tokens);
    return config;
}

/// Of what the run keeps.
void change(TrainPlan& plan, const Json& changes) {
    plan.config = changedConfig(plan, changes);
    const Json before = jsonOf(plan.device);
    Json device = before;
    device.merge_patch(changes.value("device", Json::object()));
    plan.hasMoved = device != before;
    plan.device = deviceOf(device, plan.folder.run());
}

void write(const TrainPlan& plan) {
    Json pairs;
    if (plan.pairs) pairs = {{"file", plan.pairs->native()}, {"sha256", plan.pairsHash}};
    Json heldOut = {{"file", plan.heldOutDataset.native()}, {"split", jsonOf(plan.heldOut)}};
    if (!plan.heldOutHash.empty()) heldOut["sha256"] = plan.heldOutHash;
    const Json json = {
        {"program", kVersion},
        {"start", {{"kind", startName(plan.start.kind)}, {"path", shown(plan.start.path)}}},
        {"dataset",
         {{"file", plan.dataset.native()},
          {"sha256", plan.datasetHash},
          {"images", plan.images.native()}}},
        {"pairs", pairs},
        {"heldOut", heldOut},
        {"tokenizer", plan.tokenizerFile.filename().native()},
        {"device", jsonOf(plan.device)},
        {"checkpoint", plan.keepsCheckpoint},
        {"ranking", toJson(plan.ranking)},
        {"config", toJson(plan.config)}};
    writeFileAtomically(plan.folder.run(),
                        json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace

fs::path weightsFile(const TrainStart& start) {
    return start.kind == TrainStart::Kind::Bundle ? start.path / kWeightsFile : start.path;
}

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

PlannedModel plannedModel(const TrainRequest& request) {
    PlannedModel model;
    model.vocabulary = request.start.vocabFile;
    std::error_code absent;
    switch (request.start.kind) {
        case TrainStart::Kind::Bundle: {
            const auto bundle = Bundle::open(request.start.path);
            model.config = withoutSchedule(bundle->config());
            model.ranking = bundle->ranking();
            model.vocabulary = bundle->path() / kSentencePieceFile;
            if (!fs::exists(model.vocabulary, absent)) {
                model.vocabulary = bundle->path() / kWordPieceFile;
            }
            break;
        }
        case TrainStart::Kind::Checkpoint: {
            const auto file = openTensorFile(request.start.path);
            std::optional<Json> given;
            if (request.start.config) given = readJsonFile(*request.start.config);
            model.config = withoutSchedule(resolveConfig(*file, given));
            break;
        }
        case TrainStart::Kind::New:
            model.config =
                parseConfig(readJsonFile(request.start.path, {.maxBytes = kMaxConfigBytes}),
                            shown(request.start.path));
            break;
    }
    model.config = withOverrides(model.config, request.settings, "the training settings");
    model.config.validate();
    model.tokenizer = loadTokenizer(model.vocabulary);
    if (request.start.kind == TrainStart::Kind::New) {
        model.config.bert.vocabSize = static_cast<std::int64_t>(model.tokenizer->vocabularySize());
        model.config.bert.padTokenId = model.tokenizer->specialTokens().pad;
    }
    requireTokenizerFits(*model.tokenizer, shown(model.vocabulary), model.config);
    trainOptions(model.config, model.tokenizer->specialTokens());
    return model;
}

namespace {

/// What the run would refuse is refused before there is a folder.
void requireRunnable(const TrainPlan& plan) {
    std::error_code absent;
    if (!fs::is_directory(plan.images, absent)) {
        fail(ErrorCode::NotFound, "{}: no such folder", shown(plan.images));
    }
    const TrainRecords records = readRecords(plan);
    requireNotLearned(records, plan.heldOutDataset);
    PairSampler(records.train, {}, records.verdicts);
    if (plan.start.kind == TrainStart::Kind::New) return;
    const auto weights = openTensorFile(weightsFile(plan.start));
    CheckpointStart(*weights, plan.config);
}

}  // namespace

TrainPlan TrainPlan::of(const TrainRequest& request) {
    TrainPlan plan;
    plan.folder.path = fs::absolute(request.out);
    const PlannedModel model = plannedModel(request);
    plan.config = model.config;
    const std::vector<std::string> unknown = unknownSettings(plan.config);
    if (request.start.kind == TrainStart::Kind::New && !unknown.empty()) {
        log().warn("{}: training does not know and leaves aside: {}",
                   shown(request.start.path),
                   fmt::join(unknown, ", "));
    }
    plan.start = request.start;
    plan.start.path = fs::absolute(request.start.path);
    plan.tokenizerFile =
        plan.folder.path /
        (model.vocabulary.extension() == ".model" ? kSentencePieceFile : kWordPieceFile);
    const std::string tokenizer = readFile(model.vocabulary, kMaxTokenizerBytes);
    requireUnused(plan, tokenizer);
    plan.dataset = fs::absolute(request.dataset);
    plan.images = fs::absolute(request.images);
    plan.heldOut = request.heldOut;
    plan.heldOutDataset = fs::absolute(request.heldOutDataset.value_or(request.dataset));
    plan.datasetHash = sha256File(plan.dataset);
    if (plan.heldOut) plan.heldOutHash = sha256File(plan.heldOutDataset);
    if (request.pairs) {
        plan.pairs = fs::absolute(*request.pairs);
        plan.pairsHash = sha256File(*plan.pairs);
    }
    plan.device = request.device;
    plan.keepsCheckpoint = request.keepsCheckpoint;
    plan.ranking = model.ranking;
    plan.ranking.candidates.reset();
    // Nothing says that the match logit of a new model ranks better than its similarity.
    if (plan.start.kind == TrainStart::Kind::New && plan.fitsRanking()) {
        plan.ranking.kind = RankingRule::Kind::ItcPlusItm;
    }
    requireRunnable(plan);

    makeFolder(plan.folder.path);
    const RunLock lock(plan.folder);
    requireUnused(plan, tokenizer);
    writeFileAtomically(plan.tokenizerFile, tokenizer);
    write(plan);
    return plan;
}

TrainRecords readRecords(const TrainPlan& plan) {
    const Dataset dataset = readDataset(plan.dataset);
    TrainRecords records;
    records.train = splitRecords(dataset, Split::Train);
    if (plan.pairs) records.verdicts = readPairVerdicts(*plan.pairs, dataset);
    if (!plan.heldOut) return records;
    const bool isSameFile = plan.heldOutDataset == plan.dataset;
    records.heldOut =
        splitRecords(isSameFile ? dataset : readDataset(plan.heldOutDataset), *plan.heldOut);
    return records;
}

TrainPlan TrainPlan::read(const fs::path& folder, const Json& changes) {
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
        // Runs of earlier versions know no verdicts.
        if (const Json pairs = json.value("pairs", Json()); !pairs.is_null()) {
            plan.pairs = pairs.at("file").get<std::string>();
            plan.pairsHash = pairs.at("sha256");
        }
        plan.heldOutDataset = json.at("heldOut").at("file").get<std::string>();
        plan.heldOut = splitOf(json.at("heldOut").at("split"));
        // Nor do they know this.
        plan.heldOutHash = json.at("heldOut").value("sha256", "");
        plan.tokenizerFile =
            plan.folder.path / fs::path(json.at("tokenizer").get<std::string>()).filename();
        plan.device = deviceOf(json.at("device"), plan.folder.run());
        plan.keepsCheckpoint = json.at("checkpoint");
        plan.ranking =
            parseRankingRule(json.value("ranking", Json::object()), shown(plan.folder.run()));
        plan.config = parseConfig(json.at("config"), shown(plan.folder.run()));
    } catch (const Json::exception& error) {
        fail(ErrorCode::CorruptFile, "{}: {}", shown(plan.folder.run()), error.what());
    }
    requireUnchanged(plan.dataset, plan.datasetHash, plan.folder);
    if (plan.pairs) requireUnchanged(*plan.pairs, plan.pairsHash, plan.folder);
    if (!plan.heldOutHash.empty()) {
        requireUnchanged(plan.heldOutDataset, plan.heldOutHash, plan.folder);
    }
    if (!changes.empty()) {
        const RunLock lock(plan.folder);
        change(plan, changes);
        write(plan);
    }
    return plan;
}

}  // namespace descry

#include "core/training/run_record.h"

#include <array>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error_json.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/model/config.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using State = RunStatus::State;

constexpr std::array<std::pair<State, std::string_view>, 6> kStateNames{
    {{State::Running, "running"},
     {State::Stopped, "stopped"},
     {State::Paused, "paused"},
     {State::Failed, "failed"},
     {State::Cancelled, "cancelled"},
     {State::Finished, "finished"}}};
/// An error may hold others.
constexpr JsonLimits kStatusLimits{.maxBytes = 8 << 20, .maxDepth = 32, .maxValues = 1000};
constexpr JsonLimits kLineLimits{.maxBytes = 1 << 16, .maxDepth = 8, .maxValues = 1000};
/// Read at once; the rest of a larger file is read by the next call.
constexpr std::uint64_t kMaxPartBytes = std::uint64_t{256} << 20;

fs::path statusFile(const fs::path& runFolder) {
    return runFolder / "status.json";
}

std::string_view nameOf(State state) {
    for (const auto& [value, name] : kStateNames) {
        if (value == state) return name;
    }
    return {};
}

std::optional<State> stateNamed(std::string_view wanted) {
    for (const auto& [value, name] : kStateNames) {
        if (name == wanted) return value;
    }
    return std::nullopt;
}

std::optional<Split> splitNamed(const Json& name) {
    for (const Split split : {Split::Train, Split::Val, Split::Test}) {
        if (name == splitName(split)) return split;
    }
    return std::nullopt;
}

/// std::filesystem's clock is another one than the system's, and GCC 12 cannot convert them.
std::chrono::system_clock::time_point writtenAt(const fs::path& file) {
    std::error_code absent;
    const auto time = fs::last_write_time(file, absent);
    if (absent) return {};
    const auto age = fs::file_time_type::clock::now() - time;
    return std::chrono::system_clock::now() -
           std::chrono::duration_cast<std::chrono::system_clock::duration>(age);
}

double numberOf(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return found->get<double>();
}

RecallMetrics recallOf(const Json& object) {
    return {.r1 = numberOf(object, "r1"),
            .r5 = numberOf(object, "r5"),
            .r10 = numberOf(object, "r10"),
            .mAP = numberOf(object, "mAP")};
}

StepMetrics stepOf(const Json& line, std::int64_t step) {
    return {.step = step,
            .isDropped = line.contains("dropped") && line.at("dropped") == true,
            .total = numberOf(line, "total"),
            .contrastive = numberOf(line, "cl"),
            .matching = numberOf(line, "pitm"),
            .relation = numberOf(line, "prd"),
            .maskedLanguage = numberOf(line, "mlm"),
            .replacedToken = numberOf(line, "mrtd"),
            .rate = numberOf(line, "lr"),
            .seconds = numberOf(line, "seconds")};
}

EvaluationMetrics evaluationOf(const Json& line, std::int64_t step) {
    EvaluationMetrics evaluation;
    evaluation.step = step;
    if (const auto split = line.find("split"); split != line.end() && split->is_string()) {
        evaluation.split = split->get<std::string>();
    }
    evaluation.similarity = recallOf(line.at("similarity"));
    if (const auto rerank = line.find("rerank"); rerank != line.end() && rerank->is_object()) {
        evaluation.rerank = recallOf(*rerank);
    }
    return evaluation;
}

/// A line into the part; false if it is none of the two kinds.
bool takeLine(const std::string& text, const fs::path& file, MetricsPart& part) {
    try {
        const Json line = parseJson(text, displayable(file.native()), kLineLimits);
        if (!line.is_object() || !line.contains("step")) return false;
        const Json& step = line.at("step");
        if (!step.is_number_integer() || step.get<std::int64_t>() < 0) return false;
        if (line.contains("similarity") && line.at("similarity").is_object()) {
            part.evaluations.push_back(evaluationOf(line, step));
            return true;
        }
        if (!line.contains("total")) return false;
        part.steps.push_back(stepOf(line, step));
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// Earlier versions kept what it says alone.
std::optional<Error> keptError(const Json& json) {
    if (json.contains("error")) return errorOf(json.at("error"));
    const std::string reason = json.at("reason").get<std::string>();
    if (reason.empty()) return std::nullopt;
    return Error(ErrorCode::Internal, reason);
}

RunStatus statusOf(const Json& json, State state) {
    RunStatus status;
    status.state = state;
    status.step = json.at("step");
    status.numSteps = json.at("steps");
    status.best = json.at("best");
    status.bestStep = json.at("bestStep");
    status.numDropped = json.at("stepsDropped");
    status.rowsWithoutNegative = json.at("rowsWithoutNegative");
    status.cutTexts = json.at("cutTexts");
    status.imagesLeftOut = json.at("imagesLeftOut");
    status.error = keptError(json);
    return status;
}

}  // namespace

void writeRunStatus(const fs::path& runFolder, const RunStatus& status) {
    Json json = {{"state", nameOf(status.state)},
                 {"step", status.step},
                 {"steps", status.numSteps},
                 {"best", status.best},
                 {"bestStep", status.bestStep},
                 {"stepsDropped", status.numDropped},
                 {"rowsWithoutNegative", status.rowsWithoutNegative},
                 {"cutTexts", status.cutTexts},
                 {"imagesLeftOut", status.imagesLeftOut},
                 {"reason", status.error ? status.error->what() : ""}};
    if (status.error) json["error"] = toJson(*status.error);
    writeFileAtomically(statusFile(runFolder),
                        json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::optional<RunStatus> readRunStatus(const fs::path& runFolder) {
    try {
        const Json json = readJsonFile(statusFile(runFolder), kStatusLimits);
        const auto state = stateNamed(json.at("state").get<std::string>());
        if (!state) return std::nullopt;
        return statusOf(json, *state);
    } catch (const Error&) {
        return std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

bool isRunFolder(const fs::path& folder) {
    std::error_code absent;
    return fs::is_regular_file(folder / "run.json", absent);
}

RunRecord readRun(const fs::path& folder) {
    const fs::path file = folder / "run.json";
    const Json json = readJsonFile(file);
    RunRecord run;
    run.folder = folder;
    try {
        run.startKind = json.at("start").at("kind");
        run.startPath = json.at("start").at("path").get<std::string>();
        run.dataset = json.at("dataset").at("file").get<std::string>();
        run.images = json.at("dataset").at("images").get<std::string>();
        // Runs of earlier versions know no verdicts.
        if (const Json pairs = json.value("pairs", Json()); !pairs.is_null()) {
            run.pairs = pairs.at("file").get<std::string>();
        }
        run.heldOutDataset = json.at("heldOut").at("file").get<std::string>();
        run.heldOut = splitNamed(json.at("heldOut").at("split"));
        run.keepsCheckpoint = json.at("checkpoint");
        run.settings = parseConfig(json.at("config"), displayable(file.native())).training;
    } catch (const Json::exception& error) {
        fail(ErrorCode::CorruptFile, "{}: {}", displayable(file.native()), error.what());
    }
    std::error_code absent;
    run.hasBest = fs::is_directory(run.best(), absent);
    run.hasLast = fs::is_directory(run.last(), absent);
    run.status = readRunStatus(folder);
    run.begunAt = writtenAt(file);
    return run;
}

MetricsPart readMetrics(const fs::path& file, std::uint64_t fromByte) {
    MetricsPart part;
    std::error_code absent;
    const std::uint64_t size = fs::file_size(file, absent);
    if (absent) {
        part.startsAnew = fromByte > 0;
        return part;
    }
    part.startsAnew = size < fromByte;
    part.endByte = part.startsAnew ? 0 : fromByte;
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(part.endByte));
    std::string line;
    const std::uint64_t stopAt = part.endByte + kMaxPartBytes;
    while (part.endByte < stopAt && std::getline(stream, line) && !stream.eof()) {
        part.endByte += line.size() + 1;
        if (!line.empty() && !takeLine(line, file, part)) ++part.numBroken;
    }
    return part;
}

}  // namespace descry

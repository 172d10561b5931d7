#include "core/training/comparison.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/evaluation/evaluate.h"
#include "core/evaluation/readable_records.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr JsonLimits kLimits{.maxBytes = 1 << 20, .maxDepth = 8, .maxValues = 1000};

fs::path comparisonFile(const fs::path& runFolder) {
    return runFolder / "comparison.json";
}

RecallMetrics recallOf(const RetrievalMetrics& metrics) {
    return {.r1 = metrics.r1,
            .r5 = metrics.r5,
            .r10 = metrics.r10,
            .mAP = metrics.mAP.value_or(std::numeric_limits<double>::quiet_NaN())};
}

Json jsonOf(const RecallMetrics& metrics) {
    return {{"r1", metrics.r1}, {"r5", metrics.r5}, {"r10", metrics.r10}, {"mAP", metrics.mAP}};
}

RecallMetrics recallOf(const Json& json) {
    const Json& mAP = json.at("mAP");
    return {.r1 = json.at("r1"),
            .r5 = json.at("r5"),
            .r10 = json.at("r10"),
            .mAP = mAP.is_null() ? std::numeric_limits<double>::quiet_NaN() : mAP.get<double>()};
}

Json jsonOf(const ComparedBundle& bundle) {
    return {{"path", bundle.path.native()},
            {"fingerprint", bundle.fingerprint},
            {"similarity", jsonOf(bundle.similarity)},
            {"rerank", bundle.rerank ? jsonOf(*bundle.rerank) : Json()}};
}

ComparedBundle bundleOf(const Json& json) {
    ComparedBundle bundle;
    bundle.path = json.at("path").get<std::string>();
    bundle.fingerprint = json.at("fingerprint");
    bundle.similarity = recallOf(json.at("similarity"));
    if (!json.at("rerank").is_null()) bundle.rerank = recallOf(json.at("rerank"));
    return bundle;
}

void write(const fs::path& runFolder, const RunComparison& comparison) {
    const Json json = {{"dataset", comparison.dataset.native()},
                       {"split", splitName(comparison.split)},
                       {"images", comparison.numImages},
                       {"captions", comparison.numCaptions},
                       {"before", jsonOf(comparison.before)},
                       {"after", jsonOf(comparison.after)}};
    writeFileAtomically(comparisonFile(runFolder),
                        json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace

std::optional<RunComparison> readComparison(const fs::path& runFolder) {
    try {
        const Json json = readJsonFile(comparisonFile(runFolder), kLimits);
        RunComparison comparison;
        comparison.dataset = json.at("dataset").get<std::string>();
        for (const Split split : {Split::Train, Split::Val, Split::Test}) {
            if (json.at("split") == splitName(split)) comparison.split = split;
        }
        comparison.numImages = json.at("images");
        comparison.numCaptions = json.at("captions");
        comparison.before = bundleOf(json.at("before"));
        comparison.after = bundleOf(json.at("after"));
        return comparison;
    } catch (const Error&) {
        return std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

CompareJob::CompareJob(Request request, BundleLoader load, std::shared_ptr<ComputeLane> lane)
    : m_request(std::move(request)), m_load(std::move(load)), m_lane(std::move(lane)) {}

std::string CompareJob::title() const {
    return fmt::format("Compare {}", displayable(m_request.runFolder.filename().native()));
}

void CompareJob::run(JobContext& context) {
    const RunRecord run = readRun(m_request.runFolder);
    if (!run.heldOut) {
        fail(ErrorCode::InvalidInput,
             "{}: the run has no held-out split, so there is nothing to compare on",
             displayable(m_request.runFolder.native()));
    }
    const Dataset dataset = readDataset(run.heldOutDataset);
    const std::vector<DatasetRecord> records =
        readableRecords(recordsOf(dataset, *run.heldOut), run.images, context);
    m_comparison = {};
    m_comparison.dataset = run.heldOutDataset;
    m_comparison.split = *run.heldOut;
    m_comparison.before.path = m_request.before;
    m_comparison.after.path = run.hasBest ? run.best() : run.last();
    for (ComparedBundle* bundle : {&m_comparison.before, &m_comparison.after}) {
        evaluate(records, run.images, *bundle, context);
    }
    write(m_request.runFolder, m_comparison);
}

void CompareJob::evaluate(const std::vector<DatasetRecord>& records,
                          const fs::path& images,
                          ComparedBundle& bundle,
                          JobContext& context) {
    const auto opened = Bundle::open(bundle.path);
    bundle.fingerprint = opened->fingerprint();
    // As the run's own evaluations are made.
    DeviceRequest exact = m_request.device;
    exact.computeType = ComputeType::F32;
    EvaluateJob job(searchModelOf(opened, m_load(opened, exact)),
                    m_lane,
                    records,
                    {.images = images, .rerank = {}, .scores = {}});
    job.run(context);
    const EvaluationResult& result = job.result();
    m_comparison.numImages = result.numImages;
    m_comparison.numCaptions = result.numQueries;
    bundle.similarity = recallOf(result.similarity);
    if (result.rerank) bundle.rerank = recallOf(*result.rerank);
}

}  // namespace descry

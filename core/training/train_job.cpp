#include "core/training/train_job.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/evaluation/calibrate_job.h"
#include "core/evaluation/readable_records.h"
#include "core/model/bundle.h"
#include "core/model/checkpoint_start.h"
#include "core/model/nn/cpu_features.h"
#include "core/model/nn/device.h"
#include "core/model/nn/torch_errors.h"
#include "core/training/batch_loader.h"
#include "core/training/metrics_log.h"
#include "core/training/snapshot.h"
#include "core/training/step/fresh_start.h"
#include "core/training/step/published_checkpoint.h"
#include "core/training/step/training_step.h"
#include "core/training/train_plan.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int kMaxDroppedInRow = 3;
constexpr int kMaxEmptyInRow = 3;
constexpr std::size_t kMaxNamedImages = 5;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string shown(const fs::path& path) {
    return displayable(path.native());
}

Json jsonOf(const RetrievalMetrics& metrics) {
    return {{"r1", metrics.r1},
            {"r5", metrics.r5},
            {"r10", metrics.r10},
            {"mAP", metrics.mAP ? Json(*metrics.mAP) : Json()},
            {"mINP", metrics.mINP ? Json(*metrics.mINP) : Json()}};
}

RunStatus statusOf(const TrainResult& result,
                   RunStatus::State state,
                   const std::optional<Error>& error = {}) {
    return {.state = state,
            .step = result.numSteps,
            .numSteps = result.plannedSteps,
            .best = result.best,
            .bestStep = result.bestStep,
            .numDropped = result.numDropped,
            .rowsWithoutNegative = result.rowsWithoutNegative,
            .cutTexts = result.cutTexts,
            .imagesLeftOut = result.imagesLeftOut,
            .error = error};
}

RunStatus::State endingOf(const Error& error) {
    if (error.code() == ErrorCode::Cancelled) return RunStatus::State::Stopped;
    if (isInputOutput(error.code())) return RunStatus::State::Paused;
    return RunStatus::State::Failed;
}

std::string heldOutNote(const TrainPlan& plan) {
    if (!plan.heldOut) return "none";
    const std::string_view split = splitName(*plan.heldOut);
    // Runs of earlier versions did not keep the hash.
    if (plan.heldOutHash.empty()) return std::string(split);
    return fmt::format("{}, SHA-256 {}", split, plan.heldOutHash);
}

/// A momentum copy that the file lacks follows the online parameter that it has.
void copyToMomentum(training::TrainingState& state, const CheckpointStart& start) {
    const at::NoGradGuard noGrad;
    const std::set<std::string> missing(start.missing().begin(), start.missing().end());
    auto tensors = state.tensors();
    for (const std::string& name : missing) {
        const std::string online = onlineParameterOf(name);
        if (online == name || missing.contains(online)) continue;
        const auto copy = tensors.find(name);
        if (copy != tensors.end()) copy->second.copy_(tensors.at(online));
    }
}

}  // namespace

/// A run while it lasts.
class TrainJob::Run {
  public:
    Run(const TrainPlan& plan, ComputeLane& lane, TrainResult& result, JobContext& context);

    void go();

  private:
    using Losses = training::StepReport;

    void begin();
    void warnOfSettings();
    void warnOfParts(std::int64_t batchSize);
    void warnOfPeople();
    void learnAll();
    [[noreturn]] void pause(const Error& reason) const;
    void loop();
    void passOver(const LoadedBatch& batch);
    void learn(const LoadedBatch& batch);
    Losses step(const LoadedBatch& batch);
    void dropStep(const LoadedBatch& batch);
    Error dropReason(const LoadedBatch& batch) const;
    void note(const Losses& losses, double seconds);
    void snapshot();
    void evaluateIfDue();
    void evaluate();
    void leaveOutUnreadable();
    EvaluationResult measureReadable(const std::shared_ptr<const Bundle>& bundle);
    EvaluationResult measure(const std::shared_ptr<const Bundle>& bundle);
    std::shared_ptr<ComputeLane> lane() const;
    void writePublished();
    void publishResult(Clock::time_point start);
    std::vector<double> rates(std::int64_t step) const;
    std::string cardNotes() const;

    const TrainPlan& m_plan;
    ComputeLane& m_lane;
    TrainResult& m_result;
    JobContext& m_context;
    std::shared_ptr<const Tokenizer> m_tokenizer;
    TrainOptions m_options;
    TrainRecords m_records;
    PairSampler m_sampler;
    std::int64_t m_numSteps = 0;
    training::TrainingState m_state;
    training::AdamW m_optimiser;
    training::Schedule m_schedule;
    training::TrainingStep m_step;
    training::RandomDraws m_draws;
    RunPosition m_position;
    std::unique_ptr<MetricsLog> m_log;
    std::unique_ptr<BatchLoader> m_loader;
    bool m_heldOutIsChecked = false;
    Clock::time_point m_snapshotAt;
    int m_numEmptyInRow = 0;  ///< Batches none of whose images could be read.
};

namespace {

training::TrainingState stateOn(const RasaConfig& config, const DeviceRequest& request) {
    if (request.numThreads > 0) at::set_num_threads(request.numThreads);
    DeviceRequest exact = request;
    exact.computeType = ComputeType::F32;
    return training::makeTrainingState(config, nn::chooseDevice(exact).placement.device);
}

std::vector<double> baseRates(const training::AdamW& optimiser) {
    const auto rates = optimiser.baseRates();
    return {rates.begin(), rates.end()};
}

}  // namespace

TrainJob::Run::Run(const TrainPlan& plan,
                   ComputeLane& lane,
                   TrainResult& result,
                   JobContext& context)
    : m_plan(plan),
      m_lane(lane),
      m_result(result),
      m_context(context),
      m_tokenizer(loadTokenizer(plan.tokenizerFile)),
      m_options(trainOptions(plan.config, m_tokenizer->specialTokens())),
      m_records(readRecords(plan)),
      m_sampler(m_records.train,
                {.batchSize = m_options.batchSize,
                 .weakPairProbability = m_options.weakPairProbability,
                 .seed = m_options.seed},
                m_records.verdicts),
      m_numSteps(m_options.numSteps(m_sampler.batchesPerEpoch())),
      m_state(stateOn(plan.config, plan.device)),
      m_optimiser(*m_state.online, m_options.optimiser),
      m_schedule(m_options.schedule, baseRates(m_optimiser)),
      m_step(m_state, m_options.step),
      m_draws(m_options.seed) {}

void TrainJob::Run::begin() {
    std::error_code absent;
    if (fs::exists(m_plan.folder.snapshot(), absent)) {
        m_position = readSnapshot(m_plan.folder.snapshot(), m_state, m_optimiser);
        m_draws = training::RandomDraws(m_position.draws);
    } else if (m_plan.start.kind == TrainStart::Kind::New) {
        training::initialiseFresh(m_state, m_options.seed);
        m_position.draws = m_draws.state();
    } else {
        const auto weights = openTensorFile(weightsFile(m_plan.start));
        const CheckpointStart start(*weights, m_plan.config);
        loadTrainingState(m_state, start);
        copyToMomentum(m_state, start);
        m_state.queue->disown();
        m_position.draws = m_draws.state();
    }
    m_log = std::make_unique<MetricsLog>(m_plan.folder.metrics(), m_position.metricsBytes);
    warnOfSettings();
    m_loader =
        std::make_unique<BatchLoader>(m_sampler,
                                      BatchLoader::Setup{.records = m_records.train,
                                                         .images = m_plan.images,
                                                         .tokenizer = m_tokenizer,
                                                         .config = m_plan.config,
                                                         .augmentation = m_options.augmentation,
                                                         .firstStep = m_position.step,
                                                         .endStep = m_numSteps,
                                                         .numAhead = batchesAhead()});
    // From here on there is something to go back to.
    if (!fs::exists(m_plan.folder.snapshot(), absent)) snapshot();
    m_snapshotAt = Clock::now();
}

/// Where batches are not of the size that was asked for, a loss does not read them whole, the
/// processor makes slower what is to make faster, or the run's numbers may mean something else.
void TrainJob::Run::warnOfSettings() {
    const std::int64_t size = m_sampler.batchSize();
    if (size < m_options.batchSize) {
        m_context.warn(
            makeError(ErrorCode::InvalidInput,
                      "the data set has {} pairs: all of them are one batch, instead of {}",
                      size,
                      m_options.batchSize));
    }
    warnOfParts(size);
    warnOfPeople();
    if (m_plan.hasMoved && m_position.step > 0) {
        m_context.warn(makeError(
            ErrorCode::Device,
            "the device or its number of threads has changed: the weights may differ in the last "
            "bits from those of a run that kept it"));
    }
    if (m_plan.keepsCheckpoint && m_options.schedule.steps > 0) {
        m_context.warn(makeError(
            ErrorCode::Unsupported,
            "checkpoint.pth says the schedule in epochs, as the published program reads it, and "
            "this run's is in steps: that program would go on with other rates"));
    }
    if (m_options.step.bfloat16 && m_state.device().is_cpu() && !cpuHasBfloat16()) {
        m_context.warn(
            makeError(ErrorCode::Unsupported,
                      "bfloat16 products are slower than float32 ones on this processor, often "
                      "several times; leave bf16 out"));
    }
}

void TrainJob::Run::warnOfParts(std::int64_t batchSize) {
    const training::StepOptions& step = m_options.step;
    const std::int64_t part = step.microBatch;
    if (part == 0 || part >= batchSize) return;
    if (step.weights.matching > 0 && part == 1) {
        m_context.warn(makeError(ErrorCode::InvalidInput,
                                 "micro-batches of 1 leave P-ITM no negatives: it learns nothing; "
                                 "choose 2 or more"));
    } else if (step.weights.matching > 0) {
        m_context.warn(
            makeError(ErrorCode::InvalidInput,
                      "P-ITM draws its negatives within micro-batches of {}, not from the whole "
                      "batch of {}",
                      part,
                      batchSize));
    }
    if (step.weights.replacedToken > 0 &&
        step.replacementPicture == training::ReplacementPicture::Other) {
        m_context.warn(makeError(ErrorCode::InvalidInput,
                                 "MRTD draws its words over pictures of the same micro-batch of {}",
                                 part));
    }
}

/// Ids of another file may have nothing to do with those of the training split.
void TrainJob::Run::warnOfPeople() {
    if (m_plan.heldOutDataset == m_plan.dataset) return;
    std::set<std::int64_t> learned;
    for (const DatasetRecord& record : m_records.train) learned.insert(record.personId);
    std::set<std::int64_t> shared;
    for (const DatasetRecord& record : m_records.heldOut) {
        if (learned.contains(record.personId)) shared.insert(record.personId);
    }
    if (shared.empty()) return;
    m_context.warn(
        makeError(ErrorCode::InvalidInput,
                  "{}: shares person ids with the training split: {}, such as {}; if both mean the "
                  "same people by them, the evaluation is too good; if each counts its own, all is "
                  "well",
                  shown(m_plan.heldOutDataset),
                  shared.size(),
                  *shared.begin()));
}

void TrainJob::Run::go() {
    const auto start = Clock::now();
    try {
        begin();
        publishResult(start);
        writeRunStatus(m_plan.folder.path, statusOf(m_result, RunStatus::State::Running));
        learnAll();
    } catch (const Error& error) {
        publishResult(start);
        if (!isInputOutput(error.code())) throw;
        pause(error);
    } catch (const std::exception&) {
        publishResult(start);
        throw;
    }
    publishResult(start);
}

/// A stop comes between steps, while a step waits for the device, or in an evaluation: where the
/// run stands is whole at each of them.
void TrainJob::Run::learnAll() {
    try {
        loop();
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Cancelled) throw;
        snapshot();
        fail(ErrorCode::Cancelled,
             "stopped after step {} of {}; a snapshot is kept",
             m_position.step,
             m_numSteps);
    }
}

void TrainJob::Run::pause(const Error& reason) const {
    std::error_code absent;
    if (!fs::exists(m_plan.folder.snapshot(), absent)) {
        fail(reason.code(), "paused before the first step: {}; mend the cause and resume", reason);
    }
    fail(reason.code(),
         "paused at step {} of {}: {}; the last snapshot is whole, mend the cause and resume",
         m_position.step,
         m_numSteps,
         reason);
}

void TrainJob::Run::publishResult(Clock::time_point start) {
    m_result = {.numSteps = m_position.step,
                .plannedSteps = m_numSteps,
                .numPairs = m_sampler.numPairs(),
                .numPeople = m_sampler.numPeople(),
                .numJudged = m_sampler.numJudged(),
                .best = m_position.best,
                .bestStep = m_position.bestStep,
                .numDropped = m_position.numDropped,
                .rowsWithoutNegative = m_position.rowsWithoutNegative,
                .cutTexts = m_position.cutTexts,
                .imagesLeftOut = m_position.imagesLeftOut,
                .seconds = secondsSince(start),
                .waitedSeconds = m_loader ? m_loader->waitedSeconds() : 0};
}

void TrainJob::Run::loop() {
    evaluateIfDue();
    while (m_position.step < m_numSteps) {
        m_context.checkpoint();
        const LoadedBatch batch = m_loader->next();
        for (const Error& problem : batch.problems) {
            m_context.warn(makeError(problem.code(), "left out: {}", problem));
        }
        if (batch.pairs.empty()) {
            passOver(batch);
        } else {
            learn(batch);
        }
        m_context.report("training", m_position.step, m_numSteps, "steps");
        if (secondsSince(m_snapshotAt) > 60 * m_options.snapshotMinutes) snapshot();
        evaluateIfDue();
    }
    snapshot();
}

/// Some images may be gone; where many are in a row, all are, as when a disk is taken away.
void TrainJob::Run::passOver(const LoadedBatch& batch) {
    ++m_position.step;
    m_position.imagesLeftOut += std::ssize(batch.problems);
    if (++m_numEmptyInRow < std::min<std::int64_t>(kMaxEmptyInRow, m_numSteps)) return;
    fail(ErrorCode::Io,
         "{}: no image of {} batches in a row can be read, the last because of: {}",
         shown(m_plan.images),
         m_numEmptyInRow,
         batch.problems.back());
}

void TrainJob::Run::learn(const LoadedBatch& batch) {
    m_numEmptyInRow = 0;
    const auto start = Clock::now();
    const Losses losses = step(batch);
    m_position.imagesLeftOut += std::ssize(batch.problems);
    note(losses, secondsSince(start));
    if (m_position.numDroppedInRow < kMaxDroppedInRow) return;
    fail(ErrorCode::InvalidInput,
         "{}; that was {} times in a row: resume with a lower learning rate, or look at these "
         "images",
         dropReason(batch),
         kMaxDroppedInRow);
}

training::StepReport TrainJob::Run::step(const LoadedBatch& batch) {
    const auto hold = m_lane.acquire(m_context.stopToken());
    m_step.setWeights(m_options.weightsAt(m_position.step));
    m_step.setNegativeSharpness(m_options.negativeSharpnessAt(m_position.step));
    const double softShare = m_options.softShareAt(m_position.step, m_sampler.batchesPerEpoch());
    const Losses losses = m_step.run(batch.tensors, softShare, m_draws);
    m_optimiser.setRates(rates(m_position.step));
    const bool isGood = losses.isFinite && m_optimiser.step().isFinite;
    ++m_position.step;
    m_position.draws = m_draws.state();
    m_position.rowsWithoutNegative += losses.rowsWithoutNegative;
    m_position.cutTexts += losses.cutTexts;
    if (isGood) {
        m_position.numDroppedInRow = 0;
    } else {
        dropStep(batch);
    }
    return losses;
}

void TrainJob::Run::dropStep(const LoadedBatch& batch) {
    const RunPosition now = m_position;
    readSnapshot(m_plan.folder.snapshot(), m_state, m_optimiser);
    m_position = now;
    ++m_position.numDropped;
    ++m_position.numDroppedInRow;
    m_context.warn(makeError(
        ErrorCode::InvalidInput, "{}; back to the last snapshot without it", dropReason(batch)));
}

Error TrainJob::Run::dropReason(const LoadedBatch& batch) const {
    std::vector<std::string> images;
    for (const SampledPair& pair : batch.pairs) {
        if (images.size() == kMaxNamedImages) break;
        images.push_back(displayable(m_records.train[pair.own.record].imagePath));
    }
    return makeError(ErrorCode::InvalidInput,
                     "step {}: the loss or a gradient is not finite (batch of {}: {}{})",
                     m_position.step,
                     batch.pairs.size(),
                     fmt::join(images, ", "),
                     batch.pairs.size() > images.size() ? ", ..." : "");
}

/// Of the step with that number, from 0.
std::vector<double> TrainJob::Run::rates(std::int64_t step) const {
    if (m_options.schedule.steps > 0) return m_schedule.ratesAtStep(step);
    const std::int64_t perEpoch = m_sampler.batchesPerEpoch();
    return m_schedule.rates(step / perEpoch, step % perEpoch);
}

void TrainJob::Run::note(const Losses& losses, double seconds) {
    m_log->write({{"step", m_position.step},
                  {"dropped", m_position.numDroppedInRow > 0},
                  {"epoch", (m_position.step - 1) / m_sampler.batchesPerEpoch()},
                  {"total", losses.total},
                  {"cl", losses.contrastive},
                  {"pitm", losses.matching},
                  {"prd", losses.relation},
                  {"mlm", losses.maskedLanguage},
                  {"mrtd", losses.replacedToken},
                  {"temp", m_state.online->temperature().item<double>()},
                  {"lr", rates(m_position.step - 1).front()},
                  {"seconds", seconds}});
}

void TrainJob::Run::snapshot() {
    m_position.metricsBytes = m_log->sizeBytes();
    writeSnapshot(m_plan.folder.snapshot(), m_state, m_optimiser, m_position);
    m_snapshotAt = Clock::now();
}

void TrainJob::Run::evaluateIfDue() {
    const std::int64_t period = m_options.evaluateEpochs * m_sampler.batchesPerEpoch();
    const std::int64_t step = m_position.step;
    const bool isDue = step == m_numSteps || (period > 0 && step > 0 && step % period == 0);
    if (!isDue || m_position.evaluatedStep == step) return;
    // Whoever kills the evaluation need not learn the epoch again.
    snapshot();
    replaceBundle(m_plan.folder.last(), m_state, m_plan.tokenizerFile, m_plan.ranking, cardNotes());
    if (m_plan.heldOut) evaluate();
    if (m_plan.keepsCheckpoint) writePublished();
    m_position.evaluatedStep = step;
    snapshot();
}

void TrainJob::Run::evaluate() {
    if (!m_heldOutIsChecked) leaveOutUnreadable();
    m_heldOutIsChecked = true;
    const auto bundle = Bundle::open(m_plan.folder.last());
    const EvaluationResult result = measureReadable(bundle);
    m_log->write({{"step", m_position.step},
                  {"split", splitName(*m_plan.heldOut)},
                  {"similarity", jsonOf(result.similarity)},
                  {"rerank", result.rerank ? jsonOf(*result.rerank) : Json()}});
    const double r1 = result.rerank ? result.rerank->r1 : result.similarity.r1;
    if (r1 <= m_position.best) return;
    m_position.best = r1;
    m_position.bestStep = m_position.step;
    replaceFolder(m_plan.folder.best(), m_plan.folder.last());
}

void TrainJob::Run::leaveOutUnreadable() {
    m_records.heldOut = readableRecords(std::move(m_records.heldOut), m_plan.images, m_context);
}

/// A picture may go at any time: what is left is then measured anew.
EvaluationResult TrainJob::Run::measureReadable(const std::shared_ptr<const Bundle>& bundle) {
    for (;;) {
        const std::size_t numRecords = m_records.heldOut.size();
        try {
            return measure(bundle);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::InvalidInput) throw;
            leaveOutUnreadable();
            if (m_records.heldOut.size() == numRecords) throw;
        }
    }
}

/// By the rule that the bundle has afterwards.
EvaluationResult TrainJob::Run::measure(const std::shared_ptr<const Bundle>& bundle) {
    DeviceRequest request = m_plan.device;
    request.computeType = ComputeType::F32;
    const std::shared_ptr<RasaModel> model = loadRasaModel(bundle, request);
    if (!m_plan.fitsRanking()) {
        EvaluateJob job(searchModelOf(bundle, model),
                        lane(),
                        m_records.heldOut,
                        {.images = m_plan.images, .rerank = {}, .scores = {}});
        job.run(m_context);
        return job.result();
    }
    CalibrateJob job(bundle,
                     model,
                     lane(),
                     m_records.heldOut,
                     {.images = m_plan.images, .rerank = {}, .rule = m_plan.ranking.kind});
    job.run(m_context);
    writeCalibration(*bundle, job.result());
    return job.result().evaluation;
}

std::shared_ptr<ComputeLane> TrainJob::Run::lane() const {
    return {&m_lane, [](ComputeLane*) {}};
}

void TrainJob::Run::writePublished() {
    const std::int64_t perEpoch = m_sampler.batchesPerEpoch();
    training::writePublishedCheckpoint(
        m_plan.folder.checkpoint(),
        {.state = m_state, .optimiser = m_optimiser, .schedule = m_schedule},
        {.epoch = std::max<std::int64_t>(0, m_position.step / perEpoch - 1),
         .best = std::max(0.0, m_position.best),
         .bestEpoch = std::max<std::int64_t>(0, m_position.bestStep / perEpoch - 1)});
}

std::string TrainJob::Run::cardNotes() const {
    return fmt::format(
        "## Training\n\n- {} steps of {} pairs; {} pairs of {} people\n"
        "- Data set: SHA-256 {}\n- Verdicts on pairs: {}\n- Held out: {}\n"
        "- Started from: {} `{}`\n",
        m_position.step,
        m_sampler.batchSize(),
        m_sampler.numPairs(),
        m_sampler.numPeople(),
        m_plan.datasetHash,
        m_plan.pairs ? "SHA-256 " + m_plan.pairsHash : "none",
        heldOutNote(m_plan),
        startName(m_plan.start.kind),
        displayable(m_plan.start.path.filename().native()));
}

TrainJob::TrainJob(const TrainRequest& request, std::shared_ptr<ComputeLane> lane)
    : m_plan(std::make_unique<TrainPlan>(TrainPlan::of(request))), m_lane(std::move(lane)) {}

TrainJob::TrainJob(const fs::path& out, std::shared_ptr<ComputeLane> lane, const Json& changes)
    : m_plan(std::make_unique<TrainPlan>(TrainPlan::read(out, changes))), m_lane(std::move(lane)) {}

TrainJob::~TrainJob() = default;

std::string TrainJob::title() const {
    return fmt::format("Train {}", shown(m_plan->folder.path.filename()));
}

TrainEstimate TrainJob::estimate() const {
    const auto tokenizer = loadTokenizer(m_plan->tokenizerFile);
    return estimateTraining(m_plan->config,
                            trainOptions(m_plan->config, tokenizer->specialTokens()));
}

/// What torch throws becomes an Error that says what to do.
void TrainJob::runOnDevice(JobContext& context) {
    try {
        Run(*m_plan, *m_lane, m_result, context).go();
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        const bool isOnDevice = dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr;
        if (isOnDevice) failForMemory(errorWords("GPU memory"));
        if (nn::meansOutOfMemory(error)) failForMemory(errorWords("memory"));
        const auto* const fromTorch = dynamic_cast<const c10::Error*>(&error);
        if (fromTorch == nullptr) throw;
        fail(ErrorCode::Device,
             "{}: the device failed: {}",
             shown(m_plan->folder.path),
             fromTorch->what_without_backtrace());
    }
}

void TrainJob::failForMemory(const char* memory) const {
    const std::string folder = shown(m_plan->folder.path);
    std::error_code absent;
    if (m_result.plannedSteps == 0 || !fs::exists(m_plan->folder.snapshot(), absent)) {
        fail(ErrorCode::OutOfMemory,
             "{}: {} ran out before the first step; close other programs and resume, or use a "
             "smaller model",
             folder,
             memory);
    }
    fail(ErrorCode::OutOfMemory,
         "{}: {} ran out after step {} of {}; the last snapshot is whole. Close other programs and "
         "resume, resume with a smaller micro_batch or with recompute_activations, or start a new "
         "run with a smaller batch_size_train",
         folder,
         memory,
         m_result.numSteps,
         m_result.plannedSteps);
}

void TrainJob::run(JobContext& context) {
    const RunLock lock(m_plan->folder);
    try {
        runOnDevice(context);
    } catch (const Error& error) {
        keepStatus(endingOf(error), error);
        throw;
    } catch (const std::exception& error) {
        keepStatus(RunStatus::State::Failed, Error(ErrorCode::Internal, error.what()));
        throw;
    }
    keepStatus(RunStatus::State::Finished, {});
    context.flush();
}

/// As far as the disk allows: how the run ended is told by run() too.
void TrainJob::keepStatus(RunStatus::State state, const std::optional<Error>& reason) {
    try {
        writeRunStatus(m_plan->folder.path, statusOf(m_result, state, reason));
    } catch (const Error& error) {
        log().warn("{}", error.what());
    }
}

}  // namespace descry

// descry-cli train: fine-tunes a model, or goes on with a run that was stopped.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/dataset/pair_verdicts.h"
#include "core/training/run_record.h"
#include "core/training/train_job.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

struct TrainCommand {
    ModelOptions model;
    std::string start;
    std::string newConfig;
    std::string resume;
    std::string vocabulary;
    std::string dataset;
    std::string images;
    std::string out;
    std::string settings;
    std::string modelConfig;
    std::string heldOut = "val";
    std::string heldOutDataset;
    std::string pairs;
    std::optional<std::int64_t> seed;
    std::optional<std::int64_t> epochs;
    std::optional<std::int64_t> steps;
    std::optional<std::int64_t> batch;
    std::optional<std::int64_t> microBatch;
    std::optional<std::int64_t> imageRes;
    std::optional<double> rate;
    bool recomputesActivations = false;
    bool bfloat16 = false;
    bool keepsCheckpoint = false;
    CLI::Option* device = nullptr;
    CLI::Option* threads = nullptr;
    std::vector<CLI::Option*> ofNewRuns;  ///< All that a run keeps once it has begun.
};

void requireNotGiven(const std::vector<CLI::Option*>& options) {
    for (const CLI::Option* option : options) {
        if (option->count() == 0) continue;
        fail(ErrorCode::InvalidInput,
             "--resume goes on with the run's own settings; leave {} out",
             option->get_name());
    }
}

void requireGiven(const std::string& value, const char* option) {
    if (value.empty()) {
        fail(ErrorCode::InvalidInput, "{} is needed for a new run; see train --help", option);
    }
}

TrainStart startOf(const TrainCommand& command) {
    if (command.start.empty() == command.newConfig.empty()) {
        fail(ErrorCode::InvalidInput,
             "give one of --start FILE|DIR, --new CONFIG and --resume DIR; see train --help");
    }
    const bool isNew = !command.newConfig.empty();
    TrainStart start;
    start.path = isNew ? command.newConfig : command.start;
    if (isNew) {
        start.kind = TrainStart::Kind::New;
    } else if (fs::is_directory(command.start)) {
        if (!command.vocabulary.empty() || !command.modelConfig.empty()) {
            fail(
                ErrorCode::InvalidInput,
                "{}: is a bundle, which has its own tokenizer and configuration; leave --vocab and "
                "--model-config out",
                command.start);
        }
        start.kind = TrainStart::Kind::Bundle;
        return start;
    }
    if (!command.modelConfig.empty()) start.config = command.modelConfig;
    start.vocabFile = command.vocabulary;
    if (start.vocabFile.empty()) start.vocabFile = installedVocabulary().file;
    return start;
}

/// Of the settings, those that a run may be given anew when it goes on.
nlohmann::json changesOf(const TrainCommand& command) {
    // JSON has no such number.
    if (command.rate && !std::isfinite(*command.rate)) {
        fail(ErrorCode::InvalidInput, "--lr is {}, which is no rate", *command.rate);
    }
    nlohmann::json settings = nlohmann::json::object();
    if (command.rate) settings["optimizer"]["lr"] = *command.rate;
    if (command.microBatch) settings["micro_batch"] = *command.microBatch;
    if (command.recomputesActivations) settings["recompute_activations"] = true;
    return settings;
}

/// All that a run is given anew when it goes on.
nlohmann::json resumptionOf(const TrainCommand& command) {
    nlohmann::json changes = changesOf(command);
    if (command.device->count() > 0) changes["device"]["kind"] = command.model.device;
    if (command.threads->count() > 0) changes["device"]["threads"] = command.model.numThreads;
    return changes;
}

/// The file's settings with the options laid over them.
nlohmann::json settingsOf(const TrainCommand& command) {
    nlohmann::json settings = nlohmann::json::object();
    if (!command.settings.empty()) settings = readJsonFile(command.settings);
    if (!settings.is_object()) {
        fail(ErrorCode::InvalidInput, "{}: must hold a JSON object", command.settings);
    }
    if (command.steps && *command.steps < 1) {
        fail(ErrorCode::InvalidInput, "--steps is {}, below 1", *command.steps);
    }
    nlohmann::json options = changesOf(command);
    if (command.seed) options["seed"] = *command.seed;
    // A length in steps, of the file or of the start, would go before one in epochs.
    if (command.epochs) options["schedular"] = {{"epochs", *command.epochs}, {"steps", 0}};
    if (command.steps) options["schedular"]["steps"] = *command.steps;
    if (command.batch) options["batch_size_train"] = *command.batch;
    if (command.imageRes) options["image_res"] = *command.imageRes;
    if (command.bfloat16) options["bf16"] = true;
    settings.merge_patch(options);
    return settings;
}

bool hasSplit(const Dataset& dataset, Split split) {
    return std::ranges::any_of(dataset.records,
                               [&](const DatasetRecord& record) { return record.split == split; });
}

/// The test split is taken only by its name.
std::optional<Split> heldOutOf(const TrainCommand& command, const CommandContext& context) {
    if (command.heldOut == "none") return std::nullopt;
    const Split split = command.heldOut == "test" ? Split::Test : Split::Val;
    const bool isOwnFile = command.heldOutDataset.empty();
    if (isOwnFile && !hasSplit(readDataset(command.dataset), split)) {
        if (split == Split::Test) {
            fail(ErrorCode::InvalidInput, "{}: has no test split", command.dataset);
        }
        context.warn(
            fmt::format("{}: has no val split, so nothing is evaluated; choose another "
                        "with --held-out or --held-out-dataset",
                        command.dataset));
        return std::nullopt;
    }
    return split;
}

/// The file that was named, or the one that an export left beside the data set.
std::optional<fs::path> pairsOf(const TrainCommand& command) {
    if (command.pairs == "none") return std::nullopt;
    if (!command.pairs.empty()) return command.pairs;
    auto beside = pairVerdictsBeside(command.dataset);
    if (beside) {
        fmt::print(stderr,
                   "verdicts on pairs are read from {}; --pairs none leaves them out\n",
                   displayable(beside->native()));
    }
    return beside;
}

std::unique_ptr<TrainJob> jobOf(const TrainCommand& command,
                                const CommandContext& context,
                                const std::shared_ptr<ComputeLane>& lane) {
    if (!command.resume.empty()) {
        requireNotGiven(command.ofNewRuns);
        return std::make_unique<TrainJob>(command.resume, lane, resumptionOf(command));
    }
    TrainRequest request;
    request.start = startOf(command);
    requireGiven(command.dataset, "--dataset");
    requireGiven(command.images, "--images");
    requireGiven(command.out, "--out");
    request.out = command.out;
    request.dataset = command.dataset;
    request.images = command.images;
    request.heldOut = heldOutOf(command, context);
    request.pairs = pairsOf(command);
    if (!command.heldOutDataset.empty()) request.heldOutDataset = command.heldOutDataset;
    request.settings = settingsOf(command);
    request.device = deviceRequestOf(command.model);
    request.keepsCheckpoint = command.keepsCheckpoint;
    return std::make_unique<TrainJob>(request, lane);
}

/// Said before the first step; the time is not known yet.
void showEstimate(const TrainEstimate& estimate) {
    constexpr double kGigabyte = 1e9;
    const auto gigabytes = [](std::int64_t bytes) {
        return static_cast<double>(bytes) / kGigabyte;
    };
    const training::StepMemory& memory = estimate.memory;
    fmt::print(stderr,
               "memory: about {:.1f} GB at the peak: weights {:.2f}, momentum copies {:.2f}, "
               "moments {:.2f}, gradients {:.2f}, queue {:.2f}, activations {:.2f} ({:.2f} with "
               "recompute_activations, {:.2f} without)\n",
               gigabytes(estimate.peakBytes()),
               gigabytes(memory.weights),
               gigabytes(memory.momentum),
               gigabytes(memory.moments),
               gigabytes(memory.gradients),
               gigabytes(memory.queue),
               gigabytes(memory.activations),
               gigabytes(estimate.activationsRecomputed),
               gigabytes(estimate.activationsKept));
    fmt::print(stderr,
               "work: {:.3g} TFLOP a step of {} pairs; the time left is told once steps are "
               "measured\n",
               estimate.flopsPerStep * 1e-12,
               estimate.batchSize);
}

/// The losses of the newest step in a run's log, read as it grows.
class NewestLosses {
  public:
    explicit NewestLosses(fs::path log) : m_log(std::move(log)) {}

    const std::string& text() {
        const MetricsPart part = readMetrics(m_log, m_endByte);
        m_endByte = part.endByte;
        if (!part.steps.empty()) m_text = textOf(part.steps.back());
        return m_text;
    }

  private:
    static std::string textOf(const StepMetrics& step) {
        if (step.isDropped) return "dropped, a loss or gradient is not finite";
        std::vector<std::string> losses;
        const auto add = [&](const char* name, double loss) {
            if (loss != 0) losses.push_back(fmt::format("{} {:.3f}", name, loss));
        };
        add("CL", step.contrastive);
        add("P-ITM", step.matching);
        add("PRD", step.relation);
        add("MLM", step.maskedLanguage);
        add("MRTD", step.replacedToken);
        return fmt::format("loss {:.3f} ({})", step.total, fmt::join(losses, ", "));
    }

    fs::path m_log;
    std::uint64_t m_endByte = 0;
    std::string m_text;
};

void runTrain(const TrainCommand& command, const CommandContext& context) {
    const auto lane = std::make_shared<ComputeLane>();
    const auto job = jobOf(command, context, lane);
    const TrainEstimate estimate = job->estimate();
    showEstimate(estimate);
    const RunRecord run = readRun(command.resume.empty() ? command.out : command.resume);
    NewestLosses losses(run.metrics());
    JobContext progress = context.jobContext([&losses](const Progress& now) {
        return now.stage == "training" ? losses.text() : std::string();
    });
    job->run(progress);

    const TrainResult& result = job->result();
    const bool wasEvaluated = result.best >= 0;
    context.print(
        fmt::format("{} steps on {} pairs of {} people in {:.0f} s ({:.1f} s of them "
                    "waiting for data)",
                    result.numSteps,
                    result.numPairs,
                    result.numPeople,
                    result.seconds,
                    result.waitedSeconds));
    const auto printCount = [&](std::int64_t count, const char* what) {
        if (count > 0) context.print(fmt::format("{} {}", count, what));
    };
    printCount(result.numDropped, "steps dropped, because a loss or gradient was not finite");
    printCount(result.rowsWithoutNegative, "rows without a negative left out of P-ITM");
    printCount(result.cutTexts, "captions cut to the model's positions");
    printCount(result.imagesLeftOut, "images left out, because they could not be read");
    if (wasEvaluated) {
        context.print(fmt::format("best R@1 {:.2f} after step {}", result.best, result.bestStep));
    }
    context.printJson({{"steps", result.numSteps},
                       {"pairs", result.numPairs},
                       {"people", result.numPeople},
                       {"pairsJudged", result.numJudged},
                       {"bestR1", wasEvaluated ? nlohmann::json(result.best) : nlohmann::json()},
                       {"bestStep", result.bestStep},
                       {"stepsDropped", result.numDropped},
                       {"rowsWithoutNegative", result.rowsWithoutNegative},
                       {"cutTexts", result.cutTexts},
                       {"imagesLeftOut", result.imagesLeftOut},
                       {"estimate", toJson(estimate)},
                       {"seconds", result.seconds},
                       {"waitedSeconds", result.waitedSeconds}});
}

}  // namespace

void addTrainCommand(CLI::App& app, CommandContext& context) {
    auto command = std::make_shared<TrainCommand>();
    CLI::App* train =
        addSubcommand(app,
                      context,
                      "train",
                      "Fine-tune a model on a data set, or go on with a run that was stopped",
                      [command, &context] { runTrain(*command, context); });
    train->add_option(
        "--resume", command->resume, "Folder of a run to go on with, from its last snapshot");
    train->add_option("--micro-batch",
                      command->microBatch,
                      "Pairs in memory at once, of a batch; 0 for all of them");
    train->add_flag("--recompute-activations",
                    command->recomputesActivations,
                    "Less memory for more work: layers run again on the way back");
    train->add_option("--lr",
                      command->rate,
                      "Learning rate; with --resume the run's other rates change in proportion");
    addDeviceOptions(*train, command->model);
    command->device = train->get_option("--device");
    command->threads = train->get_option("--threads");
    const auto numOfAnyRun = static_cast<std::ptrdiff_t>(train->get_options().size());
    train->add_option(
        "--start", command->start, "Checkpoint (.pth, .safetensors) or bundle to start from");
    train->add_option(
        "--new", command->newConfig, "Start from nothing with this configuration's sizes");
    train->add_option("--dataset", command->dataset, "Annotation file; its train split is learned");
    train->add_option("--images", command->images, "Folder the file's paths are relative to");
    train->add_option("--out", command->out, "Folder for the run: absent or empty");
    train->add_option("--config", command->settings, "JSON file of settings; options override it");
    train->add_option("--model-config",
                      command->modelConfig,
                      "What a checkpoint's tensors do not tell, as in model import --config");
    train->add_option("--image-res",
                      command->imageRes,
                      "Side of the pictures, pixels; position embeddings are interpolated to it");
    train->add_option("--vocab", command->vocabulary, "Tokenizer of a checkpoint or a new model");
    train->add_option("--held-out", command->heldOut, "Split to evaluate on: val, test or none")
        ->check(CLI::IsMember({"val", "test", "none"}))
        ->capture_default_str();
    train->add_option(
        "--held-out-dataset", command->heldOutDataset, "Annotation file of the held-out split");
    train->add_option("--pairs",
                      command->pairs,
                      "Verdicts of a review, or none; pairs.jsonl beside the data set by default");
    train->add_option("--seed", command->seed, "Seed of every draw");
    CLI::Option* const epochs =
        train->add_option("--epochs", command->epochs, "Length of the run and of its schedule");
    train
        ->add_option(
            "--steps", command->steps, "Length in steps, with one warm-up and one cosine over them")
        ->excludes(epochs);
    train->add_option("--batch", command->batch, "Pairs in a batch");
    train->add_flag("--bf16", command->bfloat16, "Products in bfloat16, weights in float32");
    train->add_flag("--checkpoint",
                    command->keepsCheckpoint,
                    "Keep checkpoint.pth too, with which the published program can go on");
    const std::vector<CLI::Option*> options = train->get_options();
    command->ofNewRuns.assign(options.begin() + numOfAnyRun, options.end());
}

}  // namespace descry

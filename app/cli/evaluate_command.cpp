// descry-cli evaluate: retrieval metrics of a bundle on a data set's split.

#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/evaluation/evaluate.h"

namespace descry {
namespace {

struct EvaluateCommand {
    ModelOptions model;
    std::string dataset;
    std::string images;
    std::string split = "test";
    std::string scores;
    std::optional<std::int64_t> rerank;
    double tokenGigabytes = 3;
};

Split splitOf(const std::string& name) {
    if (name == "train") return Split::Train;
    return name == "val" ? Split::Val : Split::Test;
}

nlohmann::json orNull(const std::optional<double>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json();
}

nlohmann::json metricsJson(const RetrievalMetrics& metrics) {
    return {{"r1", metrics.r1},
            {"r5", metrics.r5},
            {"r10", metrics.r10},
            {"mAP", orNull(metrics.mAP)},
            {"mINP", orNull(metrics.mINP)},
            {"queriesWithoutPositives", metrics.queriesWithoutPositives},
            {"mAPOverRest", orNull(metrics.mAPOverRest)},
            {"mINPOverRest", orNull(metrics.mINPOverRest)}};
}

nlohmann::json metricsJson(const std::optional<RetrievalMetrics>& metrics) {
    return metrics ? metricsJson(*metrics) : nlohmann::json();
}

void printRow(const CommandContext& context, const char* name, const RetrievalMetrics& metrics) {
    const auto shown = [](const std::optional<double>& value) {
        return value ? fmt::format("{:.2f}", *value) : std::string("-");
    };
    context.print(fmt::format("{:<24} {:>7.2f} {:>7.2f} {:>7.2f} {:>7} {:>7}",
                              name,
                              metrics.r1,
                              metrics.r5,
                              metrics.r10,
                              shown(metrics.mAP),
                              shown(metrics.mINP)));
}

void printTable(const CommandContext& context, const EvaluationResult& result) {
    context.print(fmt::format("{} captions, {} images, {} people; {} images re-ranked per caption",
                              result.numQueries,
                              result.numImages,
                              result.numPeople,
                              result.k));
    context.print(fmt::format(
        "{:<24} {:>7} {:>7} {:>7} {:>7} {:>7}", "in percent", "R@1", "R@5", "R@10", "mAP", "mINP"));
    printRow(context, "similarity", result.similarity);
    if (result.rerank) printRow(context, "re-ranked", *result.rerank);
    if (result.rerankTail) printRow(context, "re-ranked, ordered tail", *result.rerankTail);
    const RetrievalMetrics& first = result.similarity;
    if (first.queriesWithoutPositives > 0) {
        context.print(
            fmt::format("{} captions have no image of their person, so there is no mean; "
                        "the other captions' mAP is {:.2f} by similarity",
                        first.queriesWithoutPositives,
                        first.mAPOverRest.value_or(0)));
    }
}

void runEvaluate(const EvaluateCommand& command, const CommandContext& context) {
    const Dataset dataset = readDataset(command.dataset);
    std::vector<DatasetRecord> records = recordsOf(dataset, splitOf(command.split));
    if (records.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: has no record of the split {}; choose another with --split",
             command.dataset,
             command.split);
    }
    const auto bundle = Bundle::open(command.model.bundle);
    EvaluateOptions options;
    options.images = command.images;
    options.rerank = command.rerank;
    if (!command.scores.empty()) options.scores = command.scores;
    options.tokenBudgetBytes = static_cast<std::uint64_t>(command.tokenGigabytes * 1e9);
    const SearchModel model = searchModelOf(bundle, loadModel(bundle, command.model, context));
    EvaluateJob job(model, std::make_shared<ComputeLane>(), std::move(records), options);
    JobContext progress = context.jobContext();
    job.run(progress);

    const EvaluationResult& result = job.result();
    printTable(context, result);
    context.printJson({{"dataset", command.dataset},
                       {"split", command.split},
                       {"fingerprint", model.fingerprint},
                       {"device", deviceJson(model.model->device())},
                       {"queries", result.numQueries},
                       {"images", result.numImages},
                       {"people", result.numPeople},
                       {"k", result.k},
                       {"similarity", metricsJson(result.similarity)},
                       {"rerank", metricsJson(result.rerank)},
                       {"rerankTail", metricsJson(result.rerankTail)},
                       {"imageEncodings", result.numImageEncodings},
                       {"encodeSeconds", result.encodeSeconds},
                       {"rerankSeconds", result.rerankSeconds},
                       {"warnings", result.warnings}});
}

}  // namespace

void addEvaluateCommand(CLI::App& app, CommandContext& context) {
    auto command = std::make_shared<EvaluateCommand>();
    CLI::App* evaluate = addSubcommand(app,
                                       context,
                                       "evaluate",
                                       "Score a bundle on a data set as the reference does",
                                       [command, &context] { runEvaluate(*command, context); });
    // Published figures are float32's; bf16 moves the toy set's mAP by 0.1.
    command->model.dtype = "fp32";
    addModelOptions(*evaluate, command->model);
    evaluate->add_option("--dataset", command->dataset, "Annotation file")->required();
    evaluate->add_option("--images", command->images, "Folder the file's paths are relative to")
        ->required();
    evaluate->add_option("--split", command->split, "train, val or test")
        ->check(CLI::IsMember({"train", "val", "test"}))
        ->capture_default_str();
    evaluate
        ->add_option("--rerank",
                     command->rerank,
                     "Images re-ranked per caption; 0 = none, else the bundle's k_test")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40));
    evaluate->add_option(
        "--scores", command->scores, "Write sims_t2i and score_matrix_t2i (safetensors)");
    evaluate
        ->add_option("--token-memory",
                     command->tokenGigabytes,
                     "Gigabytes for image tokens; images beyond are encoded twice")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
}

}  // namespace descry

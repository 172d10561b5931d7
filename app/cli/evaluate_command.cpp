// descry-cli evaluate: retrieval metrics of a bundle on a data set's split.

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/evaluate_report.h"
#include "app/cli/model_options.h"
#include "app/cli/split_records.h"

namespace descry {
namespace {

constexpr std::uint64_t kOracleSeed = 1;  ///< Of the order of pictures that fit equally well.

struct EvaluateCommand {
    ModelOptions model;
    std::string dataset;
    std::string images;
    std::string split = "test";
    std::string scores;
    std::string attributes;
    std::optional<std::int64_t> rerank;
    double tokenGigabytes = 3;
};

/// What the rankings and, where attributes are known, the heads are worth.
EvaluationFindings evaluate(const EvaluateCommand& command,
                            const CommandContext& context,
                            const SearchModel& model,
                            const std::vector<DatasetRecord>& records) {
    EvaluationFindings findings;
    findings.rule = model.ranking;
    // Read first: a file that does not fit is known before the long work.
    synthetic::AttributeRecords attributes;
    AttributedSplit split;
    if (!command.attributes.empty()) {
        attributes = synthetic::readAttributeFile(command.attributes);
        split = attributedSplit(records, attributes);
    }
    EvaluateOptions options;
    options.images = command.images;
    options.rerank = command.rerank;
    if (!command.scores.empty()) options.scores = command.scores;
    options.tokenBudgetBytes = static_cast<std::uint64_t>(command.tokenGigabytes * 1e9);
    const auto lane = std::make_shared<ComputeLane>();
    JobContext progress = context.jobContext();
    EvaluateJob job(model, lane, records, options);
    job.run(progress);
    findings.result = job.result();
    const EvaluationResult& result = findings.result;
    if (result.rerank && result.similarity.queriesWithoutPositives < result.numQueries) {
        findings.ruleAgainstSimilarity =
            compareRankings(result.rerankTailQueries, result.similarityQueries);
    }
    if (command.attributes.empty()) return findings;
    AttributeMeasureJob measures(model, lane, split, {.images = command.images});
    measures.run(progress);
    findings.attributes = {oracleOf(split, kOracleSeed), measures.measures()};
    return findings;
}

void runEvaluate(const EvaluateCommand& command, const CommandContext& context) {
    const std::vector<DatasetRecord> records = readSplit(command.dataset, command.split);
    const auto bundle = Bundle::open(command.model.bundle);
    const SearchModel model = searchModelOf(bundle, loadModel(bundle, command.model, context));
    const EvaluationFindings findings = evaluate(command, context, model, records);
    printFindings(context, findings);
    nlohmann::json document = {{"dataset", command.dataset},
                               {"split", command.split},
                               {"fingerprint", model.fingerprint},
                               {"device", deviceJson(model.model->device())}};
    document.update(findingsJson(findings));
    context.printJson(document);
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
    evaluate->add_option("--attributes",
                         command->attributes,
                         "attributes.jsonl of a rendered data set: adds what the truth allows to "
                         "measure");
    evaluate
        ->add_option("--token-memory",
                     command->tokenGigabytes,
                     "Gigabytes for image tokens; images beyond are encoded twice")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
}

}  // namespace descry

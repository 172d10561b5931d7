// descry-cli model calibrate: fits a bundle's ranking rule on a validation split.

#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/evaluation/calibration.h"
#include "core/evaluation/evaluate.h"

namespace descry {
namespace {

struct CalibrateCommand {
    ModelOptions model;
    std::string dataset;
    std::string images;
    std::string split = "val";
    std::optional<std::int64_t> rerank;
};

nlohmann::json rowOf(const RetrievalMetrics& metrics) {
    return {{"r1", metrics.r1},
            {"r5", metrics.r5},
            {"r10", metrics.r10},
            {"mAP", metrics.mAP ? nlohmann::json(*metrics.mAP) : nlohmann::json()}};
}

Calibration calibrate(const CalibrateCommand& command,
                      const CommandContext& context,
                      const std::shared_ptr<const Bundle>& bundle,
                      double temperature) {
    const Dataset dataset = readDataset(command.dataset);
    const Split split = command.split == "train" ? Split::Train : Split::Val;
    std::vector<DatasetRecord> records = recordsOf(dataset, split);
    if (records.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: has no record of the split {}",
             displayable(command.dataset),
             command.split);
    }
    SearchModel model = searchModelOf(bundle, loadModel(bundle, command.model, context));
    model.ranking = {};
    EvaluateOptions options;
    options.images = command.images;
    options.rerank = command.rerank;
    options.keepScores = true;
    EvaluateJob job(model, std::make_shared<ComputeLane>(), std::move(records), options);
    JobContext progress = context.jobContext();
    job.run(progress);
    return calibrateRanking(job.scoreTable(), temperature);
}

void runCalibrate(const CalibrateCommand& command, const CommandContext& context) {
    const auto bundle = Bundle::open(command.model.bundle);
    const auto temperature =
        static_cast<double>(bundle->weights().readFloats(*bundle->weights().find("temp")).front());
    const Calibration found = calibrate(command, context, bundle, temperature);
    const WeightTrial& best = found.trials[found.best];
    const nlohmann::json rule = {
        {"rule", "itc+itm"}, {"itm_weight", best.weight}, {"temperature", temperature}};
    writeFileAtomically(bundle->path() / "ranking.json", rule.dump(1) + "\n");
    const auto print = [&](const char* name, const RetrievalMetrics& metrics) {
        context.print(fmt::format("{:<28} R@1 {:>6.2f}  R@10 {:>6.2f}  mAP {:>6.2f}",
                                  name,
                                  metrics.r1,
                                  metrics.r10,
                                  metrics.mAP.value_or(0)));
    };
    print("similarity", found.trials.front().metrics);
    print("match logit", found.matchAlone);
    print("both", best.metrics);
    context.print(fmt::format("{}: match logits count {:.3f}",
                              displayable((bundle->path() / "ranking.json").native()),
                              best.weight));
    context.printJson({{"ranking", rule},
                       {"split", command.split},
                       {"similarity", rowOf(found.trials.front().metrics)},
                       {"matchLogit", rowOf(found.matchAlone)},
                       {"both", rowOf(best.metrics)}});
}

}  // namespace

void addCalibrateCommand(CLI::App& model, CommandContext& context) {
    auto command = std::make_shared<CalibrateCommand>();
    CLI::App* calibrate = addSubcommand(
        model,
        context,
        "calibrate",
        "Fit how similarity and match logit are added, into the bundle's ranking.json",
        [command, &context] { runCalibrate(*command, context); });
    command->model.dtype = "fp32";
    addModelOptions(*calibrate, command->model);
    calibrate->add_option("--dataset", command->dataset, "Annotation file")->required();
    calibrate->add_option("--images", command->images, "Folder the file's paths are relative to")
        ->required();
    calibrate->add_option("--split", command->split, "val or train; never the test split")
        ->check(CLI::IsMember({"val", "train"}))
        ->capture_default_str();
    calibrate
        ->add_option(
            "--rerank", command->rerank, "Images re-ranked per caption; else the bundle's k_test")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40));
}

}  // namespace descry

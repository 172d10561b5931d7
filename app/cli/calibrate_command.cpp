// descry-cli model calibrate: fits a bundle's ranking rule, where candidates become unlikely, and
// what doubts about words are read against, on a validation split.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/split_records.h"
#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/evaluation/candidate_calibration.h"
#include "core/evaluation/doubt_calibration.h"
#include "core/evaluation/evaluate.h"
#include "core/model/fingerprint.h"

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

struct Fitted {
    Calibration weights;
    RankingRule rule;
    std::optional<CandidateFit> candidates;
    DoubtReference doubts;
};

Fitted calibrate(const CalibrateCommand& command,
                 const CommandContext& context,
                 const std::shared_ptr<const Bundle>& bundle,
                 double temperature) {
    std::vector<DatasetRecord> records = readSplit(command.dataset, command.split);
    SearchModel model = searchModelOf(bundle, loadModel(bundle, command.model, context));
    model.ranking = {};
    JobContext progress = context.jobContext();
    Fitted fitted;
    fitted.doubts = fitDoubtReference(model, records, command.images, progress);
    EvaluateOptions options;
    options.images = command.images;
    options.rerank = command.rerank;
    options.keepScores = true;
    EvaluateJob job(model, std::make_shared<ComputeLane>(), std::move(records), options);
    job.run(progress);
    fitted.weights = calibrateRanking(job.scoreTable(), temperature);
    fitted.rule = {.kind = RankingRule::Kind::ItcPlusItm,
                   .itmWeight = fitted.weights.trials[fitted.weights.best].weight,
                   .temperature = temperature,
                   .candidates = {}};
    fitted.candidates = calibrateCandidates(job.scoreTable(), fitted.rule);
    if (fitted.candidates) fitted.rule.candidates = fitted.candidates->calibration;
    return fitted;
}

void printCandidates(const CommandContext& context, const std::optional<CandidateFit>& fit) {
    if (!fit) {
        context.warn(
            fmt::format("no break line was fitted: the split has fewer than {} descriptions whose "
                        "person is there, or right candidates do not score higher than wrong ones",
                        kMinQueries));
        return;
    }
    constexpr double kPercent = 100;
    context.print(
        fmt::format("break line at score {:.3f}: {:.1f}% of the right candidates lie before it, "
                    "{:.1f}% of the wrong ones behind it",
                    fit->calibration.breakScore,
                    kPercent * fit->rightBefore,
                    kPercent * fit->wrongBehind));
    context.print(
        fmt::format("convincing from score {:.3f}: {:.1f}% of the descriptions of people who are "
                    "there, {:.1f}% of those of people taken out",
                    fit->calibration.convincingScore,
                    kPercent * fit->presentConvincing,
                    kPercent * (1 - fit->absentUnconvincing)));
}

nlohmann::json candidatesJson(const std::optional<CandidateFit>& fit) {
    if (!fit) return {};
    return {{"rightBefore", fit->rightBefore},
            {"wrongBehind", fit->wrongBehind},
            {"presentConvincing", fit->presentConvincing},
            {"absentUnconvincing", fit->absentUnconvincing}};
}

void runCalibrate(const CalibrateCommand& command, const CommandContext& context) {
    const auto bundle = Bundle::open(command.model.bundle);
    const auto temperature =
        static_cast<double>(bundle->weights().readFloats(*bundle->weights().find("temp")).front());
    const Fitted fitted = calibrate(command, context, bundle, temperature);
    const Calibration& found = fitted.weights;
    const WeightTrial& best = found.trials[found.best];
    const nlohmann::json rule = toJson(fitted.rule);
    writeFileAtomically(bundle->path() / kRankingFile, rule.dump(1) + "\n");
    writeDoubtReference(
        bundle->path() / kDoubtFile, fitted.doubts, bundle->config(), bundle->fingerprint());
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
                              displayable((bundle->path() / kRankingFile).native()),
                              best.weight));
    printCandidates(context, fitted.candidates);
    context.print(fmt::format("{}: a word is doubted from {:.3f} above what a mean picture gives",
                              displayable((bundle->path() / kDoubtFile).native()),
                              fitted.doubts.threshold));
    context.printJson({{"ranking", rule},
                       {"split", command.split},
                       {"similarity", rowOf(found.trials.front().metrics)},
                       {"matchLogit", rowOf(found.matchAlone)},
                       {"both", rowOf(best.metrics)},
                       {"candidates", candidatesJson(fitted.candidates)},
                       {"doubtThreshold", fitted.doubts.threshold}});
}

}  // namespace

void addCalibrateCommand(CLI::App& model, CommandContext& context) {
    auto command = std::make_shared<CalibrateCommand>();
    CLI::App* calibrate = addSubcommand(model,
                                        context,
                                        "calibrate",
                                        "Fit how similarity and match logit are added, where "
                                        "candidates become unlikely and which words are doubted, "
                                        "into the bundle's ranking.json and word_doubt.safetensors",
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

// descry-cli model calibrate: fits a bundle's ranking rule, where candidates become unlikely, and
// what doubts about words are read against, on a validation split.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/split_records.h"
#include "core/base/unicode.h"
#include "core/evaluation/calibrate_job.h"
#include "core/model/fingerprint.h"

namespace descry {
namespace {

constexpr char kMatchAlone[] = "itm";

struct CalibrateCommand {
    ModelOptions model;
    std::string dataset;
    std::string images;
    std::string split = "val";
    std::string rule = "itc+itm";
    std::optional<std::int64_t> rerank;
};

nlohmann::json rowOf(const RetrievalMetrics& metrics) {
    return {{"r1", metrics.r1},
            {"r5", metrics.r5},
            {"r10", metrics.r10},
            {"mAP", metrics.mAP ? nlohmann::json(*metrics.mAP) : nlohmann::json()}};
}

BundleCalibration calibrate(const CalibrateCommand& command,
                            const CommandContext& context,
                            const std::shared_ptr<const Bundle>& bundle) {
    const bool isMatchAlone = command.rule == kMatchAlone;
    CalibrateJob job(
        bundle,
        loadModel(bundle, command.model, context),
        std::make_shared<ComputeLane>(),
        readSplit(command.dataset, command.split),
        {.images = command.images,
         .rerank = command.rerank,
         .rule = isMatchAlone ? RankingRule::Kind::Itm : RankingRule::Kind::ItcPlusItm});
    JobContext progress = context.jobContext();
    job.run(progress);
    if (!job.result().hasRule()) {
        fail(
            ErrorCode::InvalidInput,
            "{}: the pictures of the split {} show one person, so there is nothing to rank; choose "
            "a split with more people",
            command.dataset,
            command.split);
    }
    return job.result();
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
    const BundleCalibration fitted = calibrate(command, context, bundle);
    writeCalibration(*bundle, fitted);
    const EvaluationResult& found = fitted.evaluation;
    const auto print = [&](const char* name, const RetrievalMetrics& metrics) {
        context.print(fmt::format("{:<28} R@1 {:>6.2f}  R@10 {:>6.2f}  mAP {:>6.2f}",
                                  name,
                                  metrics.r1,
                                  metrics.r10,
                                  metrics.mAP.value_or(0)));
    };
    const std::string rankingFile = displayable((bundle->path() / kRankingFile).native());
    print("similarity", found.similarity);
    print("match logit", *found.matchAloneTail);
    if (fitted.weights) {
        print("both", *found.rerankTail);
        context.print(
            fmt::format("{}: match logits count {:.3f}", rankingFile, fitted.rule.itmWeight));
    } else {
        context.print(fmt::format("{}: match logits alone count", rankingFile));
    }
    printCandidates(context, fitted.candidates);
    context.print(fmt::format("{}: a word is doubted from {:.3f} above what a mean picture gives",
                              displayable((bundle->path() / kDoubtFile).native()),
                              fitted.doubts.threshold));
    context.printJson({{"ranking", toJson(fitted.rule)},
                       {"split", command.split},
                       {"similarity", rowOf(found.similarity)},
                       {"matchLogit", rowOf(*found.matchAloneTail)},
                       {"both", fitted.weights ? rowOf(*found.rerankTail) : nlohmann::json()},
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
            "--rule",
            command->rule,
            "itc+itm: similarity and match logit; itm: the match logit alone, as published")
        ->check(CLI::IsMember({"itc+itm", kMatchAlone}))
        ->capture_default_str();
    calibrate
        ->add_option(
            "--rerank", command->rerank, "Images re-ranked per caption; else the bundle's k_test")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40));
}

}  // namespace descry

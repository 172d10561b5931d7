// descry-cli model calibrate: fits a bundle's ranking rule on a validation split.

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/evaluation/calibration.h"
#include "core/evaluation/evaluate.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

struct CalibrateCommand {
    ModelOptions model;
    std::string dataset;
    std::string images;
    std::string split = "val";
    std::optional<std::int64_t> rerank;
};

/// A file that is gone at the end.
struct ScratchFile {
    fs::path path =
        fs::temp_directory_path() / fmt::format("descry-calibrate-{}.safetensors", ::getpid());

    ScratchFile() = default;
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    ~ScratchFile() {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
};

std::vector<float> tensorOf(const TensorFile& file, const char* name) {
    return file.readFloats(*file.find(name));
}

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
    const std::vector<DatasetRecord> records = recordsOf(dataset, split);
    if (records.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: has no record of the split {}",
             displayable(command.dataset),
             command.split);
    }
    const ScratchFile scores;
    SearchModel model = searchModelOf(bundle, loadModel(bundle, command.model, context));
    model.ranking = {};
    EvaluateOptions options;
    options.images = command.images;
    options.rerank = command.rerank;
    options.scores = scores.path;
    EvaluateJob job(model, std::make_shared<ComputeLane>(), records, options);
    JobContext progress = context.jobContext();
    job.run(progress);

    const auto file = openTensorFile(scores.path);
    if (file->find("score_matrix_t2i") == nullptr) {
        fail(ErrorCode::InvalidInput, "nothing was re-ranked; --rerank must be 1 or more");
    }
    const std::vector<float> similarities = tensorOf(*file, "sims_t2i");
    const std::vector<float> logits = tensorOf(*file, "score_matrix_t2i");
    std::vector<std::int64_t> queryPeople;
    std::vector<std::int64_t> imagePeople;
    for (const DatasetRecord& record : records) {
        imagePeople.push_back(record.personId);
        queryPeople.insert(queryPeople.end(), record.captions.size(), record.personId);
    }
    return calibrateRanking({.similarities = similarities,
                             .matchLogits = logits,
                             .queryPeople = queryPeople,
                             .imagePeople = imagePeople},
                            temperature);
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

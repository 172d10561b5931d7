// descry-cli bench: what the model and the search reach on this machine.

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "core/model/bench/bench.h"
#include "core/search/bench_scan.h"
#include "core/training/bench/bench_train.h"

namespace descry {
namespace {

using nlohmann::json;
using ModelBench = json (*)(const BenchOptions&);

void addModelOptions(CLI::App& command, BenchOptions& options) {
    using Kind = DeviceRequest::Kind;
    command.add_option("--device", options.device, "auto, cpu or cuda")
        ->transform(CLI::CheckedTransformer(std::map<std::string, Kind>{
            {"auto", Kind::Auto}, {"cpu", Kind::Cpu}, {"cuda", Kind::Cuda}}));
    command
        .add_option("--dtype", options.types, "fp32, fp16, bf16; those that are fast by default")
        ->delimiter(',')
        ->transform(CLI::CheckedTransformer(std::map<std::string, ComputeType>{
            {"fp32", ComputeType::F32}, {"fp16", ComputeType::F16}, {"bf16", ComputeType::BF16}}));
    command.add_option("--runs", options.numRuns, "Runs of which the median is taken")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command.add_option("--threads", options.numThreads, "CPU threads; 0 = all cores")
        ->check(CLI::Range(0, 1024));
}

void listen(BenchOptions& options, const CommandContext& context) {
    options.stop = context.stopToken();
    options.onStep = [](const std::string& text) { fmt::print(stderr, "{}\n", text); };
}

/// The document as lines: the surroundings, then every result by type.
std::string shown(const json& document) {
    std::string text = fmt::format("{} ({}), {} threads, median of {} runs\n",
                                   document.at("device").get<std::string>(),
                                   document.at("reason").get<std::string>(),
                                   document.at("threads").get<int>(),
                                   document.at("runs").get<int>());
    for (const auto& [type, values] : document.at("results").items()) {
        for (const auto& [name, value] : values.items()) {
            text += value.is_number()
                        ? fmt::format("{:6}{:24}{:.4g}\n", type, name, value.get<double>())
                        : fmt::format("{:6}{:24}{}\n", type, name, value.dump());
        }
    }
    return text;
}

struct ModelBenchCommand {
    const char* name;
    const char* description;
    ModelBench run;
};

constexpr ModelBenchCommand kModelBenches[] = {
    {"encode", "Images per second, beside this machine's matrix-product rate", benchEncode},
    {"rerank", "One query with 128 candidates, beside a plain rendition", benchRerank},
    {"text", "Texts per second", benchText},
    {"gemm", "This machine's matrix-product rate", benchGemm}};

void addTrain(CLI::App& bench, CommandContext& context) {
    auto options = std::make_shared<TrainBenchOptions>();
    CLI::App* train = addSubcommand(
        bench,
        context,
        "train",
        "Training steps with all five losses, beside this machine's matrix-product rate and what "
        "is expected of their memory",
        [options, &context] {
            listen(options->bench, context);
            const json document = benchTrain(*options);
            context.printJson(document);
            context.print(shown(document));
        });
    addModelOptions(*train, options->bench);
    train->add_option("--batch", options->batchSize, "Pairs in a step")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    train->add_option("--micro-batch", options->step.microBatch, "Pairs in memory at once; 0 = all")
        ->check(CLI::Range(0, 4096));
    train->add_flag("--recompute",
                    options->step.recomputeActivations,
                    "Layers run again on the way back instead of keeping their activations");
}

void addScan(CLI::App& bench, CommandContext& context) {
    auto options = std::make_shared<ScanBenchOptions>();
    CLI::App* scan = addSubcommand(
        bench,
        context,
        "scan",
        "Exact search, beside a plain scan of the same memory",
        [options, &context] {
            const ScanBench result = benchScan(*options);
            context.printJson({{"items", result.numItems},
                               {"dimension", result.dimension},
                               {"threads", result.numThreads},
                               {"kernel", result.kernel},
                               {"bytes", result.bytes},
                               {"plainSeconds", result.plainSeconds},
                               {"searchSeconds", result.searchSeconds},
                               {"ratio", result.ratio},
                               {"searchGigabytesPerSecond", result.searchGigabytesPerSecond},
                               {"peakResidentBytes", result.peakResidentBytes}});
            context.print(
                fmt::format("{} items: search {:.1f} ms, plain scan {:.1f} ms, ratio {:.2f}\n",
                            result.numItems,
                            result.searchSeconds * 1e3,
                            result.plainSeconds * 1e3,
                            result.ratio));
        });
    scan->add_option("--items", options->numItems, "Rows of the matrix (1000000)");
    scan->add_option("--runs", options->numRuns, "Runs of which the median is taken (7)");
    scan->add_option("--threads", options->numThreads, "0 = all cores");
}

}  // namespace

void addBenchCommand(CLI::App& app, CommandContext& context) {
    CLI::App* bench = app.add_subcommand("bench", "Measure this machine");
    bench->require_subcommand(1);
    for (const ModelBenchCommand& command : kModelBenches) {
        auto options = std::make_shared<BenchOptions>();
        const ModelBench run = command.run;
        CLI::App* added = addSubcommand(
            *bench, context, command.name, command.description, [options, run, &context] {
                listen(*options, context);
                const json document = run(*options);
                context.printJson(document);
                context.print(shown(document));
            });
        addModelOptions(*added, *options);
    }
    addTrain(*bench, context);
    addScan(*bench, context);
}

}  // namespace descry

// The bare front of the benches, for machines without Qt: one JSON document on stdout, steps on
// stderr; exit code 2 for bad usage.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/model/bench/bench.h"
#include "core/training/bench/bench_train.h"

namespace {

using namespace descry;
using Bench = nlohmann::json (*)(const BenchOptions&);

const std::map<std::string, Bench> kBenches{
    {"encode", benchEncode}, {"rerank", benchRerank}, {"text", benchText}, {"gemm", benchGemm}};
constexpr char kTrain[] = "train";

std::vector<std::string> benchNames() {
    std::vector<std::string> names{kTrain};
    for (const auto& [name, bench] : kBenches) names.push_back(name);
    return names;
}

}  // namespace

int main(int argc, char** argv) {
    using Kind = DeviceRequest::Kind;
    TrainBenchOptions training;
    BenchOptions options;
    std::vector<std::string> names{"encode", "rerank", "text", "gemm"};
    CLI::App app{"Measures the model at the published size with formula weights"};
    app.add_option("BENCH", names, "encode, rerank, text, gemm by default; train")
        ->check(CLI::IsMember(benchNames()));
    app.add_option("--device", options.device, "auto, cpu or cuda")
        ->transform(CLI::CheckedTransformer(std::map<std::string, Kind>{
            {"auto", Kind::Auto}, {"cpu", Kind::Cpu}, {"cuda", Kind::Cuda}}));
    app.add_option("--dtype", options.types, "fp32, fp16, bf16; those that are fast by default")
        ->delimiter(',')
        ->transform(CLI::CheckedTransformer(std::map<std::string, ComputeType>{
            {"fp32", ComputeType::F32}, {"fp16", ComputeType::F16}, {"bf16", ComputeType::BF16}}));
    app.add_option("--runs", options.numRuns, "Runs of which the median is taken")
        ->check(CLI::Range(1, 1000));
    app.add_option("--images", options.numImages, "Images encoded per run")
        ->check(CLI::Range(1, 4096));
    app.add_option("--candidates", options.numCandidates, "Candidates re-ranked per run")
        ->check(CLI::Range(1, 4096));
    app.add_option("--threads", options.numThreads, "CPU threads; 0 = all cores")
        ->check(CLI::Range(0, 1024));
    app.add_option("--batch", training.batchSize, "Pairs in a training step")
        ->check(CLI::Range(1, 4096));
    app.add_flag("--recompute",
                 training.step.recomputeActivations,
                 "Layers run again on the way back instead of keeping their activations");
    CLI11_PARSE(app, argc, argv);
    options.onStep = [](const std::string& text) { fmt::print(stderr, "{}\n", text); };
    training.bench.onStep = options.onStep;
    training.bench.device = options.device;
    training.bench.types = options.types;
    training.bench.numRuns = options.numRuns;
    training.bench.numThreads = options.numThreads;
    try {
        nlohmann::json document = nlohmann::json::object();
        for (const std::string& name : names) {
            document[name] = name == kTrain ? benchTrain(training) : kBenches.at(name)(options);
        }
        fmt::print("{}\n", document.dump(2));
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return error.code() == ErrorCode::InvalidInput ? 2 : 1;
    }
}

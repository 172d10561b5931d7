// The bare front of the benches, for machines without Qt: one JSON document on stdout, steps on
// stderr; exit code 2 for bad usage.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "core/base/error.h"
#include "core/model/bench/bench.h"

namespace {

using namespace descry;
using Bench = nlohmann::json (*)(const BenchOptions&);

const std::map<std::string, Bench> kBenches{
    {"encode", benchEncode}, {"rerank", benchRerank}, {"text", benchText}, {"gemm", benchGemm}};

}  // namespace

int main(int argc, char** argv) {
    using Kind = DeviceRequest::Kind;
    BenchOptions options;
    std::vector<std::string> names{"encode", "rerank", "text", "gemm"};
    CLI::App app{"Measures the model at the published size with formula weights"};
    app.add_option("BENCH", names, "encode, rerank, text, gemm; all by default")
        ->check(CLI::IsMember(kBenches));
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
    CLI11_PARSE(app, argc, argv);
    options.onStep = [](const std::string& text) { fmt::print(stderr, "{}\n", text); };
    try {
        nlohmann::json document = nlohmann::json::object();
        for (const std::string& name : names) document[name] = kBenches.at(name)(options);
        fmt::print("{}\n", document.dump(2));
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return error.code() == ErrorCode::InvalidInput ? 2 : 1;
    }
}

// The bare front of the conformance checks, for machines without Qt: prints a table; exit code 1 if
// a float32 check fails, 2 for bad usage or a broken folder.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "core/base/error.h"
#include "tests/conformance/conformance_checks.h"
#include "tests/conformance/training_checks.h"

namespace {

using namespace descry;

struct Arguments {
    std::string folder;
    DeviceRequest::Kind device = DeviceRequest::Kind::Auto;
    std::vector<ComputeType> types{ComputeType::F32};
    bool withFull = true;
};

/// Prints the checks; returns whether all passed.
bool show(const std::vector<ConformanceCheck>& checks) {
    bool passed = true;
    for (const ConformanceCheck& check : checks) {
        fmt::print("{:4}  {:<48} {:>10.3g}  limit {:.3g}\n",
                   check.passed ? "ok" : "FAIL",
                   check.name,
                   check.maxError,
                   check.limit);
        passed = passed && check.passed;
    }
    return passed;
}

/// Returns whether every float32 check passed.
bool run(const Arguments& arguments) {
    bool passed = true;
    for (const ComputeType type : arguments.types) {
        const ConformanceOptions options{arguments.folder, {arguments.device, type, 0}};
        const DeviceStatus status = conformanceDevice(options);
        fmt::print("{} ({}), {}\n",
                   status.name,
                   status.reason->what(),
                   type == ComputeType::F32   ? "fp32"
                   : type == ComputeType::F16 ? "fp16"
                                              : "bf16");
        bool good = show(checkEncoding(options));
        good = show(checkSearch(options)) && good;
        if (type == ComputeType::F32) good = show(checkTraining(options)) && good;
        if (arguments.withFull) good = show(checkFullSize(options)) && good;
        if (type == ComputeType::F32) passed = passed && good;
        std::fflush(stdout);
    }
    return passed;
}

}  // namespace

int main(int argc, char** argv) {
    using Kind = DeviceRequest::Kind;
    Arguments arguments;
    CLI::App app{"Compares the network with the golden values of a conformance folder"};
    app.add_option("FOLDER", arguments.folder, "Folder with tiny/ and full/")->required();
    app.add_option("--device", arguments.device, "auto, cpu or cuda")
        ->transform(CLI::CheckedTransformer(std::map<std::string, Kind>{
            {"auto", Kind::Auto}, {"cpu", Kind::Cpu}, {"cuda", Kind::Cuda}}));
    app.add_option("--dtype", arguments.types, "fp32, fp16, bf16")
        ->delimiter(',')
        ->transform(CLI::CheckedTransformer(std::map<std::string, ComputeType>{
            {"fp32", ComputeType::F32}, {"fp16", ComputeType::F16}, {"bf16", ComputeType::BF16}}));
    bool tinyOnly = false;
    app.add_flag("--tiny-only", tinyOnly, "Leave the full-size model out");
    CLI11_PARSE(app, argc, argv);
    arguments.withFull = !tinyOnly;
    try {
        return run(arguments) ? 0 : 1;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    }
}

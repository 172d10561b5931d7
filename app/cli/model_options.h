#pragma once
/// The options that every command with a model takes: --bundle, --device, --dtype, --threads.
/// Thread rule: main thread. Errors: as Bundle::open and loadRasaModel.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "app/cli/command.h"
#include "core/model/bundle.h"
#include "core/model/default_vocabulary.h"
#include "core/model/rasa_model.h"

namespace descry {

struct ModelOptions {
    std::string bundle;
    std::string device = "auto";
    std::string dtype = "auto";
    int numThreads = 0;
};

/// Where it runs: --device and --threads.
inline void addDeviceOptions(CLI::App& command, ModelOptions& options) {
    command.add_option("--device", options.device, "auto, cpu or cuda")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    command.add_option("--threads", options.numThreads, "CPU threads; 0 = all cores")
        ->check(CLI::Range(0, 4096))
        ->capture_default_str();
}

inline void addModelOptions(CLI::App& command, ModelOptions& options) {
    command.add_option("--bundle", options.bundle, "Folder of the model (descry-cli model import)")
        ->required();
    addDeviceOptions(command, options);
    command.add_option("--dtype", options.dtype, "auto, fp32, fp16 or bf16")
        ->check(CLI::IsMember({"auto", "fp32", "fp16", "bf16"}))
        ->capture_default_str();
}

inline DeviceRequest deviceRequestOf(const ModelOptions& options) {
    DeviceRequest request;
    if (options.device == "cpu") request.kind = DeviceRequest::Kind::Cpu;
    if (options.device == "cuda") request.kind = DeviceRequest::Kind::Cuda;
    const std::map<std::string, ComputeType> types{
        {"fp32", ComputeType::F32}, {"fp16", ComputeType::F16}, {"bf16", ComputeType::BF16}};
    if (const auto type = types.find(options.dtype); type != types.end()) {
        request.computeType = type->second;
    }
    request.numThreads = options.numThreads;
    return request;
}

/// BERT's vocabulary as it is installed beside the program; NotFound says what to do.
inline DefaultVocabulary installedVocabulary() {
    std::error_code unknown;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    auto vocabulary =
        findDefaultVocabulary(unknown ? std::filesystem::current_path() : program.parent_path());
    if (!vocabulary) {
        fail(ErrorCode::NotFound,
             "BERT's vocabulary is not installed beside the program; run packaging/setup.sh, or "
             "give the model's own with --vocab");
    }
    return *std::move(vocabulary);
}

/// Loads the network; what it has to say while running goes to the warnings.
inline std::shared_ptr<RasaModel> loadModel(const std::shared_ptr<const Bundle>& bundle,
                                            const ModelOptions& options,
                                            const CommandContext& context) {
    std::shared_ptr<RasaModel> model = loadRasaModel(bundle, deviceRequestOf(options));
    model->onNotice([&context](const Error& notice) { context.warn(notice.what()); });
    return model;
}

inline nlohmann::json deviceJson(const DeviceStatus& status) {
    const char* type = status.computeType == ComputeType::F32   ? "fp32"
                       : status.computeType == ComputeType::F16 ? "fp16"
                                                                : "bf16";
    return {{"name", status.name}, {"reason", status.reason->what()}, {"dtype", type}};
}

}  // namespace descry

// descry-cli device: what a model would run on here, and why.

#include <fmt/format.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/model/device.h"
#include "core/model/torch_folder.h"

namespace descry {
namespace {

/// What is to be said of the folder named in DESCRY_TORCH_DIR; null if none is named.
nlohmann::json torchFolderJson(const std::string& folder) {
    if (folder.empty()) return nullptr;
    nlohmann::json answer{{"path", folder}, {"fits", true}, {"reason", nullptr}};
    try {
        answer["version"] = checkTorchFolder(folder).version;
    } catch (const Error& error) {
        answer["fits"] = false;
        answer["reason"] = error.what();
    }
    return answer;
}

void showDevice(CommandContext& context, const ModelOptions& options) {
    const char* const named = std::getenv(kTorchFolderVariable);
    const nlohmann::json torchFolder = torchFolderJson(named ? named : "");
    const DeviceStatus status = findDevice(deviceRequestOf(options));
    nlohmann::json answer = deviceJson(status);
    answer["libtorch"] = linkedTorchVersion();
    answer["torch_folder"] = torchFolder;
    context.print(fmt::format("{}: {}", status.name, *status.reason));
    context.print(fmt::format(
        "computes in {}, LibTorch {}", answer["dtype"].get<std::string>(), linkedTorchVersion()));
    if (!torchFolder.is_null() && torchFolder["fits"]) {
        context.print(fmt::format("{}: {} fits", kTorchFolderVariable, named));
    } else if (!torchFolder.is_null()) {
        context.warn(
            fmt::format("{}: {}", kTorchFolderVariable, torchFolder["reason"].get<std::string>()));
        context.exitCode = kExitBadInput;
    }
    context.printJson(answer);
}

}  // namespace

void addDeviceCommand(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<ModelOptions>();
    CLI::App* command = addSubcommand(
        app, context, "device", "Which device a model runs on here, and why", [&context, options] {
            showDevice(context, *options);
        });
    addDeviceOptions(*command, *options);
}

}  // namespace descry

// descry-cli dataset: checks of annotation files.

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/dataset/dataset_check.h"
#include "core/vision/decode.h"

namespace descry {
namespace {

struct DatasetCheckArguments {
    std::string file;
    std::string images;
};

std::optional<Error> unreadable(const std::filesystem::path& path) {
    try {
        readImage(path);
        return std::nullopt;
    } catch (const Error& error) {
        return error;
    }
}

/// All findings on stderr or as warnings; the first error is the reason of the refusal.
nlohmann::json inspectDataset(const DatasetCheckArguments& arguments,
                              std::vector<Error>& warnings) {
    std::optional<std::filesystem::path> images;
    if (!arguments.images.empty()) images = arguments.images;
    const DatasetReport report = checkDatasetFile(arguments.file, images, unreadable);

    std::optional<Error> reason;
    for (const Finding& finding : report.findings) {
        Error text = describeFinding(arguments.file, finding);
        if (finding.severity == Severity::Error && !reason) {
            reason = std::move(text);
        } else {
            warnings.push_back(std::move(text));
        }
    }
    if (reason) throw *reason;
    return {{"records", report.dataset.records.size()},
            {"captions", report.dataset.numCaptions()},
            {"people", report.dataset.numPeople()}};
}

}  // namespace

void addDatasetCommand(CLI::App& app, CommandContext& context) {
    CLI::App* dataset = app.add_subcommand("dataset", "Look at annotation files");
    dataset->require_subcommand(1);

    auto arguments = std::make_shared<DatasetCheckArguments>();
    CLI::App* check = addSubcommand(
        *dataset,
        context,
        "check",
        "Read a CUHK-PEDES, ICFG-PEDES, RSTPReid or processed file and list what is wrong with it",
        [arguments, &context] {
            reportVerdict(context, arguments->file, [&arguments](std::vector<Error>& warnings) {
                return inspectDataset(*arguments, warnings);
            });
        });
    check->add_option("FILE", arguments->file, "Annotation file (JSON)")->required();
    check->add_option("--images", arguments->images, "Folder of the images: each is decoded too");
}

}  // namespace descry

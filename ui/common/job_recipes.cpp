#include "ui/common/job_recipes.h"

#include <QCoreApplication>
#include <array>
#include <nlohmann/json.hpp>

#include "ui/common/recipe_json.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::JobRecipes)
};

constexpr std::array kSplits{Split::Train, Split::Val, Split::Test};

json toJson(const DatasetSource& source) {
    json value{{"file", encodedPath(source.file)}, {"images", encodedPath(source.images)}};
    if (source.split) value["split"] = splitName(*source.split);
    return value;
}

DatasetSource datasetOf(const json& value) {
    DatasetSource source{
        decodedPath(value.at("file")), decodedPath(value.at("images")), std::nullopt};
    if (!value.contains("split")) return source;
    const auto name = value.at("split").get<std::string>();
    for (const Split split : kSplits) {
        if (splitName(split) == name) source.split = split;
    }
    if (!source.split) fail(ErrorCode::CorruptFile, "\"{}\" is no split", name);
    return source;
}

json toJson(const IndexOptions& options) {
    json folders = json::array();
    for (const fs::path& folder : options.folders) folders.push_back(encodedPath(folder));
    json datasets = json::array();
    for (const DatasetSource& source : options.datasets) datasets.push_back(toJson(source));
    json value{{"folders", std::move(folders)},
               {"datasets", std::move(datasets)},
               {"batchSize", options.batchSize},
               {"decodeThreads", options.decodeThreads},
               {"thumbnailSide", options.thumbnailSide},
               {"cacheBytes", options.cacheBytes},
               {"retriesAll", options.retry == RetryFailures::All}};
    if (options.metadataFile) value["metadataFile"] = encodedPath(*options.metadataFile);
    if (options.pattern) value["pattern"] = *options.pattern;
    if (options.cacheTokens) value["cacheTokens"] = static_cast<int>(*options.cacheTokens);
    return value;
}

IndexOptions indexOptionsOf(const json& value) {
    IndexOptions options;
    for (const json& folder : value.at("folders")) options.folders.push_back(decodedPath(folder));
    for (const json& source : value.at("datasets")) options.datasets.push_back(datasetOf(source));
    options.batchSize = value.at("batchSize").get<int>();
    options.decodeThreads = value.at("decodeThreads").get<int>();
    options.thumbnailSide = value.at("thumbnailSide").get<int>();
    options.cacheBytes = value.at("cacheBytes").get<std::uint64_t>();
    options.retry =
        value.at("retriesAll").get<bool>() ? RetryFailures::All : RetryFailures::IfChanged;
    if (value.contains("metadataFile"))
        options.metadataFile = decodedPath(value.at("metadataFile"));
    if (value.contains("pattern")) options.pattern = value.at("pattern").get<std::string>();
    if (value.contains("cacheTokens")) {
        const int format = value.at("cacheTokens").get<int>();
        if (format < 1 || format > 3) fail(ErrorCode::CorruptFile, "{} is no format", format);
        options.cacheTokens = static_cast<TokenFormat>(format);
    }
    return options;
}

}  // namespace

JobRecipe recipeOf(const IndexWork& work) {
    json parameters{{"gallery", encodedPath(work.gallery)},
                    {"bundle", encodedPath(work.bundle)},
                    {"options", toJson(work.options)}};
    if (work.replaces) parameters["replaces"] = encodedPath(*work.replaces);
    return {kIndexKind,
            toUtf8(Words::tr("Index %1").arg(shownPath(work.gallery.stem()))),
            parameters.dump()};
}

IndexWork indexWorkOf(const JobRecipe& recipe) {
    return readRecipe(recipe, [](const json& value) {
        IndexWork work{decodedPath(value.at("gallery")),
                       decodedPath(value.at("bundle")),
                       indexOptionsOf(value.at("options"))};
        if (value.contains("replaces")) work.replaces = decodedPath(value.at("replaces"));
        work.options.validate();
        return work;
    });
}

JobRecipe recipeOf(const ModelImport& import) {
    const json parameters{{"checkpoint", encodedPath(import.checkpoint)},
                          {"bundle", encodedPath(import.bundle)}};
    return {kImportKind,
            toUtf8(Words::tr("Import %1").arg(shownPath(import.checkpoint.filename()))),
            parameters.dump()};
}

ModelImport modelImportOf(const JobRecipe& recipe) {
    return readRecipe(recipe, [](const json& value) {
        return ModelImport{
            decodedPath(value.at("checkpoint")), decodedPath(value.at("bundle")), {}};
    });
}

QString messageKeyOf(JobId id) {
    return QStringLiteral("job%1").arg(id.value);
}

}  // namespace descry

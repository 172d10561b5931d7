// descry-cli evaluate-maps: how far heat maps show what the model goes by, where masks tell.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/map_options.h"
#include "app/cli/model_options.h"
#include "app/cli/split_records.h"
#include "app/seed.h"
#include "core/evaluation/map_measures.h"

namespace descry {
namespace {

using nlohmann::json;

struct MapsCommand {
    ModelOptions model;
    std::string dataset;
    std::string images;
    std::string attributes;
    std::string masks;
    std::string split = "test";
    std::vector<std::int64_t> layers;
    std::vector<MapVariant> variants;
    std::int64_t numCaptions = MapMeasureOptions{}.maxCaptions;
    std::uint64_t seed = MapMeasureOptions{}.seed;
};

/// Every fusion layer in every variant, unless fewer are asked for.
std::vector<MapRequest> requestsOf(const MapsCommand& command, const RasaConfig& config) {
    std::vector<std::int64_t> layers = command.layers;
    for (std::int64_t i = config.bert.fusionLayer;
         command.layers.empty() && i < config.bert.numHiddenLayers;
         ++i) {
        layers.push_back(i);
    }
    std::vector<MapRequest> requests;
    for (const auto& [name, variant] : mapVariants()) {
        const auto& wanted = command.variants;
        const bool isWanted =
            wanted.empty() || std::find(wanted.begin(), wanted.end(), variant) != wanted.end();
        for (const std::int64_t layer : layers) {
            if (isWanted) requests.push_back({layer, variant});
        }
    }
    return requests;
}

json orNull(const std::optional<double>& value) {
    return value ? json(*value) : json();
}

std::string shown(const std::optional<double>& value) {
    return value ? fmt::format("{:.3f}", *value) : std::string("-");
}

json groundingJson(const Grounding& grounding) {
    return {{"words", grounding.numWords},
            {"pointing", grounding.pointing},
            {"heatOn", grounding.heatOn},
            {"area", grounding.area},
            {"empty", grounding.empty}};
}

json measuresJson(const std::vector<MapMeasures>& measures) {
    json list = json::array();
    for (const MapMeasures& one : measures) {
        json parts = json::object();
        for (const auto& [part, grounding] : one.byPart) parts[part] = groundingJson(grounding);
        list.push_back({{"variant", variantName(one.variant)},
                        {"layer", one.layer},
                        {"all", groundingJson(one.all)},
                        {"parts", std::move(parts)},
                        {"captions", one.numCaptions},
                        {"deletionWins", one.deletionWins},
                        {"meanFall", one.meanFall},
                        {"meanRandomFall", one.meanRandomFall},
                        {"massAuroc", orNull(one.massAuroc)}});
    }
    return list;
}

void printFindings(const CommandContext& context, const MapFindings& findings) {
    context.print(fmt::format("{:<10} {:>5}  {:<8} {:>6} {:>9} {:>8} {:>7} {:>6}",
                              "variant",
                              "layer",
                              "part",
                              "words",
                              "pointing",
                              "heat on",
                              "area",
                              "empty"));
    for (const MapMeasures& one : findings.maps) {
        const auto row = [&](const std::string& part, const Grounding& grounding) {
            context.print(
                fmt::format("{:<10} {:>5}  {:<8} {:>6} {:>9.3f} {:>8.3f} {:>7.3f} {:>6.3f}",
                            variantName(one.variant),
                            one.layer,
                            part,
                            grounding.numWords,
                            grounding.pointing,
                            grounding.heatOn,
                            grounding.area,
                            grounding.empty));
        };
        row("all", one.all);
        for (const auto& [part, grounding] : one.byPart) row(part, grounding);
        context.print(fmt::format(
            "  without the hottest cells the logit falls by {:.3f} (random ones: {:.3f}), further "
            "in {:.1f} % of {} captions; the heat's mass tells true words from false ones with "
            "AUROC {}",
            one.meanFall,
            one.meanRandomFall,
            100 * one.deletionWins,
            one.numCaptions,
            shown(one.massAuroc)));
    }
    context.print(fmt::format(
        "cutting words out tells true words from false ones with AUROC {} over {} swaps",
        shown(findings.supportAuroc),
        findings.numSwaps));
}

void runMaps(const MapsCommand& command, const CommandContext& context) {
    const std::vector<DatasetRecord> records = readSplit(command.dataset, command.split);
    const synthetic::AttributeRecords attributes = synthetic::readAttributeFile(command.attributes);
    const AttributedSplit split = attributedSplit(records, attributes);
    const auto bundle = Bundle::open(command.model.bundle);
    MapMeasureOptions options;
    options.images = command.images;
    options.masks = command.masks;
    options.requests = requestsOf(command, bundle->config());
    options.maxCaptions = command.numCaptions;
    options.seed = command.seed;
    for (const MapRequest& request : options.requests) explainedLayer(bundle->config(), request);
    const SearchModel model = searchModelOf(bundle, loadModel(bundle, command.model, context));
    MapMeasureJob job(model, std::make_shared<ComputeLane>(), split, options);
    JobContext progress = context.jobContext();
    job.run(progress);
    printFindings(context, job.findings());
    context.printJson({{"dataset", command.dataset},
                       {"split", command.split},
                       {"fingerprint", bundle->fingerprint()},
                       {"device", deviceJson(model.model->device())},
                       {"seed", command.seed},
                       {"deletedShare", options.deletedShare},
                       {"maps", measuresJson(job.findings().maps)},
                       {"swaps", job.findings().numSwaps},
                       {"supportAuroc", orNull(job.findings().supportAuroc)}});
}

}  // namespace

void addEvaluateMapsCommand(CLI::App& app, CommandContext& context) {
    auto command = std::make_shared<MapsCommand>();
    CLI::App* maps =
        addSubcommand(app,
                      context,
                      "evaluate-maps",
                      "Score a bundle's heat maps on a rendered data set, whose masks tell where "
                      "garments are",
                      [command, &context] { runMaps(*command, context); });
    command->model.dtype = "fp32";
    addModelOptions(*maps, command->model);
    maps->add_option("--dataset", command->dataset, "Annotation file")->required();
    maps->add_option("--images", command->images, "Folder the file's paths are relative to")
        ->required();
    maps->add_option("--attributes", command->attributes, "attributes.jsonl of the data set")
        ->required();
    maps->add_option("--masks", command->masks, "Folder of the masks, laid out as the pictures")
        ->required();
    maps->add_option("--split", command->split, "train, val or test")
        ->check(CLI::IsMember({"train", "val", "test"}))
        ->capture_default_str();
    maps->add_option("--layers", command->layers, "Fusion layers, 4,5; all by default")
        ->delimiter(',');
    maps->add_option("--variants", command->variants, "focus,gradient,raw,rollout; all by default")
        ->delimiter(',')
        ->transform(CLI::CheckedTransformer(mapVariants()));
    maps->add_option("--captions", command->numCaptions, "Captions read; a sample of them")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40))
        ->capture_default_str();
    maps->add_option("--seed", command->seed, "Of samples, swaps and random cells")
        ->check(problemOfSeed)
        ->capture_default_str();
}

}  // namespace descry

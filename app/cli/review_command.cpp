// descry-cli review: pairs of images and captions scored, ordered, decided, compared and exported.

#include "app/cli/review_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/seed.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

PairIndex::Options pairsOf(const ReviewCommand& command) {
    PairIndex::Options options;
    options.includeOwn = command.includeOwn;
    if (command.split == "all") options.split.reset();
    if (command.split == "val") options.split = Split::Val;
    if (command.split == "test") options.split = Split::Test;
    return options;
}

using Shared = std::shared_ptr<ReviewCommand>;

void addPlace(CLI::App& app, const Shared& command) {
    app.add_option("--dataset",
                   command->dataset,
                   "Annotation file, or a gallery whose items have people and captions")
        ->required();
    app.add_option("--review",
                   command->folder,
                   "Folder of decisions and scores; beside the data set by default");
}

void addImages(CLI::App& app, const Shared& command) {
    app.add_option("--images",
                   command->images,
                   "Folder the file's paths are relative to; by default the file's own, or the "
                   "gallery's");
}

void addPairs(CLI::App& app, const Shared& command) {
    app.add_option("--split", command->split, "train, val, test or all")
        ->check(CLI::IsMember({"train", "val", "test", "all"}))
        ->capture_default_str();
    app.add_flag("--own", command->includeOwn, "Images with their own captions too");
}

void addScore(CLI::App& review, CommandContext& context) {
    auto command = std::make_shared<ReviewCommand>();
    CLI::App* score = addSubcommand(review,
                                    context,
                                    "score",
                                    "Let a bundle score all pairs, going on where it was stopped",
                                    [command, &context] { runReviewScore(*command, context); });
    addPlace(*score, command);
    addImages(*score, command);
    addPairs(*score, command);
    addModelOptions(*score, command->model);
}

void addQueue(CLI::App& review, CommandContext& context) {
    auto command = std::make_shared<ReviewCommand>();
    CLI::App* queue = addSubcommand(review,
                                    context,
                                    "queue",
                                    "List the pairs that an annotator is to decide next",
                                    [command, &context] { runReviewQueue(*command, context); });
    addPlace(*queue, command);
    addImages(*queue, command);
    addPairs(*queue, command);
    queue->add_option("--annotator", command->annotator, "Who decides")->required();
    queue
        ->add_option(
            "--order", command->order, "suspicious, random, person, disagreements, gold or overlap")
        ->check(
            CLI::IsMember({"suspicious", "random", "person", "disagreements", "gold", "overlap"}))
        ->capture_default_str();
    queue->add_option("--seed", command->seed, "Of every draw")
        ->check(problemOfSeed)
        ->capture_default_str();
    CLI::Option* blind = queue->add_flag("--blind", command->isBlind, "Tell nothing of the model");
    queue
        ->add_flag("--parts",
                   command->tellsParts,
                   "Tell why each pair is listed, gold ones too; not for who decides")
        ->excludes(blind);
    queue->add_option("--gold",
                      command->gold,
                      "pairs.jsonl of known verdicts to mix in; else what was adjudicated");
    queue->add_option("--fingerprint", command->fingerprint, "Bundle whose scores are used");
    queue->add_option("--overlap", command->overlap, "Choose so many pairs for two annotators");
    queue->add_option("--top", command->top, "Pairs listed")->capture_default_str();
}

void addDecide(CLI::App& review, CommandContext& context) {
    auto command = std::make_shared<ReviewCommand>();
    CLI::App* decide = addSubcommand(review,
                                     context,
                                     "decide",
                                     "Take decisions from a file; those that are known add nothing",
                                     [command, &context] { runReviewDecide(*command, context); });
    addPlace(*decide, command);
    addImages(*decide, command);
    decide->add_option("--annotator", command->annotator, "Of table rows that name nobody");
    CLI::Option_group* source = decide->add_option_group("Source");
    CLI::Option* table = source->add_option(
        "--csv", command->table, "Table with image, source, caption and verdict at least");
    source->add_option("--pairs", command->pairs, "pairs.jsonl of an export");
    source->add_option("--label-studio", command->labelStudio, "Label Studio's JSON of tasks");
    source->require_option(1);
    decide
        ->add_flag("--adjudicate",
                   command->adjudicates,
                   "The table's rows settle what others dispute, where they name no order")
        ->needs(table);
}

void addUndo(CLI::App& review, CommandContext& context) {
    auto command = std::make_shared<ReviewCommand>();
    CLI::App* undo = addSubcommand(
        review, context, "undo", "Take back an annotator's last decision", [command, &context] {
            runReviewUndo(*command, context);
        });
    addPlace(*undo, command);
    undo->add_option("--annotator", command->annotator, "Whose decision")->required();
}

void addAgree(CLI::App& review, CommandContext& context) {
    auto command = std::make_shared<ReviewCommand>();
    CLI::App* agree = addSubcommand(review,
                                    context,
                                    "agree",
                                    "Say how far two annotators agree beyond chance",
                                    [command, &context] { runReviewAgree(*command, context); });
    addPlace(*agree, command);
    agree->add_option("--annotators", command->annotators, "The two, where the log has more")
        ->expected(2);
    agree->add_option("--seed", command->seed, "Of the bootstrap")
        ->check(problemOfSeed)
        ->capture_default_str();
}

void addMerge(CLI::App& review, CommandContext& context) {
    auto command = std::make_shared<ReviewCommand>();
    CLI::App* merge = addSubcommand(
        review, context, "merge", "Add other logs' decisions to a log", [command, &context] {
            runReviewMerge(*command, context);
        });
    merge->add_option("LOG", command->logs, "Files of decisions")->required();
    merge->add_option("--into", command->into, "Log that takes them; made if absent")->required();
}

void addExport(CLI::App& review, CommandContext& context) {
    auto command = std::make_shared<ReviewCommand>();
    CLI::App* write = addSubcommand(review,
                                    context,
                                    "export",
                                    "Write the reviewed data set, pairs.jsonl for training, CSV "
                                    "and Label Studio's JSON into a new folder",
                                    [command, &context] { runReviewExport(*command, context); });
    addPlace(*write, command);
    write->add_option(
        "--images",
        command->images,
        "Folder of the images: missing ones are reported, and copies of a picture get its "
        "verdicts; by default the file's own, or the gallery's, where none is reported");
    write->add_option("--out", command->out, "Folder for the files: absent or empty")->required();
}

}  // namespace

ReviewFolder folderOf(const ReviewCommand& command) {
    if (command.folder.empty()) return ReviewFolder::beside(command.dataset);
    return {fs::absolute(command.folder)};
}

ReviewSources sourcesOf(const ReviewCommand& command) {
    ReviewSources sources;
    sources.dataset = command.dataset;
    sources.images = command.images;
    sources.folder = folderOf(command);
    sources.pairs = pairsOf(command);
    if (!command.fingerprint.empty()) sources.fingerprint = command.fingerprint;
    return sources;
}

Json tellFindings(const std::vector<Finding>& findings,
                  const ReviewCommand& command,
                  const CommandContext& context) {
    Json list = Json::array();
    for (const Finding& finding : findings) {
        context.warn(describeFinding(command.dataset, finding).what());
        list.push_back({{"record", finding.record ? Json(*finding.record) : Json()},
                        {"error", finding.severity == Severity::Error},
                        {"message", finding.message.what()}});
    }
    return list;
}

Json shareJson(const std::optional<Share>& share) {
    if (!share) return nullptr;
    return {{"count", share->count},
            {"of", share->of},
            {"share", share->share},
            {"interval", {share->interval.low, share->interval.high}}};
}

std::string shareText(const std::optional<Share>& share) {
    if (!share) return "n/a";
    return fmt::format("{} of {}: {:.1f} % (95 % interval {:.1f} to {:.1f})",
                       share->count,
                       share->of,
                       100 * share->share,
                       100 * share->interval.low,
                       100 * share->interval.high);
}

void addReviewCommand(CLI::App& app, CommandContext& context) {
    CLI::App* review = app.add_subcommand("review", "Review pairs of images and captions");
    review->require_subcommand(1);
    addScore(*review, context);
    addQueue(*review, context);
    addDecide(*review, context);
    addUndo(*review, context);
    addAgree(*review, context);
    addMerge(*review, context);
    addExport(*review, context);
}

}  // namespace descry

// descry-cli search: ranked candidates for a description or a picture.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/base/unicode.h"
#include "core/indexing/time_text.h"
#include "core/search/export_repeat.h"
#include "core/search/search_session.h"
#include "core/search/token_choice.h"

namespace descry {
namespace {

struct SearchOptions {
    std::string gallery;
    std::string text;
    std::string like;  ///< A picture instead of a text.
    ModelOptions model;
    std::int64_t top = 10;
    std::optional<std::int64_t> rerank;
    std::vector<std::string> cameras;
    std::vector<std::string> persons;
    std::vector<std::string> tags;
    std::vector<std::string> folders;
    std::string since;
    std::string until;
    bool bookmarked = false;
    std::string exportFile;
    std::string repeated;  ///< An export that is run again.
    CompareOptions compare;
};

std::optional<std::int64_t> timeOf(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto time = parseTime(text);
    if (!time) {
        fail(ErrorCode::InvalidInput,
             "\"{}\" is not a time; write it like 2024-05-31 or 2024-05-31T14:03+02:00",
             displayable(text.substr(0, 80)));
    }
    return time->utcMs;
}

Filter filterOf(const SearchOptions& options) {
    Filter filter;
    if (!options.cameras.empty()) filter.cameras = options.cameras;
    if (!options.persons.empty()) filter.persons = options.persons;
    filter.tags = options.tags;
    filter.folders = options.folders;
    filter.fromMs = timeOf(options.since);
    filter.toMs = timeOf(options.until);
    filter.bookmarkedOnly = options.bookmarked;
    return filter;
}

/// A candidate with what the gallery says of it.
struct FoundItem {
    Candidate candidate;
    std::string path;  ///< Relative to its root.
    std::filesystem::path file;
};

std::vector<FoundItem> describe(Gallery& gallery, std::span<const Candidate> candidates) {
    const std::vector<Root> roots = gallery.items().roots();
    std::vector<FoundItem> found;
    for (const Candidate& candidate : candidates) {
        const auto item = gallery.items().find(candidate.item);
        if (!item) continue;  // Removed by another program since the search.
        const auto root = std::find_if(
            roots.begin(), roots.end(), [&](const Root& r) { return r.id == item->root; });
        const auto folder = root == roots.end() ? std::filesystem::path() : root->folder;
        found.push_back({candidate, item->path, folder / item->path});
    }
    return found;
}

nlohmann::json candidatesJson(const std::vector<FoundItem>& found) {
    nlohmann::json list = nlohmann::json::array();
    for (const FoundItem& item : found) {
        const auto& logit = item.candidate.matchLogit;
        list.push_back({{"rank", list.size() + 1},
                        {"path", item.path},
                        {"file", item.file.native()},
                        {"item", item.candidate.item.value},
                        {"similarity", item.candidate.similarity},
                        {"matchLogit", logit ? nlohmann::json(*logit) : nlohmann::json()}});
    }
    return list;
}

void printTable(const CommandContext& context, const std::vector<FoundItem>& found) {
    context.print(
        fmt::format("{:>4}  {:>10}  {:>11}  {}", "rank", "similarity", "match logit", "path"));
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Candidate& candidate = found[i].candidate;
        context.print(
            fmt::format("{:>4}  {:>10.4f}  {:>11}  {}",
                        i + 1,
                        candidate.similarity,
                        candidate.matchLogit ? fmt::format("{:.4f}", *candidate.matchLogit) : "-",
                        displayable(found[i].path)));
    }
}

/// What search ran, and what came of it.
struct Search {
    SearchRequest request;
    SearchModel model;
    SearchResult result;
    std::vector<ItemId> bySimilarity;  ///< The first stage.
    std::shared_ptr<Gallery> gallery;  ///< To say more of the candidates.
};

void printOutlook(const CommandContext& context, const SearchResult& result) {
    const CandidateOutlook& outlook = result.outlook;
    if (result.candidates.empty()) return;
    if (outlook.convincing == false) {
        context.print("no convincing candidate: even the best scores low");
    } else if (outlook.breakAfter) {
        context.print(fmt::format("unlikely from rank {} on", *outlook.breakAfter + 1));
    } else {
        context.print(outlook.unknownReason);
    }
}

nlohmann::json outlookJson(const CandidateOutlook& outlook) {
    const auto orNull = [](const auto& value) {
        return value ? nlohmann::json(*value) : nlohmann::json();
    };
    return {
        {"breakAfter", orNull(outlook.breakAfter)},
        {"convincing", orNull(outlook.convincing)},
        {"unknownReason",
         outlook.unknownReason.empty() ? nlohmann::json() : nlohmann::json(outlook.unknownReason)}};
}

nlohmann::json likeJson(const Search& search) {
    const SearchRequest& request = search.request;
    if (request.likeItem) return {{"item", request.likeItem->value}};
    if (!request.likeImage) return {};
    return {{"file", displayable(request.likeImage->native())},
            {"sha256", search.result.likeImageHash}};
}

nlohmann::json resultJson(const Search& search, const std::vector<FoundItem>& found) {
    const SearchResult& result = search.result;
    const SearchTimings& timings = result.timings;
    nlohmann::json json = {
        {"query", search.request.text},
        {"cleanedQuery", result.cleanedText},
        {"like", likeJson(search)},
        {"fingerprint", search.model.fingerprint},
        {"device", deviceJson(search.model.model->device())},
        {"filter", toJson(search.request.filter)},
        {"candidates", candidatesJson(found)},
        {"numSearched", result.numSearched},
        {"numReranked", result.numReranked},
        {"emptyReason",
         result.emptyReason ? nlohmann::json(*result.emptyReason) : nlohmann::json()},
        {"warnings", textsOf(result.warnings)},
        {"timings",
         {{"textMs", timings.textMs},
          {"indexMs", timings.indexMs},
          {"similarityMs", timings.similarityMs},
          {"rerankMs", timings.rerankMs}}}};
    json.update(outlookJson(result.outlook));
    return json;
}

Search runRequest(const SearchOptions& options,
                  const CommandContext& context,
                  std::unique_ptr<Gallery> gallery,
                  SearchRequest request) {
    const auto bundle = Bundle::open(options.model.bundle);
    Search search;
    search.request = std::move(request);
    search.model = searchModelOf(bundle, loadModel(bundle, options.model, context));
    SearchSessionOptions settings;
    settings.gallery = std::move(gallery);
    settings.model = search.model;
    settings.lane = std::make_shared<ComputeLane>();
    TokenChoice tokens = chooseTokens(options.gallery, search.model);
    settings.tokenFormat = tokens.format;
    settings.tokenCache = std::move(tokens.cache);
    settings.numThreads = options.model.numThreads;
    SearchSession session(std::move(settings));
    JobContext progress = context.jobContext();
    search.result = session.search(
        search.request,
        [&](const RerankProgress& now, std::span<const Candidate> candidates) {
            if (now.of > 0) progress.report("re-ranking", now.reranked, now.of, "candidates");
            if (now.reranked > 0) return;
            for (const Candidate& candidate : candidates) {
                search.bySimilarity.push_back(candidate.item);
            }
        },
        context.stopToken());
    search.gallery = Gallery::open(options.gallery, Gallery::Access::ReadOnly);
    return search;
}

SearchExport exportedNow(const Search& search) {
    SearchExport document = exportOf(search.request, search.result, search.model);
    std::unordered_map<ItemId, std::int64_t> ranks;
    for (const ItemId item : search.bySimilarity) {
        ranks.emplace(item, static_cast<std::int64_t>(ranks.size()) + 1);
    }
    for (ExportedCandidate& candidate : document.candidates) {
        const auto rank = ranks.find(candidate.item);
        if (rank != ranks.end()) candidate.similarityRank = rank->second;
    }
    return describeExport(std::move(document), *search.gallery);
}

void writeExport(const SearchOptions& options,
                 const CommandContext& context,
                 const Search& search) {
    if (options.exportFile.empty()) return;
    writeSearchExport(options.exportFile, exportedNow(search), *search.gallery);
    context.print("exported to " + displayable(options.exportFile));
}

void runSearch(const SearchOptions& options, const CommandContext& context) {
    SearchRequest request;
    request.text = options.text;
    if (!options.like.empty()) request.likeImage = options.like;
    request.filter = filterOf(options);
    request.rerank = options.rerank;
    request.limit = options.top;
    // What can be wrong is known before a large model is loaded.
    if (!options.exportFile.empty()) exportFormatOf(options.exportFile);
    if (request.likeImage) readImage(*request.likeImage);
    auto gallery = Gallery::open(options.gallery, Gallery::Access::ReadOnly);
    const Search search = runRequest(options, context, std::move(gallery), std::move(request));
    const SearchResult& result = search.result;
    for (const Error& warning : result.warnings) context.warn(warning.what());
    if (result.emptyReason) context.print("no candidates: " + *result.emptyReason);
    const std::vector<FoundItem> found = describe(*search.gallery, result.candidates);
    if (!found.empty()) printTable(context, found);
    printOutlook(context, result);
    writeExport(options, context, search);
    context.printJson(resultJson(search, found));
}

void runAgain(const SearchOptions& options, CommandContext& context) {
    options.compare.validate();
    if (!options.exportFile.empty()) exportFormatOf(options.exportFile);
    SearchExport before = readSearchExport(options.repeated);
    if (!options.like.empty()) {
        if (!before.likeImage) {
            fail(ErrorCode::InvalidInput,
                 "--like says where the picture of an exported search is now, and {} was no search "
                 "by a picture: leave it out",
                 displayable(options.repeated));
        }
        before.likeImage->file = options.like;
    }
    auto gallery = Gallery::open(options.gallery, Gallery::Access::ReadOnly);
    SearchRequest request = repeatRequest(before, *gallery);
    const Search search = runRequest(options, context, std::move(gallery), std::move(request));
    for (const Error& warning : search.result.warnings) context.warn(warning.what());
    const auto differences =
        compareExports(before, exportedNow(search), *search.gallery, options.compare);
    nlohmann::json list = nlohmann::json::array();
    for (const ExportDifference& difference : differences) {
        const std::string_view name = differenceName(difference.kind);
        context.print(fmt::format("{}: {}", name, difference.text));
        list.push_back({{"kind", name}, {"text", difference.text}});
    }
    if (differences.empty()) {
        context.print(fmt::format(
            "the same {} candidates as exported {}", before.candidates.size(), before.timeUtc));
    }
    writeExport(options, context, search);
    nlohmann::json json = resultJson(search, describe(*search.gallery, search.result.candidates));
    json["equal"] = differences.empty();
    json["differences"] = std::move(list);
    json["exported"] = {{"timeUtc", before.timeUtc}, {"version", before.version}};
    context.printJson(json);
    if (!differences.empty()) context.exitCode = kExitFailed;
}

/// An export has a description, a filter and a k of its own.
void checkRepeat(const CLI::App& command) {
    for (const char* name : {"TEXT",
                             "--rerank",
                             "--top",
                             "--camera",
                             "--person",
                             "--tag",
                             "--folder",
                             "--since",
                             "--until",
                             "--bookmarked"}) {
        if (command.get_option(name)->count() == 0) continue;
        fail(ErrorCode::InvalidInput,
             "--from runs an exported search as it was: leave {} out",
             name);
    }
}

/// One of a text and a picture.
void checkQuery(const CLI::App& command, const SearchOptions& options) {
    const bool hasText = command.get_option("TEXT")->count() > 0;
    const bool hasPicture = command.get_option("--like")->count() > 0;
    if (!hasText && !hasPicture) {
        fail(ErrorCode::InvalidInput,
             "say what the person looks like (TEXT), give a picture (--like), or say which export "
             "to run again (--from)");
    }
    if (hasText && hasPicture) {
        fail(ErrorCode::InvalidInput, "search by TEXT or by a picture (--like), not by both");
    }
    if (hasPicture && options.rerank.value_or(0) > 0) {
        fail(ErrorCode::InvalidInput,
             "--like ranks by similarity alone, only a text is re-ranked: leave --rerank out");
    }
}

void run(const CLI::App& command, const SearchOptions& options, CommandContext& context) {
    if (!options.repeated.empty()) {
        checkRepeat(command);
        runAgain(options, context);
    } else {
        checkQuery(command, options);
        runSearch(options, context);
    }
}

}  // namespace

void addSearchCommand(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<SearchOptions>();
    CLI::App* search = addSubcommand(
        app,
        context,
        "search",
        "Rank a gallery's images by a description, or by likeness to a picture",
        [&app, options, &context] { run(*app.get_subcommand("search"), *options, context); });
    search->add_option("GALLERY", options->gallery, "Gallery file")->required();
    search->add_option("TEXT", options->text, "What the person looks like");
    search->add_option("--like",
                       options->like,
                       "Rank by similarity to the picture in this file instead of TEXT; with "
                       "--from: where the picture of that search is now");
    addModelOptions(*search, options->model);
    search->add_option("--top", options->top, "Candidates shown and exported")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40))
        ->capture_default_str();
    search
        ->add_option(
            "--rerank", options->rerank, "Candidates re-ranked; 0 = none, else the bundle's k_test")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1} << 40));
    search->add_option("--camera", options->cameras, "Only these cameras")->allow_extra_args(false);
    search->add_option("--person", options->persons, "Only these person ids")
        ->allow_extra_args(false);
    search->add_option("--tag", options->tags, "Only images with all of these tags")
        ->allow_extra_args(false);
    search->add_option("--folder", options->folders, "Only images below this folder")
        ->allow_extra_args(false);
    search->add_option("--since", options->since, "At or after this time (ISO 8601, UTC)");
    search->add_option("--until", options->until, "Before this time (ISO 8601, UTC)");
    search->add_flag("--bookmarked", options->bookmarked, "Only bookmarked images");
    search->add_option(
        "--export", options->exportFile, "Write the candidates as .csv, .json or .html");
    search->add_option("--from",
                       options->repeated,
                       "Run an exported search again instead of TEXT and name what differs; exit "
                       "code 1 if anything does");
    search
        ->add_option(
            "--tolerance", options->compare.tolerance, "With --from: equal scores differ by")
        ->capture_default_str();
}

}  // namespace descry

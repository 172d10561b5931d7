// descry-cli search: ranked candidates for a description.

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/base/unicode.h"
#include "core/indexing/time_text.h"
#include "core/search/search_session.h"

namespace descry {
namespace {

struct SearchOptions {
    std::string gallery;
    std::string text;
    ModelOptions model;
    std::int64_t top = 10;
    std::optional<std::int64_t> rerank;
    std::vector<std::string> cameras;
    std::vector<std::string> persons;
    std::vector<std::string> tags;
    std::vector<std::string> folders;
    std::string from;
    std::string to;
    bool bookmarked = false;
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
    filter.fromMs = timeOf(options.from);
    filter.toMs = timeOf(options.to);
    filter.bookmarkedOnly = options.bookmarked;
    return filter;
}

/// Of the two formats the one that holds more images; absent if the gallery has no cache.
std::shared_ptr<TokenCache> openTokens(const std::string& gallery,
                                       const SearchModel& model,
                                       TokenFormat& format) {
    const RasaConfig& config = model.model->config();
    std::shared_ptr<TokenCache> best;
    for (const TokenFormat candidate : {TokenFormat::F16, TokenFormat::Int8}) {
        TokenCacheOptions options;
        options.galleryFile = gallery;
        options.fingerprint = model.fingerprint;
        options.format = static_cast<std::uint8_t>(candidate);
        options.recordBytes = tokenBytes(candidate, config.numImageTokens(), config.vit.embedDim);
        std::shared_ptr<TokenCache> cache = TokenCache::open(options);
        if (cache->count() <= (best ? best->count() : 0)) continue;
        best = std::move(cache);
        format = candidate;
    }
    return best;
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

void printResult(const CommandContext& context,
                 const SearchOptions& options,
                 const SearchModel& model,
                 const SearchResult& result,
                 const std::vector<FoundItem>& found) {
    for (const std::string& warning : result.warnings) context.warn(warning);
    if (result.emptyReason) context.print("no candidates: " + *result.emptyReason);
    if (!found.empty()) printTable(context, found);
    const SearchTimings& timings = result.timings;
    context.printJson(
        {{"query", options.text},
         {"cleanedQuery", result.cleanedText},
         {"fingerprint", model.fingerprint},
         {"device", deviceJson(model.model->device())},
         {"filter", toJson(filterOf(options))},
         {"candidates", candidatesJson(found)},
         {"numSearched", result.numSearched},
         {"numReranked", result.numReranked},
         {"emptyReason",
          result.emptyReason ? nlohmann::json(*result.emptyReason) : nlohmann::json()},
         {"warnings", result.warnings},
         {"timings",
          {{"textMs", timings.textMs},
           {"indexMs", timings.indexMs},
           {"similarityMs", timings.similarityMs},
           {"rerankMs", timings.rerankMs}}}});
}

void runSearch(const SearchOptions& options, const CommandContext& context) {
    SearchRequest request;
    request.text = options.text;
    request.filter = filterOf(options);
    request.rerank = options.rerank;
    request.limit = options.top;
    // The gallery first: a wrong path is known before a large model is loaded.
    auto gallery = Gallery::open(options.gallery, Gallery::Access::ReadOnly);
    const auto bundle = Bundle::open(options.model.bundle);
    const SearchModel model = searchModelOf(bundle, loadModel(bundle, options.model, context));

    SearchSessionOptions settings;
    settings.gallery = std::move(gallery);
    settings.model = model;
    settings.lane = std::make_shared<ComputeLane>();
    settings.tokenFormat = model.model->exactTokenFormat();
    settings.tokenCache = openTokens(options.gallery, model, settings.tokenFormat);
    settings.numThreads = options.model.numThreads;
    SearchSession session(std::move(settings));
    JobContext progress = context.jobContext();
    const SearchResult result = session.search(
        request,
        [&](const RerankProgress& now, std::span<const Candidate>) {
            if (now.of > 0) progress.report("re-ranking", now.reranked, now.of, "candidates");
        },
        context.stopToken());
    const auto reading = Gallery::open(options.gallery, Gallery::Access::ReadOnly);
    printResult(context, options, model, result, describe(*reading, result.candidates));
}

}  // namespace

void addSearchCommand(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<SearchOptions>();
    CLI::App* search = addSubcommand(
        app, context, "search", "Rank a gallery's images by a description", [options, &context] {
            runSearch(*options, context);
        });
    search->add_option("GALLERY", options->gallery, "Gallery file")->required();
    search->add_option("TEXT", options->text, "What the person looks like")->required();
    addModelOptions(*search, options->model);
    search->add_option("--top", options->top, "Candidates shown")
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
    search->add_option("--from", options->from, "At or after this time (ISO 8601, UTC)");
    search->add_option("--to", options->to, "Before this time (ISO 8601, UTC)");
    search->add_flag("--bookmarked", options->bookmarked, "Only bookmarked images");
}

}  // namespace descry

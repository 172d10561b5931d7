// descry-cli gallery: make, fill, look at, check and mend galleries.

#include "app/cli/gallery_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/base/unicode.h"
#include "core/gallery/gallery.h"
#include "core/indexing/index_job.h"
#include "core/indexing/source_preview.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPageSize = 1000;

void addCreate(CLI::App& gallery, CommandContext& context) {
    addGallerySubcommand(
        gallery, context, "create", "Make an empty gallery", [&context](const std::string& file) {
            const auto made = Gallery::create(file);
            context.print("made " + file);
            context.printJson({{"gallery", file}, {"id", made->galleryId()}});
        });
}

nlohmann::json metadataJson(const ItemMetadata& metadata) {
    const auto orNull = [](const auto& value) {
        return value ? nlohmann::json(*value) : nlohmann::json();
    };
    return {{"camera", orNull(metadata.camera)},
            {"timeMs", orNull(metadata.timeMs)},
            {"timeZone", orNull(metadata.timeZone)},
            {"track", orNull(metadata.track)},
            {"person", orNull(metadata.person)},
            {"captions", metadata.captions},
            {"tags", metadata.tags}};
}

// --- index ------------------------------------------------------------------------------------

struct IndexArguments {
    std::vector<std::string> sources;  ///< Folders and annotation files.
    std::string images;                ///< What annotation files' paths are relative to.
    std::string metadata;
    std::string pattern;
    bool preview = false;
    std::string cacheTokens = "off";
    double cacheGigabytes = 4;
    int batchSize = 16;
    int decodeThreads = 2;
    bool retryFailures = false;
    ModelOptions model;
};

IndexOptions indexOptionsOf(const IndexArguments& arguments) {
    IndexOptions options;
    for (const std::string& source : arguments.sources) {
        if (fs::is_directory(source)) {
            options.folders.push_back(source);
        } else if (!fs::exists(source)) {
            fail(ErrorCode::NotFound, "{}: no such folder or annotation file", displayable(source));
        } else {
            const fs::path file = source;
            const fs::path images =
                arguments.images.empty() ? file.parent_path() : fs::path(arguments.images);
            options.datasets.push_back({file, images, std::nullopt});
        }
    }
    if (!arguments.metadata.empty()) options.metadataFile = arguments.metadata;
    if (!arguments.pattern.empty()) options.pattern = arguments.pattern;
    if (arguments.cacheTokens == "f16") options.cacheTokens = TokenFormat::F16;
    if (arguments.cacheTokens == "int8") options.cacheTokens = TokenFormat::Int8;
    options.cacheBytes = static_cast<std::uint64_t>(arguments.cacheGigabytes * (1 << 30));
    options.batchSize = arguments.batchSize;
    options.decodeThreads = arguments.decodeThreads;
    options.retry = arguments.retryFailures ? RetryFailures::All : RetryFailures::IfChanged;
    return options;
}

nlohmann::json reportJson(const IndexReport& report) {
    nlohmann::json findings = nlohmann::json::array();
    for (const IndexFinding& finding : report.findings) {
        findings.push_back({{"event", indexEventName(finding.event)},
                            {"path", finding.path},
                            {"detail", finding.detail}});
    }
    return {{"added", report.numAdded},
            {"changed", report.numChanged},
            {"unchanged", report.numUnchanged},
            {"vanished", report.numVanished},
            {"returned", report.numReturned},
            {"duplicates", report.numDuplicates},
            {"failed", report.numFailed},
            {"stillFailed", report.numStillFailed},
            {"unreadableFolders", report.numUnreadable},
            {"damaged", report.numDamaged},
            {"warned", report.numWarned},
            {"metadataProblems", report.numMetadataProblems},
            {"ignored", report.numIgnored},
            {"encoded", report.numEncoded},
            {"metadataChanged", report.numMetadata},
            {"findings", findings},
            {"findingsOmitted", report.numOmitted}};
}

void printReport(const CommandContext& context, const IndexReport& report) {
    for (const IndexFinding& finding : report.findings) {
        context.warn(fmt::format("{}: {}{}{}",
                                 indexEventName(finding.event),
                                 finding.path,
                                 finding.detail.empty() ? "" : ": ",
                                 finding.detail));
    }
    if (report.numOmitted > 0) context.warn(fmt::format("and {} more", report.numOmitted));
    context.print(
        fmt::format("{} added, {} changed, {} unchanged, {} vanished, {} failed; {} encoded, {} "
                    "duplicates",
                    report.numAdded,
                    report.numChanged,
                    report.numUnchanged,
                    report.numVanished,
                    report.numFailed + report.numStillFailed,
                    report.numEncoded,
                    report.numDuplicates));
}

/// What would be known of the first files, without indexing anything.
void previewFiles(const std::string& file,
                  const IndexArguments& arguments,
                  const CommandContext& context) {
    PreviewRequest request;
    request.sources = indexOptionsOf(arguments);
    request.roots = Gallery::open(file, Gallery::Access::ReadOnly)->items().roots();
    const SourcePreview preview = previewSources(request, context.stopToken());
    if (preview.patternProblem) throw *preview.patternProblem;
    for (const Error& problem : preview.sourceProblems) context.warn(problem.what());
    for (const Error& problem : preview.metadataProblems) context.warn(problem.what());
    nlohmann::json list = nlohmann::json::array();
    for (const PreviewedFile& found : preview.files) {
        std::string text = displayable(found.path) + ":";
        for (const auto& [group, value] : found.groups) {
            text += fmt::format(" {}={}", group, value);
        }
        for (const Error& problem : found.problems) text += fmt::format(" ({})", problem);
        context.print(text);
        nlohmann::json entry = metadataJson(found.metadata);
        entry["path"] = found.path;
        entry["groups"] = found.groups;
        entry["problems"] = textsOf(found.problems);
        list.push_back(std::move(entry));
    }
    context.printJson({{"preview", list},
                       {"more", preview.hasMore},
                       {"groups", preview.groupNames},
                       {"metadataRows", preview.numMetadataRows},
                       {"metadataProblems", textsOf(preview.metadataProblems)},
                       {"sourceProblems", textsOf(preview.sourceProblems)}});
}

void runIndex(const std::string& file,
              const IndexArguments& arguments,
              const CommandContext& context) {
    if (arguments.preview) {
        previewFiles(file, arguments, context);
        return;
    }
    // The gallery and the sources first: a wrong path is known before a large model is loaded.
    Gallery::open(file);
    const IndexOptions options = indexOptionsOf(arguments);
    options.validate();
    const auto bundle = Bundle::open(arguments.model.bundle);
    const auto model = loadModel(bundle, arguments.model, context);
    ComputeLane lane;
    IndexJob job(file, {model, bundle->fingerprint()}, lane, options);
    const auto report = job.report();
    JobContext progress = context.jobContext();
    const auto show = [&] {
        printReport(context, *report);
        nlohmann::json document = reportJson(*report);
        document["gallery"] = file;
        document["fingerprint"] = bundle->fingerprint();
        document["device"] = deviceJson(model->device());
        return document;
    };
    try {
        job.run(progress);
    } catch (const Error&) {
        show();
        throw;
    }
    context.printJson(show());
}

void addIndex(CLI::App& gallery, CommandContext& context) {
    auto arguments = std::make_shared<IndexArguments>();
    CLI::App* index = addGallerySubcommand(
        gallery,
        context,
        "index",
        "Bring a gallery up to date with folders and annotation files",
        [arguments, &context](const std::string& file) { runIndex(file, *arguments, context); });
    index->add_option("SOURCE",
                      arguments->sources,
                      "Folders and annotation files; none: complete what the gallery has");
    addModelOptions(*index, arguments->model);
    index->add_option("--images", arguments->images, "Folder of the annotation files' images");
    index->add_option("--metadata",
                      arguments->metadata,
                      "CSV or JSON with path, camera, time, track, person, tags, captions");
    index->add_option("--pattern",
                      arguments->pattern,
                      "What file names tell: market, cuhk, icfg, rstp or a regular expression "
                      "with groups (?P<camera>...)");
    index->add_flag(
        "--preview", arguments->preview, "Only show what would be known of the first 20 files");
    index->add_option("--cache-tokens", arguments->cacheTokens, "Keep image tokens: off, f16, int8")
        ->check(CLI::IsMember({"off", "f16", "int8"}))
        ->capture_default_str();
    index->add_option("--cache-budget", arguments->cacheGigabytes, "Size of the token cache, GB")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    index->add_option("--batch", arguments->batchSize, "Images in one batch")
        ->check(CLI::Range(1, 4096))
        ->capture_default_str();
    index->add_option("--decode-threads", arguments->decodeThreads, "Threads that read pictures")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    index->add_flag("--retry", arguments->retryFailures, "Try files again that failed before");
}

// --- list -------------------------------------------------------------------------------------

nlohmann::json itemJson(const Item& item) {
    nlohmann::json json = metadataJson(item.metadata);
    json["item"] = item.id.value;
    json["root"] = item.root.value;
    json["path"] = item.path;
    json["hash"] = item.contentHash;
    json["bytes"] = item.sizeBytes;
    json["width"] = item.width;
    json["height"] = item.height;
    json["state"] = item.state == ItemState::Present ? "present" : "missing";
    return json;
}

template <typename Visit>
void forEachItem(Gallery& gallery, const CommandContext& context, Visit visit) {
    for (ItemId after{0};;) {
        if (context.stopToken().stop_requested()) fail(ErrorCode::Cancelled, "stopped");
        const std::vector<Item> items = gallery.items().page(after, kPageSize);
        if (items.empty()) return;
        for (const Item& item : items) visit(item);
        after = items.back().id;
    }
}

nlohmann::json summaryJson(Gallery& gallery) {
    const GalleryCounts counts = gallery.counts();
    nlohmann::json roots = nlohmann::json::array();
    for (const Root& root : gallery.items().roots()) {
        roots.push_back({{"root", root.id.value}, {"folder", root.folder.native()}});
    }
    nlohmann::json bundles = nlohmann::json::array();
    for (const BundleCount& bundle : counts.bundles) {
        bundles.push_back(
            {{"fingerprint", bundle.fingerprint}, {"embeddings", bundle.numEmbeddings}});
    }
    nlohmann::json failures = nlohmann::json::array();
    for (const Failure& failure : gallery.failures().all()) {
        failures.push_back({{"root", failure.root.value},
                            {"path", failure.path},
                            {"reason", failure.reason.what()}});
    }
    const GalleryStatistics statistics = gallery.statistics();
    const auto orNull = [](const std::optional<std::int64_t>& value) {
        return value ? nlohmann::json(*value) : nlohmann::json();
    };
    return {{"cameras", statistics.numCameras},
            {"people", statistics.numPeople},
            {"tracks", statistics.numTracks},
            {"firstMs", orNull(statistics.firstMs)},
            {"lastMs", orNull(statistics.lastMs)},
            {"tokenBytes", statistics.tokenBytes},
            {"gallery", gallery.file().native()},
            {"id", gallery.galleryId()},
            {"present", counts.numPresent},
            {"missing", counts.numMissing},
            {"imageBytes", counts.imageBytes},
            {"fileBytes", counts.fileBytes},
            {"roots", roots},
            {"bundles", bundles},
            {"failures", failures}};
}

void printSummary(const CommandContext& context, const nlohmann::json& summary) {
    context.print(fmt::format("{} images ({} missing), {:.1f} MB of pictures, {:.1f} MB of gallery",
                              summary.at("present").get<std::int64_t>(),
                              summary.at("missing").get<std::int64_t>(),
                              summary.at("imageBytes").get<double>() / 1e6,
                              summary.at("fileBytes").get<double>() / 1e6));
    for (const auto& root : summary.at("roots")) {
        context.print(fmt::format("folder {}: {}",
                                  root.at("root").get<std::int64_t>(),
                                  displayable(root.at("folder").get<std::string>())));
    }
    for (const auto& bundle : summary.at("bundles")) {
        context.print(fmt::format("indexed by {}: {} images",
                                  bundle.at("fingerprint").get<std::string>().substr(0, 16),
                                  bundle.at("embeddings").get<std::int64_t>()));
    }
    for (const auto& failure : summary.at("failures")) {
        context.print(fmt::format("failed: {}: {}",
                                  displayable(failure.at("path").get<std::string>()),
                                  failure.at("reason").get<std::string>()));
    }
}

void addList(CLI::App& gallery, CommandContext& context) {
    auto withItems = std::make_shared<bool>(false);
    CLI::App* list =
        addGallerySubcommand(gallery,
                             context,
                             "list",
                             "Say what a gallery holds: folders, bundles, failures, images",
                             [withItems, &context](const std::string& file) {
                                 const auto opened = Gallery::open(file, Gallery::Access::ReadOnly);
                                 nlohmann::json document = summaryJson(*opened);
                                 printSummary(context, document);
                                 if (*withItems) {
                                     document["items"] = nlohmann::json::array();
                                     forEachItem(*opened, context, [&](const Item& item) {
                                         context.print(displayable(item.path));
                                         if (context.json)
                                             document["items"].push_back(itemJson(item));
                                     });
                                 }
                                 context.printJson(document);
                             });
    list->add_flag("--items", *withItems, "Also every image");
}

}  // namespace

CLI::App* addGallerySubcommand(CLI::App& gallery,
                               CommandContext& context,
                               const std::string& name,
                               const std::string& description,
                               std::function<void(const std::string&)> body) {
    auto file = std::make_shared<std::string>();
    CLI::App* command =
        addSubcommand(gallery, context, name, description, [file, body] { body(*file); });
    command->add_option("GALLERY", *file, "Gallery file")->required();
    return command;
}

void addGalleryCommand(CLI::App& app, CommandContext& context) {
    CLI::App* gallery = app.add_subcommand("gallery", "Make, fill and mend galleries");
    gallery->require_subcommand(1);
    addCreate(*gallery, context);
    addIndex(*gallery, context);
    addList(*gallery, context);
    addGalleryUpkeepCommands(*gallery, context);
}

}  // namespace descry

// descry-cli gallery: make, fill, look at, check and mend galleries.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "core/base/unicode.h"
#include "core/gallery/gallery.h"
#include "core/gallery/token_cache.h"
#include "core/indexing/index_job.h"
#include "core/indexing/path_pattern.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPageSize = 1000;

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

void addCreate(CLI::App& gallery, CommandContext& context) {
    addGallerySubcommand(
        gallery, context, "create", "Make an empty gallery", [&context](const std::string& file) {
            const auto made = Gallery::create(file);
            context.print("made " + file);
            context.printJson({{"gallery", file}, {"id", made->galleryId()}});
        });
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

/// What a pattern would read from the first files of the folders, without indexing anything.
void previewNames(const IndexArguments& arguments, const CommandContext& context) {
    constexpr std::size_t kMaxNames = 20;
    std::vector<std::string> names;
    for (const std::string& source : arguments.sources) {
        if (!fs::is_directory(source)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(
                 source, fs::directory_options::skip_permission_denied)) {
            if (names.size() == kMaxNames) break;
            if (entry.is_regular_file()) {
                names.push_back(entry.path().lexically_relative(source).native());
            }
        }
    }
    std::sort(names.begin(), names.end());
    nlohmann::json list = nlohmann::json::array();
    for (const PatternPreview& preview :
         previewPattern(PathPattern::parse(arguments.pattern), names)) {
        std::string text = displayable(preview.path) + ":";
        for (const auto& [group, value] : preview.groups) {
            text += fmt::format(" {}={}", group, value);
        }
        context.print(preview.matched ? text : text + " does not fit");
        list.push_back(
            {{"path", preview.path}, {"matched", preview.matched}, {"groups", preview.groups}});
    }
    context.printJson({{"pattern", arguments.pattern}, {"preview", list}});
}

void runIndex(const std::string& file,
              const IndexArguments& arguments,
              const CommandContext& context) {
    if (arguments.preview) {
        previewNames(arguments, context);
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
    index->add_flag("--preview", arguments->preview, "Only show what --pattern reads from names")
        ->needs("--pattern");
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

// --- list, verify -----------------------------------------------------------------------------

nlohmann::json itemJson(const Item& item) {
    const ItemMetadata& metadata = item.metadata;
    const auto orNull = [](const auto& value) {
        return value ? nlohmann::json(*value) : nlohmann::json();
    };
    return {{"item", item.id.value},
            {"root", item.root.value},
            {"path", item.path},
            {"hash", item.contentHash},
            {"bytes", item.sizeBytes},
            {"width", item.width},
            {"height", item.height},
            {"state", item.state == ItemState::Present ? "present" : "missing"},
            {"camera", orNull(metadata.camera)},
            {"timeMs", orNull(metadata.timeMs)},
            {"timeZone", orNull(metadata.timeZone)},
            {"track", orNull(metadata.track)},
            {"person", orNull(metadata.person)},
            {"captions", metadata.captions},
            {"tags", metadata.tags}};
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
        failures.push_back(
            {{"root", failure.root.value}, {"path", failure.path}, {"reason", failure.reason}});
    }
    return {{"gallery", gallery.file().native()},
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

void addVerify(CLI::App& gallery, CommandContext& context) {
    addGallerySubcommand(gallery,
                         context,
                         "verify",
                         "Check a gallery's file, its links and every embedding",
                         [&context](const std::string& file) {
                             const auto opened = Gallery::open(file, Gallery::Access::ReadOnly);
                             const std::vector<std::string> findings =
                                 opened->verify(context.stopToken());
                             for (const std::string& finding : findings) context.print(finding);
                             if (findings.empty()) context.print(file + ": sound");
                             context.printJson({{"gallery", file}, {"findings", findings}});
                             if (!findings.empty()) context.exitCode = kExitFailed;
                         });
}

// --- remove, relocate -------------------------------------------------------------------------

/// A path is taken as the root-relative one or as the file's own.
std::vector<ItemId> itemsAt(Gallery& gallery, const std::string& path) {
    std::vector<ItemId> found;
    const fs::path absolute = fs::absolute(path).lexically_normal();
    for (const Root& root : gallery.items().roots()) {
        auto item = gallery.items().find(root.id, path);
        if (!item) {
            item = gallery.items().find(root.id, absolute.lexically_relative(root.folder).native());
        }
        if (item) found.push_back(item->id);
    }
    if (found.empty()) {
        fail(ErrorCode::NotFound,
             "{}: the gallery {} has no such image; nothing was removed",
             displayable(path),
             displayable(gallery.file().native()));
    }
    return found;
}

struct RemoveArguments {
    std::vector<std::string> paths;
    bool missing = false;
};

void runRemove(const std::string& file,
               const RemoveArguments& arguments,
               const CommandContext& context) {
    if (arguments.paths.empty() && !arguments.missing) {
        fail(ErrorCode::InvalidInput, "name the images to remove, or give --missing");
    }
    const auto opened = Gallery::open(file);
    std::vector<ItemId> doomed;
    for (const std::string& path : arguments.paths) {
        const std::vector<ItemId> found = itemsAt(*opened, path);
        doomed.insert(doomed.end(), found.begin(), found.end());
    }
    if (arguments.missing) {
        forEachItem(*opened, context, [&](const Item& item) {
            if (item.state == ItemState::Missing) doomed.push_back(item.id);
        });
    }
    std::sort(doomed.begin(), doomed.end());
    doomed.erase(std::unique(doomed.begin(), doomed.end()), doomed.end());
    opened->transaction([&] {
        for (const ItemId id : doomed) opened->items().remove(id);
    });
    context.print(
        fmt::format("removed {} images from the gallery; files are untouched", doomed.size()));
    context.printJson({{"gallery", file}, {"removed", doomed.size()}});
}

void addRemove(CLI::App& gallery, CommandContext& context) {
    auto arguments = std::make_shared<RemoveArguments>();
    CLI::App* remove = addGallerySubcommand(
        gallery,
        context,
        "remove",
        "Take images out of a gallery; the files stay",
        [arguments, &context](const std::string& file) { runRemove(file, *arguments, context); });
    remove->add_option("PATH", arguments->paths, "Images, as listed or as files");
    remove->add_flag("--missing", arguments->missing, "All whose file has vanished");
}

struct RelocateArguments {
    std::string from;
    std::string to;
};

void runRelocate(const std::string& file,
                 const RelocateArguments& arguments,
                 const CommandContext& context) {
    const auto opened = Gallery::open(file);
    const fs::path from = fs::absolute(arguments.from).lexically_normal();
    const fs::path to = fs::absolute(arguments.to).lexically_normal();
    if (!fs::is_directory(to)) {
        fail(ErrorCode::NotFound, "{}: no such folder", displayable(to.native()));
    }
    for (const Root& root : opened->items().roots()) {
        if (root.folder != from && root.folder / "" != from) continue;
        opened->items().relocateRoot(root.id, to);
        context.print(fmt::format(
            "{} is now {}", displayable(root.folder.native()), displayable(to.native())));
        context.printJson({{"gallery", file},
                           {"root", root.id.value},
                           {"from", root.folder.native()},
                           {"to", to.native()}});
        return;
    }
    fail(ErrorCode::NotFound,
         "{}: not a folder of this gallery; `descry-cli gallery list` names them",
         displayable(from.native()));
}

void addRelocate(CLI::App& gallery, CommandContext& context) {
    auto arguments = std::make_shared<RelocateArguments>();
    CLI::App* relocate = addGallerySubcommand(
        gallery,
        context,
        "relocate",
        "Tell a gallery that a folder has moved",
        [arguments, &context](const std::string& file) { runRelocate(file, *arguments, context); });
    relocate->add_option("FROM", arguments->from, "Folder as the gallery knows it")->required();
    relocate->add_option("TO", arguments->to, "Where it is now")->required();
}

}  // namespace

void addGalleryCommand(CLI::App& app, CommandContext& context) {
    CLI::App* gallery = app.add_subcommand("gallery", "Make, fill and mend galleries");
    gallery->require_subcommand(1);
    addCreate(*gallery, context);
    addIndex(*gallery, context);
    addList(*gallery, context);
    addVerify(*gallery, context);
    addRemove(*gallery, context);
    addRelocate(*gallery, context);
}

}  // namespace descry

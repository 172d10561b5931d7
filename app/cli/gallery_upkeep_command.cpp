// descry-cli gallery: check, mend and thin out galleries.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/gallery_command.h"
#include "core/base/unicode.h"
#include "core/gallery/backup.h"
#include "core/gallery/token_cache.h"
#include "core/indexing/gallery_audit.h"
#include "core/indexing/relocation.h"
#include "core/indexing/removal.h"
#include "core/search/similarity_index.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

// --- verify -----------------------------------------------------------------------------------

void runVerify(const std::string& file, const std::string& how, CommandContext& context) {
    static const std::map<std::string, AuditFiles> kHow{{"none", AuditFiles::Leave},
                                                        {"status", AuditFiles::Status},
                                                        {"contents", AuditFiles::Contents}};
    AuditJob job(file, kHow.at(how));
    JobContext progress = context.jobContext();
    job.run(progress);
    const GalleryAudit& audit = *job.report();
    nlohmann::json findings = nlohmann::json::array();
    for (const AuditFinding& finding : audit.findings) {
        context.print(fmt::format("{}: {}{}{}",
                                  auditKindName(finding.kind),
                                  finding.place,
                                  finding.place.empty() ? "" : ": ",
                                  finding.detail));
        findings.push_back({{"kind", auditKindName(finding.kind)},
                            {"place", finding.place},
                            {"detail", finding.detail.what()}});
    }
    if (audit.numOmitted > 0) context.print(fmt::format("and {} more", audit.numOmitted));
    if (audit.isSound()) context.print(file + ": sound");
    context.printJson({{"gallery", file},
                       {"embeddings", audit.numEmbeddings},
                       {"files", audit.numFiles},
                       {"filesRead", audit.numRead},
                       {"findings", findings},
                       {"findingsOmitted", audit.numOmitted}});
    if (!audit.isSound()) context.exitCode = kExitFailed;
}

void addVerify(CLI::App& gallery, CommandContext& context) {
    auto how = std::make_shared<std::string>("none");
    CLI::App* verify = addGallerySubcommand(
        gallery,
        context,
        "verify",
        "Check a gallery's file, its links, every embedding and, if asked, the pictures' files",
        [how, &context](const std::string& file) { runVerify(file, *how, context); });
    verify
        ->add_option("--files",
                     *how,
                     "The pictures' files: none, status (size and time), contents (read all)")
        ->check(CLI::IsMember({"none", "status", "contents"}))
        ->capture_default_str();
}

// --- remove -----------------------------------------------------------------------------------

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

RootId rootAt(Gallery& gallery, const std::string& folder) {
    const fs::path wanted = fs::absolute(folder).lexically_normal();
    for (const Root& root : gallery.items().roots()) {
        if (root.folder == wanted || root.folder / "" == wanted) return root.id;
    }
    fail(ErrorCode::NotFound,
         "{}: not a folder of this gallery; `descry-cli gallery list` names them",
         displayable(wanted.native()));
}

/// The one fingerprint that begins so.
std::string fingerprintAt(Gallery& gallery, const std::string& opening) {
    std::vector<std::string> found;
    for (const std::string& fingerprint : gallery.embeddings().fingerprints()) {
        if (fingerprint.starts_with(opening)) found.push_back(fingerprint);
    }
    if (found.size() == 1) return found.front();
    fail(ErrorCode::NotFound,
         "{}: {} of the gallery's bundles begin so; `descry-cli gallery list` names them",
         displayable(opening),
         found.empty() ? "none" : "several");
}

struct RemoveArguments {
    std::vector<std::string> paths;
    bool missing = false;
    std::string folder;
    std::string index;
};

Removal removalOf(Gallery& gallery, const RemoveArguments& arguments) {
    Removal removal;
    for (const std::string& path : arguments.paths) {
        const std::vector<ItemId> found = itemsAt(gallery, path);
        removal.items.insert(removal.items.end(), found.begin(), found.end());
    }
    removal.missingItems = arguments.missing;
    if (!arguments.folder.empty()) removal.root = rootAt(gallery, arguments.folder);
    if (!arguments.index.empty()) {
        removal.fingerprint = fingerprintAt(gallery, arguments.index);
        removal.derivedFiles = {SimilarityIndex::matrixPath(gallery.file(), removal.fingerprint)};
    }
    return removal;
}

void runRemove(const std::string& file,
               const RemoveArguments& arguments,
               const CommandContext& context) {
    const bool isAsked = !arguments.paths.empty() || arguments.missing ||
                         !arguments.folder.empty() || !arguments.index.empty();
    if (!isAsked) {
        fail(ErrorCode::InvalidInput,
             "name the images to remove, or give --missing, --folder or --index");
    }
    RemovalJob job(file, removalOf(*Gallery::open(file), arguments));
    JobContext progress = context.jobContext();
    job.run(progress);
    const RemovalReport& report = *job.report();
    context.print(
        fmt::format("removed {} images from the gallery; files are untouched", report.numItems));
    if (report.numEmbeddings > 0) {
        context.print(fmt::format("removed {} embeddings", report.numEmbeddings));
    }
    context.printJson({{"gallery", file},
                       {"removed", report.numItems},
                       {"embeddings", report.numEmbeddings},
                       {"freedBytes", report.freedBytes}});
}

void addRemove(CLI::App& gallery, CommandContext& context) {
    auto arguments = std::make_shared<RemoveArguments>();
    CLI::App* remove = addGallerySubcommand(
        gallery,
        context,
        "remove",
        "Take images, a folder or a bundle's index out of a gallery; the files stay",
        [arguments, &context](const std::string& file) { runRemove(file, *arguments, context); });
    remove->add_option("PATH", arguments->paths, "Images, as listed or as files");
    remove->add_flag("--missing", arguments->missing, "All whose file has vanished");
    remove->add_option("--folder", arguments->folder, "A folder of the gallery with its images");
    remove->add_option("--index", arguments->index, "A bundle's index: its fingerprint's begin");
}

// --- relocate ---------------------------------------------------------------------------------

struct RelocateArguments {
    std::string from;
    std::string to;
    bool dryRun = false;
    bool force = false;
};

std::string_view verdictName(RelocationCheck::Verdict verdict) {
    switch (verdict) {
        case RelocationCheck::Verdict::Same:
            return "same";
        case RelocationCheck::Verdict::Part:
            return "part";
        default:
            return "other";
    }
}

void runRelocate(const std::string& file,
                 const RelocateArguments& arguments,
                 const CommandContext& context) {
    const auto opened = Gallery::open(
        file, arguments.dryRun ? Gallery::Access::ReadOnly : Gallery::Access::ReadWrite);
    const RelocationCheck check =
        checkRelocation(*opened,
                        {.root = rootAt(*opened, arguments.from), .folder = arguments.to},
                        context.stopToken());
    const bool isRefused = check.verdict() == RelocationCheck::Verdict::Other && check.numItems > 0;
    context.print(
        fmt::format("{} of {} files are there with the same size, {} of {} read are the "
                    "same",
                    check.numThere,
                    check.numItems,
                    check.numSame,
                    check.numRead));
    if (isRefused && !arguments.force && !arguments.dryRun) {
        fail(ErrorCode::InvalidInput,
             "{}: holds other files than {}; nothing was changed (--force to change it all the "
             "same)",
             displayable(check.folder.native()),
             displayable(check.root.folder.native()));
    }
    if (!arguments.dryRun) {
        opened->items().relocateRoot(check.root.id, check.folder);
        context.print(fmt::format("{} is now {}",
                                  displayable(check.root.folder.native()),
                                  displayable(check.folder.native())));
    }
    context.printJson({{"gallery", file},
                       {"root", check.root.id.value},
                       {"from", check.root.folder.native()},
                       {"to", check.folder.native()},
                       {"verdict", verdictName(check.verdict())},
                       {"items", check.numItems},
                       {"sameSize", check.numThere},
                       {"otherSize", check.numOtherSize},
                       {"absent", check.numAbsent},
                       {"read", check.numRead},
                       {"same", check.numSame},
                       {"changed", !arguments.dryRun}});
}

void addRelocate(CLI::App& gallery, CommandContext& context) {
    auto arguments = std::make_shared<RelocateArguments>();
    CLI::App* relocate = addGallerySubcommand(
        gallery,
        context,
        "relocate",
        "Tell a gallery that a folder has moved, once its files have been compared",
        [arguments, &context](const std::string& file) { runRelocate(file, *arguments, context); });
    relocate->add_option("FROM", arguments->from, "Folder as the gallery knows it")->required();
    relocate->add_option("TO", arguments->to, "Where it is now")->required();
    relocate->add_flag("--dry-run", arguments->dryRun, "Only compare");
    relocate->add_flag("--force", arguments->force, "Also where the files are others");
}

// --- copies, tokens ---------------------------------------------------------------------------

void addBackup(CLI::App& gallery, CommandContext& context) {
    auto target = std::make_shared<std::string>();
    CLI::App* backup = addGallerySubcommand(
        gallery,
        context,
        "backup",
        "Copy a gallery as it is",
        [target, &context](const auto& file) {
            const fs::path copy = target->empty() ? newBackupName(file) : fs::path(*target);
            Gallery::open(file, Gallery::Access::ReadOnly)->backUp(copy);
            context.print("made " + displayable(copy.native()));
            context.printJson({{"gallery", file}, {"backup", copy.native()}});
        });
    backup->add_option(
        "TARGET", *target, "File of the copy; default: a new one beside the gallery");
}

void addRestore(CLI::App& gallery, CommandContext& context) {
    auto source = std::make_shared<std::string>();
    CLI::App* restore = addGallerySubcommand(
        gallery,
        context,
        "restore",
        "Put a copy in a gallery's place; what was there is kept",
        [source, &context](const std::string& file) {
            const std::vector<GalleryBackup> backups = backupsOf(file);
            if (source->empty() && backups.empty()) {
                fail(ErrorCode::NotFound,
                     "{}: there is no copy beside it; name one",
                     displayable(file));
            }
            const fs::path backup = source->empty() ? backups.front().file : fs::path(*source);
            const fs::path kept = restoreBackup(file, backup);
            context.print(fmt::format("restored from {}", displayable(backup.native())));
            if (!kept.empty()) {
                context.print("kept what was there as " + displayable(kept.native()));
            }
            context.printJson(
                {{"gallery", file},
                 {"backup", backup.native()},
                 {"kept", kept.empty() ? nlohmann::json() : nlohmann::json(kept.native())}});
        });
    restore->add_option("SOURCE", *source, "The copy; default: the newest beside the gallery");
}

void addDropTokens(CLI::App& gallery, CommandContext& context) {
    addGallerySubcommand(
        gallery,
        context,
        "drop-tokens",
        "Delete the image tokens kept beside a gallery",
        [&context](const std::string& file) {
            const std::int64_t freed =
                dropTokenCaches(Gallery::open(file, Gallery::Access::ReadOnly)->file(), {});
            context.print(fmt::format("freed {:.1f} MB", static_cast<double>(freed) / 1e6));
            context.printJson({{"gallery", file}, {"freedBytes", freed}});
        });
}

}  // namespace

void addGalleryUpkeepCommands(CLI::App& gallery, CommandContext& context) {
    addVerify(gallery, context);
    addRemove(gallery, context);
    addRelocate(gallery, context);
    addBackup(gallery, context);
    addRestore(gallery, context);
    addDropTokens(gallery, context);
}

}  // namespace descry

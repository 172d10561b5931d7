#include "core/indexing/gallery_audit.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/unicode.h"
#include "core/indexing/folder_walk.h"
#include "core/indexing/index_plan.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPageSize = 1000;

/// One run: the gallery open for reading.
class Auditor {
  public:
    Auditor(Gallery& gallery, GalleryAudit& audit, JobContext& context)
        : m_gallery(gallery), m_audit(audit), m_context(context) {}

    void checkDatabase();
    void checkEmbeddings();
    void checkFiles(AuditFiles how);

  private:
    void checkBundle(const std::string& fingerprint, std::int64_t total);
    void noteDamaged(ItemId item, const std::string& fingerprint, const Error& what);
    void checkRoot(const Root& root, AuditFiles how, std::int64_t total);
    void checkFile(const Root& root, const ItemPath& item, AuditFiles how);
    void compareContents(const fs::path& file, const ItemPath& item);

    Gallery& m_gallery;
    GalleryAudit& m_audit;
    JobContext& m_context;
};

void Auditor::checkDatabase() {
    m_context.report("checking the database", 0, 0, "");
    for (Error& finding : m_gallery.checkDatabase(m_context.stopToken())) {
        m_audit.note(AuditKind::Database, {}, std::move(finding));
    }
}

void Auditor::checkEmbeddings() {
    std::int64_t total = 0;
    for (const BundleCount& bundle : m_gallery.counts().bundles) total += bundle.numEmbeddings;
    for (const std::string& fingerprint : m_gallery.embeddings().fingerprints()) {
        checkBundle(fingerprint, total);
    }
}

/// All vectors of a bundle are of one dimension: the first that is whole says which.
void Auditor::checkBundle(const std::string& fingerprint, std::int64_t total) {
    std::optional<std::size_t> dimension;
    std::vector<ItemId> damaged;
    for (ItemId after;;) {
        m_context.checkpoint();
        const auto page = m_gallery.embeddings().page(fingerprint, after, kPageSize, damaged);
        if (page.empty()) break;
        for (const Embedding& embedding : page) {
            const std::size_t size = embedding.values.size();
            if (!dimension) dimension = size;
            if (size == *dimension) continue;
            noteDamaged(embedding.item,
                        fingerprint,
                        makeError(ErrorCode::CorruptFile,
                                  "has {} values where the others have {}",
                                  size,
                                  *dimension));
        }
        after = page.back().item;
        m_audit.numEmbeddings += static_cast<std::int64_t>(page.size());
        m_context.report("checking embeddings", m_audit.numEmbeddings, total, "embeddings");
    }
    // A damaged row may stand at the border of two pages.
    std::ranges::sort(damaged);
    damaged.erase(std::unique(damaged.begin(), damaged.end()), damaged.end());
    m_audit.numEmbeddings += static_cast<std::int64_t>(damaged.size());
    for (const ItemId item : damaged) {
        noteDamaged(item,
                    fingerprint,
                    makeError(ErrorCode::CorruptFile, "its checksum, size or type is wrong"));
    }
}

void Auditor::noteDamaged(ItemId id, const std::string& fingerprint, const Error& what) {
    const auto item = m_gallery.items().find(id);
    m_audit.note(AuditKind::Embedding,
                 item ? displayable(item->path) : fmt::format("item {}", id.value),
                 makeError(ErrorCode::CorruptFile,
                           "the embedding under model {} is damaged: {}",
                           displayable(fingerprint.substr(0, 8)),
                           what));
}

void Auditor::checkFiles(AuditFiles how) {
    if (how == AuditFiles::Leave) return;
    const std::int64_t total = m_gallery.items().count();
    for (const Root& root : m_gallery.items().roots()) checkRoot(root, how, total);
}

void Auditor::checkRoot(const Root& root, AuditFiles how, std::int64_t total) {
    if (!isFolder(root.folder)) {
        m_audit.note(AuditKind::FolderMissing,
                     displayable(root.folder.native()),
                     makeError(ErrorCode::NotFound,
                               "the folder is not there; its pictures were not looked at"));
        return;
    }
    PathRange range{.root = root.id, .folder = {}, .after = {}, .limit = kPageSize};
    for (;;) {
        const std::vector<ItemPath> page = m_gallery.items().paths(range);
        if (page.empty()) return;
        range.after = page.back().path;
        for (const ItemPath& item : page) {
            m_context.checkpoint();
            checkFile(root, item, how);
            m_context.report("checking files", ++m_audit.numFiles, total, "images");
        }
    }
}

void Auditor::checkFile(const Root& root, const ItemPath& item, AuditFiles how) {
    const fs::path file = root.folder / item.path;
    const FileStatus status = statFile(root.folder, item.path);
    if (!status.problem.empty()) {
        m_audit.note(AuditKind::FileUnreadable,
                     displayable(file.native()),
                     makeError(ErrorCode::Io, "{}", status.problem));
    } else if (!status.file) {
        m_audit.note(AuditKind::FileMissing,
                     displayable(file.native()),
                     makeError(ErrorCode::NotFound, "the file is not there"));
    } else if (status.file->sizeBytes != item.sizeBytes) {
        m_audit.note(AuditKind::FileChanged,
                     displayable(file.native()),
                     makeError(ErrorCode::InvalidInput,
                               "it has {} bytes, and had {} when it was indexed",
                               status.file->sizeBytes,
                               item.sizeBytes));
    } else if (how == AuditFiles::Contents || status.file->modifiedNs != item.modifiedNs) {
        compareContents(file, item);
    }
}

void Auditor::compareContents(const fs::path& file, const ItemPath& item) {
    ++m_audit.numRead;
    try {
        if (sha256File(file) == item.contentHash) return;
        m_audit.note(
            AuditKind::FileChanged,
            displayable(file.native()),
            makeError(ErrorCode::InvalidInput, "it has other contents than when it was indexed"));
    } catch (const Error& error) {
        m_audit.note(AuditKind::FileUnreadable, displayable(file.native()), error);
    }
}

}  // namespace

std::string_view auditKindName(AuditKind kind) noexcept {
    switch (kind) {
        case AuditKind::Database:
            return "database";
        case AuditKind::Embedding:
            return "embedding";
        case AuditKind::FolderMissing:
            return "folder-missing";
        case AuditKind::FileMissing:
            return "file-missing";
        case AuditKind::FileChanged:
            return "file-changed";
        case AuditKind::FileUnreadable:
            return "file-unreadable";
    }
    return "";
}

void GalleryAudit::note(AuditKind kind, std::string place, Error detail) {
    switch (kind) {
        case AuditKind::Database:
            ++numDatabaseFindings;
            break;
        case AuditKind::Embedding:
            ++numDamaged;
            break;
        case AuditKind::FolderMissing:
            ++numFoldersMissing;
            break;
        case AuditKind::FileMissing:
            ++numMissing;
            break;
        case AuditKind::FileChanged:
            ++numChanged;
            break;
        case AuditKind::FileUnreadable:
            ++numUnreadable;
            break;
    }
    if (findings.size() < kMaxFindings) {
        findings.push_back({kind, std::move(place), std::move(detail)});
    } else {
        ++numOmitted;
    }
}

AuditJob::AuditJob(fs::path gallery, AuditFiles files)
    : m_gallery(std::move(gallery)), m_files(files), m_report(std::make_shared<GalleryAudit>()) {}

std::string AuditJob::title() const {
    return fmt::format("Check {}", displayable(m_gallery.stem().native()));
}

void AuditJob::run(JobContext& context) {
    *m_report = {};
    const auto gallery = Gallery::open(m_gallery, Gallery::Access::ReadOnly);
    Auditor auditor(*gallery, *m_report, context);
    auditor.checkDatabase();
    try {
        auditor.checkEmbeddings();
        auditor.checkFiles(m_files);
    } catch (const Error& error) {
        // A database too damaged to read on has been named already, or is now.
        if (error.code() != ErrorCode::CorruptFile) throw;
        if (m_report->numDatabaseFindings == 0) {
            m_report->note(AuditKind::Database, {}, error);
        }
    }
}

}  // namespace descry

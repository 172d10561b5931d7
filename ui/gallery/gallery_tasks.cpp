#include "ui/gallery/gallery_tasks.h"

#include <algorithm>
#include <utility>

#include "core/gallery/token_cache.h"
#include "core/indexing/index_memory.h"
#include "ui/common/file_manager.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

const QString kMessageKey = QStringLiteral("galleryTask");

/// Files of a size that no file has are tried again, and stay listed until that is done.
void forgetSizes(const fs::path& gallery, const std::vector<ShownFailure>& failures) {
    const auto opened = Gallery::open(gallery);
    opened->transaction([&] {
        for (const ShownFailure& shown : failures) {
            auto failure = opened->failures().find(shown.root, shown.path);
            if (!failure) continue;
            failure->sizeBytes = -1;
            opened->failures().record(*failure);
        }
    });
}

std::vector<fs::path> foldersOf(const std::vector<ShownFailure>& failures) {
    std::vector<fs::path> folders;
    for (const ShownFailure& failure : failures) folders.push_back(failure.file.parent_path());
    std::ranges::sort(folders);
    folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
    return folders;
}

}  // namespace

GalleryTasks::GalleryTasks(ApplicationContext& context, QObject* parent)
    : QObject(parent), m_context(context) {
    connect(&context.jobs, &JobSignals::changed, this, &GalleryTasks::jobChanged);
    connect(&context.jobs, &JobSignals::ended, this, &GalleryTasks::jobEnded);
}

void GalleryTasks::retry(const std::vector<ShownFailure>& failures) {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery || failures.empty()) return;
    m_context.background.run(
        *this,
        [file = gallery->file, failures](std::stop_token) {
            forgetSizes(file, failures);
            return updateOptionsWithin(*Gallery::open(file, Gallery::Access::ReadOnly),
                                       foldersOf(failures));
        },
        [this, file = gallery->file](const std::vector<IndexOptions>& groups) {
            Workbench& workbench = m_context.workbench;
            if (!workbench.gallery() || workbench.gallery()->file != file) return;
            for (const IndexOptions& options : groups) workbench.startIndexing(options);
        },
        problem(tr("The files cannot be tried again.")));
}

void GalleryTasks::audit(AuditFiles files) {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery || m_audit) return;
    auto job = std::make_unique<AuditJob>(gallery->file, files);
    const auto report = job->report();
    Q_EMIT auditProgress({});
    m_audit = Audit{m_context.jobs.submit(std::move(job)), gallery->file, report};
}

void GalleryTasks::stopAudit() {
    if (m_audit) m_context.jobs.cancel(m_audit->job);
}

void GalleryTasks::remove(const Removal& removal, const QString& what) {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) return;
    auto job = std::make_unique<RemovalJob>(gallery->file, removal);
    const auto report = job->report();
    m_removals.emplace(m_context.jobs.submit(std::move(job)), RemovalTask{what, report});
}

void GalleryTasks::relocate(RootId root, const fs::path& folder) {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) return;
    m_context.background.run(
        *this,
        [file = gallery->file, root, folder](std::stop_token) {
            Gallery::open(file)->items().relocateRoot(root, folder);
        },
        [this] { m_context.workbench.refreshGallery(); },
        problem(tr("The gallery could not be told where the folder is.")));
}

void GalleryTasks::dropTokens() {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) return;
    m_context.background.run(
        *this,
        [file = gallery->file](std::stop_token) { return dropTokenCaches(file, {}); },
        [this](std::int64_t freedBytes) {
            tell(tr("%1 of image tokens were deleted.").arg(shownBytes(freedBytes)),
                 tr("They are computed again when they are needed."));
            m_context.workbench.refreshGallery();
        },
        problem(tr("The image tokens could not be deleted.")));
}

void GalleryTasks::backUp() {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) return;
    m_context.background.run(
        *this,
        [file = gallery->file](std::stop_token) {
            const fs::path name = newBackupName(file);
            Gallery::open(file, Gallery::Access::ReadOnly)->backUp(name);
            return name;
        },
        [this](const fs::path& name) {
            tell(tr("A copy was made: %1").arg(shownPath(name.filename())),
                 tr("It lies beside the gallery and holds all but the pictures."));
            m_context.workbench.refreshGallery();
        },
        problem(tr("The copy could not be made.")));
}

void GalleryTasks::restore(const fs::path& gallery, const fs::path& backup) {
    const auto& open = m_context.workbench.gallery();
    const bool isOpen = open && open->file == gallery;
    if (isOpen && isBusy()) {
        tell(tr("The copy cannot be restored while the gallery is indexed."),
             tr("Stop the indexing first; what it has done is kept."));
        return;
    }
    if (isOpen) m_context.workbench.closeGallery();
    m_context.background.run(
        *this,
        [gallery, backup](std::stop_token) { return restoreBackup(gallery, backup); },
        [this, gallery, backup](const fs::path& kept) {
            tell(tr("“%1” was restored from a copy.").arg(shownPath(gallery.stem())),
                 kept.empty()
                     ? QString()
                     : tr("What was there before is kept as %1.").arg(shownPath(kept.filename())));
            m_context.workbench.openGallery(gallery);
        },
        [this, gallery](const Error& error) {
            problem(tr("“%1” could not be restored.").arg(shownPath(gallery.stem())))(error);
            m_context.workbench.openGallery(gallery);
        });
}

bool GalleryTasks::isBusy() const {
    return std::ranges::any_of(m_context.jobs.open(), [this](const JobStatus& status) {
        return m_context.workbench.isIndexing(status.id) || m_removals.contains(status.id);
    });
}

void GalleryTasks::openFolder(const fs::path& folder) {
    showInFileManager(folder, m_context.messages);
}

void GalleryTasks::jobChanged(const JobStatus& status) {
    if (m_audit && status.id == m_audit->job && !hasEnded(status)) {
        Q_EMIT auditProgress(status.progress);
    }
}

void GalleryTasks::jobEnded(const JobStatus& status) {
    if (m_audit && status.id == m_audit->job) {
        const Audit audit = *std::exchange(m_audit, std::nullopt);
        const auto& gallery = m_context.workbench.gallery();
        if (gallery && gallery->file == audit.gallery) {
            Q_EMIT audited(*audit.report, status.state == JobState::Succeeded);
        }
    }
    const auto removal = m_removals.find(status.id);
    if (removal == m_removals.end()) return;
    const RemovalTask task = std::move(removal->second);
    m_removals.erase(removal);
    m_context.workbench.refreshGallery();
    if (status.state != JobState::Succeeded) return;
    tell(tr("%1 was removed from the gallery.").arg(task.what),
         tr("Pictures’ files are as they were."));
    if (task.report->numItems > 0) Q_EMIT itemsRemoved();
}

void GalleryTasks::tell(const QString& cause, const QString& kept) {
    Message message;
    message.key = kMessageKey;
    message.cause = cause;
    message.kept = kept;
    m_context.messages.raise(message);
}

Background::Failed GalleryTasks::problem(const QString& what) {
    return [this, what](const Error& error) {
        Message message = problemOf(kMessageKey, what, error);
        message.kept = tr("Nothing was changed.");
        m_context.messages.raise(message);
    };
}

}  // namespace descry

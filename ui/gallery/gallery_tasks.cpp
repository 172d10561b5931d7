#include "ui/gallery/gallery_tasks.h"

#include <QPointer>
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

/// What a job does, read from its recipe when it is first told of. Null if it cannot be read, which
/// it says itself when it runs, or if it ended in an earlier run of the program.
template <typename Work, typename Read>
Work* workOf(const JobStatus& status,
             std::map<JobId, Work>& known,
             const JobSignals& jobs,
             const Read& read) {
    const auto found = known.find(status.id);
    if (found != known.end()) return &found->second;
    const auto recipe = jobs.recipe(status.id);
    if (hasEnded(status) || !recipe) return nullptr;
    try {
        return &known.emplace(status.id, read(*recipe)).first->second;
    } catch (const Error&) {
        return nullptr;
    }
}

}  // namespace

GalleryTasks::GalleryTasks(ApplicationContext& context, QObject* parent)
    : QObject(parent), m_context(context) {
    context.jobs.addKind(
        kAuditKind,
        [&jobs = context.jobs, tasks = QPointer<GalleryTasks>(this)](const JobRecipe& recipe) {
            const AuditWork work = auditWorkOf(recipe);
            auto job = std::make_unique<AuditJob>(work.gallery, work.files);
            // Comes after the word that the job has begun and before that of its end.
            QMetaObject::invokeMethod(
                &jobs,
                [tasks, report = job->report()] {
                    if (tasks) tasks->takeReport(report);
                },
                Qt::QueuedConnection);
            return job;
        });
    context.jobs.addKind(kRemovalKind, [](const JobRecipe& recipe) {
        return makeRemovalJob(removalWorkOf(recipe));
    });
    connect(&context.jobs, &JobSignals::changed, this, &GalleryTasks::jobChanged);
}

bool GalleryTasks::isOpen(const fs::path& gallery) const {
    const auto& open = m_context.workbench.gallery();
    return open && open->file == gallery;
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
    if (!gallery) return;
    if (const auto open = openAudit()) {
        m_context.jobs.resume(open->id);
    } else {
        m_context.jobs.submit(recipeOf(AuditWork{gallery->file, files}));
    }
}

void GalleryTasks::stopAudit() {
    if (const auto open = openAudit()) m_context.jobs.cancel(open->id);
}

std::optional<JobStatus> GalleryTasks::openAudit() const {
    for (const JobStatus& status : m_context.jobs.open()) {
        const auto audit = m_audits.find(status.id);
        if (audit != m_audits.end() && isOpen(audit->second.gallery)) return status;
    }
    return std::nullopt;
}

void GalleryTasks::galleryChanged() {
    const auto& gallery = m_context.workbench.gallery();
    const fs::path before = std::exchange(m_gallery, gallery ? gallery->file : fs::path());
    for (const JobStatus& status : m_context.jobs.open()) {
        const auto audit = m_audits.find(status.id);
        const bool isLeft =
            before != m_gallery && audit != m_audits.end() && audit->second.gallery == before;
        if (isLeft && status.state != JobState::Paused) m_context.jobs.cancel(status.id);
    }
    if (const auto open = openAudit()) Q_EMIT auditProgress(*open);
}

void GalleryTasks::remove(const Removal& removal, const QString& what) {
    const auto& gallery = m_context.workbench.gallery();
    if (!gallery) return;
    m_context.jobs.submit(recipeOf(RemovalWork{gallery->file, gallery->id, removal, what}));
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
    if (isBusy(gallery)) {
        tell(tr("The copy cannot be restored while a job is to change the gallery."),
             tr("Cancel it first, or let it end; what indexing has done is kept."));
        return;
    }
    if (isOpen(gallery)) m_context.workbench.closeGallery();
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

bool GalleryTasks::isBusy(const fs::path& gallery) const {
    return std::ranges::any_of(m_context.jobs.open(), [&](const JobStatus& status) {
        const auto removal = m_removals.find(status.id);
        const bool removes = removal != m_removals.end() && removal->second.gallery == gallery;
        return removes || (isOpen(gallery) && m_context.workbench.isIndexing(status.id));
    });
}

void GalleryTasks::openFolder(const fs::path& folder) {
    showInFileManager(folder, m_context.messages);
}

void GalleryTasks::jobChanged(const JobStatus& status) {
    if (status.kind == kAuditKind) auditChanged(status);
    if (status.kind == kRemovalKind) removalChanged(status);
}

void GalleryTasks::auditChanged(const JobStatus& status) {
    const auto read = [](const JobRecipe& recipe) { return Audit{auditWorkOf(recipe).gallery}; };
    const Audit* known = workOf(status, m_audits, m_context.jobs, read);
    if (known == nullptr) return;
    if (!hasEnded(status)) {
        if (isOpen(known->gallery)) Q_EMIT auditProgress(status);
        return;
    }
    const Audit audit = std::move(m_audits.extract(status.id).mapped());
    if (isOpen(audit.gallery)) Q_EMIT audited(*audit.report, status.state == JobState::Succeeded);
}

void GalleryTasks::takeReport(const std::shared_ptr<const GalleryAudit>& report) {
    for (const JobStatus& status : m_context.jobs.open()) {
        const auto audit = m_audits.find(status.id);
        // Jobs run one at a time.
        const bool hasBegun = audit != m_audits.end() && status.state == JobState::Running;
        if (hasBegun) audit->second.report = report;
    }
}

void GalleryTasks::removalChanged(const JobStatus& status) {
    const RemovalWork* known = workOf(status, m_removals, m_context.jobs, &removalWorkOf);
    if (known == nullptr || !hasEnded(status)) return;
    const RemovalWork work = std::move(m_removals.extract(status.id).mapped());
    const bool isDone = status.state == JobState::Succeeded;
    if (isDone) {
        tell(tr("%1 was removed from the gallery.").arg(work.what),
             tr("Pictures’ files are as they were."));
    }
    if (!isOpen(work.gallery)) return;
    m_context.workbench.refreshGallery();
    const bool tookItems = isDone && work.removal.fingerprint.empty();
    if (tookItems) Q_EMIT itemsRemoved();
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

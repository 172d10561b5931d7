#pragma once
/// What is done to the open gallery: indexing, trying failures again, checking, removing, moving a
/// folder, copies. Checks and removals are durable jobs, so that they outlive the program; other
/// long work runs in the background. Thread rule: GUI thread. Failure rule: problems are raised as
/// messages; the gallery is as it was.

#include <QObject>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "ui/common/application_context.h"
#include "ui/gallery/gallery_reading.h"
#include "ui/gallery/gallery_work.h"

namespace descry {

class GalleryTasks final : public QObject {
    Q_OBJECT

  public:
    explicit GalleryTasks(ApplicationContext& context, QObject* parent = nullptr);

    /// With their folders looked through again, read as they were before.
    void retry(const std::vector<ShownFailure>& failures);
    /// Where one of the gallery is paused, that one goes on; one that waits or runs is enough.
    void audit(AuditFiles files);
    void stopAudit();
    /// Another gallery is open: the check of the one before is cancelled, unless it is paused.
    void galleryChanged();
    /// `what` is what is removed, for people: "“hall”".
    void remove(const Removal& removal, const QString& what);
    void relocate(RootId root, const std::filesystem::path& folder);
    void dropTokens();
    void backUp();
    /// Puts a copy in the place of a gallery, open or not, and opens it.
    void restore(const std::filesystem::path& gallery, const std::filesystem::path& backup);
    void openFolder(const std::filesystem::path& folder);

  Q_SIGNALS:
    /// Of the open gallery, as the next two: a check waits, runs or is paused.
    void auditProgress(const descry::JobStatus& status);
    void audited(const descry::GalleryAudit& audit, bool isWhole);
    /// Items are gone.
    void itemsRemoved();

  private:
    struct Audit {
        std::filesystem::path gallery;
        /// Of the run that began last; read only when that has ended.
        std::shared_ptr<const GalleryAudit> report = std::make_shared<const GalleryAudit>();
    };

    bool isOpen(const std::filesystem::path& gallery) const;
    /// Of the open gallery.
    std::optional<JobStatus> openAudit() const;
    /// Whether a job writes to the gallery, or will.
    bool isBusy(const std::filesystem::path& gallery) const;
    void jobChanged(const JobStatus& status);
    void auditChanged(const JobStatus& status);
    /// Of the check that has just begun.
    void takeReport(const std::shared_ptr<const GalleryAudit>& report);
    void removalChanged(const JobStatus& status);
    void tell(const QString& cause, const QString& kept);
    /// Raises what a background work threw.
    Background::Failed problem(const QString& what);

    ApplicationContext& m_context;
    std::filesystem::path m_gallery;          ///< The open one; empty: none.
    std::map<JobId, Audit> m_audits;          ///< That have not ended, of any gallery.
    std::map<JobId, RemovalWork> m_removals;  ///< Likewise.
};

}  // namespace descry

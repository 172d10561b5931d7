#pragma once
/// What is done to the open gallery: indexing, trying failures again, checking, removing, moving a
/// folder, copies. Long work is a job or runs in the background. Thread rule: GUI thread. Failure
/// rule: problems are raised as messages; the gallery is as it was.

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/indexing/gallery_audit.h"
#include "core/indexing/removal.h"
#include "ui/common/application_context.h"
#include "ui/gallery/gallery_reading.h"

namespace descry {

class GalleryTasks final : public QObject {
    Q_OBJECT

  public:
    explicit GalleryTasks(ApplicationContext& context, QObject* parent = nullptr);

    /// With their folders looked through again, read as they were before.
    void retry(const std::vector<ShownFailure>& failures);
    void audit(AuditFiles files);
    void stopAudit();
    bool isAuditing() const { return m_audit.has_value(); }
    /// `what` is what is removed, for people: "“hall”".
    void remove(const Removal& removal, const QString& what);
    void relocate(RootId root, const std::filesystem::path& folder);
    void dropTokens();
    void backUp();
    /// Puts a copy in the place of a gallery, open or not, and opens it.
    void restore(const std::filesystem::path& gallery, const std::filesystem::path& backup);
    void openFolder(const std::filesystem::path& folder);

  Q_SIGNALS:
    void auditProgress(const descry::Progress& progress);
    /// Of the gallery that is open.
    void audited(const descry::GalleryAudit& audit, bool isWhole);
    /// Items are gone.
    void itemsRemoved();

  private:
    struct Audit {
        JobId job;
        std::filesystem::path gallery;
        std::shared_ptr<const GalleryAudit> report;
    };
    struct RemovalTask {
        QString what;
        std::shared_ptr<const RemovalReport> report;
    };

    /// Whether a job writes to the open gallery.
    bool isBusy() const;
    void jobChanged(const JobStatus& status);
    void jobEnded(const JobStatus& status);
    void tell(const QString& cause, const QString& kept);
    /// Raises what a background work threw.
    Background::Failed problem(const QString& what);

    ApplicationContext& m_context;
    std::optional<Audit> m_audit;
    std::map<JobId, RemovalTask> m_removals;
};

}  // namespace descry

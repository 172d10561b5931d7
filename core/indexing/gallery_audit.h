#pragma once
/// Checks a gallery against itself and against the disk: the database's structure, every embedding
/// (checksum, dimension, type), every picture's file. Changes nothing. Thread rule: run() on one
/// thread, which opens the gallery for reading; report() after it has ended. Errors: the gallery's,
/// Cancelled; what is wrong with the gallery is a finding, not an error.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/gallery/gallery.h"
#include "core/jobs/job.h"

namespace descry {

enum class AuditKind {
    Database,       ///< The file's structure: restore a copy.
    Embedding,      ///< A stored vector is damaged: indexing computes it anew.
    FolderMissing,  ///< A folder is not there: connect its drive, or say where it is.
    FileMissing,    ///< A picture's file is not there.
    FileChanged,    ///< It has other contents than when it was indexed.
    FileUnreadable,
};

std::string_view auditKindName(AuditKind kind) noexcept;

struct AuditFinding {
    AuditKind kind = AuditKind::Database;
    std::string place;  ///< Displayable: a file, a folder; empty for the database.
    Error detail;       ///< What is wrong.
};

struct GalleryAudit {
    std::int64_t numDatabaseFindings = 0;
    std::int64_t numEmbeddings = 0;  ///< Checked.
    std::int64_t numDamaged = 0;     ///< Of them.
    std::int64_t numFiles = 0;       ///< Looked at.
    std::int64_t numRead = 0;        ///< Of them, read whole.
    std::int64_t numMissing = 0;
    std::int64_t numChanged = 0;
    std::int64_t numUnreadable = 0;
    std::int64_t numFoldersMissing = 0;
    std::vector<AuditFinding> findings;  ///< The first kMaxFindings.
    std::int64_t numOmitted = 0;

    static constexpr std::size_t kMaxFindings = 10'000;

    bool isSound() const { return findings.empty(); }
    void note(AuditKind kind, std::string place, Error detail);
};

/// How far a picture's file is looked at.
enum class AuditFiles {
    Leave,
    Status,    ///< Size and time; a file of another time is read.
    Contents,  ///< Every file is read.
};

class AuditJob final : public Job {
  public:
    AuditJob(std::filesystem::path gallery, AuditFiles files);

    std::string title() const override;
    void run(JobContext& context) override;

    /// Also after a cancel: what was found until then. Outlives the job.
    std::shared_ptr<const GalleryAudit> report() const { return m_report; }

  private:
    std::filesystem::path m_gallery;
    AuditFiles m_files;
    std::shared_ptr<GalleryAudit> m_report;
};

}  // namespace descry

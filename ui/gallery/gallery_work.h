#pragma once
/// What is done to a gallery as durable jobs, checking it and removing something from it: recipes
/// and back. Paths keep every byte. Thread rule: pure functions, any thread; makeRemovalJob off the
/// GUI thread. Errors: CorruptFile (a recipe that no such job wrote); makeRemovalJob: the
/// gallery's.

#include <QString>
#include <filesystem>
#include <memory>
#include <string>

#include "core/indexing/gallery_audit.h"
#include "core/indexing/removal.h"
#include "core/jobs/job_queue.h"

namespace descry {

inline constexpr char kAuditKind[] = "check";
inline constexpr char kRemovalKind[] = "remove";

struct AuditWork {
    std::filesystem::path gallery;
    AuditFiles files = AuditFiles::Status;
};

struct RemovalWork {
    std::filesystem::path gallery;
    std::string galleryId;  ///< Ids of folders and items mean nothing in another gallery.
    Removal removal;
    QString what;  ///< What is removed, for people: "“hall”".
};

JobRecipe recipeOf(const AuditWork& work);
AuditWork auditWorkOf(const JobRecipe& recipe);

JobRecipe recipeOf(const RemovalWork& work);
RemovalWork removalWorkOf(const JobRecipe& recipe);

/// NotFound where another gallery lies in the place of the one that was meant.
std::unique_ptr<Job> makeRemovalJob(const RemovalWork& work);

}  // namespace descry

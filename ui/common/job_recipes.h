#pragma once
/// Jobs of the window as recipes and back: indexing a gallery and importing a model. Paths keep
/// every byte. Thread rule: pure functions, any thread. Errors: CorruptFile (a recipe that no such
/// job wrote).

#include <filesystem>
#include <optional>

#include "core/indexing/index_job.h"
#include "core/jobs/job_queue.h"
#include "ui/common/model_import_job.h"

namespace descry {

inline constexpr char kIndexKind[] = "index";
inline constexpr char kImportKind[] = "import-model";

struct IndexWork {
    std::filesystem::path gallery;
    std::filesystem::path bundle;  ///< Its folder: opened anew where another one is open.
    IndexOptions options;
    /// The bundle that this one takes the place of once all is indexed, if it is still open then.
    std::optional<std::filesystem::path> replaces{};
};

JobRecipe recipeOf(const IndexWork& work);
IndexWork indexWorkOf(const JobRecipe& recipe);

JobRecipe recipeOf(const ModelImport& import);
/// Without the program's folder, which may be another one next time.
ModelImport modelImportOf(const JobRecipe& recipe);

/// Under which what became of a job is told: who knows better tells it anew.
QString messageKeyOf(JobId id);

}  // namespace descry

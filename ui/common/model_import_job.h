#pragma once
/// Importing a checkpoint as a bundle, as a job of the queue. Thread rule and errors: as
/// core/model/checkpoint_import.h; NotFound if there is no vocabulary to import with.

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/jobs/job.h"
#include "core/model/weights.h"

namespace descry {

struct ModelImport {
    std::filesystem::path checkpoint;
    std::filesystem::path bundle;         ///< The folder to be made.
    std::filesystem::path programFolder;  ///< Where BERT's vocabulary is looked for.
};

class ModelImportJob final : public Job {
  public:
    explicit ModelImportJob(ModelImport import) : m_import(std::move(import)) {}

    std::string title() const override;
    void run(JobContext& context) override;

    /// Filled when the job has failed because tensors do not fit. Outlives the job.
    std::shared_ptr<const std::vector<TensorMismatch>> mismatches() const { return m_mismatches; }

  private:
    ModelImport m_import;
    std::shared_ptr<std::vector<TensorMismatch>> m_mismatches =
        std::make_shared<std::vector<TensorMismatch>>();
};

/// A folder in `bundlesFolder` named as the checkpoint, with a number if that is there or among
/// `taken`. Looks at the disk. Io where it cannot.
std::filesystem::path freeBundleFolder(const std::filesystem::path& bundlesFolder,
                                       const std::filesystem::path& checkpoint,
                                       const std::set<std::filesystem::path>& taken);

}  // namespace descry

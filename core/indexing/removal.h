#pragma once
/// Takes something out of a gallery as a job: a folder with its items, single items, items whose
/// file is missing, or what one bundle has indexed. Pictures' files are never touched. What is gone
/// already is passed over, so that a removal can be begun anew. Thread rule and errors: as Job and
/// the gallery; cancelled or failed, nothing was removed.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/gallery/gallery.h"
#include "core/jobs/job.h"

namespace descry {

struct Removal {
    std::optional<RootId> root{};  ///< A folder with all that is known of what is in it.
    std::vector<ItemId> items{};   ///< Those that are not there are passed over.
    bool missingItems = false;     ///< All whose file is missing.
    std::string fingerprint{};     ///< A bundle's embeddings and image tokens; empty: none.
    std::vector<std::filesystem::path> derivedFiles{};  ///< Made from them; deleted too.
};

struct RemovalReport {
    std::int64_t numItems = 0;
    std::int64_t numEmbeddings = 0;
    std::int64_t freedBytes = 0;  ///< Of files beside the gallery.
};

class RemovalJob final : public Job {
  public:
    RemovalJob(std::filesystem::path gallery, Removal removal);

    std::string title() const override;
    void run(JobContext& context) override;

    /// Filled when the job has succeeded. Outlives the job.
    std::shared_ptr<const RemovalReport> report() const { return m_report; }

  private:
    void removeRoot(Gallery& gallery, JobContext& context);
    void removeItems(Gallery& gallery, JobContext& context);
    void removeIndex(Gallery& gallery);
    void removeFiles(const Gallery& gallery);

    std::filesystem::path m_gallery;
    Removal m_removal;
    std::shared_ptr<RemovalReport> m_report;
};

}  // namespace descry
